package web_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// listen puts the world behind a real listener.
func (w *world) listen() *httptest.Server {
	s := httptest.NewServer(w.handler)
	w.t.Cleanup(s.Close)
	return s
}

// dial opens a socket as a browser does; headers as "Name: value".
func dial(t *testing.T, s *httptest.Server, path string, headers ...string) *websocket.Conn {
	t.Helper()
	h := http.Header{}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		h.Add(name, value)
	}
	conn, answer, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(s.URL, "http")+path, h)
	if err != nil {
		t.Fatalf("open %s: %v (%v)", path, err, answer)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func receive[T any](t *testing.T, conn *websocket.Conn) (push T) {
	t.Helper()
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, data, err := conn.ReadMessage()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &push); err != nil {
		t.Fatalf("read %s: %v", data, err)
	}
	return push
}

func send(t *testing.T, conn *websocket.Conn, frame any) {
	t.Helper()
	if err := conn.WriteMessage(websocket.TextMessage, wire.Encode(frame)); err != nil {
		t.Fatal(err)
	}
}

const iPhone = "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
	"Version/18.1 Mobile/15E148 Safari/604.1"

// A page says hello over its socket, and the agent who watches sees it, with what its user agent tells.
func TestAVisitorAppearsBeforeAnAgent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	hello := p.send()
	s := w.listen()
	visitor := dial(t, s, "/v1/socket?site="+w.Site.Key, fromShop, iPhone)
	send(t, visitor, wire.VisitorFrame{Hello: &wire.Hello{Visitor: p.token, Tab: "t1", Visible: true, Page: wire.Page{URL: "https://shop.example/cart"}}})
	welcome := receive[wire.VisitorPush](t, visitor)
	if welcome.Welcome == nil || welcome.Welcome.VisitorID != hello.Visitor.ID {
		t.Fatalf("got %+v, want a welcome", welcome)
	}
	agent := dial(t, s, "/api/v1/live?site="+w.Site.Key, fromPanel, w.cookie())
	if first := receive[wire.PanelPush](t, agent); first.Hello == nil || first.Hello.Site.Key != w.Site.Key {
		t.Fatalf("got %+v, want hello with the site", first)
	}
	send(t, agent, wire.PanelFrame{View: &wire.View{Sort: "newest", Count: 10}})
	view := receive[wire.PanelPush](t, agent).View
	if view == nil || len(view.Rows) != 1 {
		t.Fatalf("got %+v, want one row", view)
	}
	want := wire.Device{Kind: "phone", Browser: "Safari 18", OS: "iOS"}
	if row := view.Rows[0]; row.Visitor != hello.Visitor.ID || row.Device != want {
		t.Errorf("got %+v, want the visitor on %+v", row, want)
	}
}

func TestAHeartbeatIsASignOfLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	hello := p.send()
	body := string(wire.Encode(wire.Heartbeat{Site: w.Site.Key, Visitor: p.token, Tab: "t1", Visible: true, Page: wire.Page{URL: "https://shop.example/"}}))
	var push wire.VisitorPush
	request(t, w, "POST", "/v1/heartbeat", body, browserType, fromShop, iPhone).ok(&push).header("Access-Control-Allow-Origin", shopOrigin)
	if push.Welcome == nil || push.Welcome.VisitorID != hello.Visitor.ID {
		t.Errorf("got %+v, want a welcome", push)
	}
	if rows := w.here.List(w.Site.ID, presence.Query{}, presence.Place{}, 10); len(rows) != 1 || rows[0].Device.Kind != "phone" {
		t.Errorf("got %+v, want the visitor on a phone", rows)
	}
}

const headlessChrome = "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36"

// A browser that says that it has no screen is among the bots until a page of it counts what somebody does there, by its
// socket or by heartbeats.
func TestAHeadlessBrowserIsABotUntilSomebodyActs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lists := func(when string, people, bots int) {
		t.Helper()
		for kind, of := range map[string]struct {
			search string
			want   int
		}{"desktop": {"", people}, "bot": {"is:bot", bots}} {
			var list wire.VisitorList
			a := d.send("GET", "/visitors?q="+of.search, "").ok(&list)
			if len(list.Visitors) != of.want || of.want > 0 && list.Visitors[0].Device.Kind != kind {
				t.Errorf("%s: %q: got %s, want %d as %s", when, of.search, a.Body, of.want, kind)
			}
		}
	}
	p := d.page()
	p.send()
	hello := wire.Hello{Visitor: p.token, Tab: "t1", Visible: true, Page: wire.Page{URL: "https://shop.example/"}}
	visitor := dial(t, d.listen(), "/v1/socket?site="+d.Site.Key, fromShop, headlessChrome)
	send(t, visitor, wire.VisitorFrame{Hello: &hello})
	receive[wire.VisitorPush](t, visitor)
	lists("at first", 0, 1)
	hello.Tab, hello.Alive = "t2", 70_000 // another tab is welcomed anew
	send(t, visitor, wire.VisitorFrame{Hello: &hello})
	receive[wire.VisitorPush](t, visitor)
	lists("after somebody acted", 1, 0)

	other, none, some := d.page(), 0, 1
	other.send()
	beat := wire.Heartbeat{Site: d.Site.Key, Visitor: other.token, Tab: "t1", Visible: true, Alive: &none, Page: wire.Page{URL: "https://shop.example/"}}
	beats := func() {
		request(t, d.world, "POST", "/v1/heartbeat", string(wire.Encode(beat)), browserType, fromShop, headlessChrome).ok(nil)
	}
	beats()
	beats()
	lists("by heartbeats", 1, 1)
	beat.Alive = &some
	beats()
	lists("by heartbeats, after somebody acted", 2, 0)
}

// A refused page shows on the Install page, a first one turns it green: both over the agent's socket.
func TestTheInstallPageHears(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := dial(t, w.listen(), "/api/v1/live?site="+w.Site.Key, fromPanel, w.cookie())
	receive[wire.PanelPush](t, agent)
	post := func(origin string) {
		request(t, w, "POST", "/v1/commands", w.page().batch(), browserType, "Origin: "+origin)
	}
	post("https://elsewhere.example")
	if got := receive[wire.PanelPush](t, agent).Site; got == nil || got.RefusedOrigin != "https://elsewhere.example" {
		t.Errorf("got %+v, want the refused origin", got)
	}
	post(shopOrigin)
	if got := receive[wire.PanelPush](t, agent).Site; got == nil || got.InstalledOrigin != shopOrigin || got.InstalledAt == 0 {
		t.Errorf("got %+v, want the first page's origin", got)
	}
}

// A program with an API key watches too; it has no page and so no origin.
func TestAnAPIKeyMayWatch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	conn := dial(t, w.listen(), "/api/v1/live", w.key("visitors:read"))
	if first := receive[wire.PanelPush](t, conn); first.Hello == nil {
		t.Errorf("got %+v, want hello", first)
	}
}

// Who may no longer watch is cut at the next pulse, within a second: logged out, or with a key that was revoked.
func TestWhoMayNoLongerWatchIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s, cookie := w.listen(), w.cookie()
	key, text, err := w.access.CreateAPIKey(t.Context(), int64(w.Site.ID), "backend", []string{"visitors:read"})
	if err != nil {
		t.Fatal(err)
	}
	agent := dial(t, s, "/api/v1/live?site="+w.Site.Key, fromPanel, cookie)
	program := dial(t, s, "/api/v1/live", "Authorization: Bearer "+text)
	receive[wire.PanelPush](t, agent)
	receive[wire.PanelPush](t, program)
	request(t, w, "POST", "/api/v1/logout", `{}`, jsonType, fromPanel, cookie)
	if _, err := w.access.RevokeAPIKey(t.Context(), key.ID); err != nil {
		t.Fatal(err)
	}
	w.tick <- w.Clock.Now()
	for name, conn := range map[string]*websocket.Conn{"login_required": agent, "bad_api_key": program} {
		_, _, err := conn.ReadMessage()
		var closed *websocket.CloseError
		if !errors.As(err, &closed) || closed.Text != name || closed.Code < 4500 {
			t.Errorf("got %v, want to be told %s and not to come back", err, name)
		}
	}
}

// Somebody else's page can't hide behind a name that contains ours, whatever the proxy says the host is.
func TestThePanelBehindAProxy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.listen() // its Host is 127.0.0.1:port, as behind a proxy that doesn't pass the host on
	dial(t, s, "/api/v1/live?site="+w.Site.Key, fromPanel, w.cookie())
	dial(t, s, "/api/v1/live?site="+w.Site.Key, "Origin: "+s.URL, w.cookie())
}

func TestSocketsAreForAllowedPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.SetSite(func(site *nametag.Site) { site.Origins = []string{"https://*.shop.example"} })
	s := w.listen()
	dial(t, s, "/v1/socket?site="+w.Site.Key, "Origin: https://www.shop.example")
	_, answer, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(s.URL, "http")+"/v1/socket?site="+w.Site.Key,
		http.Header{"Origin": {shopOrigin}})
	if err == nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("got %v, want 403 for the apex", answer)
	}
	page := dial(t, s, "/v1/socket?site="+w.Site.Key, "Origin: https://www.shop.example")
	w.SetSite(func(site *nametag.Site) { site.Origins = []string{shopOrigin} })
	send(t, page, wire.VisitorFrame{Alive: true})
	_, _, err = page.ReadMessage()
	var closed *websocket.CloseError
	if !errors.As(err, &closed) || closed.Text != "origin_not_allowed" || closed.Code < 4500 {
		t.Errorf("got %v, want to be told once the origin is off the list, and not to come back", err)
	}
}

// Agents are shown settings in the order in which they were changed, also where several change them at once.
func TestAgentsSeeTheLastOfManyChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.cookie()
	agent := dial(t, w.listen(), "/api/v1/live?site="+w.Site.Key, fromPanel, cookie)
	receive[wire.PanelPush](t, agent)
	for round := range 20 {
		var all sync.WaitGroup
		for i := range 8 {
			name := fmt.Sprintf(`{"name":"Shop %d of %d"}`, i, round)
			all.Go(func() { request(t, w, "PATCH", "/api/v1/site?site="+w.Site.Key, name, jsonType, fromPanel, cookie) })
		}
		all.Wait()
		site, err := w.Service.Site(t.Context(), w.Site.Key)
		if err != nil {
			t.Fatal(err)
		}
		_ = agent.SetReadDeadline(time.Now().Add(10 * time.Second))
		for shown := ""; shown != site.Name; {
			if now := receive[wire.PanelPush](t, agent).Site; now != nil {
				shown = now.Name
			}
		}
	}
}

// A key that may only see who is here is not told of people over the socket what it isn't told over HTTP.
func TestOpeningPeopleTakesAScopeOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane := w.Browser()
	jane.Identify(nametagtest.ID("42").Mailed("jane@example.com"))
	contact, visitor := wire.Open{Contact: w.Contact("42").ID.String()}, wire.Open{Visitor: jane.Visitor.String()}
	s := w.listen()
	open := func(who wire.Open, address string, headers ...string) wire.PanelPush {
		conn := dial(t, s, address, headers...)
		receive[wire.PanelPush](t, conn)
		send(t, conn, wire.PanelFrame{Open: &who})
		return receive[wire.PanelPush](t, conn)
	}
	for _, who := range []wire.Open{contact, visitor} {
		told := open(who, "/api/v1/live", w.key("visitors:read"))
		if told.Error == nil || told.Error.Code != "missing_scope" || told.Error.Field != "contacts:read" {
			t.Errorf("got %s, want to be told which scope is missing", wire.Encode(told))
		}
		for name, told := range map[string]wire.PanelPush{
			"both scopes": open(who, "/api/v1/live", w.key("visitors:read", "contacts:read")),
			"every scope": open(who, "/api/v1/live", w.key("all")),
			"an agent":    open(who, "/api/v1/live?site="+w.Site.Key, fromPanel, w.cookieOf("sam@example.com", access.Agent, int64(w.Site.ID))),
		} {
			if told.Person == nil || told.Person.Contact == nil || *told.Person.Contact.Email != "jane@example.com" {
				t.Errorf("%s: got %s, want Jane", name, wire.Encode(told))
			}
		}
	}
}
