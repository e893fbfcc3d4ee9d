package sqlite_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// full is a contact and a visitor with everything that they can have.
func (w *world) full() (*nametag.Contact, *nametag.Visitor) {
	other := w.contact("other", "")
	w.write(other)
	c := w.contact("42", "jane@example.com")
	c.Email.Shown = "Jane@Example.com"
	c.ExternalTrust, c.EmailTrust, c.SecuredAt = nametag.Verified, nametag.Verified, at
	c.BornOf, c.Shared, c.Apart, c.Head = 77, true, []nametag.Side{-3, 9}, 5
	c.Brought, c.Aliases = true, 1
	c.Conflicts = []nametag.Conflict{
		{ID: 3, Key: "email", Value: nametag.Email{Folded: "j@example.com", Shown: "J@Example.com"}, Trust: nametag.Claimed, At: at},
		{ID: 4, Key: "external_id", Value: nametag.Email{Folded: "43", Shown: "43"}, Trust: nametag.Verified, Other: other.ID, Dismissed: true, At: at},
	}
	c.Recent = nametag.Recent{{Visitor: 77, Hash: 1 << 63}, {Visitor: 78, Hash: 2}}
	c.Traits = traitsOf(77, 1, 2)
	v := w.visitor(c)
	v.Link = nametag.Link{Contact: c.ID, Trust: nametag.Verified, Until: at, KID: "k", SID: "s", Actor: "sam", Loose: true}
	v.Bag = nametag.Bag{ExternalID: "42", Email: c.Email, Traits: traitsOf(77, 3, 4)}
	v.FencedAt, v.Successor, v.FencedBy, v.Head, v.Recent = at, 99, nametag.Mark{Visitor: v.ID, Hash: 9}, 4, c.Recent
	v.Refused, v.Since, v.Journey = nametag.Recent{{Visitor: v.ID, Hash: 11}}, 12, 13
	return c, v
}

// What was written is what is read: from the cache, and from the file by another process.
func TestRowsComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, v := w.full()
	checkFull(t, *c, "MergedInto") // a merged contact is nobody's answer
	checkFull(t, *v)
	checkFull(t, v.Link)
	checkFull(t, v.Bag)
	checkFull(t, c.Conflicts[1])
	w.write(c, v)
	for name, s := range map[string]*sqlite.Store{"the same": w.Store, "another": w.open(sqlite.Config{})} {
		k := known(t, s, nametag.Keys{Visitor: v.ID, ExternalID: "42", Email: "jane@example.com"})
		if !reflect.DeepEqual(k.Visitor, v) {
			t.Errorf("%s store's visitor:\ngot  %+v\nwant %+v", name, k.Visitor, v)
		}
		if len(k.ByEmail) != 1 || k.Successor != nil {
			t.Fatalf("%s store knows %+v", name, k)
		}
		for key, got := range map[string]nametag.Found{"linked": k.Linked, "by id": k.ByID, "by email": k.ByEmail[0]} {
			if !reflect.DeepEqual(got, itself(c)) {
				t.Errorf("%s store's contact %s:\ngot  %+v\nwant %+v", name, key, got.Contact, c)
			}
		}
	}
}

// checkFull finds a field that the fixture leaves blank: a column forgotten for it would go unseen.
func checkFull(t *testing.T, row any, but ...string) {
	t.Helper()
	v := reflect.ValueOf(row)
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; v.Field(i).IsZero() && !slices.Contains(but, name) {
			t.Errorf("the fixture leaves %s.%s blank", v.Type().Name(), name)
		}
	}
}

// Every field can be changed, and taken back.
func TestRowsChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, v := w.full()
	plain, anonymous := w.contact("", ""), w.visitor(nil)
	plain.ID, anonymous.ID = c.ID, v.ID
	for range 2 {
		w.write(plain, anonymous)
		w.write(c, v)
	}
	w.write(plain, anonymous)
	other := w.open(sqlite.Config{})
	gotC, err := other.Contact(t.Context(), shop, c.ID)
	w.must(err)
	gotV, err := other.Visitor(t.Context(), shop, v.ID)
	w.must(err)
	if !reflect.DeepEqual(gotC, plain) || !reflect.DeepEqual(gotV, anonymous) {
		t.Errorf("got  %+v\n     %+v\nwant %+v\n     %+v", gotC, gotV, plain, anonymous)
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	jane, lead := w.contact("42", ""), w.contact("", "jane@example.com")
	merged := w.contact("43", "jane@example.com")
	merged.MergedInto = jane.ID
	twice := w.contact("44", "")
	twice.MergedInto = merged.ID
	stranger := w.contact("42", "jane@example.com")
	stranger.Site = 2
	linked, next := w.visitor(twice), w.visitor(jane)
	linked.FencedAt, linked.Successor = at, next.ID
	w.write(twice, merged, jane, lead, stranger, linked, next)

	for _, s := range []*sqlite.Store{w.Store, w.open(sqlite.Config{CacheRows: 1})} {
		want := nametag.Known{
			Visitor: linked, Successor: next, Linked: nametag.Found{Contact: jane, Row: twice}, ByID: nametag.Found{Contact: jane, Row: merged},
			ByEmail: []nametag.Found{itself(lead), {Contact: jane, Row: merged}}, Next: 1,
		}
		k := known(t, s, nametag.Keys{Visitor: linked.ID, ExternalID: "43", Email: "jane@example.com"})
		if !reflect.DeepEqual(k, want) {
			t.Errorf("got  %+v\nwant %+v", k, want)
		}
		want.ByID, want.ByEmail = itself(jane), nil
		if k := known(t, s, nametag.Keys{Visitor: linked.ID, ExternalID: "42"}); !reflect.DeepEqual(k, want) {
			t.Errorf("by the survivor's id:\ngot  %+v\nwant %+v", k, want)
		}
		want.ByID = want.Linked
		if k := known(t, s, nametag.Keys{Visitor: linked.ID, ExternalID: "44"}); !reflect.DeepEqual(k, want) {
			t.Errorf("by the linked row's id:\ngot  %+v\nwant %+v", k, want)
		}
		k = known(t, s, nametag.Keys{Visitor: 5, ExternalID: "none", Email: "none", FormerEmail: "none"})
		if !reflect.DeepEqual(k, nametag.Known{Next: 1}) {
			t.Errorf("known of nobody: %+v", k)
		}
	}
	_, err := w.Decide(t.Context(), nametag.Keys{Site: 2, Visitor: linked.ID}, func(k nametag.Known) (nametag.Decision, error) {
		if k.Visitor != nil || k.Linked != (nametag.Found{}) {
			t.Error("a visitor is known at another site")
		}
		return nametag.Decision{}, nil
	})
	w.must(err)
}

// itself is a contact that was found by its own row.
func itself(c *nametag.Contact) nametag.Found { return nametag.Found{Contact: c, Row: c} }

// What memory says of identifiers follows every change of them.
func TestKnownAfterChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.contact("1", "x@example.com"), w.contact("", "x@example.com")
	keys := nametag.Keys{ExternalID: "1", Email: "x@example.com"}
	check := func(step string, byID nametag.Found, byEmail ...nametag.Found) {
		t.Helper()
		for range 2 { // from the file, then from memory
			k := known(t, w.Store, keys)
			if !reflect.DeepEqual(k.ByID, byID) || !reflect.DeepEqual(k.ByEmail, byEmail) {
				t.Errorf("%s:\ngot  %v, %v\nwant %v, %v", step, k.ByID, k.ByEmail, byID, byEmail)
			}
		}
	}
	nobody := nametag.Found{}
	check("nobody", nobody)
	w.write(a)
	check("a came", itself(a), itself(a))
	w.write(b)
	check("b came", itself(a), itself(b), itself(a))
	a2 := a.Clone()
	a2.EmailTrust, a2.SecuredAt = nametag.Verified, at
	w.write(a2)
	check("a was verified", itself(a2), itself(a2), itself(b))
	a3, b3 := a2.Clone(), b.Clone()
	a3.ExternalID, a3.EmailTrust, b3.ExternalID, b3.EmailTrust = "", nametag.Claimed, "1", nametag.Verified
	w.write(b3, a3)
	check("they swapped", itself(b3), itself(b3), itself(a3))
	a4 := a3.Clone()
	a4.MergedInto = b.ID
	w.write(a4)
	merged := func(b *nametag.Contact) nametag.Found { return nametag.Found{Contact: b, Row: a4} }
	check("a was merged", itself(b3), itself(b3), merged(b3))
	b5 := b3.Clone()
	b5.Email = nametag.Email{}
	b5.EmailTrust = nametag.Anonymous
	w.write(b5)
	check("b lost its email", itself(b5), merged(b5))
	c := w.contact("", "x@example.com")
	w.write(c)
	check("c came", itself(b5), itself(c), merged(b5))
	b6 := b5.Clone()
	b6.ExternalID, b6.Aliases = "", 1
	w.write(b6)
	check("b has an id as an alias only", nobody, itself(c), merged(b6))
	b7 := b6.Clone()
	b7.Aliases = 0
	w.write(b7)
	check("b has none", nobody, merged(b7), itself(c))
	a8 := a4.Clone()
	a8.MergedInto = 0
	w.write(a8)
	check("a came out again", nobody, itself(a8), itself(c))
}

func TestDecideError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.contact("1", "")
	runs := 0
	_, err := w.Decide(t.Context(), nametag.Keys{Site: shop, ExternalID: "1"}, func(nametag.Known) (nametag.Decision, error) {
		runs++
		return nametag.Decision{Contacts: []*nametag.Contact{c}}, nametag.ErrFenced
	})
	if err != error(nametag.ErrFenced) || runs != 1 {
		t.Errorf("got %v after %d runs", err, runs)
	}
	if k := known(t, w.Store, nametag.Keys{ExternalID: "1"}); k.ByID.Row != nil {
		t.Error("something was written")
	}
}

func TestDecidePanic(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, keys := range []nametag.Keys{{}, {Site: shop, ExternalID: "1"}} { // answered by memory, by the writer
		_, err := w.Decide(t.Context(), keys, func(nametag.Known) (nametag.Decision, error) { panic("ouch") })
		if err == nil || !strings.Contains(err.Error(), "ouch") {
			t.Errorf("got %v", err)
		}
	}
	w.write(w.contact("1", ""))
}

// An entry is written only where its turn is.
func TestDecideOutOfTurn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.Decide(t.Context(), nametag.Keys{Site: shop}, func(k nametag.Known) (nametag.Decision, error) {
		return nametag.Decision{Entries: []nametag.Entry{{Seq: k.Next + 1, Site: shop, At: at}}}, nil
	})
	if err == nil {
		t.Error("no error")
	}
	if k := known(t, w.Store, nametag.Keys{}); k.Next != 1 {
		t.Errorf("next is %d", k.Next)
	}
}
