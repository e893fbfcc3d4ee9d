package live

import (
	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// Publish tells presence, the visitor's own sockets and the agents who look at the person. It never waits for a socket.
func (s *Server) Publish(c nametag.Change) {
	row, here := s.config.Presence.Find(c.Site, c.Visitor)
	s.config.Presence.Publish(c)
	s.tellVisitor(c)
	s.lookers.touch(c.Visitor, c.Link.Contact)
	if c.Contact != nil && c.Contact.ID != c.Link.Contact {
		s.lookers.touch(0, c.Contact.ID)
	}
	if c.Was != 0 {
		s.lookers.touch(0, c.Was)
	}
	if here && row.Contact != c.Link.Contact {
		s.lookers.touch(0, row.Contact) // whose browser it was until now
	}
}

// tellVisitor tells the visitor's sockets of a fence, and those with an older token of a rise of trust (spec identity §5).
func (s *Server) tellVisitor(c nametag.Change) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.Successor != 0 {
		for v := s.visitors[c.Visitor]; v != nil; v = s.visitors[c.Visitor] {
			s.fenceLocked(v)
		}
		return
	}
	for v := s.visitors[c.Visitor]; v != nil; v = v.older {
		if v.number < c.Number || c.Fell {
			v.number = c.Number // told once
			s.pushLocked(v, wire.VisitorPush{Identity: &wire.TrustChange{Trust: c.Link.Standing()}})
		}
	}
}

// expire tells a visitor's pages that its proof has ended.
func (s *Server) expire(id nametag.VisitorID, link nametag.Link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for v := s.visitors[id]; v != nil; v = v.older {
		s.pushLocked(v, wire.VisitorPush{Expired: &wire.TrustChange{Trust: link.Standing()}})
	}
}

// fenceLocked unbinds a socket, tells it and gives it some time to say hello as somebody else.
func (s *Server) fenceLocked(v *visitorSocket) {
	s.unbindLocked(v)
	s.waiting[v] = s.tick.Load() + anotherHello
	s.pushLocked(v, wire.VisitorPush{Fence: &struct{}{}})
}

// maxPushes is how many pushes a visitor's socket may owe before it is dropped for not reading.
const maxPushes = 8

// pushLocked queues a push and has it written, by a goroutine that lives as long as there is something to write. The
// caller holds the server's mu, so that no writer starts once the server waits for them.
func (s *Server) pushLocked(v *visitorSocket, p wire.VisitorPush) {
	if s.closing || v.ending.Load() {
		return
	}
	v.pushing.Lock()
	defer v.pushing.Unlock()
	if len(v.queue) >= maxPushes {
		v.drop()
		return
	}
	if last := len(v.queue) - 1; last >= 0 && p.Identity != nil && v.queue[last].Identity != nil {
		v.queue = v.queue[:last] // the newest trust is all that counts
	}
	v.queue = append(v.queue, p)
	if !v.writes {
		v.writes = true
		s.wg.Go(v.flush)
	}
}

func (v *visitorSocket) flush() {
	defer v.guard()
	for {
		p, ok := v.nextPush()
		if !ok {
			return
		}
		m, err := websocket.NewPreparedMessage(websocket.TextMessage, wire.Encode(p))
		if err != nil {
			v.refuse(err)
			continue
		}
		v.write(m)
	}
}

func (v *visitorSocket) nextPush() (p wire.VisitorPush, ok bool) {
	v.pushing.Lock()
	defer v.pushing.Unlock()
	if len(v.queue) == 0 {
		v.queue, v.writes = nil, false
		return p, false
	}
	p = v.queue[0]
	v.queue = v.queue[1:]
	return p, true
}
