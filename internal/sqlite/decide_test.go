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
	c.BornOf, c.Shared, c.Apart, c.Head = 77, true, []nametag.ContactID{other.ID}, 5
	c.Recent = nametag.Recent{{Visitor: 77, Hash: 1 << 63}, {Visitor: 78, Hash: 2}}
	c.Traits = traitsOf(77, 1, 2)
	v := w.visitor(c)
	v.Link = nametag.Link{Contact: c.ID, Trust: nametag.Verified, Until: at, KID: "k", SID: "s", Actor: "sam"}
	v.Bag = nametag.Bag{ExternalID: "42", Email: c.Email, Traits: traitsOf(77, 3, 4)}
	v.FencedAt, v.Successor, v.FencedBy, v.Head, v.Recent = at, 99, nametag.Mark{Visitor: v.ID, Hash: 9}, 4, c.Recent
	return c, v
}

// What was written is what is read: from the cache, and from the file by another process.
func TestRowsComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, v := w.full()
	checkFull(t, *c, "MergedInto") // a merged contact is nobody's answer
	checkFull(t, *v)
	w.write(c, v)
	for name, s := range map[string]*sqlite.Store{"the same": w.Store, "another": w.open(sqlite.Config{})} {
		k := known(t, s, nametag.Keys{Visitor: v.ID, ExternalID: "42", Email: "jane@example.com"})
		if !reflect.DeepEqual(k.Visitor, v) {
			t.Errorf("%s store's visitor:\ngot  %+v\nwant %+v", name, k.Visitor, v)
		}
		for key, got := range map[string]*nametag.Contact{"linked": k.Linked, "by id": k.ByID, "by email": k.ByEmail.Verified} {
			if !reflect.DeepEqual(got, c) {
				t.Errorf("%s store's contact %s:\ngot  %+v\nwant %+v", name, key, got, c)
			}
		}
		if k.ByEmail.Free != nil || k.Successor != nil {
			t.Errorf("%s store knows %+v", name, k)
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
	jane, lead, older := w.contact("42", ""), w.contact("", "jane@example.com"), w.contact("", "jane@example.com")
	lead.ID, older.ID = older.ID, lead.ID
	merged := w.contact("43", "jane@example.com")
	merged.MergedInto = jane.ID
	secured := w.contact("", "jane@example.com")
	secured.ID, secured.SecuredAt = older.ID-1, at
	twice := w.contact("44", "")
	twice.MergedInto = merged.ID
	stranger := w.contact("42", "")
	stranger.Site = 2
	linked, next := w.visitor(twice), w.visitor(jane)
	linked.FencedAt, linked.Successor = at, next.ID
	w.write(twice, merged, jane, lead, older, secured, stranger, linked, next)

	for _, s := range []*sqlite.Store{w.Store, w.open(sqlite.Config{CacheRows: 1})} {
		k := known(t, s, nametag.Keys{Visitor: linked.ID, ExternalID: "43", Email: "jane@example.com"})
		if k.Visitor.ID != linked.ID || k.Successor.ID != next.ID {
			t.Errorf("visitor %v, successor %v", k.Visitor, k.Successor)
		}
		if k.Linked.ID != jane.ID || k.ByID.ID != jane.ID {
			t.Errorf("linked to %v, by id %v, want both %s", k.Linked, k.ByID, jane.ID)
		}
		if k.ByEmail.Verified != nil || k.ByEmail.Free.ID != older.ID {
			t.Errorf("by email %+v, want %s free", k.ByEmail, older.ID)
		}
		k = known(t, s, nametag.Keys{Visitor: 5, ExternalID: "none", Email: "none"})
		if k.Visitor != nil || k.ByID != nil || k.ByEmail != (nametag.Holders{}) || k.Next != 1 {
			t.Errorf("known of nobody: %+v", k)
		}
	}
	_, err := w.Decide(t.Context(), nametag.Keys{Site: 2, Visitor: linked.ID}, func(k nametag.Known) (nametag.Decision, error) {
		if k.Visitor != nil {
			t.Error("a visitor is known at another site")
		}
		return nametag.Decision{}, nil
	})
	w.must(err)
}

// What memory says of identifiers follows every change of them.
func TestKnownAfterChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.contact("1", "x@example.com"), w.contact("", "x@example.com")
	keys := nametag.Keys{ExternalID: "1", Email: "x@example.com"}
	check := func(step string, byID, verified, free *nametag.Contact) {
		t.Helper()
		for range 2 { // from the file, then from memory
			k := known(t, w.Store, keys)
			got := []*nametag.Contact{k.ByID, k.ByEmail.Verified, k.ByEmail.Free}
			if want := []*nametag.Contact{byID, verified, free}; !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got %v, want %v", step, got, want)
			}
		}
	}
	check("nobody", nil, nil, nil)
	w.write(a)
	check("a came", a, nil, nil)
	w.write(b)
	check("b came", a, nil, b)
	a2 := a.Clone()
	a2.EmailTrust, a2.SecuredAt = nametag.Verified, at
	w.write(a2)
	check("a was verified", a2, a2, b)
	a3, b3 := a2.Clone(), b.Clone()
	a3.ExternalID, a3.EmailTrust, b3.ExternalID, b3.EmailTrust = "", nametag.Claimed, "1", nametag.Verified
	w.write(b3, a3)
	check("they swapped", b3, b3, nil)
	a4 := a3.Clone()
	a4.MergedInto = b.ID
	w.write(a4)
	check("a was merged", b3, b3, nil)
	b5 := b3.Clone()
	b5.Email = nametag.Email{}
	b5.EmailTrust = nametag.Anonymous
	w.write(b5)
	check("b lost its email", b5, nil, nil)
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
	if k := known(t, w.Store, nametag.Keys{ExternalID: "1"}); k.ByID != nil {
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
