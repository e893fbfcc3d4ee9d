package sqlite_test

import (
	"reflect"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// parked is a conflict that still asks for a decision.
func parked(id nametag.ConflictID) nametag.Conflict {
	return nametag.Conflict{ID: id, Key: "email", Value: nametag.Email{Folded: "x@example.com", Shown: "x@example.com"}, At: at}
}

func dismissed(id nametag.ConflictID) nametag.Conflict {
	k := parked(id)
	k.Dismissed = true
	return k
}

// Contacts are listed on which, or on a row merged into which, an identifier is parked that nobody decided yet.
func TestConflicted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	having := func(conflicts ...nametag.Conflict) *nametag.Contact {
		c := w.contact("", "")
		c.Conflicts = conflicts
		return c
	}
	a, survivor, merged, both, twin := having(parked(1)), having(), having(parked(2)), having(parked(3)), having(parked(4))
	calm, decided, half, stranger := having(), having(dismissed(5)), having(dismissed(6), parked(7)), having(parked(8))
	merged.MergedInto, twin.MergedInto, stranger.Site = survivor.ID, both.ID, 2
	w.write(a, survivor, merged, both, twin, calm, decided, half, stranger)
	check := func(site nametag.SiteID, before nametag.ContactID, limit int, want ...*nametag.Contact) {
		t.Helper()
		for _, s := range []*sqlite.Store{w.Store, w.open(sqlite.Config{})} {
			got, err := s.Conflicted(t.Context(), site, before, limit)
			if err != nil || !(len(got) == 0 && len(want) == 0 || reflect.DeepEqual(got, want)) {
				t.Errorf("before %d, at most %d: got %v, want %v (%v)", before, limit, idsOf(got), idsOf(want), err)
			}
		}
	}
	check(shop, 0, 9, half, both, survivor, a)
	check(shop, 0, 2, half, both)
	check(shop, both.ID, 9, survivor, a)
	check(shop, both.ID, 1, survivor)
	check(shop, a.ID, 9)
	check(2, 0, 9, stranger)
	check(3, 0, 9)

	settled, reopened := a.Clone(), decided.Clone()
	settled.Conflicts, reopened.Conflicts = nil, []nametag.Conflict{parked(9)}
	w.write(settled, reopened)
	check(shop, 0, 9, half, reopened, both, survivor)
}

// However many strangers park, a list costs no more than a thousand rows.
func TestConflictedIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.raw().ExecContext(t.Context(), `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
		INSERT INTO contact (id, site, external_trust, email_trust, shared, conflicts) SELECT i, ?, 0, 0, 0, ? FROM n`,
		int64(shop), sqlite.EncodeConflicts([]nametag.Conflict{parked(1)}))
	w.must(err)
	got, err := w.Conflicted(t.Context(), shop, 0, 2000)
	if err != nil || len(got) != 1000 || got[0].ID != 1100 || got[999].ID != 101 {
		t.Errorf("%d contacts, %v", len(got), err)
	}
}
