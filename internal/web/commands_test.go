package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// said is a BatchAnswer as a browser reads it.
type said struct {
	Visitor wire.VisitorState `json:"visitor"`
	Site    wire.WidgetSite   `json:"site"`
	Answers []struct {
		ID    string         `json:"id"`
		OK    jsontext.Value `json:"ok"`
		Error *wire.Error    `json:"error"`
		Event string         `json:"event"`
		Again bool           `json:"again"`
		Until float64        `json:"until"`
	} `json:"answers"`
}

// page is a page of the shop that keeps its token, as the widget does.
type page struct {
	w     *world
	token string
	calls int
}

func (w *world) page() *page { return &page{w: w} }

// send sends commands as the widget does and takes over the token.
func (p *page) send(commands ...string) said {
	p.w.t.Helper()
	var got said
	request(p.w.t, p.w, "POST", "/v1/commands", p.batch(commands...), "Content-Type: text/plain;charset=UTF-8", "Origin: "+shopOrigin).ok(&got)
	p.token = got.Visitor.Token
	return got
}

// sentAt is when the tests' batches are sent, by their pages' clocks.
const sentAt = 1_795_224_000_000

func (p *page) batch(commands ...string) string {
	token := "null"
	if p.token != "" {
		token = `"` + p.token + `"`
	}
	return fmt.Sprintf(`{"site":%q,"visitor":%s,"page":{"url":"https://shop.example/"},"sent_at":%d,"commands":[%s]}`,
		p.w.Site.Key, token, sentAt, strings.Join(commands, ","))
}

// call spells a command with a new id.
func (p *page) call(call, args string) string {
	p.calls++
	if args != "" {
		args = `,"args":` + args
	}
	return fmt.Sprintf(`{"id":"%p-%d","call":%q%s}`, p, p.calls, call, args)
}

// says spells a call as the widget hands it on, with a new id; more are further members, or none.
func (p *page) says(call, said string, more ...string) string {
	p.calls++
	return fmt.Sprintf(`{"id":"%p-%d-of-128-bits","call":%q,"said":%s,"at":%d%s}`, p, p.calls, call, said, sentAt, strings.Join(more, ""))
}

func (p *page) identify(args string) said { p.w.t.Helper(); return p.send(p.call("identify", args)) }

func (s said) identified(t testing.TB, i int) wire.Identified {
	t.Helper()
	var got wire.Identified
	if s.Answers[i].Error != nil {
		t.Fatalf("command %d: got %+v, want it to be carried out", i, *s.Answers[i].Error)
	}
	if err := wire.Decode(s.Answers[i].OK, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func (s said) code(i int) string {
	if s.Answers[i].Error == nil {
		return ""
	}
	return s.Answers[i].Error.Code
}

func TestHelloMakesAnAnonymousVisitor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	first := p.send()
	if first.Visitor.Trust != "anonymous" || !strings.HasPrefix(first.Visitor.ID, "v_") || len(first.Answers) != 0 || first.Answers == nil {
		t.Errorf("got %+v, want a new anonymous visitor and no answers", first)
	}
	if again := p.send(); again.Visitor.ID != first.Visitor.ID {
		t.Errorf("got %s on the next page, want %s", again.Visitor.ID, first.Visitor.ID)
	}
	if other := w.page().send(); other.Visitor.ID == first.Visitor.ID {
		t.Error("two browsers are one visitor")
	}
}

func TestIdentifyThenUpdateThenReset(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	got := p.identify(`{"external_id":42,"email":"Jane@Example.com","traits":{"name":"Jane","custom_data":{"plan":"free"}}}`)
	if a := got.identified(t, 0); a.Trust != "claimed" || a.Switched || a.VisitorID != got.Visitor.ID {
		t.Errorf("identify: got %+v, want a claimed link of the same visitor", a)
	}
	p.send(p.call("update", `{"traits":{"custom_data":{"plan":"pro"}}}`)).identified(t, 0)
	if got := w.Contact("42").Traits.Custom["plan"].JSON; got != `"pro"` {
		t.Errorf("update: got plan %s, want pro", got)
	}
	left := p.send(p.call("reset", ""))
	var done wire.ResetDone
	if err := wire.Decode(left.Answers[0].OK, &done); err != nil {
		t.Fatal(err)
	}
	if left.Visitor.ID == got.Visitor.ID || done.VisitorID != left.Visitor.ID || left.Visitor.Trust != "anonymous" {
		t.Errorf("reset: got %+v, want a new anonymous visitor", left)
	}
}

func TestLookupCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	read := func(s said) (code wire.LookupCode) {
		if err := wire.Decode(s.Answers[0].OK, &code); err != nil {
			t.Fatal(err)
		}
		return code
	}
	first, again := read(p.send(p.call("lookup_code", ""))), read(p.send(p.call("lookup_code", "null")))
	if len(first.Code) != 4 || first.Code != again.Code {
		t.Errorf("got %q, then %q, want the same 4 digits", first.Code, again.Code)
	}
	if first.ExpiresAt != "2026-11-20T13:00:00.000Z" {
		t.Errorf("got end %s, want an hour from now", first.ExpiresAt)
	}
}

// One that fails doesn't stop the next, and the answers come in the order of the commands (spec api §2).
func TestAnErrorAnswersItsOwnCommand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	got := p.send(
		p.call("identify", `{"external_id":"undefined"}`),
		p.call("identify", `{"external_id":"42"}`),
		p.call("tokens", `{"for":"https://help.example"}`),
		p.call("identify", `{"external_id":[]}`),
		p.call("identify", `[]`),
		p.call("identify", `{"hash":5}`),
		p.call("update", `{"email":"not one"}`),
		p.call("reset", `{"now":true}`),
		p.call("lookup_code", `7`),
		p.call("", ""),
		p.call("update", `{"traits":{"name":"Jane"}}`),
	)
	want := []string{
		"placeholder_id", "", "unknown_call", "bad_external_id", "wrong_type", "wrong_type", "bad_email", "unknown_field", "wrong_type",
		"unknown_call", "",
	}
	for i, code := range want {
		if got.code(i) != code {
			t.Errorf("command %d: got %q, want %q", i, got.code(i), code)
		}
	}
	if got.Visitor.Trust != "claimed" || w.Contact("42").Text(nametag.Name) != "Jane" {
		t.Errorf("got %+v, want the good commands to be carried out", got.Visitor)
	}
}

// A refused command doesn't change what the browser is told about itself.
func TestARefusedCommandLeavesTheTrust(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	before := p.identify(`{"external_id":"42"}`)
	after := p.identify(`{"external_id":"{{ user.id }}"}`)
	if after.code(0) != "placeholder_id" || after.Visitor != before.Visitor {
		t.Errorf("got %+v, want %+v", after.Visitor, before.Visitor)
	}
}

func TestDevelopmentModeIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.SetSite(func(s *nametag.Site) {
		s.DevUntil, s.CookieDomain = nametagtest.Noon.Add(nametag.DevFor), "shop.example"
	})
	if got := w.page().send(); !got.Site.Dev || !strings.HasSuffix(got.Visitor.Token, "@shop.example") {
		t.Errorf("got %+v, want development mode and the cookie domain", got)
	}
	w.SetSite(func(s *nametag.Site) { s.CookieDomain = "hop.example" })
	if got := w.page().send().Visitor.Token; strings.Contains(got, "@") {
		t.Errorf("got %q at an origin that isn't of that domain", got)
	}
	local := []string{"Content-Type: text/plain", "Origin: http://localhost:3000"}
	request(t, w, "POST", "/v1/commands", w.page().batch(), local...).ok(nil)
	request(t, w, "POST", "/v1/commands", w.page().batch(), "Content-Type: text/plain").ok(nil)
	w.Clock.Pass(nametag.DevFor)
	request(t, w, "POST", "/v1/commands", w.page().batch(), local...).fails("after a day", http.StatusForbidden, "origin_not_allowed", "")
}

func TestAliasesMeanTheSite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.SetSite(func(s *nametag.Site) { s.Aliases = []string{"old-vendor-key"} })
	body := strings.ReplaceAll(w.page().batch(), w.Site.Key, "old-vendor-key")
	request(t, w, "POST", "/v1/commands", body, "Content-Type: text/plain", "Origin: "+shopOrigin).ok(nil)
}

func TestPagesMayReadAnswersAndErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, origin := range []string{shopOrigin, "https://elsewhere.example", "null"} {
		a := request(t, w, "POST", "/v1/commands", w.page().batch(), "Content-Type: text/plain", "Origin: "+origin)
		a.header("Access-Control-Allow-Origin", origin).header("Vary", "Origin").header("Access-Control-Allow-Credentials", "")
		if origin != shopOrigin {
			a.fails(origin, http.StatusForbidden, "origin_not_allowed", "")
		}
	}
	a := request(t, w, "OPTIONS", "/v1/commands", "", "Origin: "+shopOrigin, "Access-Control-Request-Method: POST")
	if a.Status != http.StatusNoContent {
		t.Errorf("preflight: got %d, want 204", a.Status)
	}
	a.header("Access-Control-Allow-Origin", shopOrigin).header("Access-Control-Allow-Headers", "Content-Type").
		header("Access-Control-Allow-Methods", "POST").header("Access-Control-Max-Age", "86400")
}

// A page of the customer's own turns "waiting for your first visitor" green; a page of the server's own doesn't.
func TestTheFirstPageIsNoted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.SetSite(func(s *nametag.Site) { s.Origins = append(s.Origins, publicURL) })
	send := func(origin string) {
		request(t, w, "POST", "/v1/commands", w.page().batch(), "Content-Type: text/plain", "Origin: "+origin).ok(nil)
	}
	site := func() *nametag.Site {
		got, err := w.Service.Site(t.Context(), w.Site.Key)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	send(publicURL)
	if got := site(); !got.InstalledAt.IsZero() {
		t.Errorf("a page of our own: got installed at %v, want not yet", got.InstalledAt)
	}
	send(shopOrigin)
	noted := site()
	if noted.InstalledAt.IsZero() || noted.InstalledOrigin != shopOrigin {
		t.Errorf("got %v, %q, want the shop's page noted", noted.InstalledAt, noted.InstalledOrigin)
	}
	w.Clock.Pass(1)
	send(shopOrigin)
	if again := site(); !again.InstalledAt.Equal(noted.InstalledAt) {
		t.Errorf("got %v, want the first page's time to stay %v", again.InstalledAt, noted.InstalledAt)
	}
}

func TestApplicationJSONIsTakenToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request(t, w, "POST", "/v1/commands", w.page().batch(), "Content-Type: Application/JSON; charset=utf-8", "Origin: "+shopOrigin).ok(nil)
}

// The log speaks of nobody: neither on the way through nor when something is refused.
func TestNothingIsLogged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.identify(`{"external_id":"42","email":"jane@example.com"}`)
	p.identify(`{"email":"broken"}`)
	request(t, w, "POST", "/v1/commands", "{", "Content-Type: text/plain", "Origin: "+shopOrigin)
	if got := w.log.String(); got != "" {
		t.Errorf("got %q in the log, want nothing", got)
	}
}

// Who is proven gets a token of its own: the one that somebody may have known before is dead.
func TestAProofRenewsTheToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.identify(`{"traits":{"name":"Jane"}}`)
	stranger := *p
	who := w.Hashed(nametagtest.ID("42"))
	p.identify(fmt.Sprintf(`{"external_id":"42","hash":%q}`, who.Hash))
	if got := p.send(); got.Visitor.Trust != "verified" {
		t.Errorf("got %+v, want the page to go on as the person", got.Visitor)
	}
	if got := stranger.send(); got.Visitor.Trust != "anonymous" {
		t.Errorf("got %+v, want the older token to open nothing", got.Visitor)
	}
}
