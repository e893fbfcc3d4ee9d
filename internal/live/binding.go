package live

import "github.com/nametag-dev/nametag/internal/nametag"

// bind makes the socket one of the browser's visitor. It is bound before the store is asked, so that nothing that is
// published meanwhile passes it by. The oldest of too many is cut.
func (s *Server) bind(v *visitorSocket, b nametag.Browser) {
	surplus := s.bindSocket(v, b)
	if surplus != nil {
		surplus.hangUp(closeSurplus, "too_many_sockets")
	}
}

func (s *Server) bindSocket(v *visitorSocket, b nametag.Browser) (surplus *visitorSocket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unbindLocked(v)
	delete(s.waiting, v)
	v.bound, v.number, v.older = b.Visitor, b.Number, s.visitors[b.Visitor]
	s.visitors[b.Visitor] = v
	n := 1
	for o := v.older; o != nil; o = o.older {
		if o.excess { // told already: that it doesn't listen makes no room for another
			continue
		}
		if n++; n > s.config.SocketsPerVisitor {
			surplus = o
		}
	}
	if surplus != nil {
		surplus.excess = true
	}
	return surplus
}

// unbindLocked takes the socket out of its visitor's chain.
func (s *Server) unbindLocked(v *visitorSocket) {
	if v.bound == 0 {
		return
	}
	head := s.visitors[v.bound]
	switch {
	case head != v:
		for head.older != v {
			head = head.older
		}
		head.older = v.older
	case v.older == nil:
		delete(s.visitors, v.bound)
	default:
		s.visitors[v.bound] = v.older
	}
	v.bound, v.number, v.older = 0, 0, nil
}

// crowdOut sends a visitor's sockets away: another visitor from its address has taken its place.
func (s *Server) crowdOut(id nametag.VisitorID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return
	}
	for v := s.visitors[id]; v != nil; v = v.older {
		s.wg.Go(func() { v.part(closeLimited, nametag.ErrRateLimited.Code) })
	}
}

// isBound reports whether the socket speaks for a browser's visitor, under the same token.
func (s *Server) isBound(v *visitorSocket, b nametag.Browser) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return v.bound == b.Visitor && v.number == b.Number
}

func (s *Server) boundTo(v *visitorSocket) nametag.VisitorID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return v.bound
}

// forgetVisitor drops a socket that ended and returns whose it was.
func (s *Server) forgetVisitor(v *visitorSocket) nametag.VisitorID {
	s.mu.Lock()
	defer s.mu.Unlock()
	visitor := v.bound
	s.unbindLocked(v)
	delete(s.waiting, v)
	s.dismissLocked(&v.line)
	return visitor
}

// welcome answers a hello, unless the visitor was fenced meanwhile.
func (s *Server) welcome(v *visitorSocket, b nametag.Browser) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v.bound == b.Visitor {
		s.pushLocked(v, spellWelcome(b.Visitor, b.Link.Standing()))
	}
}

// fenceSocket tells a socket that its token is dead, and waits for another hello.
func (s *Server) fenceSocket(v *visitorSocket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fenceLocked(v)
}
