package live_test

import (
	"errors"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// Whatever a page's socket says, it is told so by a close code of the other side's fault, or goes on; and nobody becomes
// somebody by it.
func FuzzVisitorFrame(f *testing.F) {
	w := newWorld(f)
	b := w.Browser()
	b.Identify(nametagtest.ID("42").Named("Jane"))
	token := w.Service.Token(b.Browser)
	for _, frame := range []wire.VisitorFrame{
		{Hello: &wire.Hello{Visitor: token, Tab: "t", Visible: true, Page: wire.Page{URL: "https://shop.example/", Title: "Mugs"}}},
		{Page: &wire.Page{URL: "https://shop.example/", Referrer: "\u202e"}}, {Alive: true},
	} {
		f.Add(wire.Encode(frame))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		s := w.dialFor(t, "/socket")
		defer s.conn.Close()
		hello := wire.VisitorFrame{Hello: &wire.Hello{Visitor: token, Tab: "t", Visible: true}}
		s.say(hello)
		s.wantWelcome(b)
		s.write(websocket.TextMessage, frame)
		hello.Hello.Tab = "another" // which is answered
		s.say(hello)
		s.goesOnOrIsRefused(t)
		got, err := w.Store.Contacts(t.Context(), w.Site.ID, nametag.ContactQuery{Limit: 10})
		if err != nil || len(got) != 1 || got[0].Text(nametag.Name) != "Jane" {
			t.Errorf("got %v, %v after %q, want Jane as she is", got, err, frame)
		}
	})
}

// Whatever an agent's socket says, it is told what is wrong or gets what it asks for.
func FuzzPanelFrame(f *testing.F) {
	w := newWorld(f)
	b := w.Browser()
	b.Identify(nametagtest.ID("42").Named("Jane"))
	for _, frame := range []wire.PanelFrame{
		{View: &wire.View{Sort: "newest", Count: 10}}, {View: &wire.View{Sort: "x", First: -1, Count: 1 << 40}}, {Close: true},
		{Open: &wire.Open{Visitor: b.Visitor.String()}}, {Open: &wire.Open{Contact: w.Contact("42").ID.String()}},
	} {
		f.Add(wire.Encode(frame))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		s := w.dialFor(t, "/agent")
		defer s.conn.Close()
		s.write(websocket.TextMessage, frame)
		s.say(wire.PanelFrame{Open: &wire.Open{Visitor: "nobody"}}) // is answered with an error
		s.goesOnOrIsRefused(t)
	})
}

// goesOnOrIsRefused waits for an answer, or for the close code of an error that isn't the server's.
func (s *socket) goesOnOrIsRefused(t *testing.T) {
	t.Helper()
	_ = s.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, _, err := s.conn.ReadMessage()
	var closed *websocket.CloseError
	if err != nil && (!errors.As(err, &closed) || closed.Code < 4500 || closed.Text == "") {
		t.Errorf("got %v, want an answer or a refusal", err)
	}
}
