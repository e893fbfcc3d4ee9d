package nametag

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
)

// Export is all that the store holds of a person (spec api §3), but for what is somebody else's: others are named by their ids
// only. Rows are at hand; sessions and entries, which may be many, are read one after the other.
type Export struct {
	Person                // with all its visitors and refusals, and no sessions
	Claims []ClaimExample // of those visitors

	service *Service
	site    *Site
	family  map[ContactID]*Contact
	own     map[VisitorID]*Visitor
	entries map[Seq]struct{}
	others  map[ContactID]struct{} // in whose entries the person may be
	strays  map[VisitorID]Seq      // browsers that were the person's once, and until which entry
	foreign nameSet                // identifiers that were said of the person and are somebody else's
}

// Export begins to read a person. Returns ErrNotFound.
func (s *Service) Export(ctx context.Context, site *Site, id ContactID) (*Export, error) {
	person, err := s.Contact(ctx, site, id)
	if err != nil {
		return nil, err
	}
	e := &Export{
		Person: person, service: s, site: site, family: map[ContactID]*Contact{}, own: map[VisitorID]*Visitor{}, entries: map[Seq]struct{}{},
		others: map[ContactID]struct{}{}, strays: map[VisitorID]Seq{}, foreign: nameSet{},
	}
	for _, read := range []func(context.Context) error{e.readFamily, e.readVisitors, e.readLedger, e.readOwn, e.readStrays, e.readOthers, e.readClaims} {
		if err := read(ctx); err != nil {
			return nil, err
		}
	}
	e.leaveOutOthers()
	return e, nil
}

// Entries are the person's, oldest first. What they replaced may have been somebody else's: an earlier one has it if not.
func (e *Export) Entries(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, seq := range slices.Sorted(maps.Keys(e.entries)) {
			entry, err := e.service.Store.Entry(ctx, e.site.ID, seq)
			if errors.Is(err, ErrNotFound) { // forgotten meanwhile
				continue
			}
			if !yield(e.mine(entry), err) || err != nil {
				return
			}
		}
	}
}

// exportSessions are read at a time.
const exportSessions = 100

// Visits are the person's sessions, newest first, some at a time, each time as a person who has nothing else.
func (e *Export) Visits(ctx context.Context) iter.Seq2[Person, error] {
	return func(yield func(Person, error) bool) {
		q := SessionQuery{Limit: exportSessions, Visitors: WholeFamily}
		for more := true; more; {
			p := Person{Contact: e.Contact}
			var err error
			if p.Sessions, err = e.service.Store.ContactSessions(ctx, e.site.ID, e.Contact.ID, q); err == nil {
				p.Unproven, err = e.service.unproven(ctx, e.Contact, p.Sessions)
			}
			if more = len(p.Sessions) == q.Limit; more {
				q.Before = p.Sessions[q.Limit-1].ID
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}
