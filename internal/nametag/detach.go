package nametag

import "context"

// Detach undoes the link of a visitor to a contact, for an agent who knows that it is wrong (spec identity §5): the
// visitor is anonymous again, and what it said of itself is forgotten. Returns ErrNotFound where there is no such link.
func (s *Service) Detach(ctx context.Context, site *Site, contact ContactID, visitor VisitorID, by Source) error {
	keys := Keys{Visitor: visitor, Contacts: []ContactID{contact}}
	return s.decide(ctx, site, keys, by, func(p *pen, known Known) error {
		v, c := known.Visitor, known.Contacts[0].Contact
		switch {
		case c == nil:
			return ErrNotFound.For("contact")
		case v == nil || v.Fenced() || known.Linked.Contact == nil || known.Linked.Contact.ID != c.ID:
			return ErrNotFound.For("visitor")
		}
		v = v.Clone()
		v.keepMarks(known.Linked)
		link := v.Link
		effect := v.unlink()
		if link.Actor != "" { // that ends only by a fence; as whom it acted stays known, to be erased with that person
			v.Link, effect.Link = link, nil
			effect.Successor = p.end(v)
		}
		e := Entry{Kind: Detached, Visitor: v.ID, Trust: link.At(p.now, p.leaked).Trust, Effect: effect}
		if link.Actor == "" {
			p.record(e, p.draft(c))
		} else {
			p.recordVisitor(e, v)
		}
		p.visitors, p.told = append(p.visitors, v), append(p.told, v)
		if link.At(p.now, p.leaked).Trust >= Verified {
			p.fell = append(p.fell, v.ID)
		}
		return nil
	})
}
