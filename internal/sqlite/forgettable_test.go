package sqlite_test

import (
	"slices"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

const aDay = 24 * time.Hour

// lives are those of the spec (security §6).
var lives = nametag.Lives{Anonymous: 30 * aDay, Unproven: 400 * aDay, Evidence: nametag.LeastEvidence}

// What makes a contact one that may be forgotten, one thing at a time.
func TestForgettable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	silent, elsewhere := w.contact("silent", ""), w.contact("elsewhere", "")
	elsewhere.Site = 2
	secured, brought, young, survivor, merged := w.contact("secured", ""), w.contact("brought", ""), w.contact("young", ""), w.contact("survivor", ""), w.contact("merged", "")
	secured.SecuredAt, brought.Brought, young.FirstSeen, merged.MergedInto = at, true, at.Add(3*aDay), survivor.ID
	spoke, proven, acted, fenced, visited, stayed := w.contact("spoke", ""), w.contact("proven", ""), w.contact("acted", ""), w.contact("fenced", ""), w.contact("visited", ""), w.contact("stayed", "")
	quiet := w.visitor(silent)
	sure, sam, ended, here, gone := w.visitor(proven), w.visitor(acted), w.visitor(fenced), w.visitor(visited), w.visitor(stayed)
	sure.Link.Trust, sam.Link.Trust, sam.Link.Actor, ended.Link.Trust, ended.FencedAt = nametag.Verified, nametag.Verified, "Sam", nametag.Verified, at
	w.write(silent, elsewhere, secured, brought, young, survivor, merged, spoke, proven, acted, fenced, visited, stayed, quiet, sure, sam, ended, here, gone)
	w.note(silent, nametag.Effect{})
	w.noteAt(spoke, at.Add(3*aDay), nametag.Effect{})
	w.saved(w.visit(quiet, 0), w.visit(here, 3*24*60), w.visit(gone, 3*24*60))
	moved := gone.Clone()
	moved.Link.Contact = secured.ID
	w.write(moved)

	for name, c := range map[string]struct {
		since time.Time
		want  []*nametag.Contact
	}{
		"before":     {at.Add(-time.Millisecond), nil},
		"a day on":   {at.Add(aDay), []*nametag.Contact{silent, elsewhere, fenced}},
		"much later": {at.Add(500 * aDay), []*nametag.Contact{silent, elsewhere, young, spoke, fenced, visited, stayed}},
	} {
		var want []nametag.Forgettable
		for _, c := range c.want {
			want = append(want, nametag.Forgettable{Site: c.Site, Contact: c.ID})
		}
		for _, limit := range []int{1, 2, 100} {
			var got []nametag.Forgettable
			for behind, again := nametag.ContactID(0), true; again; again = behind != 0 {
				some, next, err := w.Forgettable(t.Context(), behind, c.since.Add(400*aDay), 400*aDay, limit)
				w.must(err)
				if len(some) > limit {
					t.Errorf("%s: got %d at once, want at most %d", name, len(some), limit)
				}
				got, behind = append(got, some...), next
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, %d at a time: got %v, want %v", name, limit, got, want)
			}
		}
	}
}

// However many contacts there are, a bounded number is looked at, and the next call goes on behind those.
func TestForgettableGoesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var rows []any
	for range 10_001 {
		c := w.contact("", "")
		c.SecuredAt = at
		rows = append(rows, c)
	}
	last := rows[10_000].(*nametag.Contact)
	last.SecuredAt = time.Time{}
	w.write(rows...)
	found, next, err := w.Forgettable(t.Context(), 0, at.Add(aDay), aDay, 1)
	if err != nil || len(found) != 0 || next != rows[9_999].(*nametag.Contact).ID {
		t.Fatalf("got %v and %v (%v), want nobody among the first 10,000", found, next, err)
	}
	found, _, err = w.Forgettable(t.Context(), next, at.Add(aDay), aDay, 1)
	if err != nil || len(found) != 1 || found[0].Contact != last.ID {
		t.Errorf("got %v (%v), want the last", found, err)
	}
}

// Until when visitors were forgotten is remembered, whatever lives come later.
func TestForgottenBy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sweep := func(days int, life time.Duration, want time.Time) {
		t.Helper()
		w.must(w.Sweep(t.Context(), at.Add(time.Duration(days)*aDay), nametag.Lives{Anonymous: life}))
		if got, err := w.ForgottenBy(t.Context(), shop); err != nil || !got.Equal(want) {
			t.Errorf("after %d days: got %v (%v), want %v", days, got, err, want)
		}
	}
	w.tells(w.visitor(nil), at)
	w.tells(w.visitor(nil), at.Add(50*aDay)) // the newest entry of all
	sweep(29, 30*aDay, time.Time{})
	sweep(40, 30*aDay, at.Add(10*aDay))
	older := w.visitor(nil)
	older.FirstSeen = at.Add(-100 * aDay)
	w.tells(older, older.FirstSeen)
	w.tells(w.visitor(nil), at.Add(50*aDay))
	sweep(41, 60*aDay, at.Add(10*aDay))
	if got := w.count("visitor"); got != 2 {
		t.Errorf("%d visitors are left, want the older one to be forgotten", got)
	}
	sweep(4000, 0, at.Add(10*aDay))
}
