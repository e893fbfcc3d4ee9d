package live_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/limit"
	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// limited is a server with such limits, whose clock stands still.
func limited(s limit.Settings) func(*live.Config) {
	return func(c *live.Config) { c.Limits = limit.NewBrowsers(s, c.Now) }
}

// A tab that says too much is sent away and may come back; others go on.
func TestFramesAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited(limit.Settings{Visitor: 1}))
	jane, ravi := w.known(), w.known()
	p, other := w.page(jane, "tab1"), w.page(ravi, "tab1")
	for range 30 {
		p.say(wire.VisitorFrame{Alive: true})
	}
	p.say(wire.VisitorFrame{Page: &wire.Page{URL: "https://shop.example/too-much"}})
	p.wantClose(4029, "rate_limited")
	other.hello(w.Service.Token(ravi.Browser), "tab2")
	other.wantWelcome(ravi)
	w.Clock.Pass(3 * time.Second)
	w.page(jane, "tab1")
}

func TestAFrameTooManyIsNotCarriedOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited(limit.Settings{Visitor: 1}))
	jane := w.known()
	p := w.page(jane, "tab1")
	for i := range 31 {
		p.say(wire.VisitorFrame{Page: &wire.Page{URL: fmt.Sprintf("https://shop.example/%d", i)}})
	}
	p.wantClose(4029, "rate_limited")
	if err := w.live.Close(t.Context()); err != nil { // which waits until all that was said is carried out
		t.Fatal(err)
	}
	if row, _ := w.room.Find(w.Site.ID, jane.Visitor); row.Page.URL != "https://shop.example/29" {
		t.Errorf("got the page %q, want that of the last frame that wasn't too much", row.Page.URL)
	}
}

// Each of the limits counts what comes by a socket, pings too: they are answered.
func TestSocketsAreCounted(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]limit.Settings{"address": {Address: 1}, "site": {Site: 1}} {
		w := newWorld(t, limited(s))
		p := w.page(w.known(), "tab1")
		for range 30 {
			_ = p.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)) // the last ones meet a socket that was closed
		}
		p.wantClose(4029, "rate_limited")
		if name == "site" {
			if _, err := w.live.Heartbeat(t.Context(), w.Site, client, wire.Heartbeat{Tab: "tab1"}); !isCode(err, nametag.ErrRateLimited) {
				t.Errorf("a heartbeat: got %v, want it to be refused", err)
			}
			if err := w.tryDial(); err == nil {
				t.Error("another socket was opened")
			}
		}
	}
}

// tryDial opens a socket, or says why it can't.
func (w *world) tryDial() error {
	conn, answer, err := websocket.DefaultDialer.DialContext(context.WithoutCancel(w.T.Context()), "ws"+w.server.URL[len("http"):]+"/socket", nil)
	if err == nil {
		_ = conn.Close()
	}
	if answer != nil {
		_ = answer.Body.Close()
	}
	return err
}

// Who shows no valid token of a visitor uses up nothing of it, and what an address is refused costs no visitor anything.
func TestOnlyATokenUsesUpWhatAVisitorMayDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited(limit.Settings{Visitor: 1, Address: 5}))
	jane := w.known()
	token := w.Service.Token(jane.Browser)
	beat := wire.Heartbeat{Visitor: token[:len(token)-4] + "AAAA", Tab: "tab1"}
	for range 100 {
		if push, err := w.live.Heartbeat(t.Context(), w.Site, client, beat); err != nil || push.Fence == nil {
			t.Fatalf("a forged token: got %v, %v, want a fence", push, err)
		}
	}
	stranger := w.dial("/socket")
	stranger.hello(beat.Visitor, "tab1")
	if got := stranger.hear(); got.Fence == nil {
		t.Errorf("a forged token: got %s, want a fence", wire.Encode(got))
	}
	beat.Visitor = token
	for range 30 {
		if _, err := w.live.Heartbeat(t.Context(), w.Site, client, beat); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.live.Heartbeat(t.Context(), w.Site, client, beat); !isCode(err, nametag.ErrRateLimited) {
		t.Errorf("got %v, want rate_limited", err)
	}
}

// Where there are too many visitors of an address, the page of one who isn't let in comes back later, and so does that of
// one who had to make room.
func TestOneVisitorTooManyIsSentAway(t *testing.T) {
	t.Parallel()
	w := &world{World: nametagtest.New(t), beats: make(chan time.Time), perAddress: 1}
	w.start(nil)
	nobody, other, jane := w.known(), w.known(), w.known()
	first := w.page(nobody, "tab1")
	refused := w.dial("/socket")
	refused.hello(w.Service.Token(other.Browser), "tab1")
	refused.wantClose(4029, "rate_limited")
	var e *nametag.Error
	_, err := w.live.Heartbeat(t.Context(), w.Site, client, wire.Heartbeat{Visitor: w.Service.Token(other.Browser), Tab: "tab1"})
	if !errors.As(err, &e) || e.Code != "rate_limited" || e.Limit != 1 || e.Wait != time.Minute {
		t.Errorf("a heartbeat: got %v, want it to be refused for a minute", err)
	}
	jane.Identify(nametagtest.ID("42").Named("Jane"))
	w.page(jane, "tab1")
	first.wantClose(4029, "rate_limited")
	if rows := w.room.List(w.Site.ID, presence.Query{}, presence.Place{}, 10); len(rows) != 1 || rows[0].Person.Name != "Jane" {
		t.Errorf("got %+v, want Jane alone", rows)
	}
}
