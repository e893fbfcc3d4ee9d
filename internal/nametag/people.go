package nametag

import (
	"context"
	"errors"
	"slices"
	"time"
)

// How much of a person is read at once.
const (
	personAliases  = 1000
	personVisitors = 20
	personSessions = 20

	sessionVisitors = 1000 // whose sessions are looked through for the newest
)

// MaxPage is how many things a page of a list holds at most.
const MaxPage = 100

// Contact returns a person by contact; one that was merged leads to its survivor. Returns ErrNotFound.
func (s *Service) Contact(ctx context.Context, site *Site, id ContactID) (Person, error) {
	c, err := s.Store.Contact(ctx, site.ID, id)
	if err != nil {
		return Person{}, err
	}
	p, err := s.person(ctx, c)
	for _, a := range p.Aliases {
		if err != nil {
			break
		}
		var merge MergeID
		merge, err = s.mergeOf(ctx, a)
		p.Merges = append(p.Merges, merge)
	}
	if err == nil {
		p.Refusals, err = s.Store.Refusals(ctx, site.ID, c.ID, PersonRefusals)
	}
	return p, err
}

// Visitor returns a person by visitor: whom it is linked to, or what it is known for while anonymous. Returns
// ErrNotFound for one that was never written down.
func (s *Service) Visitor(ctx context.Context, site *Site, id VisitorID) (Person, error) {
	v, err := s.Store.Visitor(ctx, site.ID, id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Person{}, err
	}
	if err != nil {
		return s.VisitorAlone(ctx, site, id)
	}
	if v, err = s.standing(ctx, v); err != nil {
		return Person{}, err
	}
	if v.Link.Contact == 0 {
		return s.VisitorAlone(ctx, site, id)
	}
	p, err := s.Contact(ctx, site, v.Link.Contact)
	p.Visitor = v
	return p, err
}

// Unwritten is a visitor that is here but did nothing yet that was worth writing down.
func Unwritten(site *Site, id VisitorID) Person {
	return Person{Visitor: &Visitor{ID: id, Site: site.ID, FirstSeen: id.Time()}}
}

// VisitorAlone returns a visitor with its own sessions only, not those of other browsers of the same person. Returns
// ErrNotFound for one that was never written down.
func (s *Service) VisitorAlone(ctx context.Context, site *Site, id VisitorID) (Person, error) {
	v, err := s.Store.Visitor(ctx, site.ID, id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Person{}, err
	}
	sessions, err := s.Store.SessionsOf(ctx, site.ID, id, personSessions)
	switch {
	case err != nil:
		return Person{}, err
	case v == nil && len(sessions) == 0:
		return Person{}, ErrNotFound.For("visitor")
	case v == nil:
		v = &Visitor{ID: id, Site: site.ID, FirstSeen: id.Time()}
	}
	p := Person{Sessions: sessions, LastSeen: lastSeen(sessions), Unproven: map[VisitorID]bool{id: v.Link.Trust == Claimed}}
	if p.Visitor, err = s.standing(ctx, v); err != nil {
		return Person{}, err
	}
	if v.Link.Contact != 0 {
		p.Contact, err = s.Store.Contact(ctx, site.ID, v.Link.Contact)
	}
	return p, err
}

// Contacts lists people, newest first, and where the next page begins (0: there is none). Returns ErrBadValue.
func (s *Service) Contacts(ctx context.Context, site *Site, q ContactQuery) ([]Person, ContactID, error) {
	if q.Limit < 1 || q.Limit > MaxPage {
		return nil, 0, ErrBadValue.For("limit").Over(MaxPage)
	}
	limit := q.Limit
	q.Limit++
	contacts, err := s.Store.Contacts(ctx, site.ID, q)
	if err != nil {
		return nil, 0, err
	}
	return s.page(ctx, contacts, limit)
}

// page reads the people of a list of one contact more than the limit.
func (s *Service) page(ctx context.Context, contacts []*Contact, limit int) ([]Person, ContactID, error) {
	var next ContactID
	if len(contacts) > limit {
		contacts, next = contacts[:limit], contacts[limit-1].ID
	}
	people := make([]Person, 0, len(contacts))
	for _, c := range contacts {
		p, err := s.person(ctx, c)
		if err != nil {
			return nil, 0, err
		}
		people = append(people, p)
	}
	return people, next, nil
}

// Conflicted lists people of whom an identifier is parked, newest first, and where the next page begins (0: there is
// none). Returns ErrBadValue.
func (s *Service) Conflicted(ctx context.Context, site *Site, before ContactID, limit int) ([]Person, ContactID, error) {
	if limit < 1 || limit > MaxPage {
		return nil, 0, ErrBadValue.For("limit").Over(MaxPage)
	}
	contacts, err := s.Store.Conflicted(ctx, site.ID, before, limit+1)
	if err != nil {
		return nil, 0, err
	}
	people, next, err := s.page(ctx, contacts, limit)
	return slices.DeleteFunc(people, func(p Person) bool { return len(p.Conflicts()) == 0 }), next, err
}

// Ledger lists a contact's entries, newest first, beginning with from (0: with the newest), and where the next page
// begins (0: there is none). Returns ErrNotFound or ErrBadValue.
func (s *Service) Ledger(ctx context.Context, site *Site, id ContactID, from Seq, limit int) ([]Entry, Seq, error) {
	if limit < 1 || limit > MaxPage {
		return nil, 0, ErrBadValue.For("limit").Over(MaxPage)
	}
	c, err := s.Store.Contact(ctx, site.ID, id)
	if err != nil {
		return nil, 0, err
	}
	entries, err := s.Store.Entries(ctx, site.ID, c.ID, from, limit+1)
	if err != nil || len(entries) <= limit {
		return entries, 0, err
	}
	return entries[:limit], entries[limit].Seq, nil
}

// Sessions are a contact's, newest first, from before one (0: from the newest), as a person who has nothing else. Returns
// ErrNotFound or ErrBadValue.
func (s *Service) Sessions(ctx context.Context, site *Site, id ContactID, before SessionID, limit int) (p Person, err error) {
	if limit < 1 || limit > MaxPage {
		return p, ErrBadValue.For("limit").Over(MaxPage)
	}
	if p.Contact, err = s.Store.Contact(ctx, site.ID, id); err != nil {
		return p, err
	}
	if p.Sessions, p.Earlier, err = s.sessions(ctx, p.Contact, before, limit); err != nil {
		return p, err
	}
	p.Unproven, err = s.unproven(ctx, p.Contact, p.Sessions)
	return p, err
}

// sessions reads a page of a contact's sessions, and before which one the next page begins (0: there is none).
func (s *Service) sessions(ctx context.Context, c *Contact, before SessionID, limit int) ([]Session, SessionID, error) {
	sessions, err := s.Store.ContactSessions(ctx, c.Site, c.ID, SessionQuery{Before: before, Limit: limit + 1, Visitors: sessionVisitors})
	if err != nil || len(sessions) <= limit {
		return sessions, 0, err
	}
	return sessions[:limit], sessions[limit-1].ID, nil
}

// unproven are the visitors of sessions whose link to the contact was never proven, or leads elsewhere by now.
func (s *Service) unproven(ctx context.Context, c *Contact, sessions []Session) (map[VisitorID]bool, error) {
	unproven := map[VisitorID]bool{}
	for _, session := range sessions {
		if _, asked := unproven[session.Visitor]; asked {
			continue
		}
		proven, err := s.isProven(ctx, c, session.Visitor)
		if err != nil {
			return nil, err
		}
		unproven[session.Visitor] = !proven
	}
	return unproven, nil
}

// isProven reports whether a visitor's link to the contact was proven once.
func (s *Service) isProven(ctx context.Context, c *Contact, id VisitorID) (bool, error) {
	v, err := s.Store.Visitor(ctx, c.Site, id)
	if errors.Is(err, ErrNotFound) || err == nil && (v.Link.Trust < Verified || v.Link.Contact == 0) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	to, err := s.Store.Contact(ctx, c.Site, v.Link.Contact)
	return err == nil && to.ID == c.ID, err
}

func (s *Service) person(ctx context.Context, c *Contact) (Person, error) {
	visitors, err := s.Store.VisitorsOf(ctx, c.Site, c.ID, personVisitors)
	if err != nil {
		return Person{}, err
	}
	sessions, earlier, err := s.sessions(ctx, c, 0, personSessions)
	if err != nil {
		return Person{}, err
	}
	family, err := s.Store.Family(ctx, c.Site, c.ID, personAliases)
	if err != nil {
		return Person{}, err
	}
	p := Person{
		Contact: c, Aliases: family[1:], Visitors: visitors, Sessions: sessions, Earlier: earlier,
		Unproven: map[VisitorID]bool{}, LastSeen: lastSeen(sessions),
	}
	for _, session := range sessions {
		p.Unproven[session.Visitor] = true
	}
	acted := func(v *Visitor) bool { return v.Fenced() && v.Link.Actor != "" }
	p.Visitors = slices.DeleteFunc(visitors, acted) // kept only to be erased with the person
	leaked, err := s.LeakedKeys(ctx, c.Site)
	for i, v := range p.Visitors {
		p.Visitors[i] = v.At(s.now(), leaked)
		p.Unproven[v.ID] = v.Link.Trust < Verified // of the link as it was proven once
	}
	return p, err
}

// standing is a visitor as it stands now.
func (s *Service) standing(ctx context.Context, v *Visitor) (*Visitor, error) {
	leaked, err := s.LeakedKeys(ctx, v.Site)
	return v.At(s.now(), leaked), err
}

// joinDepth is how far back in a merged contact's own chain its merge is looked for: little is recorded there later.
const joinDepth = 50

// mergeOf finds the merge by which a contact came to another, 0 if that is too far back.
func (s *Service) mergeOf(ctx context.Context, alias *Contact) (MergeID, error) {
	seq := alias.Head
	for range joinDepth {
		if seq == 0 {
			break
		}
		e, err := s.Store.Entry(ctx, alias.Site, seq)
		if err != nil {
			return 0, err
		}
		if e.Kind == Joined {
			return MergeID(e.Effect.Merge), nil
		}
		seq = e.Prev
	}
	return 0, nil
}

// lastSeen is the newest sign of life in sessions, the zero time if there are none.
func lastSeen(sessions []Session) time.Time {
	var last time.Time
	for _, s := range sessions {
		if s.Seen.After(last) {
			last = s.Seen
		}
	}
	return last
}
