package web_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/internal/wire"
)

// talkative logs all there is to log.
func talkative(log *nametagtest.Log) func(*web.Config) {
	return func(c *web.Config) {
		c.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: withoutTime}))
	}
}

func withoutTime(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

// At the level debug there is a line about each request: its route, and nothing of what a stranger or a customer wrote.
func TestEachRequestIsLogged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withDemo)
	jane := w.someContact().ID.String()
	key := w.key("contacts:read")
	for name, c := range map[string]struct {
		method, address, body string
		headers               []string
		want                  string
	}{
		"a file":           {"GET", "/nametag.js?v=jane@example.com", "", nil, "method=GET route=/nametag* status=200 took=0s bytes=5"},
		"nothing changed":  {"GET", "/nametag.js", "", []string{`If-None-Match: "1f2e3d4c"`}, "method=GET route=/nametag* status=304 took=0s bytes=0"},
		"a contact":        {"GET", "/api/v1/contacts/" + jane, "", []string{"Authorization: Bearer nt_ak_x"}, "method=GET route=/api/v1/contacts/:id status=401 "},
		"a search":         {"GET", "/api/v1/contacts?email=nobody@example.com", "", []string{key}, `method=GET route=/api/v1/contacts status=200 took=0s bytes=27`},
		"no address":       {"GET", "/jane@example.com", "", nil, "method=GET route=none status=404 "},
		"nearly one":       {"GET", "/api/v1/jane@example.com", "", nil, "method=GET route=none status=404 "},
		"below one":        {"GET", "/api/v1/contacts/" + jane + "/jane@example.com", "", nil, "method=GET route=none status=404 "},
		"another method":   {"DELETE", "/v1/commands", "", nil, "method=DELETE route=/v1/commands status=405 "},
		"a made-up method": {"JANE", "/v1/commands", "", nil, "method=other route=/v1/commands status=405 "},
		"the demo":         {"GET", "/demo/jane@example.com", "", nil, "method=GET route=/demo/* status=200 took=0s bytes=34"},
	} {
		log := &nametagtest.Log{}
		plainRequest(t, w.with(talkative(log)), c.method, c.address, c.headers...)
		if got := log.String(); !strings.HasPrefix(got, "level=DEBUG msg=request "+c.want) || strings.Count(got, "\n") != 1 {
			t.Errorf("%s: got %q, want the one line %s…", name, got, c.want)
		}
	}
	log := &nametagtest.Log{}
	gone, leave := context.WithCancel(t.Context())
	leave()
	requestWith(gone, t, w.with(talkative(log)), "GET", "/healthz", "")
	if got := log.String(); !strings.Contains(got, "route=/healthz status=0 ") {
		t.Errorf("a client that left: got %q, want no status", got)
	}
}

func TestASocketIsLoggedAsWhatItBecomes(t *testing.T) {
	t.Parallel()
	log := &nametagtest.Log{}
	w := newWorld(t, talkative(log))
	answered := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		defer close(answered)
		w.handler.ServeHTTP(rw, r)
	}))
	t.Cleanup(s.Close)
	dial(t, s, "/v1/socket?site="+w.Site.Key, fromShop)
	<-answered
	if got := log.String(); !strings.Contains(got, "route=/v1/socket status=101 ") {
		t.Errorf("got %q, want the switch to a socket", got)
	}
}

// Whatever comes through the doors, the log holds no tokens, hashes, secrets, emails, and no client addresses (spec
// security §6).
func TestTheLogHoldsNothingOfAnybody(t *testing.T) {
	t.Parallel()
	log := &nametagtest.Log{}
	w := newWorld(t, talkative(log), withDemo)
	key, cookie := w.key("all"), w.cookie()
	p := w.page()
	p.send()
	p.identify(`{"external_id":"42","email":"jane@example.com","hash":"` + strings.Repeat("ab", 32) + `","traits":{"name":"Jane Doe"}}`)
	p.identify(`{"token":"eyJhbGciOiJIUzI1NiJ9.e30.x"}`)
	for route, d := range w.doors() {
		method, _, _ := strings.Cut(route, " ")
		for _, b := range append(d.bad, bad{}) {
			b = d.fill(b)
			if b.address != "" {
				request(t, w, method, b.address, b.body, append([]string{"X-Forwarded-For: 203.0.113.7"}, b.headers...)...)
			}
		}
	}
	w.walkThrough()
	used := w.useSecrets()
	first := newWorld(t, talkative(log))
	used = append(used, first.setUp())
	broken := w.with(func(c *web.Config) { c.Healthy = func(context.Context) error { return http.ErrNoLocation } })
	request(t, broken, "GET", "/healthz?email=jane@example.com", "", key, cookie)
	got := log.String() + w.log.String() + first.log.String()
	secrets := append(used,
		"@", "Jane", p.token, "vt_", "nt_ak_", "nt_sk_", "eyJ", strings.Repeat("ab", 32), password, "192.0.2.1", "203.0.113.7",
		strings.TrimPrefix(cookie, "Cookie: __Host-nametag="), w.Site.Key, "AAAA",
	)
	for _, secret := range secrets {
		if i := strings.Index(got, secret); i >= 0 {
			t.Errorf("the log holds %q: …%s", secret, got[max(0, i-100):min(len(got), i+50)])
		}
	}
	if !strings.Contains(got, "route=/api/v1/login status=401") || !strings.Contains(got, "request failed") {
		t.Error("the log holds nothing of what was asked: the test looks at nothing")
	}
}

// useSecrets has secrets of every kind do what they are for, and the doctor look at some; it returns them.
func (w *world) useSecrets() []string {
	w.t.Helper()
	w.link()
	p, arriving := w.page(), w.page()
	var asked, arrived said
	var carry, hubSpot wire.Token
	asked = p.send(p.call("token", `{"for":"`+helpOrigin+`"}`))
	if err := json.Unmarshal(asked.Answers[0].OK, &carry); err != nil {
		w.t.Fatal(err)
	}
	request(w.t, w, "POST", "/v1/commands", arriving.batch(arriving.call("carry", `{"token":"`+carry.Token+`"}`)), browserType, "Origin: "+helpOrigin).ok(&arrived)
	request(w.t, w, "POST", hubSpotPaths[0], `{"email":"gob@bluth.com","firstName":"Gob"}`, w.key(hubSpotScope), jsonType).ok(&hubSpot)
	hash := nametagtest.Sign(w.Key(proof.UseJSON), `{"id":"43"}`) // whatever became of the keys of before
	token := w.Vouched(nametagtest.ID("44")).Token
	for kind, args := range map[string]string{
		"hash": `{"external_id":"43","hash":"` + hash + `"}`, "token": `{"token":"` + token + `"}`, "HubSpot's": `{"email":"gob@bluth.com","token":"` + hubSpot.Token + `"}`,
	} {
		if got := w.page().identify(args).Visitor; got.Trust != "verified" {
			w.t.Errorf("%s: got %+v, want it to be good", kind, got)
		}
	}
	key := w.key("site:read")
	w.consult(`{"id":"43","hash":"`+hash+`"}`, key)
	w.consult(`{"id":"43","hash":"`+strings.ToUpper(w.TokenKey().Secret)+`"}`, key)
	w.consult(`{"token":"`+token+`"}`, key)
	return []string{
		carry.Token, hubSpot.Token, hash, token, w.HashKey().Secret, w.TokenKey().Secret, p.token, arrived.Visitor.Token,
		strings.TrimPrefix(key, "Authorization: Bearer "),
	}
}
