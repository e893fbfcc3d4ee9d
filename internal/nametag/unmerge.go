package nametag

import (
	"context"
	"errors"
	"slices"
)

// Unmerge undoes a merge, an agent's or one that a proof brought about (spec identity §7). Both get back what the
// ledger gives without it; from then on nothing but an agent brings them together. Returns ErrNotFound, ErrUndone, or
// ErrBuiltUpon naming the later merge that must be undone first.
func (s *Service) Unmerge(ctx context.Context, site *Site, id MergeID, by Source) (survivor, other *Contact, err error) {
	err = untilCurrent(func() error {
		u, err := s.openUnmerge(ctx, site, Seq(id))
		if err != nil {
			return err
		}
		return s.decide(ctx, site, u.keys(), by, func(p *pen, known Known) error {
			now, err := u.caughtUp(site, known)
			if err == nil {
				survivor, other = now.write(p, known)
			}
			return err
		})
	})
	return survivor, other, err
}

// ErrMoved ends a decision whose facts changed since they were read: it is taken anew.
var ErrMoved = errors.New("nametag: the facts changed meanwhile")

// untilCurrent decides again, a few times, on what grew while it was read.
func untilCurrent(decide func() error) error {
	for range 20 {
		if err := decide(); !errors.Is(err, ErrMoved) {
			return err
		}
	}
	return ErrUnavailable
}

// unmerging is the undoing of one merge, worked out from the history of all whom it concerns.
type unmerging struct {
	merge   Entry
	rows    map[ContactID]*Contact // of the family as they were read, and of those who were part of it once
	history []Entry                // of them all, oldest first
	apart   *apart                 // what the history gives without the merge
	x, y    *Contact               // the two as they are then
}

// openUnmerge reads the history, which may be long, before anything is decided.
func (s *Service) openUnmerge(ctx context.Context, site *Site, id Seq) (*unmerging, error) {
	e, err := s.mergeEntry(ctx, site, id)
	if err != nil {
		return nil, err
	}
	u := &unmerging{merge: e, rows: map[ContactID]*Contact{}}
	if err := s.readHistory(ctx, u, site, e.Contact); err != nil {
		return nil, err
	}
	if u.rows[e.Contact] == nil || u.rows[e.Effect.Other] == nil { // erased
		return nil, ErrNotFound.For("merge")
	}
	slices.SortFunc(u.history, func(a, b Entry) int { return int(a.Seq - b.Seq) })
	return u, u.workOut(site)
}

// readHistory reads the entries of a contact, and of all that ever merged with it, however far: while they were one,
// what came by any of them was written on another's row.
func (s *Service) readHistory(ctx context.Context, u *unmerging, site *Site, first ContactID) error {
	seen := map[ContactID]bool{first: true}
	for queue := []ContactID{first}; len(queue) > 0; queue = queue[1:] {
		row, err := s.Store.Row(ctx, site.ID, queue[0])
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		chain, err := s.Store.Chain(ctx, site.ID, row.Head)
		if err != nil {
			return err
		}
		u.rows[row.ID], u.history = row, append(u.history, chain...)
		for _, e := range chain {
			if e.Merge() && !seen[e.Effect.Other] {
				seen[e.Effect.Other] = true
				queue = append(queue, e.Effect.Other)
			}
		}
	}
	return nil
}

// Merge reports whether the entry is of a merge, or of the undoing of one.
func (e Entry) Merge() bool {
	return e.Kind == Merged || e.Kind == Joined || e.Kind == Unmerged || e.Kind == Left
}

// workOut finds both contacts as the ledger gives them without the merge.
func (u *unmerging) workOut(site *Site) error {
	a := newApart(site.CustomDataBytes)
	a.undone[u.merge.Seq] = true
	for _, e := range u.history {
		if e.Kind == Unmerged {
			a.undone[e.Effect.Merge] = true
			if e.Effect.Merge == u.merge.Seq {
				return ErrUndone
			}
		}
	}
	for _, e := range u.history {
		a.add(e)
	}
	if err := u.check(a); err != nil {
		return err
	}
	u.apart, u.x, u.y = a, a.contacts[u.merge.Contact], a.contacts[u.merge.Effect.Other]
	for _, c := range []*Contact{u.y, u.x} {
		c.recount(a)
	}
	return nil
}

// check refuses a merge that a later one builds on: one that took its survivor further, or brought somebody in by an
// identifier or visitor of the side that is to leave.
func (u *unmerging) check(a *apart) error {
	var last Seq
	for _, e := range u.history {
		built := e.Effect.Other == u.merge.Contact || a.survivor(e.Effect.Side) == u.merge.Effect.Other
		if e.Kind == Merged && e.Seq > u.merge.Seq && !a.undone[e.Seq] && built {
			last = e.Seq
		}
	}
	if last != 0 {
		return ErrBuiltUpon.For(MergeID(last).String())
	}
	return nil
}

// ids are how many external ids lead to the contact.
func (c *Contact) ids() int {
	if c.ExternalID != "" {
		return c.Aliases + 1
	}
	return c.Aliases
}

// recount works out anew what the contact has from those who were merged into it.
func (c *Contact) recount(a *apart) {
	c.Brought, c.Aliases = false, 0
	for _, o := range a.contacts {
		if o.MergedInto == c.ID {
			o.recount(a)
			c.Brought = c.Brought || o.Secured()
			c.Aliases += o.ids()
			c.Apart = slices.Concat(c.Apart, o.Apart)
		}
	}
	slices.Sort(c.Apart)
	c.Apart = slices.Compact(c.Apart)
}

func (u *unmerging) keys() Keys {
	keys := Keys{
		ExternalID: u.y.ExternalID, Email: u.y.Email.Folded, FormerID: u.x.ExternalID, FormerEmail: u.x.Email.Folded,
		Contacts: []ContactID{u.x.ID, u.y.ID}, Visitors: u.returning(),
	}
	keys.Since = map[ContactID]Seq{}
	for id, row := range u.rows {
		if u.isFamily(id) {
			keys.Since[id] = row.Head
		}
		if id != u.x.ID && id != u.y.ID && u.isFamily(id) {
			keys.Contacts = append(keys.Contacts, id)
		}
	}
	return keys
}

// isFamily reports whether a row leads to the survivor as long as the merge stands.
func (u *unmerging) isFamily(id ContactID) bool {
	for row := u.rows[id]; row != nil; row = u.rows[row.MergedInto] {
		if row.ID == u.x.ID {
			return true
		}
	}
	return false
}

// caughtUp works it out anew where entries came since the history was read. Returns ErrMoved where that isn't enough: who
// is family changed, or an identifier that somebody else may hold, or another browser is to follow.
func (u *unmerging) caughtUp(site *Site, known Known) (*unmerging, error) {
	gone := func(f Found) bool { return f.Row == nil }
	if slices.ContainsFunc(known.Contacts, gone) || slices.ContainsFunc(known.Newer, Entry.Merge) {
		return nil, ErrMoved
	}
	if len(known.Newer) == 0 {
		return u, nil
	}
	now := *u
	now.history = append(slices.Clone(u.history), known.Newer...)
	if err := now.workOut(site); err != nil {
		return nil, err
	}
	was, is := u.keys(), now.keys()
	if was.ExternalID != is.ExternalID || was.Email != is.Email || was.FormerID != is.FormerID || was.FormerEmail != is.FormerEmail ||
		!slices.Equal(was.Visitors, is.Visitors) {
		return nil, ErrMoved
	}
	return &now, nil
}

// write makes both contacts what they are without the merge, and parts them. An email that somebody else has by now is
// parked instead of given back.
func (u *unmerging) write(p *pen, known Known) (survivor, other *Contact) {
	x, y := p.draft(known.Contacts[0].Row), p.draft(known.Contacts[1].Row)
	x.become(u.x)
	y.become(u.y)
	y.now.Recent = y.now.Recent.WithOthers(x.now.Recent) // either may be asked again for what was done meanwhile
	seq := p.next()
	u.yield(p, y.now, seq+1, append([]Found{known.ByID}, known.ByEmail...))
	u.yield(p, x.now, seq, append([]Found{known.ByFormerID}, known.ByFormerEmail...))
	x.now.Apart = append(slices.Clone(x.now.Apart), Side(seq))
	y.now.Apart = slices.Insert(slices.Clone(y.now.Apart), 0, -Side(seq))
	p.record(Entry{Kind: Unmerged, Trust: Attested, Effect: Effect{Other: y.now.ID, Merge: u.merge.Seq}}, x)
	p.record(Entry{Kind: Left, Trust: Attested, Effect: Effect{Other: x.now.ID, Merge: seq}}, y)
	u.yieldWithin(p, known, x, y)
	u.relink(p, known, x, y)
	p.merged = append(p.merged, y.now.ID)
	return x.now, y.now
}

// relink has the browsers follow that came by an identifier which goes to the other side.
func (u *unmerging) relink(p *pen, known Known, x, y *draft) {
	for _, v := range known.Visitors {
		if v != nil && !v.Fenced() && v.Link.Contact == x.now.ID && v.Link.Actor == "" {
			p.follow(v.Clone(), y)
		}
	}
}

// returning are the browsers that came by an identifier which goes to the other side.
func (u *unmerging) returning() (ids []VisitorID) {
	for v, to := range u.apart.strayed {
		if u.apart.survivor(to) == u.y.ID {
			ids = append(ids, v)
		}
	}
	slices.Sort(ids)
	return ids
}

// follow links a visitor to who its contact became, as surely as it was, with what it did meanwhile.
func (p *pen) follow(v *Visitor, y *draft) {
	l := &v.Link
	from := l.Contact
	l.Contact = y.now.ID
	y.now.Shared = y.now.Shared || y.now.BornOf != v.ID
	e := Entry{Kind: Identified, Visitor: v.ID, Trust: l.Trust, KID: l.KID, Effect: Effect{Link: l.effect(from, l.KID)}}
	p.record(e, y)
	p.visitors, p.returned = append(p.visitors, v), append(p.returned, v.ID)
}

// become takes over what a fold gives, keeping what is none of its business.
func (d *draft) become(folded *Contact) {
	head, recent := d.now.Head, d.now.Recent
	*d.now = *folded
	d.now.Head, d.now.Recent = head, recent
}

// yield parks an identifier that somebody else holds by now. An email that is only claimed may be on several.
func (u *unmerging) yield(p *pen, c *Contact, seq Seq, holders []Found) {
	for _, key := range []string{keyExternalID, keyEmail} {
		for _, h := range holders {
			if h.Row != nil && !u.isFamily(h.Row.ID) && c.clashes(h.Row, key) {
				c.park(newConflict(seq, key, c.identifier(key), c.identifierTrust(key), h.Contact.ID, p.now))
				c.lose(key)
			}
		}
	}
}

// yieldWithin parks on y's side what was proven on x's side too, while both were one.
func (u *unmerging) yieldWithin(p *pen, known Known, x, y *draft) {
	var xs, ys []Found
	for _, found := range known.Contacts {
		row := p.latest(found.Row)
		switch u.apart.survivor(row.ID) {
		case x.now.ID:
			xs = append(xs, Found{x.now, row})
		case y.now.ID:
			ys = append(ys, Found{y.now, row})
		}
	}
	for _, of := range ys {
		for _, key := range []string{keyExternalID, keyEmail} {
			if slices.ContainsFunc(xs, func(o Found) bool { return of.Row.clashes(o.Row, key) }) {
				p.displace(of, key, 0, x.now.ID)
			}
		}
	}
}

// clashes reports whether another contact has the same identifier, and both may not.
func (c *Contact) clashes(o *Contact, key string) bool {
	mine, theirs := c.identifier(key).Folded, o.identifier(key).Folded
	return mine != "" && mine == theirs && (key == keyExternalID || min(c.EmailTrust, o.EmailTrust) >= Verified)
}
