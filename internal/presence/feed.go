package presence

import "github.com/nametag-dev/nametag/internal/nametag"

var _ nametag.Feed = (*Room)(nil)

// Publish notes what became of a visitor. Changes may come twice, late, or in another order: of a contact, those that
// are older than the newest heard are dropped.
func (r *Room) Publish(c nametag.Change) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	subject := c.Visitor
	if c.Successor != 0 {
		r.fence(c, now)
		subject = c.Successor
	}
	if v := r.visitors[subject]; v != nil && !v.fenced && v.board.site == c.Site {
		v.hear(c, now)
	}
	r.board(c.Site).describe(c.Contact, now)
}

// fence ends the visitor. One that isn't here is remembered too: its tabs may be on their way in.
func (r *Room) fence(c nametag.Change, now instant) {
	v := r.meet(c.Site, c.Visitor, now)
	if !v.fenced && v.board.site == c.Site {
		v.fence(instantOf(c.At), now)
	}
}

// hear takes over what a change says of this visitor.
func (v *visitor) hear(c nametag.Change, now instant) {
	v.number = max(v.number, c.Number)
	if c.Code != "" { // such a change says nothing else
		v.code, v.codeEnd = c.Code, instantOf(c.At).add(nametag.LookupCodeLife)
	} else if c.Seq >= v.seq {
		v.changes++
		v.identify(c.Link, c.Bag, c.Contact)
	}
	if !v.arrived {
		return
	}
	v.seat(now)
	if v.link.Contact != 0 {
		v.visit.keep(v)
	}
	v.settle(now)
}
