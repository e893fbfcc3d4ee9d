package sqlite_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// Whatever is written, memory tells what the file tells, and that is what the rows say.
func TestMemoryTellsWhatTheFileTells(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other, look := w.ticking()
	site := shop
	rapid.Check(t, func(r *rapid.T) {
		site++
		w.site(site, fmt.Sprint("site ", int(site)))
		rows := make([]*nametag.Contact, 5)
		written := make([]any, len(rows))
		for i := range rows {
			rows[i] = w.contact("", "")
			rows[i].Site = site
			written[i] = rows[i]
		}
		w.write(written...)
		for range rapid.IntRange(1, 10).Draw(r, "writes") {
			next := slices.Clone(rows)
			var changed []any
			for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(rows)-1), 1, 3, rapid.ID).Draw(r, "rows") {
				next[i] = drawRow(r, rows, i)
				changed = append(changed, next[i])
			}
			switch err := write(t, w.Store, changed...); {
			case (err != nil) != taken(next):
				r.Fatalf("an identifier is taken: %v; writing says %v", taken(next), err)
			case err == nil:
				rows = next
			}
			look()
			keys, want := told(rows)
			for name, s := range map[string]*sqlite.Store{"memory": w.Store, "the file": other} {
				if got := knownAt(t, s, site, keys); !reflect.DeepEqual(got, want) {
					r.Fatalf("%s:\ngot  %+v\nwant %+v\nby email %s, want %s", name, got, want, spell(got.ByEmail, rows), spell(want.ByEmail, rows))
				}
			}
		}
	})
}

// taken reports whether two rows would hold an external id, or a verified email while they live.
func taken(rows []*nametag.Contact) bool {
	held := map[string]bool{}
	for _, c := range rows {
		for key, holds := range map[string]bool{
			"id " + c.ExternalID:     c.ExternalID != "",
			"mail " + c.Email.Folded: c.EmailTrust == nametag.Verified && c.MergedInto == 0,
		} {
			if holds && held[key] {
				return true
			}
			held[key] = held[key] || holds
		}
	}
	return false
}

// told asks for all that rows can be known by, and says what is known then.
func told(rows []*nametag.Contact) (keys nametag.Keys, known nametag.Known) {
	keys = nametag.Keys{ExternalID: "1", Email: "x@example.com", FormerEmail: "y@example.com"}
	known = nametag.Known{Next: 1, ByEmail: model(rows, keys.Email), ByFormerEmail: model(rows, keys.FormerEmail)}
	for _, c := range rows {
		keys.Contacts, known.Contacts = append(keys.Contacts, c.ID), append(known.Contacts, led(rows, c))
		if c.ExternalID == keys.ExternalID {
			known.ByID = led(rows, c)
		}
	}
	return keys, known
}

// drawRow changes all that makes a row a holder. It is merged into later rows only: into a ring nobody ever is.
func drawRow(r *rapid.T, rows []*nametag.Contact, i int) *nametag.Contact {
	c := rows[i].Clone()
	c.ExternalID = rapid.SampledFrom([]string{"", "", "1", "2"}).Draw(r, "id")
	email := rapid.SampledFrom([]string{"", "x@example.com", "x@example.com", "y@example.com"}).Draw(r, "email")
	if c.Email, c.EmailTrust = (nametag.Email{Folded: email, Shown: email}), nametag.Anonymous; email != "" {
		c.EmailTrust = nametag.Trust(rapid.IntRange(1, 2).Draw(r, "trust"))
	}
	if c.SecuredAt = at; rapid.Bool().Draw(r, "unsecured") {
		c.SecuredAt = time.Time{}
	}
	c.Aliases = rapid.IntRange(0, 1).Draw(r, "aliases")
	c.MergedInto = 0
	if into := rapid.IntRange(i, len(rows)+3).Draw(r, "into"); into > i && into < len(rows) {
		c.MergedInto = rows[into].ID
	}
	return c
}

// led is what a row leads to.
func led(rows []*nametag.Contact, row *nametag.Contact) nametag.Found {
	c := row
	for c.MergedInto != 0 {
		c = rows[slices.IndexFunc(rows, func(o *nametag.Contact) bool { return o.ID == c.MergedInto })]
	}
	return nametag.Found{Contact: c, Row: row}
}

// model says by whom an email is held, as [nametag.Known] has it.
func model(rows []*nametag.Contact, email string) (list []nametag.Found) {
	for _, c := range rows {
		if c.Email.Folded == email {
			list = append(list, led(rows, c))
		}
	}
	rank := func(f nametag.Found) (n int) {
		switch live := f.Row.MergedInto == 0; {
		case f.Row.EmailTrust == nametag.Verified && live:
			return 0
		case f.Row.EmailTrust == nametag.Verified:
			return 1
		case f.Contact.ExternalID == "" && f.Contact.Aliases == 0:
			return 2
		}
		return 3
	}
	merged := func(f nametag.Found) int { return min(1, int(f.Row.MergedInto)) }
	slices.SortFunc(list, func(a, b nametag.Found) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(a.Contact.ID, b.Contact.ID), merged(a)-merged(b), cmp.Compare(a.Row.ID, b.Row.ID))
	})
	return list
}
