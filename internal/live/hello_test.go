package live_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// asked is the domain, which counts how often it is asked who a browser is.
type asked struct {
	live.Service
	times *atomic.Int32
}

func (s asked) Arrive(ctx context.Context, b nametag.Browser) (nametag.Arrival, error) {
	s.times.Add(1)
	return s.Service.Arrive(ctx, b)
}

// A hello that is said again by the same tab says how it is by now, and nobody is asked who it is.
func TestAHelloSaidAgainAsksNobody(t *testing.T) {
	t.Parallel()
	var times atomic.Int32
	w := newWorld(t, func(c *live.Config) { c.Service = asked{c.Service, &times} })
	b := w.known()
	p, agent := w.page(b, "tab1"), w.agent()
	hello := wire.Hello{Visitor: w.Service.Token(b.Browser), Tab: "tab1", Page: wire.Page{URL: "https://shop.example/cart"}, Visible: true}
	says := func(change func(*wire.Hello), state string) {
		t.Helper()
		change(&hello)
		p.say(wire.VisitorFrame{Hello: &hello})
		agent.until(state+" on "+hello.Page.URL, func() bool { return agent.top().State == state && agent.top().Page.URL == hello.Page.URL })
	}
	says(func(*wire.Hello) {}, "active")
	w.Clock.Pass(61 * time.Second)
	says(func(h *wire.Hello) { h.Page.Title = "(1) Cart" }, "idle")
	says(func(h *wire.Hello) { h.Alive++ }, "active")
	b.Identify(nametagtest.ID("42"))
	if got := p.hear(); got.Identity == nil {
		t.Fatalf("got %s, want the new trust and no second welcome", wire.Encode(got))
	}
	if got := times.Load(); got != 1 {
		t.Errorf("got asked %d times, want once", got)
	}
	says(func(h *wire.Hello) { h.Visitor, h.Page.URL = w.Service.Token(b.Browser), "https://shop.example/known" }, "active")
	p.wantWelcome(b) // a token that it found elsewhere says nothing of its trust by itself
	hello.Tab = "tab2"
	p.say(wire.VisitorFrame{Hello: &hello})
	p.wantWelcome(b)
	other := w.known()
	p.hello(w.Service.Token(other.Browser), "tab2")
	p.wantWelcome(other)
	if got := times.Load(); got != 4 {
		t.Errorf("got asked %d times, want once for each token, tab and visitor", got)
	}
}

// An older token of the same visitor is none of its socket's.
func TestAHelloSaidAgainWithAnOlderToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	p := w.page(b, "tab1")
	older := w.Service.Token(b.Browser)
	b.Identify(nametagtest.ID("42"))
	p.hear() // of the new trust
	p.hello(older, "tab1")
	if got := p.hear(); got.Fence == nil {
		t.Errorf("got %s, want a fence", wire.Encode(got))
	}
	p.hello(w.Service.Token(b.Browser), "tab1") // after that it must say who it is
	p.wantWelcome(b)
}

// A heartbeat that counts says how often there was a sign of life, also that there was none yet.
func TestHeartbeatsCountSignsOfLife(t *testing.T) {
	t.Parallel()
	none, one := 0, 1
	for name, c := range map[string]struct {
		alive *int
		want  presence.State
	}{"uncounted": {nil, presence.Active}, "none": {&none, presence.Idle}, "one more": {&one, presence.Active}} {
		w := newWorld(t)
		b := w.known()
		beat := wire.Heartbeat{Site: w.Site.Key, Visitor: w.Service.Token(b.Browser), Tab: "tab1", Visible: true, Alive: &none}
		send := func() {
			if _, err := w.live.Heartbeat(t.Context(), w.Site, client, beat); err != nil {
				t.Fatal(err)
			}
		}
		send()
		w.Clock.Pass(61 * time.Second)
		beat.Alive = c.alive
		send()
		if row, _ := w.room.Find(w.Site.ID, b.Visitor); row.State != c.want {
			t.Errorf("%s: got %v, want %v", name, row.State, c.want)
		}
	}
}

// What a script cut in two is no reason to lose the socket.
func TestAPageWithHalfALetter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	p := w.page(b, "tab1")
	agent := w.agent()
	p.write(websocket.TextMessage, []byte(`{"page":{"url":"https://shop.example/","title":"Mugs \ud83d"}}`))
	agent.until("the title", func() bool { return agent.top().Page.Title == "Mugs \ufffd" })
}

// spec live §1: after a restart a page's heartbeat may overtake the hello of the socket that it has again, or come after it.
func TestHeartbeatsDoNotTakeATabFromItsSocket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	beat := func() {
		t.Helper()
		h := wire.Heartbeat{Site: w.Site.Key, Visitor: w.Service.Token(b.Browser), Tab: "tab1", Visible: true, Page: wire.Page{URL: "https://shop.example/mugs"}}
		if _, err := w.live.Heartbeat(t.Context(), w.Site, client, h); err != nil {
			t.Fatal(err)
		}
	}
	p, agent := w.dial("/socket"), w.agent()
	p.hello("nonsense", "tab1")
	p.hear() // by now it has its number
	beat()
	p.hello(w.Service.Token(b.Browser), "tab1")
	p.wantWelcome(b)
	beat()
	w.Clock.Pass(2 * presence.BeatLease)
	p.say(wire.VisitorFrame{Page: &wire.Page{URL: "https://shop.example/cart"}})
	agent.until("the cart", func() bool {
		return agent.top().State == "active" && agent.top().Page.URL == "https://shop.example/cart"
	})
}
