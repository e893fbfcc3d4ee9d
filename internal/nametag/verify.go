package nametag

import (
	"context"
	"fmt"
	"math"
	"time"
)

// Snapshot is the store at one moment.
type Snapshot interface {
	// Contacts lists the rows after one, merged ones included, of all sites, by id.
	Contacts(after ContactID, limit int) ([]*Contact, error)
	// Visitors lists the rows after one, of all sites, by id.
	Visitors(after VisitorID, limit int) ([]*Visitor, error)
	// Entries goes over the whole ledger, oldest first.
	Entries(each func(Entry) error) error
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
	v := verifying{now: s.Now(), progress: progress}
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

type verifying struct {
	now         time.Time
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
	if err := v.replay(t, f); err != nil {
		return 0, false, err
	}
	for _, row := range rows {
		folded := f.Contacts[row.ID]
		delete(f.Contacts, row.ID)
		v.compareContact(row, folded)
	}
	for id := range f.Contacts {
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
	for key, equal := range map[string]bool{
		"site": row.Site == folded.Site, "born_of": row.BornOf == folded.BornOf, "head": row.Head == folded.Head,
		"first_seen": row.FirstSeen.Equal(folded.FirstSeen),
	} {
		if !equal {
			v.differ(row.ID, key)
		}
	}
	for f, value := range row.Traits.Profile {
		if other := folded.Traits.Profile[f]; !value.differs(other) && !value.same(other) {
			v.differ(row.ID, string(f)+" source")
		}
	}
	for key, value := range row.Traits.Custom {
		if other := folded.Traits.Custom[key]; !value.differs(other) && !value.same(other) {
			v.differ(row.ID, customKey(key)+" source")
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
	if err := v.replay(t, f); err != nil {
		return 0, false, err
	}
	for _, row := range rows {
		folded := f.Visitors[row.ID]
		delete(f.Visitors, row.ID)
		v.compareVisitor(row, folded)
	}
	for id, folded := range f.Visitors {
		if folded.Link.Linked() { // others may have been forgotten: anonymous data lives for a month
			v.differ(id, "missing")
		}
	}
	return last, more, nil
}

func (v *verifying) compareVisitor(row, folded *Visitor) {
	if folded == nil {
		v.differ(row.ID, "unrecorded")
		return
	}
	a, b := row.Link, folded.Link
	if a.Trust < b.Trust {
		b = b.At(v.now) // that a link fell back is written down with what comes next
	}
	for key, equal := range map[string]bool{
		"site": row.Site == folded.Site, "link": a.Contact == b.Contact, "link's trust": a.Trust == b.Trust,
		"link's actor": a.Actor == b.Actor, "link's sid": a.SID == b.SID, "number": row.Number == folded.Number,
		"bag": row.Bag.identifiers() == folded.Bag.identifiers(), "fence": row.FencedAt.Equal(folded.FencedAt),
		"successor": row.Successor == folded.Successor, "head": row.Head == folded.Head,
	} {
		if !equal {
			v.differ(row.ID, key)
		}
	}
	for _, e := range appendTraitEdits(nil, folded.Bag.Traits, row.Bag.Traits) {
		v.differ(row.ID, "bag's "+e.Key)
	}
}

// replay folds the ledger, telling how far it is.
func (v *verifying) replay(t Snapshot, f *Fold) error {
	if v.total == 0 {
		contacts, visitors, entries, err := t.Sizes()
		if err != nil {
			return err
		}
		v.total = entries * (contacts/verifyRows + visitors/verifyRows + 2)
	}
	return t.Entries(func(e Entry) error {
		f.Add(e)
		if v.done++; v.progress != nil && v.done%1000 == 0 {
			v.progress(min(v.done, v.total), v.total)
		}
		return nil
	})
}
