package sqlite_test

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// What is erased is gone from memory and file, and its identifiers are free again; others keep what they had.
func TestErase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane, merged, bob := w.contact("42", "jane@example.com"), w.contact("43", "jane@example.com"), w.contact("44", "")
	jane.EmailTrust, merged.MergedInto = nametag.Verified, jane.ID
	v, moved := w.visitor(jane), w.visitor(merged)
	w.write(jane, merged, bob, v, moved)
	w.saved(w.visit(v, 0), w.visit(moved, 1))
	moved.Link.Contact = bob.ID
	w.write(moved)
	kept := w.visit(moved, 2)
	w.saved(kept)
	said := w.note(jane, nametag.Effect{Protected: []string{"jane@example.com"}})
	keys := nametag.Keys{Visitor: v.ID, ExternalID: "43", Email: "jane@example.com", Contacts: []nametag.ContactID{jane.ID, merged.ID, bob.ID}}
	known(t, w.Store, keys)

	gone := &nametag.Visitor{ID: v.ID, Site: shop, Number: 1, FencedAt: at, Successor: 99, FirstSeen: at}
	blank := said
	blank.Effect = nametag.Effect{Number: 7}
	_, err := w.Decide(t.Context(), nametag.Keys{Site: shop}, func(k nametag.Known) (nametag.Decision, error) {
		return nametag.Decision{Visitors: []*nametag.Visitor{gone}, Erasure: &nametag.Erasure{
			Contacts: []nametag.ContactID{jane.ID, merged.ID}, Visitors: []nametag.VisitorID{v.ID}, Entries: []nametag.Entry{blank},
		}}, nil
	})
	w.must(err)
	want := nametag.Known{Visitor: gone, Contacts: []nametag.Found{{}, {}, itself(bob)}, Next: 2}
	for range 2 { // from the file, then from memory
		for name, s := range map[string]*sqlite.Store{"the same": w.Store, "another": w.open(sqlite.Config{})} {
			if got := known(t, s, keys); !reflect.DeepEqual(got, want) {
				t.Errorf("%s store knows %+v, want %+v", name, got, want)
			}
			if _, err := s.Contact(t.Context(), shop, merged.ID); !errors.Is(err, nametag.ErrNotFound) {
				t.Errorf("%s store has a contact: %v", name, err)
			}
		}
	}
	blank.Command = ""
	if got, err := w.Entry(t.Context(), shop, said.Seq); err != nil || !reflect.DeepEqual(got, blank) {
		t.Errorf("entry: got %+v, want %+v (%v)", got, blank, err)
	}
	if got := w.count("session"); got != 1 {
		t.Errorf("%d sessions are left, want the one after the link moved on", got)
	}
	w.shows(bob, kept)
	w.write(w.contact("43", "jane@example.com"))
}

func TestRivals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	jane := w.contact("42", "")
	against := func(other nametag.ContactID) *nametag.Contact {
		c, k := w.contact("", ""), parked(1)
		k.Other = other
		c.Conflicts = []nametag.Conflict{parked(2), k}
		return c
	}
	one, two, three, stranger := against(jane.ID), against(jane.ID), against(7), against(jane.ID)
	two.MergedInto, stranger.Site = one.ID, 2
	w.write(jane, one, two, three, stranger)
	for of, want := range map[nametag.ContactID][]nametag.ContactID{jane.ID: {one.ID, two.ID}, 7: {three.ID}, 8: nil} {
		got, err := w.Rivals(t.Context(), shop, []nametag.ContactID{of})
		if slices.Sort(got); err != nil || !slices.Equal(got, want) {
			t.Errorf("of %d: got %v, want %v (%v)", of, got, want, err)
		}
	}
}

// A row is a contact's own, merged or not, and a chain its own entries.
func TestRowAndChain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane, merged := w.contact("42", ""), w.contact("43", "")
	merged.MergedInto = jane.ID
	w.write(jane, merged)
	first, _, last := w.note(merged, nametag.Effect{}), w.note(jane, nametag.Effect{}), w.note(merged, nametag.Effect{})
	for _, s := range []nametag.Store{w.Store, w.ticker()} {
		if got, err := s.Row(t.Context(), shop, merged.ID); err != nil || !reflect.DeepEqual(got, merged) {
			t.Errorf("row: got %+v, want %+v (%v)", got, merged, err)
		}
		if _, err := s.Row(t.Context(), 2, merged.ID); !errors.Is(err, nametag.ErrNotFound) {
			t.Errorf("row of another site: %v", err)
		}
		for from, want := range map[nametag.Seq][]nametag.Entry{last.Seq: {last, first}, first.Seq: {first}, 0: nil, 9: nil} {
			if got, err := s.Chain(t.Context(), shop, from); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("chain from %d: got %+v, want %+v (%v)", from, got, want, err)
			}
		}
		if got, err := s.Chain(t.Context(), 2, last.Seq); err != nil || got != nil {
			t.Errorf("chain of another site: %+v, %v", got, err)
		}
	}
}

func TestRemembered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.Once(t.Context(), "a", "1", at, at.Add(time.Minute))
	w.must(err)
	for _, test := range []struct {
		key, want string
		after     time.Duration
	}{{"a", "1", 0}, {"a", "1", time.Minute - time.Millisecond}, {"a", "", time.Minute}, {"b", "", 0}} {
		if got, err := w.Remembered(t.Context(), test.key, at.Add(test.after)); got != test.want || err != nil {
			t.Errorf("%s after %v: got %q, want %q (%v)", test.key, test.after, got, test.want, err)
		}
	}
}

// A snapshot is of one moment, of all sites; what is written meanwhile isn't in it.
func TestSnapshot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane, merged := w.contact("42", ""), w.contact("43", "")
	merged.MergedInto = jane.ID
	v, next := w.visitor(jane), w.visitor(nil)
	w.write(jane, merged, v, next)
	entries := []nametag.Entry{w.note(jane, nametag.Effect{}), w.note(merged, nametag.Effect{Number: 2})}
	errStop := errors.New("stop")
	err := w.Snapshot(t.Context(), func(s nametag.Snapshot) error {
		check := func(name string, got, want any, err error) {
			t.Helper()
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s:\ngot  %+v\nwant %+v\n(%v)", name, got, want, err)
			}
		}
		contacts, err := s.Contacts(0, 9)
		check("contacts", contacts, []*nametag.Contact{jane, merged}, err)
		w.write(w.contact("44", ""), w.visitor(nil))
		w.note(jane.Clone(), nametag.Effect{})
		contacts, err = s.Contacts(0, 1)
		check("a page of contacts", contacts, []*nametag.Contact{jane}, err)
		contacts, err = s.Contacts(jane.ID, 9)
		check("the next page", contacts, []*nametag.Contact{merged}, err)
		visitors, err := s.Visitors(v.ID, 9)
		check("visitors", visitors, []*nametag.Visitor{next}, err)
		var told []nametag.Entry
		tell := func(e nametag.Entry) error {
			told = append(told, e)
			return nil
		}
		err = s.ContactEntries(0, math.MaxInt64, tell)
		check("entries of contacts", told, entries, err)
		told = nil
		err = errors.Join(s.VisitorEntries(7, math.MaxInt64, tell), s.VisitorEntries(0, 6, tell))
		check("entries of other visitors", told, []nametag.Entry(nil), err)
		err = s.VisitorEntries(6, 7, tell)
		check("entries of the visitor", told, entries, err)
		c, n, e, err := s.Sizes()
		check("sizes", [3]int64{c, n, e}, [3]int64{2, 2, 2}, err)
		return errStop
	})
	if !errors.Is(err, errStop) {
		t.Errorf("got %v", err)
	}
	for range 50 { // its connection sees what is new again
		if got, err := w.Row(t.Context(), shop, jane.ID); err != nil || got.Head != 3 {
			t.Fatalf("afterwards: %+v, %v", got, err)
		}
	}
}
