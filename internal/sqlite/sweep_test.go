package sqlite_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nametag-dev/nametag/internal/nametag"
)

func TestSweep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	jane := w.contact("42", "")
	linked, anonymous, moved := w.visitor(jane), w.visitor(nil), w.visitor(nil)
	w.write(jane, linked, anonymous)
	var sessions []nametag.Session
	for i := range 600 { // more than one stretch
		sessions = append(sessions, w.visit(w.visitor(nil), i))
	}
	w.saved(append(sessions, w.visit(linked, 0), w.visit(anonymous, 0), w.visit(anonymous, 60*24))...)
	var group errgroup.Group
	group.SetLimit(200)
	for i := range 600 { // more than one transaction
		group.Go(func() error {
			_, err := w.Once(ctx, strconv.Itoa(i), "v", at, at.Add(time.Hour))
			return err
		})
	}
	w.must(group.Wait())
	_, err := w.Once(ctx, "lasting", "v", at, at.Add(1000*time.Hour))
	w.must(err)
	_, err = w.LookupCode(ctx, shop, moved.ID, at, at.Add(time.Hour), drawing("1111"))
	w.must(err)
	_, err = w.LookupCode(ctx, shop, linked.ID, at, at.Add(1000*time.Hour), drawing("2222"))
	w.must(err)

	w.must(w.Sweep(ctx, at.Add(30*24*time.Hour+12*time.Hour), lives))
	for table, want := range map[string]int{"once": 1, "lookup_code": 1, "session": 2} {
		if got := w.count(table); got != want {
			t.Errorf("%d rows of %s are left, want %d", got, table, want)
		}
	}
}

// What nobody named is forgotten 30 days after it was last heard of (spec security §6), row, entries and all; a linked
// visitor, and the entries of others, stay.
func TestForgetAnonymous(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const day = 24 * time.Hour
	jane := w.contact("42", "")
	w.write(jane)
	linked, silent, seen, spoke, fenced := w.visitor(jane), w.visitor(nil), w.visitor(nil), w.visitor(nil), w.visitor(nil)
	fenced.FencedAt = at.Add(20 * day)
	w.tells(linked, at)
	w.tells(silent, at, at.Add(day))
	w.tells(seen, at)
	w.tells(spoke, at, at.Add(20*day))
	w.tells(fenced, at)
	w.saved(w.visit(silent, 2*24*60), w.visit(seen, 20*24*60))
	w.tells(w.visitor(nil), at.Add(50*day)) // the newest entry of all

	w.must(w.Sweep(t.Context(), at.Add(40*day), lives))
	for name, c := range map[string]struct {
		v       *nametag.Visitor
		entries int
	}{"linked": {linked, 1}, "silent": {silent, 0}, "seen": {seen, 1}, "spoke": {spoke, 2}, "fenced": {fenced, 1}} {
		_, err := w.Visitor(t.Context(), shop, c.v.ID)
		if gone := errors.Is(err, nametag.ErrNotFound); gone != (c.entries == 0) {
			t.Errorf("%s: reading the visitor says %v", name, err)
		}
		if k := known(t, w.Store, nametag.Keys{Visitor: c.v.ID}); (k.Visitor == nil) != (c.entries == 0) {
			t.Errorf("%s: a decision is told of %v", name, k.Visitor)
		}
		if got := w.count("ledger WHERE visitor = ?", int64(c.v.ID)); got != c.entries {
			t.Errorf("%s: %d entries are left, want %d", name, got, c.entries)
		}
	}

	w.must(w.Sweep(t.Context(), at.Add(51*day), lives))
	if got := w.count("visitor"); got != 2 {
		t.Errorf("%d visitors are left, want the linked one and the newest", got)
	}
}

// The number of a forgotten entry is never given to another.
func TestForgetKeepsTheNewestEntry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	last := w.visitor(nil)
	w.tells(last, at)
	w.must(w.Sweep(t.Context(), at.Add(31*24*time.Hour), lives))
	if got := w.count("ledger"); got != 1 {
		t.Fatalf("%d entries are left, want the newest of all", got)
	}
	w.tells(w.visitor(nil), at.Add(31*24*time.Hour))
	w.must(w.Sweep(t.Context(), at.Add(31*24*time.Hour), lives))
	if got := w.count("ledger WHERE seq = 1"); got != 0 {
		t.Error("it stays although there is a newer one")
	}
}

// tells writes a visitor with an entry of its own for each of the times.
func (w *world) tells(v *nametag.Visitor, times ...time.Time) {
	w.Helper()
	for _, when := range times {
		_, err := w.Decide(w.Context(), nametag.Keys{Site: shop, Visitor: v.ID}, func(k nametag.Known) (nametag.Decision, error) {
			e := nametag.Entry{Seq: k.Next, Site: shop, At: when, Kind: nametag.Noted, Visitor: v.ID}
			if k.Visitor != nil {
				e.Prev = k.Visitor.Head
			}
			told := v.Clone()
			told.Head = e.Seq
			return nametag.Decision{Visitors: []*nametag.Visitor{told}, Entries: []nametag.Entry{e}}, nil
		})
		w.must(err)
	}
}

func (w *world) count(rows string, args ...any) (n int) {
	w.Helper()
	w.must(w.raw().QueryRowContext(w.Context(), "SELECT count(*) FROM "+rows, args...).Scan(&n))
	return n
}

// A visitor that came lately isn't forgotten, though it said and did nothing yet: one that followed another at a fence.
func TestForgetLeavesTheYoung(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	young := w.visitor(nil)
	young.FirstSeen = at.Add(20 * 24 * time.Hour)
	w.write(young)
	w.must(w.Sweep(t.Context(), at.Add(40*24*time.Hour), lives))
	if got := w.count("visitor"); got != 1 {
		t.Errorf("%d visitors are left of one that came lately", got)
	}
	w.must(w.Sweep(t.Context(), at.Add(51*24*time.Hour), lives))
	if got := w.count("visitor"); got != 0 {
		t.Errorf("%d visitors are left of a month ago", got)
	}
}
