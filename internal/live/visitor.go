package live

import (
	"context"
	"net/http"
	"sync"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// visitorSocket is the socket of one tab.
type visitorSocket struct {
	line
	site   *nametag.Site
	client presence.Client
	still  func(context.Context) error
	stamp  presence.Stamp    // of the newest frame; the reader's own
	tab    string            // the reader's own
	speaks nametag.VisitorID // whose valid token it showed last; the reader's own
	showed int64             // the number of that token; the reader's own
	own    string            // the token of whom its browser keeps; the reader's own

	// Guarded by the server's mu.
	bound  nametag.VisitorID // whose hello stands; 0: nobody's
	number int64             // of the token in it
	older  *visitorSocket    // the visitor's next older socket
	excess bool              // it was one too many, and is going

	pushing sync.Mutex
	queue   []wire.VisitorPush // guarded by pushing
	writes  bool               // somebody is writing; guarded by pushing
}

// Visitor takes in the socket of a page on an allowed origin of the site and returns; the socket lives on. still says whether
// the page may go on: it is asked with each frame and each answer to a ping, and its error ends the socket. Returns an error,
// with nothing answered yet, if the request can't become a socket.
func (s *Server) Visitor(
	w http.ResponseWriter, r *http.Request, site *nametag.Site, client presence.Client, still func(context.Context) error,
) error {
	if err := s.count(site, 0, 1); err != nil {
		return err
	}
	conn, err := s.upgrade(&s.visitorDoor, wrapped{w}, r)
	if err != nil {
		return err
	}
	v := &visitorSocket{site: site, client: client, still: still}
	v.open(s, conn, s.visitorHands)
	conn.SetPongHandler(v.answered)
	v.spend = v.countFrame
	v.stamp.Socket = s.sockets.Add(1)
	if !s.startVisitor(v) {
		v.turnAway()
	}
	return nil
}

func (s *Server) startVisitor(v *visitorSocket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.admitLocked(&v.line) {
		return false
	}
	s.waiting[v] = s.tick.Load() + firstHello
	s.wg.Go(v.serve)
	return true
}

func (v *visitorSocket) serve() {
	err := v.listen(v.take)
	v.drop()
	visitor := v.server.forgetVisitor(v)
	if visitor == 0 {
		return
	}
	lost := !saidGoodbye(err)
	v.server.config.Presence.Leave(v.tabOf(visitor), v.next(), lost)
}

func (v *visitorSocket) tabOf(visitor nametag.VisitorID) presence.Tab {
	return presence.Tab{Visitor: visitor, Name: v.tab}
}

func (v *visitorSocket) next() presence.Stamp {
	v.stamp.Step++
	return v.stamp
}

// check says why the page may not go on: its origin was taken off the site's list, say. An error of the server's own is no
// answer; the question comes again.
func (v *visitorSocket) check() error {
	if err := v.still(v.server.ctx); err != nil && !ours(err) {
		return err
	}
	return nil
}

// answered is what the page's answer to a ping brings about.
func (v *visitorSocket) answered(string) error {
	v.heard.Store(v.server.tick.Load())
	if err := v.check(); err != nil {
		v.refuse(err)
	}
	return nil
}

// take carries out one frame.
func (v *visitorSocket) take(data []byte) error {
	if err := v.check(); err != nil {
		return err
	}
	var f wire.VisitorFrame
	if err := wire.DecodeFromPage(data, &f); err != nil {
		return err
	}
	if count(f.Hello != nil, f.Page != nil, f.Visible != nil, f.Alive) != 1 {
		return nametag.ErrBadValue.Saying("A frame has exactly one member.")
	}
	if f.Hello != nil {
		return v.hello(*f.Hello)
	}
	if v.tab == "" {
		return nametag.ErrMissingField.For("hello").Saying("The first frame is a hello.")
	}
	visitor := v.server.boundTo(v)
	if visitor == 0 {
		return nil // it was fenced and hasn't heard of it yet
	}
	v.tell(f, visitor)
	return nil
}

func (v *visitorSocket) tell(f wire.VisitorFrame, visitor nametag.VisitorID) {
	room, tab, stamp := v.server.config.Presence, v.tabOf(visitor), v.next()
	switch {
	case f.Page != nil:
		room.Page(tab, stamp, parsePage(*f.Page))
	case f.Visible != nil:
		room.Visible(tab, stamp, *f.Visible)
	default:
		room.Alive(tab, stamp)
	}
}

func count(conditions ...bool) int {
	n := 0
	for _, c := range conditions {
		if c {
			n++
		}
	}
	return n
}
