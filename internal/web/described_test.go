package web_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
	"github.com/nametag-dev/nametag/internal/wire"
)

// given remembers which described answers were seen, as "METHOD /path 200" and "METHOD /path code".
type given struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (g *given) note(what string) {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.seen[what] = true
}

// exchange is one request of a test to the server API, and its answer.
type exchange struct {
	*answer
	request *http.Request
	body    string
	route   string // "METHOD /api/v1/path/:id"
	op      *openapi3.Operation
	params  map[string]string
}

// checkDescribed checks that an answer is one that openapi.json gives: its status, its code, its headers, every field.
// All requests of this package's tests to the server API go through here.
func (w *world) checkDescribed(a *answer, r *http.Request, body string) {
	a.t.Helper()
	if !strings.HasPrefix(r.URL.Path, apiRoot+"/") || r.Context().Err() != nil {
		return
	}
	x := w.exchange(a, r, body)
	switch {
	case x.op != nil:
		x.check(w.given)
	case a.Status != http.StatusNotFound && a.Status != http.StatusMethodNotAllowed:
		a.t.Errorf("%s %s isn't described, but answers %d %s", r.Method, r.URL.Path, a.Status, a.Body)
	default:
		checkSchema(a.t, r.Method+" "+r.URL.Path, "ErrorAnswer", a.json())
	}
}

func (w *world) exchange(a *answer, r *http.Request, body string) exchange {
	e := w.handler.(*echo.Echo)
	c := e.NewContext(r, nil)
	e.Router().Find(r.Method, echo.GetPath(r), c)
	x := exchange{answer: a, request: r, body: body, route: r.Method + " " + c.Path(), params: map[string]string{}}
	x.op = operations(a.t)[x.route]
	for i, name := range c.ParamNames() {
		x.params[name] = c.ParamValues()[i]
	}
	return x
}

func (x exchange) check(g *given) {
	x.t.Helper()
	response := x.op.Responses.Status(x.Status)
	if response == nil && x.Status >= http.StatusInternalServerError {
		response = x.op.Responses.Default()
	}
	if response == nil {
		x.t.Errorf("%s: the answer %d isn't described: %s", x.route, x.Status, x.Body)
		return
	}
	g.note(x.route + " " + strconv.Itoa(x.Status))
	if x.Status >= http.StatusBadRequest {
		x.checkCode(response.Value, g)
	} else {
		x.checkRequest()
	}
	if len(response.Value.Content) == 0 && x.Body != "" {
		x.t.Errorf("%s: got %d %s, want no body", x.route, x.Status, x.Body)
	}
	key := x.route + " " + strconv.Itoa(x.Status) + " " + x.Body
	if _, known := checked.LoadOrStore(key, true); known && len(response.Value.Headers) == 0 {
		return
	}
	input := &openapi3filter.ResponseValidationInput{RequestValidationInput: x.input(), Status: x.Status, Header: x.Header}
	input.SetBodyBytes([]byte(x.Body))
	if err := openapi3filter.ValidateResponse(x.t.Context(), input); err != nil {
		x.t.Errorf("%s: the answer isn't as described: %v", x.route, err)
	}
}

// checked are the answers that were compared with the description: kin-openapi compiles a schema each time.
var checked sync.Map

func (x exchange) checkCode(response *openapi3.Response, g *given) {
	x.t.Helper()
	var said wire.ErrorAnswer
	if err := wire.Decode([]byte(x.Body), &said); err != nil {
		x.t.Errorf("%s: got %d %s: %v", x.route, x.Status, x.Body, err)
	}
	if !slices.Contains(codesOf(response), said.Error.Code) {
		x.t.Errorf("%s: %d with the code %s isn't described", x.route, x.Status, said.Error.Code)
	}
	g.note(x.route + " " + said.Error.Code)
}

func codesOf(response *openapi3.Response) (codes []string) {
	listed, _ := response.Extensions["x-codes"].([]any)
	for _, code := range listed {
		codes = append(codes, code.(string))
	}
	return codes
}

// checkRequest checks that what was taken is described.
func (x exchange) checkRequest() {
	x.t.Helper()
	if err := openapi3filter.ValidateRequest(x.t.Context(), x.input()); err != nil {
		x.t.Errorf("%s: %s was taken, but isn't described: %v", x.route, x.body, err)
	}
	for name := range x.request.URL.Query() {
		if x.op.Parameters.GetByInAndName("query", name) == nil && x.item().Parameters.GetByInAndName("query", name) == nil {
			x.t.Errorf("%s: the parameter %s was taken, but isn't described", x.route, name)
		}
	}
}

func (x exchange) item() *openapi3.PathItem { return readDescription(x.t).Paths.Value(x.path()) }

// path is the route's in the description.
func (x exchange) path() string {
	_, path, _ := strings.Cut(x.route, " "+apiRoot)
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if name, ok := strings.CutPrefix(segment, ":"); ok {
			segments[i] = "{" + name + "}"
		}
	}
	return strings.Join(segments, "/")
}

func (x exchange) input() *openapi3filter.RequestValidationInput {
	r := x.request.Clone(x.t.Context())
	r.Body = http.NoBody
	if x.body != "" {
		r.Body = readCloser{strings.NewReader(x.body)}
	}
	return &openapi3filter.RequestValidationInput{
		Request: r, PathParams: x.params, QueryParams: r.URL.Query(),
		Route:   &routers.Route{Spec: readDescription(x.t), Path: x.path(), PathItem: x.item(), Method: r.Method, Operation: x.op},
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, MultiError: true},
	}
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

// Every described answer is one that the server really gives: each status at each address, each code at each status.
func TestEveryDescribedAnswerIsGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.given = &given{seen: map[string]bool{}}
	doors := w.doors()
	for route, d := range doors {
		if method, path, _ := strings.Cut(route, " "); strings.HasPrefix(path, apiRoot) {
			for _, b := range d.bad {
				b = d.fill(b)
				request(t, w, method, b.address, b.body, b.headers...)
			}
		}
	}
	w.walkThrough()
	w.exhaust()
	first := newWorld(t)
	first.given = w.given
	first.setUp()
	codes := map[string]bool{}
	for route, op := range operations(t) {
		for status, response := range op.Responses.Map() {
			if status == "default" || status == "101" { // errors_test.go and socket_test.go have these
				continue
			}
			if !w.given.seen[route+" "+status] {
				t.Errorf("%s never answered %s", route, status)
			}
			for _, code := range codesOf(response.Value) {
				key := status + " " + code
				codes[key] = codes[key] || w.given.seen[route+" "+code]
			}
		}
	}
	for code, given := range codes {
		if !given {
			t.Errorf("no address answered %s", code)
		}
	}
}

// walkThrough goes to every address of the server API once and gets what it came for, and the errors that no table of bad
// input leads to.
func (w *world) walkThrough() {
	w.t.Helper()
	key, cookie, site := w.key("all"), w.cookie(), "?site="+w.Site.Key
	do := func(want int, method, path, body string, headers ...string) *answer {
		w.t.Helper()
		a := request(w.t, w, method, apiRoot+path, body, append(headers, jsonType)...)
		if a.Status != want {
			w.t.Errorf("%s %s: got %d %s, want %d", method, path, a.Status, a.Body, want)
		}
		return a
	}
	b := w.Browser()
	b.Identify(nametagtest.ID("42").Mailed("jane@example.com").Named("Jane").Custom("plan", `{"name":"pro","seats":[1,null]}`))
	w.arriveAt(w.Service.Token(b.Browser), nametag.Page{URL: "https://shop.example/cart", Title: "Cart"})
	jane, ravi := w.someContact().ID.String(), w.someOther().ID.String()
	for _, list := range []string{"/contacts", "/contacts?external_id=42", "/contacts?conflicts=open", "/visitors", "/contacts/" + jane + "/ledger", "/contacts/" + jane + "/sessions"} {
		do(200, "GET", list, "", key)
	}
	do(200, "GET", "/visitors/"+b.Visitor.String(), "", key)
	do(200, "GET", "/site"+site, "", cookie)
	do(200, "GET", "/site/evidence?window=7d", "", key)
	do(200, "PATCH", "/site"+site, `{"name":"Shop","cookie_domain":null,"dev":false}`, cookie)
	do(409, "PATCH", "/site"+site, `{"aliases":["`+w.otherSite().Key+`"]}`, cookie)
	do(201, "POST", "/keys"+site, `{"name":"old","uses":["json","raw-id"]}`, cookie)
	do(200, "GET", "/keys", "", key)
	do(201, "POST", "/keys", `{"name":"taken over","uses":["json"],"secret":"0123456789abcdef0123456789abcdef"}`, key)
	do(409, "POST", "/keys", `{"name":"again","uses":["json"],"secret":"0123456789abcdef0123456789abcdef"}`, key)
	for range nametag.MaxActiveKeys {
		w.Key(proof.UseRawEmail)
	}
	do(409, "POST", "/keys", `{"name":"one more","uses":["raw-email"]}`, key)
	do(200, "GET", "/keys/"+w.HashKey().KID+"/verified?since=2026-11-20T12:00:00Z", "", key)
	do(200, "POST", "/keys/"+w.HashKey().KID+"/retire", "", key, "Idempotency-Key: c")
	do(200, "GET", "/me", "", cookie)
	w.walkThroughAgents(do)
	do(200, "GET", "/openapi.json", "")
	do(409, "POST", "/tokens", `{"external_id":"42"}`, key)
	w.TokenKey()
	do(201, "POST", "/tokens", `{"external_id":"42","email":"jane@example.com","sid":"s","expires_in":60,"custom_data":{"a":[1]}}`, key)
	do(200, "POST", "/doctor", `{"id":42,"email":"jane@example.com","hash":"x"}`, key)
	do(200, "PATCH", "/contacts/"+jane, `{"external_id":42,"email":"Jane@Example.com","tags":["#vip"],"phone":null,"custom_data":null}`, key)
	do(409, "PATCH", "/contacts/"+ravi+site, `{"external_id":"42"}`, cookie)
	conflict := w.someConflict()
	do(200, "POST", "/contacts/"+conflict.contact+"/conflicts/"+conflict.id+"/resolve"+site, `{"resolution":"dismiss"}`, cookie)
	do(200, "POST", "/contacts/"+jane+"/merge", `{"other":"`+ravi+`","dry_run":true}`, key)
	do(200, "POST", "/contacts/"+jane+"/merge", `{"other":"`+ravi+`"}`, key, "Idempotency-Key: a")
	merge := w.mergeOf(jane, ravi)
	do(200, "GET", "/contacts/"+ravi, "", key)
	do(200, "GET", "/contacts/"+jane+"/export", "", key)
	do(200, "GET", "/contacts/"+jane+"/ledger", "", key)
	third := w.named("third").ID.String()
	do(200, "POST", "/contacts/"+third+"/merge", `{"other":"`+jane+`"}`, key)
	do(409, "POST", "/merges/"+merge+"/undo", ``, key)
	do(200, "POST", "/merges/"+w.mergeOf(third, jane)+"/undo", `{}`, key)
	do(200, "POST", "/merges/"+merge+"/undo", ``, key, "Idempotency-Key: b")
	do(409, "POST", "/merges/"+merge+"/undo", ``, key)
	do(200, "POST", "/contacts/"+jane+"/visitors/"+b.Visitor.String()+"/detach", ``, key)
	do(200, "POST", "/contacts/"+jane+"/revoke"+site, ``, cookie)
	do(200, "POST", "/revoke", `{"external_id":42,"sid":"s"}`, key)
	do(204, "DELETE", "/contacts/"+jane, "", key)
	do(200, "POST", "/login", logInBody(adminEmail, password), fromPanel)
	do(204, "POST", "/logout", `{}`, fromPanel)
}

// walkThroughAgents adds an agent who comes in and changes their password, and makes an API key; then both are ended.
func (w *world) walkThroughAgents(do func(want int, method, path, body string, headers ...string) *answer) {
	w.t.Helper()
	cookie, site := w.cookie(), "?site="+w.Site.Key
	var agent wire.AgentAccount
	made := do(201, "POST", "/agents", `{"email":"lee@example.com","role":"agent","sites":["`+w.Site.Key+`"]}`, cookie, once)
	if err := wire.Decode([]byte(made.Body), &agent); err != nil {
		w.t.Fatal(err)
	}
	do(200, "GET", "/agents", "", cookie)
	do(200, "PATCH", "/agents/"+agent.ID, `{"sites":["`+w.Site.Key+`","`+w.otherSite().Key+`"]}`, cookie)
	var link wire.Invitation
	again := do(201, "POST", "/agents/"+agent.ID+"/invitation", "", cookie)
	if err := wire.Decode([]byte(again.Body), &link); err != nil {
		w.t.Fatal(err)
	}
	_, token, _ := strings.Cut(link.Link, "#")
	do(200, "POST", "/invitation", `{"token":"`+token+`"}`, fromPanel)
	in := do(200, "POST", "/invitation/accept", `{"token":"`+token+`","password":"`+password+`"}`, fromPanel)
	own, _, _ := strings.Cut(in.Header.Get("Set-Cookie"), ";")
	do(204, "POST", "/password", `{"present":"`+password+`","password":"another good password"}`, fromPanel, "Cookie: "+own)
	do(204, "DELETE", "/agents/"+agent.ID, "", cookie)
	do(404, "POST", "/agents", `{"email":"lee@example.com","role":"agent","sites":["`+w.Site.Key+`"]}`, cookie, once)
	var key wire.APIKey
	if err := wire.Decode([]byte(do(201, "POST", "/apikeys"+site, `{"name":"crm","scopes":["all"]}`, cookie).Body), &key); err != nil {
		w.t.Fatal(err)
	}
	do(200, "GET", "/apikeys"+site, "", cookie)
	do(200, "POST", "/apikeys/"+key.ID+"/revoke"+site, "", cookie, once)
}

// setUp goes through the setup link of a new server, and returns its token.
func (w *world) setUp() string {
	w.t.Helper()
	token, err := w.access.OpenSetup(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	request(w.t, w, "POST", apiRoot+"/setup", `{"token":"`+token+`","email":"ada@example.com","password":"`+password+`"}`, jsonType, fromPanel).ok(nil)
	return token
}
