package live_test

import (
	"bytes"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

func TestAPageSaysWhereItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	p := w.page(b, "tab1")
	agent := w.agent()
	if got := agent.top(); got.Visitor != b.Visitor.String() || got.State != "active" || got.Page.Title != "Mugs" || got.Device.Browser != "Chrome 130" {
		t.Errorf("got %s", wire.Encode(got))
	}
	p.say(wire.VisitorFrame{Page: &wire.Page{URL: "https://shop.example/cart", Title: strings.Repeat("é", 1000)}})
	agent.until("the cart", func() bool { return agent.top().Page.URL == "https://shop.example/cart" })
	if got := len(agent.top().Page.Title); got != 300 {
		t.Errorf("a title of 2,000 bytes: got %d of them, want 300", got)
	}
	p.say(wire.VisitorFrame{Alive: true})
	hidden := false
	p.say(wire.VisitorFrame{Visible: &hidden})
	p.say(wire.VisitorFrame{Page: &wire.Page{URL: "https://shop.example/hidden"}})
	agent.until("the hidden page", func() bool { return agent.top().Page.URL == "https://shop.example/hidden" })
}

// spec security §6: a page that may not use the site any more is cut with its next frame, or else its next answer to a ping.
func TestAPageThatMayNotGoOnIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := w.agent()
	talks, silent := w.page(w.known(), "tab1"), w.page(w.known(), "tab2")
	agent.until("both", func() bool { return len(agent.rows) == 2 })
	shows := func(url string) bool {
		return slices.ContainsFunc(w.room.List(w.Site.ID, presence.Query{}, presence.Place{}, 10), func(r presence.Row) bool { return r.Page.URL == url })
	}
	w.lost.Store(nametag.ErrInternal) // no answer: they go on
	talks.say(wire.VisitorFrame{Page: &wire.Page{URL: "https://shop.example/cart"}})
	agent.until("the cart", func() bool { return shows("https://shop.example/cart") })
	w.lost.Store(nametag.ErrOrigin)
	talks.say(wire.VisitorFrame{Page: &wire.Page{URL: "https://gone.example/"}})
	talks.wantClose(4503, "origin_not_allowed") // before any ping
	w.beat(25)
	silent.wantClose(4503, "origin_not_allowed")
	if shows("https://gone.example/") {
		t.Error("the refused frame was taken")
	}
}

// known is a browser with a token, as every page's first request gives it.
func (w *world) known() *nametagtest.Browser {
	w.T.Helper()
	return w.Browser().Copy()
}

// spec identity §5: other tabs are told of a fence, never the new token.
func TestAFenceIsToldToEveryTab(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	tabs := []*socket{w.page(b, "tab1"), w.page(b, "tab2")}
	agent := w.agent()
	old := b.Visitor
	b.Reset()
	for _, tab := range tabs {
		if got := tab.hear(); got.Fence == nil {
			t.Fatalf("got %s, want a fence", wire.Encode(got))
		}
	}
	tabs[0].say(wire.VisitorFrame{Alive: true}) // it was on its way: no harm
	tabs[0].hello(w.Service.Token(b.Browser), "tab1")
	tabs[0].wantWelcome(b)
	agent.until("the successor on top", func() bool { return agent.top().Visitor == b.Visitor.String() && len(agent.order) == 2 })
	if got := agent.rows[agent.order[1]]; got.Visitor != old.String() || got.State != "left" {
		t.Errorf("got %s, want the old visitor, left", wire.Encode(got))
	}
}

func TestARiseOfTrustIsToldToOlderTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	p := w.page(b, "tab1")
	b.Identify(nametagtest.ID("42").Named("Jane"))
	if got := p.hear(); got.Identity == nil || got.Identity.Trust != "claimed" {
		t.Fatalf("got %s, want the new trust", wire.Encode(got))
	}
	p.hello(w.Service.Token(b.Browser), "tab1")
	p.wantWelcome(b)                                  // it knows by now who that is
	b.Update(nametagtest.Nothing().Named("Jane Doe")) // no rise: nothing is pushed
	b.Reset()
	if got := p.hear(); got.Fence == nil {
		t.Errorf("got %s, want nothing between the new trust and the fence", wire.Encode(got))
	}
}

// Publishing never waits for a page that doesn't read.
func TestAPageThatDoesNotReadHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *live.Config) { c.WriteWithin = time.Minute })
	b := w.known()
	p := w.page(b, "tab1")
	change := nametag.Change{Site: w.Site.ID, Visitor: b.Visitor, Link: nametag.Link{Trust: nametag.Claimed}}
	const rises = 20_000
	for change.Number < rises {
		change.Number++
		w.live.Publish(change)
	}
	change.Number++
	change.Link.Trust = nametag.Verified
	w.live.Publish(change)
	heard := 1
	for ; p.hear().Identity.Trust != "verified"; heard++ {
	}
	if heard > rises/2 {
		t.Errorf("heard of %d rises, want the newest to stand for those before it", heard)
	}
}

func TestADeadTokenMayBeFollowedByAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	dead := w.Service.Token(b.Browser)
	stale := b.Copy()
	b.Identify(nametagtest.ID("42"))
	s := w.dial("/socket")
	for name, token := range map[string]string{"of nobody": "nonsense", "none": "", "stale": w.Service.Token(stale.Browser), "dead": dead} {
		s.hello(token, "tab1")
		if got := s.hear(); got.Fence == nil {
			t.Errorf("a token %s: got %s, want a fence", name, wire.Encode(got))
		}
	}
	s.hello(w.Service.Token(b.Browser), "tab1")
	s.wantWelcome(b)
}

func TestAHelloIsOwedInTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	silent := w.dial("/socket")
	b := w.known()
	p := w.page(b, "tab1")
	w.beat(11)
	silent.wantClose(4001, "no_hello")
	b.Reset()
	p.hear()
	w.beat(16)
	p.wantClose(4001, "no_hello")
}

func TestBadFramesEndTheSocket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := func(s string) []byte { return []byte(s) }
	for name, c := range map[string]struct {
		kind   int
		frame  []byte
		code   int
		reason string
	}{
		"no JSON":            {websocket.TextMessage, text("hello"), 4500, "bad_json"},
		"nothing":            {websocket.TextMessage, text("{}"), 4500, "bad_value"},
		"two members":        {websocket.TextMessage, text(`{"visible":true,"alive":true}`), 4500, "bad_value"},
		"a key twice":        {websocket.TextMessage, text(`{"alive":true,"alive":true}`), 4500, "bad_json"},
		"an unknown key":     {websocket.TextMessage, text(`{"Alive":true}`), 4500, "unknown_field"},
		"a wrong type":       {websocket.TextMessage, text(`{"visible":"yes"}`), 4500, "wrong_type"},
		"half an escape":     {websocket.TextMessage, text(`{"page":{"url":"\ud8"}}`), 4500, "bad_json"},
		"invalid UTF-8":      {websocket.TextMessage, text("{\"page\":{\"url\":\"\xff\"}}"), 4500, "bad_json"},
		"no hello first":     {websocket.TextMessage, text(`{"alive":true}`), 4500, "missing_field"},
		"a tab without name": {websocket.TextMessage, text(`{"hello":{"visitor":"x","page":{"url":""},"tab":"","visible":true}}`), 4500, "bad_value"},
		"too large":          {websocket.TextMessage, bytes.Repeat(text("x"), 20_000), 4513, "too_large"},
		"binary":             {websocket.BinaryMessage, text(`{"alive":true}`), 4515, "unsupported_media_type"},
	} {
		s := w.dial("/socket")
		s.write(c.kind, c.frame)
		s.waits = name
		s.wantClose(c.code, c.reason)
	}
}

func TestASocketThatAnswersNoPingIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b, other := w.known(), w.known()
	silent := w.page(b, "tab1") // from here on it reads nothing, so it answers nothing
	awake := w.page(other, "tab1")
	answered := awake.answerPings()
	for range 4 {
		w.beat(24)
		<-answered
	}
	_ = silent.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	var waited net.Error
	if _, _, err := silent.conn.ReadMessage(); err == nil || errors.As(err, &waited) && waited.Timeout() {
		t.Errorf("got %v, want a socket that was cut", err)
	}
	if row, _ := w.room.Find(w.Site.ID, other.Visitor); row.Tabs != 1 {
		t.Error("the socket that answered was cut too")
	}
}

// answerPings reads in the background, and says when the server has heard the answer to a ping: a ping of ours that
// follows the answer has come back.
func (s *socket) answerPings() (answered <-chan struct{}) {
	heard := make(chan struct{}, 100)
	answer := s.conn.PingHandler()
	s.conn.SetPingHandler(func(data string) error {
		return errors.Join(answer(data), s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)))
	})
	s.conn.SetPongHandler(func(string) error {
		heard <- struct{}{}
		return nil
	})
	go func() { // ends with the world
		for {
			if _, _, err := s.conn.ReadMessage(); err != nil {
				close(heard)
				return
			}
		}
	}()
	return heard
}

func TestTheOldestOfTooManySocketsGoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *live.Config) { c.SocketsPerVisitor = 2 })
	b := w.known()
	oldest := w.page(b, "tab1")
	w.page(b, "tab2")
	w.page(b, "tab3")
	oldest.wantClose(4508, "too_many_sockets")
}

// Nor does it help not to listen to that: whoever is told to go makes no room for others.
func TestSocketsThatDontGoMakeNoRoom(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *live.Config) { c.SocketsPerVisitor = 2 })
	b := w.known()
	pages := []*socket{w.page(b, "tab0"), w.page(b, "tab1"), w.page(b, "tab2"), w.page(b, "tab3"), w.page(b, "tab4")}
	for _, p := range pages[:3] { // none answered before all are there
		p.wantClose(4508, "too_many_sockets")
	}
}

func TestClosingTellsAllToComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page, agent := w.page(w.known(), "tab1"), w.agent()
	closed := make(chan error, 1)
	go func() { closed <- w.live.Close(t.Context()) }()
	page.wantClose(4012, "restart")
	agent.wantClose(4012, "restart")
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	w.dial("/socket").wantClose(4012, "restart")
	if visitors, agents := w.live.SocketCounts(); visitors+agents != 0 {
		t.Errorf("got %d and %d sockets after closing, want none", visitors, agents)
	}
}

func TestNoHandshakeIsNoSocket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	resp, err := w.server.Client().Get(w.server.URL + "/socket")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != 400 {
		t.Errorf("got %d, want the web room's answer", resp.StatusCode)
	}
}

func TestASocketThatSaysHelloAnewLeavesItsOldTab(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	p := w.page(b, "tab1")
	p.hello(w.Service.Token(b.Browser), "tab2")
	p.wantWelcome(b)
	if row, _ := w.room.Find(w.Site.ID, b.Visitor); row.Tabs != 1 {
		t.Errorf("got %d tabs, want the new one alone", row.Tabs)
	}
}

func TestHeartbeatsSayTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	beat := wire.Heartbeat{Site: w.Site.Key, Visitor: w.Service.Token(b.Browser), Tab: "tab1", Visible: true, Page: wire.Page{URL: "https://shop.example/mugs"}}
	send := func(h wire.Heartbeat) wire.VisitorPush {
		t.Helper()
		push, err := w.live.Heartbeat(t.Context(), w.Site, client, h)
		if err != nil {
			t.Fatal(err)
		}
		return push
	}
	for range 2 {
		if got := send(beat); got.Welcome == nil || got.Welcome.VisitorID != b.Visitor.String() || got.Welcome.Trust != "anonymous" {
			t.Fatalf("got %s, want a welcome", wire.Encode(got))
		}
	}
	if row, here := w.room.Find(w.Site.ID, b.Visitor); !here || row.Tabs != 1 {
		t.Errorf("got %+v, want one tab", row)
	}
	beat.Gone = true
	send(beat)
	if row, _ := w.room.Find(w.Site.ID, b.Visitor); row.Tabs != 0 {
		t.Errorf("got %+v, want no tab", row)
	}
	beat.Gone = false
	b.Reset()
	if got := send(beat); got.Fence == nil {
		t.Errorf("got %s, want a fence", wire.Encode(got))
	}
	beat.Tab = ""
	if _, err := w.live.Heartbeat(t.Context(), w.Site, client, beat); !isCode(err, nametag.ErrBadValue) {
		t.Errorf("got %v, want bad_value", err)
	}
}
