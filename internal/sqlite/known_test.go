package sqlite_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// holding is a row of a table of holders: an email on it at its trust, 0 for none, and what else counts.
type holding struct {
	mail    nametag.Trust
	id      string
	secured bool
	aliased bool
	into    int // the row that it was merged into, counted from 1
}

// holders writes rows, the oldest first, and returns them.
func (w *world) holders(site nametag.SiteID, email string, rows []holding) []*nametag.Contact {
	w.Helper()
	contacts, all := make([]*nametag.Contact, len(rows)), make([]any, len(rows))
	for i, r := range rows {
		c := w.contact(r.id, "")
		if c.Site = site; r.mail != 0 {
			c.Email, c.EmailTrust = nametag.Email{Folded: email, Shown: email}, r.mail
		}
		if r.aliased {
			c.Aliases = 1
		}
		if r.secured {
			c.SecuredAt = at
		}
		contacts[i], all[i] = c, c
	}
	for i, r := range rows {
		if r.into != 0 {
			contacts[i].MergedInto = contacts[r.into-1].ID
		}
	}
	w.write(all...)
	return contacts
}

// By email are found those on whom it is verified, then those without an id, then the rest; of each the oldest first.
func TestHolders(t *testing.T) {
	t.Parallel()
	const claimed, verified = nametag.Claimed, nametag.Verified
	w := newWorld(t)
	w.site(2, "other")
	w.holders(2, "x@example.com", []holding{{mail: verified}, {mail: claimed}})
	site := nametag.SiteID(2)
	for name, test := range map[string]struct {
		rows []holding
		want [][2]int // contact and row, counted from 1
	}{
		"nobody":                     {[]holding{{id: "1"}}, nil},
		"all kinds":                  {[]holding{{id: "named", mail: claimed}, {aliased: true, mail: claimed}, {mail: claimed}, {id: "survivor"}, {mail: verified, into: 4}, {id: "verified", mail: verified}}, [][2]int{{6, 6}, {4, 5}, {3, 3}, {1, 1}, {2, 2}}},
		"verified without an id":     {[]holding{{mail: claimed}, {mail: verified}}, [][2]int{{2, 2}, {1, 1}}},
		"verified on a merged row":   {[]holding{{mail: claimed}, {id: "1", mail: claimed}, {mail: verified, into: 2}}, [][2]int{{2, 3}, {1, 1}, {2, 2}}},
		"two verified merged rows":   {[]holding{{}, {mail: verified, into: 1}, {mail: verified, into: 1}}, [][2]int{{1, 2}, {1, 3}}},
		"merged into a named one":    {[]holding{{id: "1"}, {mail: claimed, into: 1}, {mail: claimed}}, [][2]int{{3, 3}, {1, 2}}},
		"merged twice":               {[]holding{{mail: claimed, into: 2}, {id: "1", mail: claimed, into: 3}, {mail: claimed}}, [][2]int{{3, 3}, {3, 1}, {3, 2}}},
		"without an id, by age":      {[]holding{{mail: claimed, secured: true}, {mail: claimed}, {mail: claimed, secured: true}, {mail: claimed}}, [][2]int{{1, 1}, {2, 2}, {3, 3}, {4, 4}}},
		"survivors by their own age": {[]holding{{}, {mail: claimed}, {mail: claimed, into: 1}}, [][2]int{{1, 3}, {2, 2}}},
		"named, by age":              {[]holding{{id: "b", mail: claimed}, {id: "c", mail: claimed, secured: true}, {id: "a", mail: claimed}}, [][2]int{{1, 1}, {2, 2}, {3, 3}}},
		"its own row first":          {[]holding{{mail: claimed, into: 2}, {id: "1", mail: claimed, secured: true}, {mail: claimed, into: 2}}, [][2]int{{2, 2}, {2, 1}, {2, 3}}},
	} {
		site++
		w.site(site, name)
		contacts := w.holders(site, "x@example.com", test.rows)
		var want []nametag.Found
		for _, f := range test.want {
			want = append(want, nametag.Found{Contact: contacts[f[0]-1], Row: contacts[f[1]-1]})
		}
		for range 2 { // from the file, then from memory
			for _, s := range []*sqlite.Store{w.Store, w.open(sqlite.Config{CacheRows: 1})} {
				k := knownAt(t, s, site, nametag.Keys{Email: "x@example.com"})
				if !reflect.DeepEqual(k.ByEmail, want) {
					t.Errorf("%s: got %s, want %s", name, spell(k.ByEmail, contacts), spell(want, contacts))
				}
			}
		}
	}
}

// spell writes who was found as a table of holders does.
func spell(list []nametag.Found, contacts []*nametag.Contact) string {
	place := func(c *nametag.Contact) int {
		return 1 + slices.IndexFunc(contacts, func(o *nametag.Contact) bool { return o.ID == c.ID })
	}
	var all [][2]int
	for _, f := range list {
		all = append(all, [2]int{place(f.Contact), place(f.Row)})
	}
	return fmt.Sprint(all)
}

// Of an email that very many hold, the first of each kind are found: an address that everybody makes up costs no more.
func TestHoldersAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rows := []holding{{mail: nametag.Verified, id: "verified"}}
	for i := range 40 {
		rows = append(rows, holding{mail: nametag.Claimed}, holding{mail: nametag.Claimed, secured: true},
			holding{mail: nametag.Claimed, id: fmt.Sprint(i)}, holding{mail: nametag.Verified, into: 1})
	}
	contacts := w.holders(shop, "x@example.com", rows)
	got := known(t, w.Store, nametag.Keys{Email: "x@example.com"}).ByEmail
	if len(got) > 65 || len(got) < 16 || got[0].Row.ID != contacts[0].ID {
		t.Fatalf("%d, first %v", len(got), got[0].Row)
	}
	for i := range 16 {
		if oldest := contacts[1+4*i]; !slices.ContainsFunc(got, func(f nametag.Found) bool { return f.Row.ID == oldest.ID }) {
			t.Errorf("the oldest but %d without an id isn't among them", i)
		}
	}
}

// An email that is settled isn't looked up, the former one is.
func TestSettledIsNotLookedUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane, other := w.contact("42", "jane@example.com"), w.contact("43", "old@example.com")
	v := w.visitor(jane)
	w.write(jane, other, v)
	for _, s := range []*sqlite.Store{w.Store, w.open(sqlite.Config{CacheRows: 1})} {
		for _, settled := range []bool{true, false} {
			var told nametag.Known
			keys := nametag.Keys{Visitor: v.ID, ExternalID: "42", Email: "jane@example.com", FormerEmail: "old@example.com"}
			keys.Settled = func(k nametag.Known) bool {
				told = k
				return settled
			}
			k := known(t, s, keys)
			if want := (nametag.Known{Visitor: v, Linked: itself(jane), ByID: itself(jane)}); !reflect.DeepEqual(told, want) {
				t.Errorf("it is told %+v, want %+v", told, want)
			}
			if got, want := len(k.ByEmail) == 0, settled; got != want {
				t.Errorf("settled %v: found %v", settled, k.ByEmail)
			}
			if !reflect.DeepEqual(k.ByFormerEmail, []nametag.Found{itself(other)}) {
				t.Errorf("settled %v: found %v by the former email", settled, k.ByFormerEmail)
			}
		}
	}
}

// A repeat whose email was never looked up doesn't wait for the writer.
func TestSettledDoesntReachTheWriter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane := w.contact("42", "jane@example.com")
	w.write(jane)
	release := w.hold()
	defer release()
	k := known(t, w.Store, nametag.Keys{ExternalID: "42", Email: "jane@example.com", Settled: func(nametag.Known) bool { return true }})
	if !reflect.DeepEqual(k.ByID, itself(jane)) || k.ByEmail != nil {
		t.Errorf("known: %+v", k)
	}
}

// Contacts are found by their ids in the order asked for, merges followed; those of another site are nobody.
func TestKnownContacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	jane, merged, stranger, lost := w.contact("42", ""), w.contact("43", ""), w.contact("42", ""), w.contact("44", "")
	merged.MergedInto = jane.ID
	stranger.Site, lost.Site, lost.MergedInto = 2, 2, stranger.ID
	w.write(jane, merged, stranger, lost)
	keys := nametag.Keys{Contacts: []nametag.ContactID{stranger.ID, merged.ID, 5, jane.ID, lost.ID, merged.ID}}
	nobody, alias := nametag.Found{}, nametag.Found{Contact: jane, Row: merged}
	for _, s := range []*sqlite.Store{w.Store, w.open(sqlite.Config{}), w.open(sqlite.Config{CacheRows: 1})} {
		for range 2 {
			want := []nametag.Found{nobody, alias, nobody, itself(jane), nobody, alias}
			if k := known(t, s, keys); !reflect.DeepEqual(k.Contacts, want) {
				t.Errorf("got %v, want %v", k.Contacts, want)
			}
		}
	}
}
