package web_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/internal/wire"
)

// guard says why a path binds, merges and writes nothing on a visitor's word alone where the site requires proof
// (spec identity §3).
type guard string

const (
	byProof  guard = "it takes nothing without a proof"
	byKey    guard = "it takes nothing without an API key or an agent's login"
	harmless guard = "it changes nothing of anybody"
)

// guards are all paths: addresses as "METHOD /path", calls as "call …" and "page call …", frames as "visitor frame …" and "panel frame …".
// A new one must be classed here, and is tried below.
func guards() map[string]guard {
	all := map[string]guard{
		"POST /v1/commands":     byProof, // call by call, below
		"POST /v1/heartbeat":    harmless,
		"OPTIONS /v1/commands":  harmless,
		"OPTIONS /v1/heartbeat": harmless,
		"GET /v1/socket":        harmless, // frame by frame, below

		"call identify":    byProof,
		"call update":      byProof,
		"call carry":       byProof,
		"call reset":       harmless,
		"call token":       harmless,
		"call lookup_code": harmless,

		"page call identify":         byProof,
		"page call updateConnection": byProof,
		"page call setAttributes":    byProof,
		"page call carry":            byProof,
		"page call reset":            harmless,
		"page call identityToken":    harmless,
		"page call linkTo":           harmless,
		"page call lookupCode":       harmless,

		"visitor frame hello":   harmless,
		"visitor frame page":    harmless,
		"visitor frame visible": harmless,
		"visitor frame alive":   harmless,
		"panel frame view":      harmless,
		"panel frame open":      harmless,
		"panel frame close":     harmless,
		"panel frame watch":     harmless,
		"panel frame seen":      harmless,

		"POST /api/v1/login":                                          harmless,
		"POST /api/v1/setup":                                          harmless,
		"POST /api/v1/logout":                                         harmless,
		"GET /api/v1/openapi.json":                                    harmless,
		"GET /api/v1/me":                                              byKey,
		"GET /api/v1/live":                                            byKey,
		"GET /api/v1/contacts":                                        byKey,
		"GET /api/v1/contacts/:id":                                    byKey,
		"PATCH /api/v1/contacts/:id":                                  byKey,
		"DELETE /api/v1/contacts/:id":                                 byKey,
		"GET /api/v1/contacts/:id/ledger":                             byKey,
		"GET /api/v1/contacts/:id/sessions":                           byKey,
		"GET /api/v1/contacts/:id/export":                             byKey,
		"POST /api/v1/contacts/:id/merge":                             byKey,
		"POST /api/v1/contacts/:id/revoke":                            byKey,
		"POST /api/v1/contacts/:id/conflicts/:conflict/resolve":       byKey,
		"POST /api/v1/contacts/:id/visitors/:visitor/detach":          byKey,
		"POST /api/v1/merges/:id/undo":                                byKey,
		"POST /api/v1/revoke":                                         byKey,
		"POST /api/v1/tokens":                                         byKey,
		"POST /api/v1/doctor":                                         byKey,
		"GET /api/v1/visitors":                                        byKey,
		"GET /api/v1/visitors/:id":                                    byKey,
		"GET /api/v1/site":                                            byKey,
		"PATCH /api/v1/site":                                          byKey,
		"GET /api/v1/site/evidence":                                   byKey,
		"GET /api/v1/keys":                                            byKey,
		"POST /api/v1/keys":                                           byKey,
		"POST /api/v1/keys/:kid/retire":                               byKey,
		"GET /api/v1/keys/:kid/verified":                              byKey,
		"POST /api/v1/invitation":                                     harmless,
		"POST /api/v1/invitation/accept":                              harmless,
		"POST /api/v1/password":                                       byKey,
		"GET /api/v1/agents":                                          byKey,
		"POST /api/v1/agents":                                         byKey,
		"PATCH /api/v1/agents/:id":                                    byKey,
		"DELETE /api/v1/agents/:id":                                   byKey,
		"POST /api/v1/agents/:id/invitation":                          byKey,
		"GET /api/v1/apikeys":                                         byKey,
		"POST /api/v1/apikeys":                                        byKey,
		"POST /api/v1/apikeys/:id/revoke":                             byKey,
		"POST /conversations/v3/visitor-identification/tokens/create": byKey,
		"POST /visitor-identification/v3/tokens/create":               byKey,
		"POST /visitor-identification/2026-03/tokens/create":          byKey,
	}
	for _, path := range []string{"/", "/panel", "/panel/*", "/nametag*", "/compat/*", "/help", "/healthz"} {
		all["GET "+path], all["HEAD "+path] = harmless, harmless
	}
	return all
}

// paths are the ones that there are, by the route table, the table of calls and the frames.
func (w *world) paths() []string {
	all := append(routesOf(w.handler), callPaths()...)
	all = append(all, framesOf[wire.VisitorFrame]("visitor frame ")...)
	return append(all, framesOf[wire.PanelFrame]("panel frame ")...)
}

func callPaths() (paths []string) {
	for _, call := range web.Calls() {
		paths = append(paths, "call "+call)
	}
	for _, call := range web.PageCalls() {
		paths = append(paths, "page call "+call)
	}
	return paths
}

func framesOf[Frame any](prefix string) (names []string) {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Frame]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, prefix+name)
	}
	return names
}

func TestEveryPathIsGuarded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	listed := guards()
	for _, path := range w.paths() {
		if listed[path] == "" {
			t.Errorf("%s isn't classed: say in guards() what keeps a visitor from binding, merging or writing by it, and try it", path)
		}
		delete(listed, path)
	}
	for path := range listed {
		t.Errorf("%s is classed, but there is no such path", path)
	}
}

// Whatever a call says without proof, whoever says it: nobody is bound, merged or written to.
func TestCallsWriteNothingWithoutProof(t *testing.T) {
	t.Parallel()
	for who := range newEnforced(t).visitors() {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			e := newEnforced(t)
			visitor, attempts := e.visitors()[who], e.attempts()
			for _, path := range callPaths() {
				if len(attempts[path]) == 0 {
					t.Errorf("nobody tries %s", path)
				}
				e.require(false)
				pages := e.pages(len(attempts[path]), visitor)
				e.require(true)
				e.tries(who, path, pages, attempts[path])
			}
		})
	}
}

// Who is proven to be one person is nobody else by that, and may write only to that person.
func TestAProofIsGoodForOnePersonOnly(t *testing.T) {
	t.Parallel()
	e := newEnforced(t)
	attempts := e.attempts()
	e.require(true)
	proven := `{"external_id":"` + mallory + `","hash":"` + e.HashedID(nametagtest.ID(mallory)).Hash + `"}`
	for path, attempts := range attempts {
		e.tries("mallory", path, e.pages(len(attempts), func() *page {
			p := e.page()
			if got := p.identify(proven).identified(t, 0); got.Trust != "verified" {
				t.Fatalf("got %+v, want a proof to be taken", got)
			}
			return p
		}), attempts)
	}
}

// The addresses, with what a page has: its origin and its visitor's token, as a bearer token and as the panel's cookie.
func TestAddressesWriteNothingForAPage(t *testing.T) {
	t.Parallel()
	e := newEnforced(t)
	doors, listed := e.doors(), guards()
	doors["GET /v1/socket"] = door{} // below
	p := e.page()
	p.identify(`{"external_id":"42"}`)
	e.require(true)
	before := e.people()
	for _, route := range routesOf(e.handler) {
		d, known := doors[route]
		if !known {
			t.Errorf("nobody tries %s", route)
		}
		method, path, _ := strings.Cut(route, " ")
		if d.address == "" {
			d.address = path
		}
		for _, shown := range []string{
			"X: y", "Authorization: Bearer " + p.token, "Authorization: Bearer " + e.Site.Key, "Cookie: __Host-nametag=" + p.token, "Cookie: visitor=" + p.token,
		} {
			for _, from := range [][]string{{fromShop, jsonType, shown}, {fromPanel, jsonType, shown}, {fromShop, browserType, shown}} {
				a := request(t, e.world, method, d.address, d.body, from...)
				refused := a.Status >= 400 && a.Status < 500
				if listed[route] == byKey && !refused {
					t.Errorf("%s with %s: got %d %s, want it to be refused", route, shown, a.Status, a.Body)
				}
			}
		}
	}
	e.unharmed("addresses", before)
}

// A page's frames say where it is, and nothing of who it is.
func TestFramesWriteNothing(t *testing.T) {
	t.Parallel()
	e := newEnforced(t)
	p := e.page()
	p.identify(`{"external_id":"43"}`)
	e.require(true)
	before := e.people()
	where := wire.Page{URL: "https://shop.example/?external_id=42&email=jane@example.com#nametag_identity=x", Title: "Eve", Referrer: "https://eve.example/"}
	yes := true
	frames := map[string]any{
		"visitor frame hello":   wire.VisitorFrame{Hello: &wire.Hello{Visitor: p.token, Tab: "t", Visible: true, Page: where}},
		"visitor frame page":    wire.VisitorFrame{Page: &where},
		"visitor frame visible": wire.VisitorFrame{Visible: &yes},
		"visitor frame alive":   wire.VisitorFrame{Alive: true},
		"panel frame view":      wire.PanelFrame{View: &wire.View{Sort: "newest", Count: 10}},
		"panel frame open":      wire.PanelFrame{Open: &wire.Open{Contact: e.Contact("42").ID.String()}},
		"panel frame close":     wire.PanelFrame{Close: true},
		"panel frame seen":      wire.PanelFrame{Seen: 1},
		"panel frame watch":     wire.PanelFrame{Watch: &wire.Watch{Contacts: []string{e.Contact("42").ID.String()}}},
	}
	s := e.listen()
	visitor := dial(t, s, "/v1/socket?site="+e.Site.Key, fromShop)
	agent := dial(t, s, "/api/v1/live?site="+e.Site.Key, fromPanel, e.cookie())
	send(t, visitor, frames["visitor frame hello"]) // is always the first
	receive[wire.VisitorPush](t, visitor)
	receive[wire.PanelPush](t, agent)
	for _, name := range e.paths() {
		switch {
		case strings.HasPrefix(name, "visitor frame "):
			say(t, visitor, name, frames)
		case strings.HasPrefix(name, "panel frame "):
			say(t, agent, name, frames)
		}
	}
	send(t, visitor, wire.VisitorFrame{Hello: &wire.Hello{Visitor: p.token, Tab: "another", Page: where}})
	receive[wire.VisitorPush](t, visitor) // to what was said before all is done now
	send(t, agent, frames["panel frame open"])
	for receive[wire.PanelPush](t, agent).Person == nil {
	}
	if err := e.here.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	e.unharmed("frames", before)
	for _, more := range []string{
		`{"alive":true,"identify":{"external_id":"42"}}`, `{"update":{"name":"Eve"}}`,
		`{"hello":{"visitor":"` + p.token + `","tab":"t","page":{"url":""},"visible":true,"external_id":"42"}}`,
	} {
		conn := dial(t, s, "/v1/socket?site="+e.Site.Key, fromShop)
		if err := conn.WriteMessage(websocket.TextMessage, []byte(more)); err != nil {
			t.Fatal(err)
		}
		if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, 4500) {
			t.Errorf("%s: got %v, want the socket to be closed", more, err)
		}
	}
	e.unharmed("frames with more in them", before)
}

func say(t *testing.T, conn *websocket.Conn, name string, frames map[string]any) {
	t.Helper()
	if frames[name] == nil {
		t.Errorf("nobody tries %s", name)
		return
	}
	send(t, conn, frames[name])
}
