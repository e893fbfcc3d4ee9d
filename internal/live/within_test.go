package live_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// helloWithin is the hello of a page that keeps nothing, and found the token own in its browser.
func (s *socket) helloWithin(token, own, tab string) {
	s.t.Helper()
	s.say(wire.VisitorFrame{Hello: &wire.Hello{Visitor: token, Own: own, Tab: tab, Visible: true, Page: wire.Page{URL: "https://shop.example/account"}}})
}

// wantRows waits until the agent sees rows of these visitors, in any order, and in the first one's row exactly these.
func (p *panel) wantRows(own []string, visitors ...*nametagtest.Browser) {
	p.t.Helper()
	p.until("rows of these, with these in it", func() bool {
		if len(p.order) != len(visitors) {
			return false
		}
		for i, b := range visitors {
			at := slices.IndexFunc(p.order, func(id string) bool { return p.rows[id].Visitor == b.Visitor.String() })
			if at < 0 || i == 0 && !slices.Equal(p.rows[p.order[at]].Own, own) {
				return false
			}
		}
		return true
	})
}

// spec widget §4: an agent sees a page that keeps nothing, and whom its browser keeps, in one row while the page lives.
// Nothing of that is written.
func TestAPageThatKeepsNothingIsInTheRowOfItsBrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own, b := w.known(), w.known()
	b.Identify(w.Vouched(nametagtest.ID("42").Named("Jane")))
	tab, agent := w.page(own, "tab1"), w.agent()
	row := agent.top().ID
	before := *w.Visitor(b.Visitor)
	p := w.dial("/socket")
	p.helloWithin(w.Service.Token(b.Browser), w.Service.Token(own.Browser), "tab2")
	p.wantWelcome(b)
	agent.wantRows([]string{own.Visitor.String()}, b)
	if got := agent.top(); got.ID != row || got.Name != "Jane" || got.Trust != "verified" || got.Tabs != 2 || got.Visitors != 1 {
		t.Errorf("got %s, want the browser's row as Jane's, with both tabs", wire.Encode(got))
	}
	_ = p.conn.Close()
	agent.until("Jane's page gone", func() bool {
		w.Clock.Pass(time.Minute)
		tab.say(wire.VisitorFrame{Alive: true}) // which is no sign of hers
		return len(agent.order) == 2 || agent.top().Visitor == own.Visitor.String()
	})
	agent.until("the browser's own visitor", func() bool {
		return slices.ContainsFunc(agent.order, func(id string) bool {
			r := agent.rows[id]
			return r.Visitor == own.Visitor.String() && r.Trust == "anonymous" && r.Tabs == 1 && r.Own == nil
		})
	})
	if now := *w.Visitor(b.Visitor); now.Link != before.Link || now.Number != before.Number {
		t.Errorf("got %+v, want the page's visitor as it was", now)
	}
	if _, err := w.Store.Visitor(t.Context(), w.Site.ID, own.Visitor); !errors.Is(err, nametag.ErrNotFound) {
		t.Errorf("got %v, want nothing written of the browser's visitor", err)
	}
}

// The window may be hostile: only a living token of this site's puts its page into a row, and nobody is told why not.
func TestTokensThatPutAPageIntoNobodysRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own, risen, reset := w.known(), w.known(), w.known()
	older, dead := w.Service.Token(risen.Browser), w.Service.Token(reset.Browser)
	risen.Identify(nametagtest.ID("7"))
	reset.Reset()
	elsewhere := w.Site.ID + 1
	w.page(own, "tab1")
	b := w.known()
	p := w.dial("/socket")
	for name, token := range map[string]string{
		"none": "", "nonsense": "nonsense", "an id": own.Visitor.String(), "an older one": older, "a dead one": dead,
		"another site's": w.Service.Token(nametag.Browser{Site: &nametag.Site{ID: elsewhere}, Visitor: own.Visitor}),
		"its own":        w.Service.Token(b.Browser),
	} {
		p.waits = "a welcome with the token of " + name
		p.helloWithin(w.Service.Token(b.Browser), token, "tab of "+name)
		p.wantWelcome(b)
		if rows := w.room.List(w.Site.ID, presence.Query{}, presence.Place{}, 10); len(rows) != 2 || rows[0].Own != nil || rows[1].Own != nil {
			t.Errorf("with the token of %s: got %+v, want two rows", name, rows)
		}
	}
}

// The page says whom it finds by now: another tab was reset, or cleared what was stored.
func TestAPageThatFindsAnotherTokenInItsBrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own, b := w.known(), w.known()
	token := w.Service.Token(b.Browser)
	tab, p, agent := w.page(own, "tab1"), w.dial("/socket"), w.agent()
	first := *own
	p.helloWithin(token, w.Service.Token(own.Browser), "tab2")
	agent.wantRows([]string{first.Visitor.String()}, b)
	own.Reset()
	agent.wantRows(nil, b)
	if got := tab.hear(); got.Fence == nil {
		t.Fatalf("got %s, want a fence", wire.Encode(got))
	}
	tab.hello(w.Service.Token(own.Browser), "tab1")
	agent.wantRows(nil, b, own)
	p.helloWithin(token, w.Service.Token(own.Browser), "tab2")
	agent.wantRows([]string{own.Visitor.String()}, b)
	p.helloWithin(token, "", "tab2")
	agent.wantRows(nil, b, own)
}

func TestHeartbeatsSayInWhoseBrowserTheyAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own, b := w.known(), w.known()
	w.page(own, "tab1")
	agent := w.agent()
	beat := wire.Heartbeat{Site: w.Site.Key, Visitor: w.Service.Token(b.Browser), Tab: "tab2", Visible: true}
	send := func(token string) {
		t.Helper()
		beat.Own = token
		got, err := w.live.Heartbeat(t.Context(), w.Site, client, beat)
		if err != nil || got.Welcome == nil {
			t.Fatalf("got %s, %v, want a welcome", wire.Encode(got), err)
		}
	}
	send(w.Service.Token(own.Browser))
	agent.wantRows([]string{own.Visitor.String()}, b)
	send("")
	agent.wantRows(nil, b, own)
	send(w.Service.Token(own.Browser))
	agent.wantRows([]string{own.Visitor.String()}, b)
}

// Whom the browser keeps can be opened where it isn't here itself and nothing was written of it yet.
func TestAnAgentOpensWhomABrowserKeeps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own, b := w.known(), w.known()
	p, agent := w.dial("/socket"), w.agent()
	p.helloWithin(w.Service.Token(b.Browser), w.Service.Token(own.Browser), "tab2")
	agent.wantRows([]string{own.Visitor.String()}, b)
	agent.say(wire.PanelFrame{Open: &wire.Open{Visitor: own.Visitor.String()}})
	agent.until("the person", func() bool { return agent.person != nil })
	if v := agent.person.Visitor; v == nil || v.ID != own.Visitor.String() || agent.person.Contact != nil {
		t.Errorf("got %s, want the browser's own visitor", wire.Encode(agent.person))
	}
}
