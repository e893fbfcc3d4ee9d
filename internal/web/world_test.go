package web_test

import (
	"context"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/internal/wire"
)

const (
	shopOrigin = "https://shop.example" // of the world's site
	publicURL  = "https://nametag.example"
	adminEmail = "ada@example.com"
	password   = "correct horse battery"
)

// someAddress is the address that the tests' requests come from.
var someAddress = netip.MustParseAddr("192.0.2.1")

// world is the whole server behind its handler, on a database of its own.
type world struct {
	*nametagtest.World
	t       testing.TB
	access  *access.Doors
	here    *presence.Room
	live    *live.Server
	config  web.Config
	handler http.Handler
	log     *nametagtest.Log

	tick    chan time.Time    // the sockets' pulse
	cookies map[string]string // by email
	other   *nametag.Site
	given   *given // described answers that were seen; nil: nobody asks
}

func newWorld(t testing.TB, settings ...func(*web.Config)) *world {
	t.Helper()
	w := &world{World: nametagtest.New(t), t: t, log: &nametagtest.Log{}, cookies: map[string]string{}, tick: make(chan time.Time)}
	logger := slog.New(slog.NewTextHandler(w.log, nil))
	w.access = access.New(w.Store, w.Clock.Now)
	w.here = presence.Open(presence.Config{Sessions: w.Store, Now: w.Clock.Now, Log: logger})
	w.live = live.New(live.Config{Service: w.Service, Presence: w.here, Log: logger, Now: w.Clock.Now, Tick: w.tick})
	t.Cleanup(w.close)
	w.config = web.Config{
		Service: w.Service, Access: w.access, Presence: w.here, Live: w.live, Static: files{}.file, Kept: files{}.kept, Healthy: w.healthy,
		PublicURL: publicURL, Snippet: snippet, Log: logger, Now: w.Clock.Now,
	}
	return w.with(settings...)
}

// snippet is the code of one language.
func snippet(language string) (web.Snippet, bool) { return python{}, language == "python" }

type python struct{}

func (python) For(use string) string { return "sign with a key for " + use }

// with is the same world behind a handler with other settings.
func (w *world) with(settings ...func(*web.Config)) *world {
	other := *w
	for _, set := range settings {
		set(&other.config)
	}
	other.handler = web.New(other.config)
	return &other
}

func (w *world) healthy(ctx context.Context) error {
	_, err := w.Store.Admins(ctx)
	return err
}

// close ends the sockets and the presence before the store goes.
func (w *world) close() {
	w.t.Helper()
	ctx := context.WithoutCancel(w.t.Context()) // which ends before the test does
	if err := w.live.Close(ctx); err != nil {
		w.t.Error(err)
	}
	if err := w.here.Close(ctx); err != nil {
		w.t.Error(err)
	}
}

// cookie logs the admin in and returns the header that says so.
func (w *world) cookie() string {
	w.t.Helper()
	return w.cookieOf(adminEmail, access.Admin)
}

// cookieOf makes the account and logs it in, once: hashing passwords is slow, and saved again an account loses its logins.
func (w *world) cookieOf(email string, role access.Role, sites ...int64) string {
	w.t.Helper()
	if cookie, ok := w.cookies[email]; ok {
		return cookie
	}
	if _, err := w.access.SaveAccount(w.t.Context(), email, password, role, sites); err != nil {
		w.t.Fatal(err)
	}
	_, value, err := w.access.LogIn(w.t.Context(), email, password, someAddress)
	if err != nil {
		w.t.Fatal(err)
	}
	w.cookies[email] = "Cookie: __Host-nametag=" + value
	return w.cookies[email]
}

// otherSite is another customer's site.
func (w *world) otherSite() *nametag.Site {
	w.t.Helper()
	if w.other == nil {
		site, err := w.Service.CreateSite(w.t.Context(), nametag.Site{Name: "Other", Origins: []string{"https://other.example"}})
		if err != nil {
			w.t.Fatal(err)
		}
		w.other = site
	}
	return w.other
}

// key makes an API key of the world's site and returns the header that shows it.
func (w *world) key(scopes ...string) string {
	w.t.Helper()
	_, text, err := w.access.CreateAPIKey(w.t.Context(), int64(w.Site.ID), "backend", scopes)
	if err != nil {
		w.t.Fatal(err)
	}
	return "Authorization: Bearer " + text
}

// request sends a request as a terminal would: request(t, w, "POST", "/v1/commands", body, "Origin: https://…").
func request(t testing.TB, w *world, method, address, body string, headers ...string) *answer {
	t.Helper()
	return requestWith(t.Context(), t, w, method, address, body, headers...)
}

// requestWith is a request of a client that may go away.
func requestWith(ctx context.Context, t testing.TB, w *world, method, address, body string, headers ...string) *answer {
	t.Helper()
	r := httptest.NewRequestWithContext(ctx, method, "/", strings.NewReader(body))
	path, query, _ := strings.Cut(address, "?")
	r.URL.Path, r.URL.RawQuery, r.RequestURI = path, query, address
	r.Host = "nametag.example"
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Add(name, value)
	}
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	a := &answer{t: t, path: path, Status: recorder.Code, Header: recorder.Header(), Body: recorder.Body.String()}
	w.checkDescribed(a, r, body)
	return a
}

// plainRequest is a request to an address that only a test has, and so isn't described.
func plainRequest(t testing.TB, w *world, method, address string, headers ...string) *answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, address, strings.NewReader(""))
	r.Host = "nametag.example"
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Add(name, value)
	}
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	return &answer{t: t, Status: recorder.Code, Header: recorder.Header(), Body: recorder.Body.String()}
}

// answer is what came back.
type answer struct {
	t      testing.TB
	path   string
	Status int
	Header http.Header
	Body   string
}

// json is the body as any JSON is read.
func (a *answer) json() (value any) {
	a.t.Helper()
	if err := json.Unmarshal([]byte(a.Body), &value); err != nil {
		a.t.Errorf("read %s: %v", a.Body, err)
	}
	return value
}

// ok ends the test unless the answer is a 200, and reads it.
func (a *answer) ok(into any) *answer {
	a.t.Helper()
	if a.Status != http.StatusOK {
		a.t.Fatalf("got %d %s, want 200", a.Status, a.Body)
	}
	if into != nil {
		if err := wire.Decode([]byte(a.Body), into); err != nil {
			a.t.Fatalf("read %s: %v", a.Body, err)
		}
	}
	return a
}

// fails checks that the answer is this error of the catalogue, in the format of its address. field "*" is any.
func (a *answer) fails(name string, status int, code, field string) *answer {
	a.t.Helper()
	if strings.Contains(a.path, "visitor-identification/") {
		return a.failsAsHubSpots(name, status, code, field)
	}
	var said wire.ErrorAnswer
	if err := wire.Decode([]byte(a.Body), &said); err != nil {
		a.t.Errorf("%s: got %d %q, want the error %s: %v", name, a.Status, a.Body, code, err)
		return a
	}
	if a.Status != status || said.Error.Code != code || field != "*" && said.Error.Field != field {
		a.t.Errorf("%s: got %d %s, want %d %s %s", name, a.Status, a.Body, status, code, field)
	}
	if said.Error.Message == "" || said.Error.Help == "" {
		a.t.Errorf("%s: got %s, want a message and what to do", name, a.Body)
	}
	return a
}

// header checks one header.
func (a *answer) header(name, want string) *answer {
	a.t.Helper()
	if got := a.Header.Get(name); got != want {
		a.t.Errorf("%s: got %q, want %q", name, got, want)
	}
	return a
}

// files are what a build gives, made small.
type files struct{}

func (files) file(name string) (web.File, error) {
	known := map[string]web.File{
		"nametag.js":              {Name: "nametag.js", Pinned: "nametag.1f2e3d4c.js", Type: "text/javascript; charset=utf-8", Hash: "1f2e3d4c", Bytes: []byte("plain"), Brotli: []byte("br"), Gzip: []byte("gz")},
		"nametag-carry.js":        {Name: "nametag-carry.js", Type: "text/javascript; charset=utf-8", Hash: "1f2e3d4c", Bytes: []byte("plain")},
		"nametag-debug.js":        {Name: "nametag-debug.js", Type: "text/javascript; charset=utf-8", Hash: "1f2e3d4c", Bytes: []byte("plain")},
		"compat/upscope.js":       {Name: "compat/upscope.js", Type: "text/javascript; charset=utf-8", Hash: "1f2e3d4c", Bytes: []byte("plain")},
		"panel/index.html":        {Name: "panel/index.html", Type: "text/html; charset=utf-8", Hash: "00000001", Bytes: []byte("<!doctype html><title>Panel</title>")},
		"panel/panel.js":          {Name: "panel/panel.js", Type: "text/javascript; charset=utf-8", Hash: "00000002", Bytes: []byte("panel")},
		"demo/not-for-panel.html": {Name: "demo/not-for-panel.html", Type: "text/html", Hash: "00000003", Bytes: []byte("no")},
	}
	known["nametag.1f2e3d4c.js"] = hashed(known["nametag.js"])
	known["nametag-carry.1f2e3d4c.js"] = hashed(known["nametag-carry.js"])
	known["compat/upscope.1f2e3d4c.js"] = hashed(known["compat/upscope.js"])
	known["panel/panel.00000002.js"] = hashed(known["panel/panel.js"])
	f, ok := known[name]
	if !ok {
		return web.File{}, fs.ErrNotExist
	}
	return f, nil
}

// kept is what another build gave.
func (files) kept(_ context.Context, name string) (web.File, error) {
	if name != "nametag.0badcafe.js" && name != "compat/upscope.0badcafe.js" {
		return web.File{}, nametag.ErrNotFound
	}
	return web.File{Name: "nametag.js", Pinned: name, Type: "text/javascript; charset=utf-8", Hash: "0badcafe", Hashed: true, Bytes: []byte("older"), Brotli: []byte("older br")}, nil
}

func hashed(f web.File) web.File {
	f.Hashed = true
	return f
}
