package main

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/proof"
	shop "github.com/nametag-dev/nametag/static/demo"
	"github.com/nametag-dev/nametag/static/snippets"
)

// openShop opens the demo shop by itself, without a server around it.
func openShop(t *testing.T, help ...string) *shopBrowser {
	t.Helper()
	d, err := newDemo(demo{
		files: shop.Files(false), siteKey: "k_test", secret: "nt_sk_0123456789abcdef0123456789abcdef", shop: "http://127.0.0.1:8080",
		help: cmp.Or(append(help, "http://127.0.0.1:8080")...), log: slog.New(slog.DiscardHandler), now: time.Now,
	}, []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	return &shopBrowser{t: t, shop: d.Handler()}
}

// shopBrowser is a browser in the shop, with its cookie.
type shopBrowser struct {
	t      *testing.T
	shop   http.Handler
	cookie *http.Cookie
}

func (s *shopBrowser) ask(method, path, body string, header ...string) answer {
	s.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if s.cookie != nil {
		r.AddCookie(s.cookie)
	}
	w := httptest.NewRecorder()
	s.shop.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		s.cookie = c
	}
	return answer{w.Code, w.Header(), w.Body.String()}
}

// at reads a page by one of the server's names.
func (s *shopBrowser) at(host, path string) answer {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = host
	w := httptest.NewRecorder()
	s.shop.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

// does sends a call of the shop's API that must work, and returns who the shop says is there.
func (s *shopBrowser) does(call, body string) shopper {
	s.t.Helper()
	got := s.ask("POST", "/demo/api/"+call, body)
	if got.status != 200 {
		s.t.Fatalf("%s %s: got %d %s, want 200", call, body, got.status, got.body)
	}
	var said shopper
	got.decode(s.t, &said)
	return said
}

// The shop's pages keep calls made early, by the very line that customers paste.
func TestDemoPagesHaveTheStub(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	for _, path := range []string{"/demo/", "/demo/help", "/demo/missing"} {
		if got := s.ask("GET", path, ""); !strings.Contains(got.body, `">`+snippets.Stub+"</script>\n") {
			t.Errorf("%s lacks the stub: %.900s", path, got.body)
		}
	}
}

func TestShopsPages(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	paths := []string{"", "shop", "cart", "plans", "account", "login", "help"}
	for _, p := range products {
		paths = append(paths, "products/"+p.ID)
	}
	for _, loggedIn := range []bool{false, true} {
		if loggedIn {
			s.does("login", `{"customer":"jane"}`)
			s.does("cart", `{"product":"monstera","quantity":2}`)
		}
		for _, path := range paths {
			got := s.ask("GET", "/demo/"+path, "")
			if got.status != 200 || !strings.Contains(got.body, "<title>"+titleOf(path)+"</title>") {
				t.Errorf("GET /demo/%s: got %d, want 200 and the title %q", path, got.status, titleOf(path))
			}
			if !strings.Contains(got.body, `<script async src="/nametag.js" data-site="k_test"></script>`) {
				t.Errorf("GET /demo/%s: the snippet is missing", path)
			}
			if said := strings.Contains(got.body, `"email":"jane@example.com"`); said != loggedIn {
				t.Errorf("GET /demo/%s: says who is logged in: got %t, want %t", path, said, loggedIn)
			}
		}
	}
	for _, path := range []string{"nothing", "products/rose", "products/", "assets/layout.html", "assets/demo.go", "assets/../shop.css"} {
		if got := s.ask("GET", "/demo/"+path, ""); got.status != 404 && got.status != 307 && got.status != 301 {
			t.Errorf("GET /demo/%s: got %d, want 404", path, got.status)
		}
	}
	if got := s.ask("POST", "/demo/shop", "{}"); got.status != 405 {
		t.Errorf("POST /demo/shop: got %d, want 405", got.status)
	}
	for _, path := range []string{"shop.css", "shop.js", "plants/monstera.svg"} {
		if got := s.ask("GET", "/demo/assets/"+path, ""); got.status != 200 {
			t.Errorf("GET /demo/assets/%s: got %d, want 200", path, got.status)
		}
	}
}

func TestShopsAssetsAreThere(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	for _, p := range products {
		got := s.ask("GET", "/demo/assets/plants/"+p.ID+".svg", "")
		if got.status != 200 || got.header.Get("Content-Type") != "image/svg+xml" {
			t.Errorf("picture of %s: got %d %s", p.ID, got.status, got.header.Get("Content-Type"))
		}
	}
}

func TestPagesRunNoForeignScript(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	first, second := s.ask("GET", "/demo/", ""), s.ask("GET", "/demo/", "")
	policy := first.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "script-src 'self' 'nonce-") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy: got %q", policy)
	}
	if policy == second.header.Get("Content-Security-Policy") {
		t.Error("two pages have the same nonce")
	}
}

func TestShoppingAsJane(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	if said := s.does("cart", `{"product":"monstera","quantity":2}`); said.Cart["monstera"] != 2 || said.Me != nil {
		t.Errorf("cart before login: got %+v", said)
	}
	said := s.does("login", `{"customer":"jane"}`)
	if said.Me == nil || said.Me.ID != "1042" || said.Me.Tag != "FREE_PLAN" || said.Cart["monstera"] != 2 {
		t.Errorf("login: got %+v, want Jane with her cart", said)
	}
	if said := s.does("plan", `{"plan":"grove"}`); said.Me.Tag != "PAID_PLAN" || said.Me.Custom["plan"] != "Grove" {
		t.Errorf("plan: got %+v, want Grove", said.Me)
	}
	if said := s.does("cart", `{"product":"monstera","quantity":0}`); len(said.Cart) != 0 {
		t.Errorf("cart: got %v, want it empty", said.Cart)
	}
	if said := s.does("logout", `{}`); said.Me != nil {
		t.Errorf("logout: got %+v, want nobody", said.Me)
	}
	if said := s.does("login", `{"customer":"jane"}`); said.Me.Tag != "PAID_PLAN" {
		t.Errorf("plan after another login: got %s, want PAID_PLAN", said.Me.Tag)
	}
}

// A shop that was started anew must not tell Nametag that Jane has her old plan again.
func TestPlanAndLoginOutliveARestart(t *testing.T) {
	t.Parallel()
	before := openShop(t)
	before.does("login", `{"customer":"jane"}`)
	before.does("plan", `{"plan":"canopy"}`)
	after := openShop(t)
	after.cookie = before.cookie
	var said shopper
	after.ask("GET", "/demo/api/me", "").decode(t, &said)
	if said.Me == nil || said.Me.Tag != "BUSINESS_PLAN" {
		t.Errorf("got %+v, want Jane on Canopy", said.Me)
	}
}

// Every kind of error has its status here, too.
func TestShopRefusesAsTheServerDoes(t *testing.T) {
	t.Parallel()
	for _, known := range nametag.Errors {
		w := httptest.NewRecorder()
		refuse(w, known)
		if w.Code < 400 || !strings.Contains(w.Body.String(), known.Code) {
			t.Errorf("%s: got %d %s", known.Code, w.Code, w.Body)
		}
	}
}

func TestForgedCookieIsNobody(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	s.does("login", `{"customer":"jane"}`)
	good := s.cookie.Value
	for name, value := range map[string]string{
		"empty": "", "no sum": strings.Split(good, ".")[0], "another body": "e30" + good, "huge": strings.Repeat("a", 8000),
		"sum cut": good[:len(good)-1],
	} {
		s.cookie = &http.Cookie{Name: demoCookie, Value: value}
		var said shopper
		s.ask("GET", "/demo/api/me", "").decode(t, &said)
		if said.Me != nil {
			t.Errorf("%s: got %s, want nobody", name, said.Me.Name)
		}
	}
}

func TestShopRefusesBadInput(t *testing.T) {
	t.Parallel()
	type bad struct {
		method, call, body string
		header             []string
		status             int
		code, field        string
	}
	cases := []bad{
		{"POST", "login", `{"customer":"nobody"}`, nil, 400, "bad_value", "customer"},
		{"POST", "login", `{}`, nil, 400, "bad_value", "customer"},
		{"POST", "login", `{"customer":7}`, nil, 400, "wrong_type", "customer"},
		{"POST", "plan", `{"plan":"gold"}`, nil, 400, "bad_value", "plan"},
		{"POST", "plan", `{"plan":"grove"}`, nil, 401, "login_required", ""},
		{"POST", "cart", `{"product":"rose","quantity":1}`, nil, 400, "bad_value", "product"},
		{"POST", "cart", `{"product":"monstera","quantity":-1}`, nil, 400, "bad_value", "quantity"},
		{"POST", "cart", `{"product":"monstera","quantity":21}`, nil, 400, "bad_value", "quantity"},
		{"POST", "cart", `{"product":"monstera","quantity":1.5}`, nil, 400, "wrong_type", "quantity"},
		{"POST", "cart", `{"product":"monstera","quantity":1e99}`, nil, 400, "wrong_type", "quantity"},
		{"POST", "me", `{}`, nil, 405, "method_not_allowed", ""},
		{"GET", "nothing", ``, nil, 404, "not_found", ""},
		{"POST", "", `{}`, nil, 404, "not_found", ""},
	}
	for _, call := range []string{"login", "logout", "plan", "cart"} {
		cases = append(cases,
			bad{"GET", call, ``, nil, 405, "method_not_allowed", ""},
			bad{"POST", call, ``, nil, 400, "bad_json", ""},
			bad{"POST", call, `{`, nil, 400, "bad_json", ""},
			bad{"POST", call, `[]`, nil, 400, "wrong_type", ""},
			bad{"POST", call, `{"x":1}`, nil, 400, "unknown_field", "x"},
			bad{"POST", call, `{"__proto__":{}}`, nil, 400, "unknown_field", "__proto__"},
			bad{"POST", call, `{} {}`, nil, 400, "bad_json", ""},
			bad{"POST", call, "{\"\xff\":1}", nil, 400, "bad_json", ""},
			bad{"POST", call, `{"\ud800":1}`, nil, 400, "bad_json", ""},
			bad{"POST", call, strings.Repeat("[", 900), nil, 400, "", ""},
			bad{"POST", call, `{"a":"` + strings.Repeat("a", 2000) + `"}`, nil, 413, "too_large", ""},
			bad{"POST", call, `{}`, []string{"Content-Type", "text/plain"}, 415, "unsupported_media_type", ""},
			bad{"POST", call, `{}`, []string{"Sec-Fetch-Site", "cross-site"}, 403, "cross_origin", ""},
		)
	}
	for _, c := range cases {
		got := openShop(t).ask(c.method, "/demo/api/"+c.call, c.body, c.header...)
		if got.status != c.status || !strings.Contains(got.body, c.code) || !strings.Contains(got.body, c.field) {
			t.Errorf("%s %s %.40q %v: got %d %s, want %d %s %s", c.method, c.call, c.body, c.header, got.status, got.body, c.status, c.code, c.field)
		}
	}
}

// TestJanesStory is the shop's story through the same addresses that its pages use: the shop logs her in, her page
// tells Nametag, and the site's own back end finds her.
func TestJanesStory(t *testing.T) {
	t.Parallel()
	s := serveHere(t, t.TempDir(), "--demo")
	site := firstSiteKey(t, s.data())
	login := s.ask("POST", "/demo/api/login", `{"customer":"jane"}`)
	cookie := strings.Split(login.header.Get("Set-Cookie"), ";")[0]
	var said shopper
	s.ask("GET", "/demo/api/me", "", "Cookie", cookie).decode(t, &said)
	if said.Me == nil || said.Me.Name != "Jane Moreau" {
		t.Fatalf("me: got %+v, want Jane Moreau", said.Me)
	}
	s.identify(t, site, is(0, "jane", "sprout", 3).args)

	key := apiKey(t, s.data(), site, "contacts:read")
	found := s.contacts(t, key, "external_id=1042")
	if len(found) != 1 || found[0].Email != said.Me.Email || found[0].Traits["name"].Value != "Jane Moreau" || found[0].CustomData["plan"] != "Sprout" {
		t.Errorf("contact: got %+v, want one Jane as the shop knows her", found)
	}
}

// The shop's own server signs who is logged in, the same on every page of a login; who comes by the old app is only said.
func TestTheShopSigns(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	me := s.does("login", `{"customer":"jane"}`).Me
	keys := []proof.Key{{KID: "kid_1", Uses: []proof.Use{proof.UseToken}, Secret: "nt_sk_0123456789abcdef0123456789abcdef"}}
	token, err := proof.OpenToken(keys, []string{"k_test"}, me.Token, time.Now())
	if err != nil || token.ExternalID != me.ID || token.Email != me.Email || token.EmailVerified == nil || !*token.EmailVerified {
		t.Errorf("got %+v, %v", token, err)
	}
	if again := s.does("cart", `{"product":"monstera","quantity":1}`).Me.Token; again != me.Token {
		t.Errorf("got another token on the next page")
	}
	if mei := s.does("login", `{"customer":"mei"}`).Me; mei.Token != "" {
		t.Errorf("got %q of the old app", mei.Token)
	}
}

// The help centre is at another origin: each page is at its own, and links lead there.
func TestTheHelpCentreIsElsewhere(t *testing.T) {
	t.Parallel()
	s := openShop(t, "http://localhost:8080")
	for _, c := range []struct{ host, path, leads, holds string }{
		{"127.0.0.1:8080", "/demo/shop", "", `href="http://localhost:8080/demo/help"`},
		{"127.0.0.1:8080", "/demo/help?utm_source=x", "http://localhost:8080/demo/help?utm_source=x", ""},
		{"localhost:8080", "/demo/help", "", `href="http://127.0.0.1:8080/demo/plans"`},
		{"localhost:8080", "/demo/cart", "http://127.0.0.1:8080/demo/cart", ""},
		{"localhost:8080", "/demo/assets/shop.css", "", "{"},
	} {
		got := s.at(c.host, c.path)
		if got.header.Get("Location") != c.leads || !strings.Contains(got.body, c.holds) {
			t.Errorf("%s%s: got %d to %q", c.host, c.path, got.status, got.header.Get("Location"))
		}
	}
	for public, want := range map[string]string{
		"http://127.0.0.1:80": "http://localhost:80", "http://localhost:8080": "http://127.0.0.1:8080",
		"https://nametag.example.com": "https://nametag.example.com", "http://10.0.0.7:8080": "http://10.0.0.7:8080",
	} {
		if got := helpOrigin(public); got != want {
			t.Errorf("%s: got help at %s, want %s", public, got, want)
		}
	}
}
