package nametag

import (
	"context"
	"errors"
	"slices"
)

// decide carries out what an agent, or a customer's backend, decided about contacts, and tells the feed.
func (s *Service) decide(ctx context.Context, site *Site, keys Keys, by Source, do func(*pen, Known) error) error {
	keys.Site = site.ID
	leaked, err := s.LeakedKeys(ctx, site.ID)
	if err != nil {
		return err
	}
	d, err := s.Store.Decide(ctx, keys, func(known Known) (Decision, error) {
		p := &pen{Service: s, now: s.now(), site: site, first: known.Next, actor: by, leaked: leaked}
		if err := do(p, known); err != nil {
			return Decision{}, err
		}
		return p.decision(), nil
	})
	if errors.Is(err, errDry) {
		return nil
	}
	if err == nil {
		s.publish(ctx, site, d)
	}
	return err
}

func (p *pen) decision() Decision {
	d := Decision{Contacts: p.contacts(), Entries: p.entries, Visitors: p.visitors, Merged: p.merged, Returned: p.returned, Erasure: p.erasure, Remember: p.remembers}
	for _, c := range d.Contacts {
		if c.MergedInto == 0 {
			d.Changes = append(d.Changes, Change{Site: p.site.ID, Contact: c, Seq: c.Head, At: p.now})
		}
	}
	for _, v := range p.told {
		c := Change{Site: p.site.ID, Visitor: v.ID, Number: v.Number, Link: v.Link, Bag: v.Bag, Seq: p.next() - 1, At: p.now,
			Fell: slices.Contains(p.fell, v.ID), Erased: p.erasure != nil && slices.Contains(p.erasure.Visitors, v.ID),
		}
		if v.FencedAt.Equal(p.now) { // else its successor, if it has one, is somebody else by now
			c.Successor, c.Link, c.Bag = v.Successor, Link{}, Bag{}
		}
		d.Changes = append(d.Changes, c)
	}
	if p.erasure != nil {
		for _, id := range p.erasure.Contacts { // who look at one that no browser is linked to are told too
			d.Changes = append(d.Changes, Change{Site: p.site.ID, Was: id, At: p.now})
		}
	}
	return d
}

// movedVisitors bounds how many of a merged contact's visitors presence is told of: the newest, who may be here.
const movedVisitors = 1000

// publish tells the feed what a decision changed. What can't be read any more can't be told: then presence finds out
// when it asks next.
func (s *Service) publish(ctx context.Context, site *Site, d Decision) {
	for _, c := range d.Changes {
		s.Feed.Publish(c)
	}
	for _, id := range d.Merged {
		c, err := s.Store.Contact(ctx, site.ID, id)
		if err != nil {
			continue
		}
		visitors, err := s.Store.VisitorsOf(ctx, site.ID, id, movedVisitors)
		if err != nil {
			continue
		}
		change := Change{Site: site.ID, Contact: c, Was: id, Seq: c.Head, At: s.now()}
		for _, v := range visitors {
			change.Moved = append(change.Moved, v.ID)
		}
		s.Feed.Publish(change)
	}
}
