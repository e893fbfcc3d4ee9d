package sqlite_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

func TestContactFollowsMerges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b, c := w.contact("a", ""), w.contact("b", ""), w.contact("c", "")
	a.MergedInto, b.MergedInto = b.ID, c.ID
	w.write(a, b, c)
	for _, s := range []nametag.Store{w.Store, w.ticker()} {
		for _, id := range []nametag.ContactID{a.ID, b.ID, c.ID} {
			got, err := s.Contact(t.Context(), shop, id)
			if err != nil || got.ID != c.ID {
				t.Errorf("%s leads to %v, %v", id, got, err)
			}
		}
	}
	if _, err := w.Contact(t.Context(), 2, c.ID); !errors.Is(err, nametag.ErrNotFound) {
		t.Errorf("of another site: %v", err)
	}
}

// A ring of merges, which the rules never make, ends.
func TestContactOfARing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.contact("a", ""), w.contact("b", "")
	a.MergedInto, b.MergedInto = b.ID, a.ID
	w.write(a, b)
	if _, err := w.ticker().Contact(t.Context(), shop, a.ID); err == nil {
		t.Error("no error")
	}
}

// ticker is another process, whose memory is empty.
func (w *world) ticker() nametag.Store {
	s, _ := w.ticking()
	return s
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.visitor(nil)
	w.write(v)
	ctx := t.Context()
	for name, ask := range map[string]func() error{
		"visitor":           func() error { _, err := w.Visitor(ctx, shop, 5); return err },
		"visitor of a site": func() error { _, err := w.Visitor(ctx, 2, v.ID); return err },
		"contact":           func() error { _, err := w.Contact(ctx, shop, 5); return err },
		"family":            func() error { _, err := w.Family(ctx, shop, 5, 1000); return err },
		"sessions of contact": func() error {
			_, err := w.ContactSessions(ctx, shop, 5, nametag.SessionQuery{Limit: 9, Visitors: 9})
			return err
		},
		"ledger of contact": func() error { _, err := w.Entries(ctx, shop, 5, 0, 9); return err },
		"entry":             func() error { _, err := w.Entry(ctx, shop, 5); return err },
		"site":              func() error { _, err := w.SiteByKey(ctx, "none"); return err },
		"signing key":       func() error { _, err := w.SigningKey(ctx, "none"); return err },
	} {
		if err := ask(); !errors.Is(err, nametag.ErrNotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestContacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	one, two, three := w.contact("ann", "x@example.com"), w.contact("anton", ""), w.contact("", "ann@example.com")
	merged := w.contact("anna", "x@example.com")
	merged.MergedInto = one.ID
	odd := w.contact("a%b_c\U0010FFFD", "")
	stranger := w.contact("ann", "")
	stranger.Site = 2
	w.write(one, two, three, merged, odd, stranger)
	for name, test := range map[string]struct {
		query nametag.ContactQuery
		want  []*nametag.Contact
	}{
		"all, newest first": {nametag.ContactQuery{Limit: 9}, []*nametag.Contact{odd, three, two, one}},
		"the first page":    {nametag.ContactQuery{Limit: 2}, []*nametag.Contact{odd, three}},
		"the next page":     {nametag.ContactQuery{Limit: 9, Before: three.ID}, []*nametag.Contact{two, one}},
		"by id":             {nametag.ContactQuery{Limit: 9, ExternalID: "ann"}, []*nametag.Contact{one}},
		"by an alias":       {nametag.ContactQuery{Limit: 9, ExternalID: "anna"}, []*nametag.Contact{one}},
		"by nobody's id":    {nametag.ContactQuery{Limit: 9, ExternalID: "an"}, nil},
		"by email":          {nametag.ContactQuery{Limit: 9, Email: "x@example.com"}, []*nametag.Contact{one}},
		"by email, older":   {nametag.ContactQuery{Limit: 9, Email: "x@example.com", Before: one.ID}, nil},
		"by prefix":         {nametag.ContactQuery{Limit: 9, Prefix: "an"}, []*nametag.Contact{three, two, one}},
		"in any case of it": {nametag.ContactQuery{Limit: 9, Prefix: "X@EX"}, []*nametag.Contact{one}},
		"by prefix, few":    {nametag.ContactQuery{Limit: 1, Prefix: "an", Before: three.ID}, []*nametag.Contact{two}},
		"by odd prefix":     {nametag.ContactQuery{Limit: 9, Prefix: "a%b_c"}, []*nametag.Contact{odd}},
	} {
		got, err := w.Contacts(t.Context(), shop, test.query)
		if err != nil || !reflect.DeepEqual(idsOf(got), idsOf(test.want)) {
			t.Errorf("%s: got %v, want %v (%v)", name, idsOf(got), idsOf(test.want), err)
		}
	}
}

func idsOf(contacts []*nametag.Contact) (ids []nametag.ContactID) {
	for _, c := range contacts {
		ids = append(ids, c.ID)
	}
	return ids
}

// Visitors of a merged contact are the survivor's, but the survivor's aren't the merged one's.
func TestVisitorsOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane, lead, other := w.contact("42", ""), w.contact("", ""), w.contact("43", "")
	lead.MergedInto = jane.ID
	a, b, c, stranger := w.visitor(jane), w.visitor(lead), w.visitor(jane), w.visitor(other)
	w.write(jane, lead, other, a, b, c, stranger)
	for name, test := range map[string]struct {
		site  nametag.SiteID
		id    nametag.ContactID
		limit int
		want  []*nametag.Visitor
	}{
		"all":              {shop, jane.ID, 9, []*nametag.Visitor{c, b, a}},
		"the newest":       {shop, jane.ID, 2, []*nametag.Visitor{c, b}},
		"of a merged one":  {shop, lead.ID, 9, []*nametag.Visitor{b}},
		"of nobody":        {shop, 5, 9, nil},
		"at another site":  {2, jane.ID, 9, nil},
		"none are too few": {shop, jane.ID, 0, nil},
	} {
		got, err := w.VisitorsOf(t.Context(), test.site, test.id, test.limit)
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %v, want %v (%v)", name, got, test.want, err)
		}
	}
}

// A family is a contact, first, and all that were merged into it, over however many merges.
func TestFamily(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	twice, merged, jane, other := w.contact("44", ""), w.contact("43", ""), w.contact("42", ""), w.contact("45", "")
	twice.MergedInto, merged.MergedInto = merged.ID, jane.ID
	w.write(twice, merged, jane, other)
	want := []*nametag.Contact{jane, twice, merged}
	for _, s := range []nametag.Store{w.Store, w.ticker()} {
		for _, c := range want {
			got, err := s.Family(t.Context(), shop, c.ID, 1000)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("of %s: got %v, want %v (%v)", c.ID, idsOf(got), idsOf(want), err)
			}
		}
		if got, err := s.Family(t.Context(), shop, other.ID, 1000); err != nil || !reflect.DeepEqual(got, []*nametag.Contact{other}) {
			t.Errorf("of one that is alone: got %v (%v)", idsOf(got), err)
		}
		if _, err := s.Family(t.Context(), 2, jane.ID, 1000); !errors.Is(err, nametag.ErrNotFound) {
			t.Errorf("of another site: %v", err)
		}
	}
}

// note appends an entry to a contact's chain.
func (w *world) note(c *nametag.Contact, effect nametag.Effect) (e nametag.Entry) {
	w.Helper()
	return w.noteAt(c, at, effect)
}

func (w *world) noteAt(c *nametag.Contact, when time.Time, effect nametag.Effect) (e nametag.Entry) {
	w.Helper()
	_, err := w.Decide(w.Context(), nametag.Keys{Site: shop}, func(k nametag.Known) (nametag.Decision, error) {
		now := c.Clone()
		e = nametag.Entry{
			Seq: k.Next, Site: shop, At: when, Kind: nametag.Updated, Contact: c.ID, Visitor: 7, Prev: c.Head,
			Trust: nametag.Verified, Reason: "because", KID: "k1", Actor: "sam", Command: "c1", Effect: effect,
		}
		now.Head = k.Next
		return nametag.Decision{Contacts: []*nametag.Contact{now}, Entries: []nametag.Entry{e}}, nil
	})
	w.must(err)
	c.Head = e.Seq
	return e
}

// A contact's ledger is its own chain and those of the contacts merged into it, as one, newest first, in pages.
func TestEntries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane, lead, other := w.contact("42", ""), w.contact("", ""), w.contact("43", "")
	w.write(jane, lead, other)
	lead.MergedInto = jane.ID
	var want []nametag.Entry
	for i := range 30 {
		c := []*nametag.Contact{jane, jane, lead, other}[i%4]
		e := w.note(c, nametag.Effect{Number: int64(i)})
		if c != other {
			want = append(want, e)
		}
	}
	slices.Reverse(want)
	for _, size := range []int{1, 4, 100} {
		var got []nametag.Entry
		for before := nametag.Seq(0); ; {
			page, err := w.Entries(t.Context(), shop, jane.ID, before, size+1)
			w.must(err)
			got = append(got, page[:min(size, len(page))]...)
			if len(page) <= size {
				break
			}
			before = page[size].Seq
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("in pages of %d:\ngot  %v\nwant %v", size, numbersOf(got), numbersOf(want))
		}
	}
	foreign, err := w.Entries(t.Context(), shop, jane.ID, other.Head, 100)
	if err != nil || len(foreign) == 0 || foreign[0].Seq > other.Head || foreign[0].Contact == other.ID {
		t.Errorf("from an entry of another contact: %v, %v", foreign, err)
	}
}

func numbersOf(entries []nametag.Entry) (numbers []nametag.Seq) {
	for _, e := range entries {
		numbers = append(numbers, e.Seq)
	}
	return numbers
}
