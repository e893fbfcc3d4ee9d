package nametag

import (
	"context"
	"errors"
	"slices"
)

// revokedAtOnce is how many browsers a decision ends.
const revokedAtOnce = 200

type browserList func(ctx context.Context, before VisitorID) ([]VisitorID, error)

func (r *revoking) linked(ctx context.Context, before VisitorID) ([]VisitorID, error) {
	return r.Store.LivingVisitors(ctx, r.site.ID, r.contact, before, revokedAtOnce)
}

// acting lists who acts as a person whom nobody knows yet.
func (r *revoking) acting(ctx context.Context, before VisitorID) ([]VisitorID, error) {
	if r.id == "" {
		return nil, nil
	}
	return r.Store.ActingAs(ctx, r.site.ID, r.id, before, revokedAtOnce)
}

func (r *revoking) endLinks(ctx context.Context, out *Revocation, list browserList, contact ContactID) error {
	for before := VisitorID(1<<63 - 1); ; {
		ids, err := list(ctx, before)
		if err != nil || len(ids) == 0 {
			return err
		}
		before = ids[len(ids)-1]
		var fenced int
		err = untilCurrent(func() error {
			fenced = 0
			rows, err := r.contactsOf(ctx, ids)
			if err != nil {
				return err
			}
			keys := Keys{Visitors: ids, Contacts: rows}
			return r.decide(ctx, r.site, keys, r.by, func(p *pen, known Known) (err error) {
				fenced, err = r.end(p, known, contact)
				return err
			})
		})
		if err != nil {
			return err
		}
		out.Fenced += fenced
	}
}

// contactsOf are the rows that browsers are linked to.
func (r *revoking) contactsOf(ctx context.Context, ids []VisitorID) ([]ContactID, error) {
	var rows []ContactID
	for _, id := range ids {
		v, err := r.Store.Visitor(ctx, r.site.ID, id)
		switch {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return nil, err
		case v.Link.Contact != 0 && !slices.Contains(rows, v.Link.Contact):
			rows = append(rows, v.Link.Contact)
		}
	}
	return rows, nil
}

// end fences those browsers that are still linked to the contact, or where it is 0 act as nobody known, by a proof, and
// detaches the others. Returns ErrMoved where one was linked to another row meanwhile.
func (r *revoking) end(p *pen, known Known, contact ContactID) (fenced int, err error) {
	for _, v := range known.Visitors {
		if v == nil || v.Fenced() || r.sid != "" && v.Link.SID != r.sid {
			continue
		}
		at := slices.IndexFunc(known.Contacts, func(f Found) bool { return f.Row != nil && f.Row.ID == v.Link.Contact })
		switch {
		case at < 0 && v.Link.Contact != 0:
			return 0, ErrMoved
		case contact == 0 && (v.Link.Contact != 0 || v.Link.Actor == "" || v.Bag.ExternalID != r.id):
			continue
		case contact != 0 && (at < 0 || known.Contacts[at].Contact.ID != contact):
			continue
		}
		var whose Found
		if at >= 0 {
			whose = known.Contacts[at]
		}
		if p.revoke(v, whose) {
			fenced++
		}
	}
	return fenced, nil
}

// revoke fences a browser whose link is proven, and undoes the link of any other.
func (p *pen) revoke(v *Visitor, whose Found) (fenced bool) {
	link := v.Link.At(p.now, p.leaked)
	v = v.Clone()
	v.keepMarks(whose)
	acted := v.Link.Actor != ""
	e := Entry{Kind: Revoked, Visitor: v.ID, Trust: link.Trust, Effect: Effect{Side: sideOf(whose)}}
	if fenced = link.Trust >= Verified; fenced {
		e.Effect.Successor = p.end(v)
	} else {
		side := e.Effect.Side
		e.Kind, e.Reason, e.Effect = Detached, string(Revoked), v.unlink()
		e.Effect.Side = side
	}
	if whose.Contact != nil && !acted {
		p.record(e, p.draft(whose.Contact))
	} else {
		p.recordVisitor(e, v)
	}
	p.visitors, p.told = append(p.visitors, v), append(p.told, v)
	return fenced
}
