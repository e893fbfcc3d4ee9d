package live_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the real domain with real sockets. Its pulse beats when the test says so.
type world struct {
	*nametagtest.World
	room   *presence.Room
	live   *live.Server
	server *httptest.Server
	beats  chan time.Time
	barred atomic.Pointer[nametag.Error] // what agents meet at the door by now
	lost   atomic.Pointer[nametag.Error] // and pages
	clumsy clumsy

	perAddress int // how many visitors; 0: as many as come
}

var client = presence.Client{Device: nametag.Device{Kind: "desktop", Browser: "Chrome 130", OS: "macOS"}, Address: netip.MustParseAddr("192.0.2.1")}

func newWorld(t testing.TB, change ...func(*live.Config)) *world {
	t.Helper()
	w := &world{World: nametagtest.New(t), beats: make(chan time.Time)}
	w.start(w.Store, change...)
	return w
}

// newWorldWithoutHistory keeps no sessions, so that nobody is told of them.
func newWorldWithoutHistory(t *testing.T) *world {
	t.Helper()
	w := &world{World: nametagtest.New(t), beats: make(chan time.Time)}
	w.start(nil)
	return w
}

func (w *world) start(sessions presence.Sessions, change ...func(*live.Config)) {
	log := slog.New(slog.DiscardHandler)
	w.room = presence.Open(presence.Config{Sessions: sessions, IDs: w.Service.IDs, Now: w.Clock.Now, Log: log, VisitorsPerAddress: w.perAddress})
	config := live.Config{Service: clumsyService{w.Service, &w.clumsy}, Presence: w.room, Log: log, Now: w.Clock.Now, Tick: w.beats}
	for _, c := range change {
		c(&config)
	}
	w.live = live.New(config)
	w.Service.Feed = w.live
	w.server = httptest.NewUnstartedServer(http.HandlerFunc(w.serve))
	w.server.Listener = narrow{w.server.Listener, &w.clumsy}
	w.server.Start()
	w.T.Cleanup(w.end)
}

func (w *world) serve(rw http.ResponseWriter, r *http.Request) {
	var err error
	if r.URL.Path == "/agent" {
		err = w.live.Agent(rw, r, w.Site, true, w.stillMay)
	} else {
		err = w.live.Visitor(rw, r, w.Site, client, w.pageStillMay)
	}
	var e *nametag.Error
	if errors.As(err, &e) {
		http.Error(rw, e.Code, http.StatusBadRequest)
	}
}

func (w *world) stillMay(context.Context) error { return met(&w.barred) }

func (w *world) pageStillMay(context.Context) error { return met(&w.lost) }

func met(at *atomic.Pointer[nametag.Error]) error {
	if e := at.Load(); e != nil {
		return e
	}
	return nil
}

func (w *world) end() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for _, closing := range []func(context.Context) error{w.live.Close, w.room.Close} {
		if err := closing(ctx); err != nil {
			w.T.Error(err)
		}
	}
	w.server.Close()
}

// beat lets seconds of the pulse go by; the last one is over when it returns.
func (w *world) beat(seconds int) {
	for range seconds {
		w.beats <- time.Time{}
	}
	select { // taken once the last beat is done
	case w.beats <- time.Time{}:
	case <-time.After(5 * time.Second):
		w.T.Fatal("the pulse stands still")
	}
}

// narrow is a listener whose connections hold little that isn't read.
type narrow struct {
	net.Listener
	clumsy *clumsy
}

func (n narrow) Accept() (net.Conn, error) {
	conn, err := n.Listener.Accept()
	if err == nil {
		err = conn.(*net.TCPConn).SetWriteBuffer(4096)
	}
	return clumsyConn{conn, n.clumsy}, err
}

func narrowDial(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
		var failed error
		err := c.Control(func(fd uintptr) {
			failed = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4096)
		})
		return errors.Join(err, failed)
	}}
	return dialer.DialContext(ctx, network, address)
}

// socket is the other end.
type socket struct {
	t     testing.TB
	conn  *websocket.Conn
	waits string // what for; a failure says it
}

func (w *world) dial(path string) *socket {
	w.T.Helper()
	return w.dialFor(w.T, path)
}

// dialFor is dial of one run of many in the same world.
func (w *world) dialFor(t testing.TB, path string) *socket {
	t.Helper()
	dialer := websocket.Dialer{NetDialContext: narrowDial, EnableCompression: path == "/agent"}
	conn, resp, err := dialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(w.server.URL, "http")+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	t.Cleanup(func() { _ = conn.Close() })
	return &socket{t: t, conn: conn}
}

// page opens a page's socket that has said hello and was welcomed.
func (w *world) page(b *nametagtest.Browser, tab string) *socket {
	w.T.Helper()
	s := w.dial("/socket")
	s.hello(w.Service.Token(b.Browser), tab)
	s.wantWelcome(b)
	return s
}

func (s *socket) hello(token, tab string) {
	s.t.Helper()
	s.say(wire.VisitorFrame{Hello: &wire.Hello{Visitor: token, Tab: tab, Visible: true, Page: wire.Page{URL: "https://shop.example/mugs", Title: "Mugs"}}})
}

func (s *socket) wantWelcome(b *nametagtest.Browser) {
	s.t.Helper()
	got := s.hear()
	if got.Welcome == nil || got.Welcome.VisitorID != b.Visitor.String() || got.Welcome.Trust != b.Link.Standing() {
		s.t.Fatalf("got %s, want a welcome of %v, %s", wire.Encode(got), b.Visitor, b.Link.Standing())
	}
}

// agent opens an agent's socket that looks at the first rows, and returns it after the first snapshot.
func (w *world) agent() *panel {
	w.T.Helper()
	p := &panel{socket: w.dial("/agent")}
	if hello := p.next(); hello.Hello == nil {
		w.T.Fatalf("got %s, want hello first", wire.Encode(hello))
	}
	p.say(wire.PanelFrame{View: &wire.View{Sort: "newest", Count: 100}})
	p.until("a snapshot", func() bool { return p.n > 0 })
	return p
}

// panel is an agent's app: it keeps what it is told.
type panel struct {
	*socket
	n      int
	order  []string
	rows   map[string]wire.Row
	counts wire.Counts
	person *wire.Person
	site   *wire.SiteFrame
	failed *wire.Error
	frames int
	resets int // snapshots
}

func (p *panel) next() wire.PanelPush {
	p.t.Helper()
	var push wire.PanelPush
	p.read(&push)
	switch {
	case push.View != nil:
		p.take(*push.View)
	case push.Person != nil:
		p.person = push.Person
	case push.Site != nil:
		p.site = push.Site
	case push.Error != nil:
		p.failed = push.Error
	}
	return push
}

func (p *panel) take(u wire.ViewUpdate) {
	p.t.Helper()
	p.frames++
	if u.Snapshot {
		p.rows = map[string]wire.Row{}
		p.resets++
	} else if u.N != p.n+1 {
		p.t.Fatalf("frame %d came after frame %d", u.N, p.n)
	}
	p.n = u.N
	for _, r := range u.Rows {
		p.rows[r.ID] = r
	}
	if u.Order != nil {
		p.order = u.Order
	}
	if u.Counts != nil {
		p.counts = *u.Counts
	}
}

// until takes what comes until that holds.
func (p *panel) until(what string, holds func() bool) {
	p.t.Helper()
	p.waits = what
	for !holds() {
		p.next()
	}
	p.waits = ""
}

// hear takes what comes until one of it is that.
func (p *panel) hear(what string, is func(wire.PanelPush) bool) wire.PanelPush {
	p.t.Helper()
	p.waits = what
	for {
		if push := p.next(); is(push) {
			p.waits = ""
			return push
		}
	}
}

// top is the first row.
func (p *panel) top() wire.Row {
	if len(p.order) == 0 {
		return wire.Row{}
	}
	return p.rows[p.order[0]]
}

func (s *socket) say(frame any) {
	s.t.Helper()
	s.write(websocket.TextMessage, wire.Encode(frame))
}

func (s *socket) write(kind int, data []byte) {
	s.t.Helper()
	if err := s.conn.WriteMessage(kind, data); err != nil {
		s.t.Fatal(err)
	}
}

func (s *socket) hear() (push wire.VisitorPush) {
	s.t.Helper()
	s.read(&push)
	return push
}

func (s *socket) read(into any) {
	s.t.Helper()
	_ = s.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, data, err := s.conn.ReadMessage()
	if err != nil {
		s.t.Fatalf("%v while waiting for %q", err, s.waits)
	}
	if err := wire.Decode(data, into); err != nil {
		s.t.Fatalf("%s: %v", data, err)
	}
}

// wantClose reads until the socket is closed with that code.
func (s *socket) wantClose(code int, reason string) {
	s.t.Helper()
	_ = s.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	for {
		_, _, err := s.conn.ReadMessage()
		var closed *websocket.CloseError
		switch {
		case err == nil:
			continue
		case !errors.As(err, &closed):
			s.t.Fatalf("got %v, want close code %d", err, code)
		case closed.Code != code || closed.Text != reason:
			s.t.Fatalf("got close code %d %q, want %d %q", closed.Code, closed.Text, code, reason)
		}
		return
	}
}
