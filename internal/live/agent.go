package live

import (
	"context"
	"net/http"
	"sync"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// agentSocket is the socket of one panel.
type agentSocket struct {
	line
	site  *nametag.Site
	opens bool // it may open people
	still func(context.Context) error
	wake  chan struct{}
	gone  chan struct{} // closed when the reader has ended
	shown *nametag.Site // the site as it is known now; guarded by the server's mu

	queueing sync.Mutex
	pending  pending                // guarded by queueing
	sent     int                    // view updates, in all; guarded by queueing
	seen     int                    // how many of them were shown; 0: it doesn't say; guarded by queueing
	asking   int                    // the number of the view that the reader asks for
	window   *presence.Subscription // set by the reader, under queueing
	unwatch  func()                 // of the reader; nil: it watches nobody
}

// Agent takes in the socket of an agent who may see the site and returns; the socket lives on. With contacts it may open
// people, whose frames hold all that is known of them; else that is answered with ErrScope. still says whether the agent may
// go on watching: it is asked each second, and its error ends the socket. Returns an error, with nothing answered yet, if the
// request can't become a socket.
func (s *Server) Agent(
	w http.ResponseWriter, r *http.Request, site *nametag.Site, contacts bool, still func(context.Context) error,
) error {
	conn, err := s.upgrade(&s.agentDoor, corkable{wrapped{w}}, r)
	if err != nil {
		return err
	}
	a := &agentSocket{site: site, opens: contacts, shown: site, still: still, wake: make(chan struct{}, 1), gone: make(chan struct{})}
	a.open(s, conn, s.agentHands)
	if !s.startAgent(a) {
		a.turnAway()
	}
	return nil
}

func (s *Server) startAgent(a *agentSocket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.admitLocked(&a.line) {
		return false
	}
	s.agents[a] = struct{}{}
	s.wg.Go(a.serve)
	s.wg.Go(a.writeAll)
	return true
}

// recheck has all agents asked whether they may go on.
func (s *Server) recheck() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for a := range s.agents {
		a.owe(func(p *pending) { p.check = true })
	}
}

// check ends the socket of an agent who may not go on watching: after a logout, say, or with another list of sites. An
// error of the server's own is no answer; the question comes again.
func (a *agentSocket) check() {
	ctx, cancel := context.WithTimeout(a.server.ctx, readWithin)
	defer cancel()
	if err := a.still(ctx); err != nil && !ours(err) {
		a.refuse(err)
	}
}

func (a *agentSocket) serve() {
	_ = a.listen(a.take) // why it ended makes no difference
	a.drop()
	if a.window != nil {
		a.window.Close()
	}
	if a.unwatch != nil {
		a.unwatch()
	}
	a.server.lookers.look(a, opened{})
	close(a.gone)
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	delete(a.server.agents, a)
	a.server.dismissLocked(&a.line)
}

// take carries out one frame.
func (a *agentSocket) take(data []byte) error {
	var f wire.PanelFrame
	if err := wire.Decode(data, &f); err != nil {
		return err
	}
	switch {
	case count(f.View != nil, f.Open != nil, f.Close, f.Watch != nil, f.Seen != 0) != 1:
		return nametag.ErrBadValue.Saying("A frame has exactly one member.")
	case f.View != nil:
		a.view(*f.View)
	case f.Open != nil:
		a.openPerson(*f.Open)
	case f.Watch != nil:
		a.watch(*f.Watch)
	case f.Seen != 0:
		a.owe(func(*pending) { a.seen = min(max(1, f.Seen), a.sent) })
	default:
		a.server.lookers.look(a, opened{})
	}
	return nil
}

// view looks at a window of a list, or moves to another.
func (a *agentSocket) view(v wire.View) {
	query, err := presence.ParseQuery(v.Q, presence.Sort(v.Sort))
	if err != nil {
		a.refuseView(v.Ask, err)
		return
	}
	window := presence.Window{First: v.First, Count: v.Count}
	a.asking = v.Ask
	if a.window != nil {
		a.window.Move(query, window)
		return
	}
	subscription := a.server.config.Presence.Subscribe(a.site.ID, query, window, a.deliver)
	a.queueing.Lock() // not before: presence delivers while it holds its own lock
	defer a.queueing.Unlock()
	a.window = subscription
}

// refuseView tells what is wrong with a view. The one before goes on.
func (a *agentSocket) refuseView(ask int, err error) {
	e := wire.SpellError(err)
	e.Field = "view." + e.Field
	a.owe(func(p *pending) { p.refusal = &refusal{ask, e} })
}
