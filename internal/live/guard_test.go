package live_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// clumsy says what panics next, once.
type clumsy struct{ opening, reading, writing, person atomic.Bool }

func stumble(over *atomic.Bool) {
	if over.CompareAndSwap(true, false) {
		panic("stumbled")
	}
}

// clumsyService is the domain, but for that.
type clumsyService struct {
	live.Service
	clumsy *clumsy
}

func (s clumsyService) Open(site *nametag.Site, token string) nametag.Browser {
	stumble(&s.clumsy.opening)
	return s.Service.Open(site, token)
}

func (s clumsyService) Visitor(ctx context.Context, site *nametag.Site, id nametag.VisitorID) (nametag.Person, error) {
	stumble(&s.clumsy.person)
	return s.Service.Visitor(ctx, site, id)
}

// clumsyConn is a connection, but for that.
type clumsyConn struct {
	net.Conn
	clumsy *clumsy
}

func (c clumsyConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	stumble(&c.clumsy.reading)
	return n, err
}

func (c clumsyConn) Write(p []byte) (int, error) {
	stumble(&c.clumsy.writing)
	return c.Conn.Write(p)
}

// A panic ends the socket it came from, with a code after which the client comes back. The process and all other
// sockets go on, and the log tells of it once.
func TestAPanicEndsOneSocket(t *testing.T) {
	t.Parallel()
	for name, provoke := range map[string]func(w *world) *socket{
		"in a hand": func(w *world) *socket {
			w.clumsy.opening.Store(true)
			s := w.dial("/socket")
			s.hello("whatever", "tab1")
			return s
		},
		"in a page's reader": func(w *world) *socket {
			s := w.page(w.known(), "tab1")
			w.clumsy.reading.Store(true)
			s.say(wire.VisitorFrame{Alive: true})
			return s
		},
		"in an agent's reader": func(w *world) *socket {
			s := w.agent().socket
			w.clumsy.reading.Store(true)
			s.say(wire.PanelFrame{Close: true})
			return s
		},
		"in a page's writer": func(w *world) *socket {
			b := w.known()
			s := w.page(b, "tab1")
			w.clumsy.writing.Store(true)
			b.Reset()
			return s
		},
		"in an agent's writer": func(w *world) *socket {
			b := w.known()
			w.page(b, "tab1")
			s := w.agent().socket
			w.clumsy.person.Store(true)
			s.say(wire.PanelFrame{Open: &wire.Open{Visitor: b.Visitor.String()}})
			return s
		},
		"in the pulse": func(w *world) *socket {
			s := w.page(w.known(), "tab1")
			w.clumsy.writing.Store(true)
			w.beat(24)
			return s
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log nametagtest.Log
			w := newWorld(t, func(c *live.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
			provoke(w).wantClose(4050, "internal")
			w.page(w.known(), "tab1") // others are served
			w.beat(25)
			if got := log.String(); strings.Count(got, "level=ERROR") != 1 || !strings.Contains(got, "stumbled") || !strings.Contains(got, "guard_test.go") {
				t.Errorf("got %q, want one line with the stack", got)
			}
		})
	}
}

// A goodbye that panics is not tried again: the socket is cut.
func TestAPanicInAGoodbyeCutsTheSocket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.page(w.known(), "tab1")
	w.clumsy.writing.Store(true)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := w.live.Close(ctx); err != nil || ctx.Err() != nil {
		t.Errorf("got %v, %v, want all sockets gone in time", err, ctx.Err())
	}
	var closed *websocket.CloseError
	if _, _, err := s.conn.ReadMessage(); err == nil || errors.As(err, &closed) && closed.Code == 4012 {
		t.Errorf("got %v, want a socket that was cut", err)
	}
}
