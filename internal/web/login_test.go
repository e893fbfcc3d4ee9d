package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/client"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/internal/wire"
)

func logInBody(email, password string) string {
	return fmt.Sprintf(`{"email":%q,"password":%q}`, email, password)
}

func overHTTP(c *web.Config) { c.PublicURL = "http://127.0.0.1:8080" }

func TestLogInAndOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.cookie()
	var me wire.Me
	in := request(t, w, "POST", "/api/v1/login", logInBody("Ada@Example.com", password), jsonType, fromPanel).ok(&me)
	if me.Agent.Email != adminEmail || me.Agent.Role != "admin" || !strings.HasPrefix(me.Agent.ID, "a_") || len(me.Sites) != 1 {
		t.Errorf("got %+v, want the admin with the site", me)
	}
	cookie := "Cookie: " + cookieOf(t, in)
	request(t, w, "GET", "/api/v1/me", "", cookie).ok(nil)
	out := request(t, w, "POST", "/api/v1/logout", `{}`, jsonType, fromPanel, cookie)
	if out.Status != http.StatusNoContent || !strings.Contains(out.Header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("got %d, %q, want 204 and no cookie any more", out.Status, out.Header.Get("Set-Cookie"))
	}
	request(t, w, "GET", "/api/v1/me", "", cookie).fails("after the logout", http.StatusUnauthorized, "login_required", "")
	if again := request(t, w, "POST", "/api/v1/logout", `{}`, jsonType, fromPanel); again.Status != http.StatusNoContent {
		t.Errorf("logged out twice: got %d, want 204", again.Status)
	}
}

func TestTheCookie(t *testing.T) {
	t.Parallel()
	for want, settings := range map[string][]func(*web.Config){
		"__Host-nametag=*; Path=/; Max-Age=1209600; HttpOnly; Secure; SameSite=Lax": nil,
		"nametag=*; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax":                {overHTTP},
	} {
		w := newWorld(t, settings...)
		w.cookie()
		a := request(t, w, "POST", "/api/v1/login", logInBody(adminEmail, password), jsonType).ok(nil)
		got := a.Header.Get("Set-Cookie")
		name, value, _ := strings.Cut(cookieOf(t, a), "=")
		if got = strings.Replace(got, value, "*", 1); got != want || len(value) != 43 {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// Without a public address, a trusted proxy says whether browsers come over https; nobody else does.
func TestTheCookieBehindATrustedProxy(t *testing.T) {
	t.Parallel()
	proxy, err := client.ParseProxy("192.0.2.1") // as which httptest's requests come
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, func(c *web.Config) { c.PublicURL, c.Proxies = "", client.Proxies{proxy} })
	w.cookie()
	body := logInBody(adminEmail, password)
	behind := []string{jsonType, "X-Forwarded-Proto: https"}
	trusted := request(t, w, "POST", "/api/v1/login", body, behind...).ok(nil)
	if got := trusted.Header.Get("Set-Cookie"); !strings.HasPrefix(got, "__Host-nametag=") || !strings.Contains(got, "; Secure;") {
		t.Errorf("by the proxy: got %q, want a secure cookie", got)
	}
	request(t, w, "GET", "/api/v1/me", "", "Cookie: "+cookieOf(t, trusted), behind[1]).ok(nil)
	alone := w.with(func(c *web.Config) { c.Proxies = nil })
	if got := request(t, alone, "POST", "/api/v1/login", body, behind...).ok(nil).Header.Get("Set-Cookie"); strings.Contains(got, "Secure") {
		t.Errorf("by a stranger: got %q, want its word not to count", got)
	}
	var site wire.SiteSettings
	request(t, w, "GET", "/api/v1/site", "", w.key("site:read"), behind[1]).ok(&site)
	if want := "https://nametag.example/nametag.js"; site.ScriptURL != want {
		t.Errorf("the script's address: got %s, want %s", site.ScriptURL, want)
	}
}

// A proxy may send another Host than the browser's: the public address says which pages are ours.
func TestLogInBehindAProxy(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *web.Config) { c.PublicURL = "https://panel.example:8443" })
	w.cookie()
	body := logInBody(adminEmail, password)
	headers := []string{jsonType, "Sec-Fetch-Site: cross-site"}
	request(t, w, "POST", "/api/v1/login", body, append(headers, "Origin: https://panel.example:8443")...).ok(nil)
	request(t, w, "POST", "/api/v1/login", body, append(headers, "Origin: https://panel.example")...).
		fails("another port", http.StatusForbidden, "cross_origin", "")
}

// A cookie of the other scheme's name opens nothing: over https only a cookie that only https could set counts.
func TestACookieOfAnotherNameIsNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plain := strings.Replace(w.cookie(), "__Host-", "", 1)
	request(t, w, "GET", "/api/v1/me", "", plain).fails("plain cookie", http.StatusUnauthorized, "login_required", "")
}

// Whoever plants a cookie in a browser before its agent logs in or sets up the server has nothing: the login has a cookie
// of its own, and the planted one opens nothing, be it made up or that of a login of the planter's.
func TestAPlantedCookieIsWorthless(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token, err := w.access.OpenSetup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	madeUp := "__Host-nametag=" + strings.Repeat("A", 43)
	enter := func(name, path, body, planted string) string {
		t.Helper()
		got := cookieOf(t, request(t, w, "POST", path, body, jsonType, fromPanel, "Cookie: "+planted).ok(nil))
		if got == planted {
			t.Errorf("%s: the planted cookie became the login's", name)
		}
		request(t, w, "GET", "/api/v1/me", "", "Cookie: "+planted).fails(name+": the planted cookie", http.StatusUnauthorized, "login_required", "")
		request(t, w, "GET", "/api/v1/me", "", "Cookie: "+got).ok(nil)
		return got
	}
	setUp := fmt.Sprintf(`{"token":%q,"email":%q,"password":%q}`, token, adminEmail, password)
	first := enter("set up", "/api/v1/setup", setUp, madeUp)
	enter("a made-up one", "/api/v1/login", logInBody(adminEmail, password), madeUp)
	planter := strings.TrimPrefix(w.cookieOf("bob@example.com", access.Agent, int64(w.Site.ID)), "Cookie: ")
	enter("the planter's own", "/api/v1/login", logInBody(adminEmail, password), planter)
	request(t, w, "GET", "/api/v1/me", "", "Cookie: "+first).ok(nil)
}

// To log out takes the cookie away as it was given: a browser keeps one whose name, path or Secure differ.
func TestTheCookieIsTakenAway(t *testing.T) {
	t.Parallel()
	for want, settings := range map[string][]func(*web.Config){
		"__Host-nametag=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax": nil,
		"nametag=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax":                {overHTTP},
	} {
		w := newWorld(t, settings...)
		if got := request(t, w, "POST", "/api/v1/logout", `{}`, jsonType).Header.Get("Set-Cookie"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestANewLogInEndsTheOneBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.cookie()
	request(t, w, "POST", "/api/v1/login", logInBody(adminEmail, password), jsonType, fromPanel, before).ok(nil)
	request(t, w, "GET", "/api/v1/me", "", before).fails("the earlier login", http.StatusUnauthorized, "login_required", "")
}

// Who fails to log in is told the same whatever was wrong, and no account is named.
func TestAFailedLogInTellsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.cookie()
	known := request(t, w, "POST", "/api/v1/login", logInBody(adminEmail, "wrong password"), jsonType)
	unknown := request(t, w, "POST", "/api/v1/login", logInBody("eve@example.com", "wrong password"), jsonType)
	if known.Body != unknown.Body || known.Status != unknown.Status || known.Header.Get("Set-Cookie") != "" {
		t.Errorf("got %d %s and %d %s, want the same", known.Status, known.Body, unknown.Status, unknown.Body)
	}
}

// After too many wrong passwords one is told when to come back, in the same words whether or not there is such an account.
func TestTooManyFailedLogIns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.cookie()
	var bodies []string
	for _, email := range []string{adminEmail, "eve@example.com"} {
		for range 10 {
			request(t, w, "POST", "/api/v1/login", logInBody(email, "wrong password"), jsonType).fails(email, http.StatusUnauthorized, "bad_login", "")
		}
		a := request(t, w, "POST", "/api/v1/login", logInBody(email, password), jsonType).refused(email, "10")
		if a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: got a cookie", email)
		}
		bodies = append(bodies, a.Body)
	}
	if bodies[0] != bodies[1] {
		t.Errorf("got %s and %s, want the same", bodies[0], bodies[1])
	}
	w.Clock.Pass(10 * time.Second)
	request(t, w, "POST", "/api/v1/login", logInBody(adminEmail, password), jsonType).ok(nil)
}

func TestSetup(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token, err := w.access.OpenSetup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	body := fmt.Sprintf(`{"token":%q,"email":"ada@example.com","password":%q}`, token, password)
	short := strings.Replace(body, password, "short", 1)
	request(t, w, "POST", "/api/v1/setup", short, jsonType, fromPanel).fails("a short password", http.StatusBadRequest, "bad_value", "password")
	var me wire.Me
	a := request(t, w, "POST", "/api/v1/setup", body, jsonType, fromPanel).ok(&me)
	if me.Agent.Role != string(access.Admin) {
		t.Errorf("got role %s, want admin", me.Agent.Role)
	}
	request(t, w, "GET", "/api/v1/me", "", "Cookie: "+cookieOf(t, a)).ok(nil)
	request(t, w, "POST", "/api/v1/setup", body, jsonType, fromPanel).fails("used again", http.StatusForbidden, "setup_link_used", "")
}

// A logged-out agent's cookie, a site taken off the list: the next request sees it.
func TestAnAgentsSitesCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.cookieOf("bob@example.com", access.Agent, int64(w.Site.ID))
	request(t, w, "GET", "/api/v1/contacts?site="+w.Site.Key, "", cookie).ok(nil)
	request(t, w, "GET", "/api/v1/contacts?site="+w.otherSite().Key, "", cookie).fails("another site", http.StatusNotFound, "site_unknown", "site")
	if _, err := w.access.SaveAccount(t.Context(), "bob@example.com", password, access.Agent, nil); err != nil {
		t.Fatal(err)
	}
	request(t, w, "GET", "/api/v1/contacts?site="+w.Site.Key, "", cookie).fails("after a change", http.StatusUnauthorized, "login_required", "")
}

// cookieOf is the cookie that an answer sets, as a browser sends it back.
func cookieOf(t *testing.T, a *answer) string {
	t.Helper()
	cookies := (&http.Response{Header: a.Header}).Cookies()
	if len(cookies) != 1 {
		t.Fatalf("got cookies %v, want one", cookies)
	}
	return cookies[0].Name + "=" + cookies[0].Value
}
