package nametag

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// Snapshot is the store at one moment.
type Snapshot interface {
	// Contacts lists the rows after one, merged ones included, of all sites, by id.
	Contacts(after ContactID, limit int) ([]*Contact, error)
	// Visitors lists the rows after one, of all sites, by id.
	Visitors(after VisitorID, limit int) ([]*Visitor, error)
	// ContactEntries goes over the entries about the contacts after one up to another, oldest first.
	ContactEntries(after, last ContactID, each func(Entry) error) error
	// VisitorEntries goes over the entries of the visitors after one up to another, oldest first.
	VisitorEntries(after, last VisitorID, each func(Entry) error) error
	// Sizes are how many contacts, visitors and entries there are, about.
	Sizes() (contacts, visitors, entries int64, err error)
}

// Difference is something that the tables don't say as the ledger does. It names no values: they are people's.
type Difference struct {
	Of   string // "c_…" or "v_…"
	What string // the key that differs, or "missing" from the table, or "unrecorded" in the ledger
}

func (d Difference) String() string { return d.Of + ": " + d.What }

// maxDifferences is how many are listed. Where so much is wrong, more don't help.
const maxDifferences = 1000

// verifyRows is how many rows are compared at once: for so many the ledger is gone through once.
const verifyRows = 50_000

// Verify folds the ledger from nothing and compares what it gives with the tables (spec identity §7): contacts with
// their conflicts and merges; visitors' links, bags and fences. When a link ends that was proven again is not in the
// ledger. progress hears how many entries were gone through, and of about how many. It takes memory for 50,000 rows at a
// time, and may run beside a server.
func (s *Service) Verify(ctx context.Context, progress func(done, total int64)) ([]Difference, error) {
	v := verifying{now: s.now(), progress: progress}
	err := s.gatherLeaked(ctx, &v)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	err = s.Store.Snapshot(ctx, func(t Snapshot) error {
		_, _, entries, err := t.Sizes()
		v.total = 2 * entries // once for contacts, once for visitors
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	var contact ContactID
	for more := true; more; {
		err := s.Store.Snapshot(ctx, func(t Snapshot) (err error) {
			contact, more, err = v.contacts(t, contact)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("verify contacts: %w", err)
		}
	}
	var visitor VisitorID
	for more := true; more; {
		err := s.Store.Snapshot(ctx, func(t Snapshot) (err error) {
			visitor, more, err = v.visitors(t, visitor)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("verify visitors: %w", err)
		}
	}
	return v.found, nil
}

// gatherLeaked finds the keys of all sites that leaked.
func (s *Service) gatherLeaked(ctx context.Context, v *verifying) error {
	sites, err := s.Store.Sites(ctx)
	for _, site := range sites {
		leaked, err := s.LeakedKeys(ctx, site.ID)
		if err != nil {
			return err
		}
		v.leaked = append(v.leaked, leaked...)
	}
	return err
}

type verifying struct {
	now         time.Time
	leaked      LeakedKeys
	found       []Difference
	done, total int64
	progress    func(done, total int64)
}

func (v *verifying) differ(of fmt.Stringer, what string) {
	if len(v.found) < maxDifferences {
		v.found = append(v.found, Difference{of.String(), what})
	}
}

// contacts compares the next rows, and what the ledger has between them.
func (v *verifying) contacts(t Snapshot, after ContactID) (last ContactID, more bool, err error) {
	rows, err := t.Contacts(after, verifyRows)
	if err != nil {
		return 0, false, err
	}
	if last, more = math.MaxInt64, len(rows) == verifyRows; more {
		last = rows[len(rows)-1].ID
	}
	f := NewFold()
	f.KeepsContact = func(id ContactID) bool { return id > after && id <= last }
	f.KeepsVisitor = func(VisitorID) bool { return false }
	if err := t.ContactEntries(after, last, v.replay(f)); err != nil {
		return 0, false, err
	}
	for _, row := range rows {
		folded := f.Contacts[row.ID]
		delete(f.Contacts, row.ID)
		v.compareContact(row, folded)
	}
	for _, id := range slices.Sorted(maps.Keys(f.Contacts)) {
		v.differ(id, "missing")
	}
	return last, more, nil
}

func (v *verifying) compareContact(row, folded *Contact) {
	if folded == nil {
		v.differ(row.ID, "unrecorded")
		return
	}
	for _, e := range editsOf(Entry{}, folded, row) {
		v.differ(row.ID, e.Key)
	}
	v.compare(row.ID, map[string]bool{
		"site": row.Site == folded.Site, "born_of": row.BornOf == folded.BornOf, "head": row.Head == folded.Head,
		"first_seen": row.FirstSeen.Equal(folded.FirstSeen),
	})
	sources := map[string]bool{}
	for f, value := range row.Traits.Profile {
		other := folded.Traits.Profile[f]
		sources[string(f)+" source"] = value.differs(other) || value.same(other)
	}
	for key, value := range row.Traits.Custom {
		other := folded.Traits.Custom[key]
		sources[customKey(key)+" source"] = value.differs(other) || value.same(other)
	}
	v.compare(row.ID, sources)
}

// compare notes what isn't equal, always in the same order.
func (v *verifying) compare(of fmt.Stringer, equal map[string]bool) {
	for _, key := range slices.Sorted(maps.Keys(equal)) {
		if !equal[key] {
			v.differ(of, key)
		}
	}
}

// visitors compares the next rows, and what the ledger has between them.
func (v *verifying) visitors(t Snapshot, after VisitorID) (last VisitorID, more bool, err error) {
	rows, err := t.Visitors(after, verifyRows)
	if err != nil {
		return 0, false, err
	}
	if last, more = math.MaxInt64, len(rows) == verifyRows; more {
		last = rows[len(rows)-1].ID
	}
	f := NewFold()
	f.KeepsContact = func(ContactID) bool { return false }
	f.KeepsVisitor = func(id VisitorID) bool { return id > after && id <= last }
	if err := t.VisitorEntries(after, last, v.replay(f)); err != nil {
		return 0, false, err
	}
	for _, row := range rows {
		folded := f.Visitors[row.ID]
		delete(f.Visitors, row.ID)
		v.compareVisitor(row, folded)
	}
	for _, id := range slices.Sorted(maps.Keys(f.Visitors)) {
		if f.Visitors[id].Link.Linked() { // others may have been forgotten: anonymous data lives for a month
			v.differ(id, "missing")
		}
	}
	return last, more, nil
}

func (v *verifying) compareVisitor(row, folded *Visitor) {
	if folded == nil { // one that only followed another at a fence
		folded = &Visitor{ID: row.ID, Site: row.Site}
	}
	a, b := row.Link, folded.Link
	if a.Trust < b.Trust {
		b = b.At(v.now, v.leaked) // that a link fell back is written down with what comes next
	}
	v.compare(row.ID, map[string]bool{
		"site": row.Site == folded.Site, "link": a.Contact == b.Contact, "link's trust": a.Trust == b.Trust,
		"link's actor": a.Actor == b.Actor, "link's sid": a.SID == b.SID, "link's key": a.KID == b.KID, "number": row.Number == folded.Number,
		"bag": row.Bag.identifiers() == folded.Bag.identifiers(), "fence": row.FencedAt.Equal(folded.FencedAt),
		"successor": row.Successor == folded.Successor, "since": row.Since == folded.Since, "journey": row.Journey == folded.Journey, "head": row.Head == folded.Head,
	})
	for _, e := range appendTraitEdits(nil, folded.Bag.Traits, row.Bag.Traits) {
		v.differ(row.ID, "bag's "+e.Key)
	}
}

// replay folds entries, telling how far it is.
func (v *verifying) replay(f *Fold) func(Entry) error {
	return func(e Entry) error {
		f.Add(e)
		if v.done++; v.progress != nil && v.done%1000 == 0 {
			v.progress(min(v.done, v.total), v.total)
		}
		return nil
	}
}
