// Package live keeps the sockets: of visitors, which say where they are and hear what became of them, and of agents,
// who watch (spec live). It turns frames into facts for presence, and presence's windows into frames. It decides
// nothing about identity and speaks no SQL.
//
// Nobody who publishes ever waits for a socket. A visitor's socket holds a few pushes and is cut when they don't drain;
// an agent's holds a few frames, after which they are dropped and it gets a fresh snapshot.
package live

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/limit"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// Service is what the sockets need of the domain.
type Service interface {
	Site(ctx context.Context, key string) (*nametag.Site, error)
	Open(site *nametag.Site, token string) nametag.Browser
	Arrive(ctx context.Context, b nametag.Browser) (nametag.Arrival, error)
	Visitor(ctx context.Context, site *nametag.Site, id nametag.VisitorID) (nametag.Person, error)
	Contact(ctx context.Context, site *nametag.Site, id nametag.ContactID) (nametag.Person, error)
	Ledger(ctx context.Context, site *nametag.Site, id nametag.ContactID, from nametag.Seq, limit int) ([]nametag.Entry, nametag.Seq, error)
}

// Config is what the sockets need. Zero fields take what their comment says.
type Config struct {
	Service           Service // must be set before the first socket comes
	Presence          *presence.Room
	Log               *slog.Logger     // nil is slog.Default
	Now               func() time.Time // what agents are told as the time; nil is time.Now
	Limits            *limit.Browsers  // counts what pages say; nil lets everything pass
	SocketsPerVisitor int              // the oldest is cut beyond that; 0 is 20
	WriteWithin       time.Duration    // who doesn't take a message for that long is cut; 0 is 5 s
	Tick              <-chan time.Time // the pulse, once a second; nil makes one
}

// Server keeps all sockets. Its methods are safe for many goroutines.
type Server struct {
	config  Config
	ctx     context.Context // of all reading; ends when the last socket is gone or cut
	cancel  context.CancelFunc
	stop    chan struct{} // ends the pulse
	wg      sync.WaitGroup
	sockets atomic.Uint64 // numbers sockets and heartbeats, upwards over restarts
	lookers *lookers
	unhook  func()       // from presence
	tick    atomic.Int64 // seconds of the pulse

	visitorDoor, agentDoor   websocket.Upgrader
	visitorHands, agentHands *hands

	mu       sync.Mutex
	closing  bool
	visitors map[nametag.VisitorID]*visitorSocket // the newest of each visitor, which leads to the older
	waiting  map[*visitorSocket]int64             // until which second for a hello
	agents   map[*agentSocket]struct{}
	sites    map[nametag.SiteID]*siteState
	pulses   [pingEvery]map[*line]struct{}
}

var _ nametag.Feed = (*Server)(nil)

// New starts a server without sockets. Close ends it.
func New(c Config) *Server {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.SocketsPerVisitor == 0 {
		c.SocketsPerVisitor = 20
	}
	if c.WriteWithin == 0 {
		c.WriteWithin = 5 * time.Second
	}
	s := &Server{
		config: c, lookers: newLookers(), visitorDoor: visitorDoor(), agentDoor: agentDoor(),
		visitorHands: newHands(visitorHands), agentHands: newHands(agentHands),
		visitors: map[nametag.VisitorID]*visitorSocket{}, waiting: map[*visitorSocket]int64{},
		stop: make(chan struct{}), agents: map[*agentSocket]struct{}{}, sites: map[nametag.SiteID]*siteState{},
	}
	for i := range s.pulses {
		s.pulses[i] = map[*line]struct{}{}
	}
	s.sockets.Store(uint64(time.Now().UnixMicro()))
	s.ctx, s.cancel = context.WithCancel(context.Background())
	unsaved, unexpired, uncrowded := c.Presence.WatchSaved(s.lookers.touch), c.Presence.WatchExpired(s.expire), c.Presence.WatchCrowdedOut(s.crowdOut)
	s.unhook = func() { unsaved(); unexpired(); uncrowded() }
	s.wg.Go(s.pulse)
	return s
}

// SocketCounts returns how many sockets of visitors and of agents are open.
func (s *Server) SocketCounts() (visitors, agents int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := 0
	for _, lines := range s.pulses {
		all += len(lines)
	}
	return all - len(s.agents), len(s.agents)
}

// Close refuses new sockets, tells all others to come back and waits until they are gone; when ctx ends, they are cut.
func (s *Server) Close(ctx context.Context) error {
	lines, first := s.startClosing()
	if first {
		s.unhook()
		close(s.stop)
		s.sendHome(ctx, lines)
	}
	gone := make(chan struct{})
	go func() { // ends with the last socket, which ends at the latest when it is cut below
		s.wg.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-ctx.Done():
	}
	s.cancel()
	for _, l := range lines {
		l.drop()
	}
	<-gone
	if first {
		s.visitorHands.close()
		s.agentHands.close()
	}
	return nil
}

func (s *Server) startClosing() (lines []*line, first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first = !s.closing
	s.closing = true
	for _, some := range s.pulses {
		lines = slices.AppendSeq(lines, maps.Keys(some))
	}
	return lines, first
}

// sendHome says goodbye to many sockets, several at once, since one of them may not listen.
func (s *Server) sendHome(ctx context.Context, lines []*line) {
	const hands = 8
	var wg sync.WaitGroup
	for hand := range hands {
		wg.Go(func() {
			for i := hand; i < len(lines) && ctx.Err() == nil; i += hands {
				lines[i].part(closeRestart, "restart")
			}
		})
	}
	wg.Wait()
}
