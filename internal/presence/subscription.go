package presence

import "github.com/nametag-dev/nametag/internal/nametag"

// Subscription is one who looks at a window. Its methods are for one goroutine, but for Again.
type Subscription struct {
	room    *Room
	site    nametag.SiteID
	view    *view
	deliver func(f *Frame, asked bool)
	pane    *pane // nil before the first snapshot, and once it is closed
}

// Subscribe looks at a window of those of a site's people whom a query asks for. Its frames come to deliver, one after the
// other, the first being a snapshot, before Subscribe returns; asked says that it answers a Subscribe or a Move. deliver
// must not block and must not call the room.
func (r *Room) Subscribe(site nametag.SiteID, q Query, w Window, deliver func(f *Frame, asked bool)) *Subscription {
	s := &Subscription{room: r, site: site, deliver: deliver}
	s.Move(q, w)
	return s
}

// Move looks at another window, of the same list or another: a snapshot comes first, before Move returns.
func (s *Subscription) Move(q Query, w Window) {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	next := s.room.board(s.site).view(q)
	for !next.full {
		next.fill()
		s.room.breathe()
	}
	left, view := s.pane, s.view
	s.view, s.pane = next, next.pane(w.Bounded())
	s.pane.watchers[s] = struct{}{}
	if left != nil {
		left.leave(s)
		view.board.drop(view)
	}
	s.deliver(s.pane.snapshot(), true)
}

// breathe lets others have their turn.
func (r *Room) breathe() {
	r.mu.Unlock()
	r.mu.Lock()
}

// Again asks for a snapshot of the same window, for one that lost a frame.
func (s *Subscription) Again() {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	if s.pane != nil {
		s.deliver(s.pane.snapshot(), false)
	}
}

// Close ends the subscription. Nothing is delivered after it returned.
func (s *Subscription) Close() {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	if s.pane == nil {
		return
	}
	left := s.pane
	s.pane = nil
	left.leave(s)
	s.view.board.drop(s.view)
}

// leave is for one who looks at another pane by now. A pane at which nobody looks is closed.
func (p *pane) leave(s *Subscription) {
	if s.pane == p {
		return
	}
	delete(p.watchers, s)
	if len(p.watchers) == 0 {
		p.close()
	}
}
