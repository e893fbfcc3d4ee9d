package presence

import "github.com/nametag-dev/nametag/internal/nametag"

// Subscription is one who looks at a window.
type Subscription struct {
	room    *Room
	view    *view
	deliver func(*Frame)
	pane    *pane // nil once it is closed
}

// Subscribe looks at a window of a site's people. Its frames come to deliver, one after the other, the first being a
// snapshot, before Subscribe returns. deliver must not block and must not call the room. ok is false for a sort that
// doesn't exist.
func (r *Room) Subscribe(site nametag.SiteID, sort Sort, w Window, deliver func(*Frame)) (s *Subscription, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	view := r.board(site).view(sort)
	if view == nil {
		return nil, false
	}
	s = &Subscription{room: r, view: view, deliver: deliver}
	s.enter(w.bounded())
	return s, true
}

// Move looks at another window, or again at the same: a snapshot comes first.
func (s *Subscription) Move(w Window) {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	if s.pane != nil {
		s.leave(w.bounded())
		s.enter(w.bounded())
	}
}

// Again asks for a snapshot of the same window, for one that lost a frame.
func (s *Subscription) Again() {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	if s.pane != nil {
		s.deliver(s.pane.snapshot())
	}
}

// Close ends the subscription. Nothing is delivered after it returned.
func (s *Subscription) Close() {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	if s.pane != nil {
		s.leave(Window{})
		s.pane = nil
	}
}

func (s *Subscription) enter(w Window) {
	p := s.view.panes[w]
	if p == nil {
		p = &pane{view: s.view, window: w, watchers: map[*Subscription]struct{}{}}
		s.view.panes[w] = p
		p.open()
	}
	s.pane = p
	p.watchers[s] = struct{}{}
	s.deliver(p.snapshot())
}

// leave goes out of the window. One that nobody looks at is closed, unless it is the one to be entered next.
func (s *Subscription) leave(next Window) {
	p := s.pane
	delete(p.watchers, s)
	if len(p.watchers) == 0 && p.window != next {
		p.close()
	}
}
