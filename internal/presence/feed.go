package presence

import (
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var _ nametag.Feed = (*Room)(nil)

// Publish notes what became of a visitor. Changes may come twice, late, or in another order: of a contact, those that
// are older than the newest heard are dropped.
func (r *Room) Publish(c nametag.Change) {
	r.mu.Lock()
	defer r.unlock()
	now := r.now()
	for _, id := range c.Moved {
		if v := r.visitors[id]; v != nil && !v.fenced && v.board.site == c.Site {
			v.moveTo(c.Contact, now)
		}
	}
	if c.Erased {
		r.erase(c, now)
		return
	}
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
		v.seat(now) // it may be kept by a browser with others
		return
	}
	if c.Arrived {
		v.beginAnew(now)
	}
	v.seat(now)
	if v.link.Contact != 0 {
		v.visit.keep(v)
	}
	v.settle(now)
}

// moveTo makes the visitor one of another contact, because of a merge or its undoing.
func (v *visitor) moveTo(c *nametag.Contact, now instant) {
	v.link.Contact = c.ID
	v.person, v.seq = detailsOf(c), c.Head
	v.changes++
	v.seat(now)
	if v.arrived {
		v.settle(now)
	}
}

// erase forgets a visitor whose person was erased: nothing of it is listed or written any more.
func (r *Room) erase(c nametag.Change, now instant) {
	v := r.visitors[c.Visitor]
	if v == nil || v.board.site != c.Site {
		return
	}
	r.unsaved = slices.DeleteFunc(r.unsaved, func(s *visit) bool { return s.visitor == v })
	v.fenced, v.tabs, v.visit, v.person = true, nil, nil, nil
	v.forget(now)
}
