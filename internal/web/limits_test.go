package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/client"
	"github.com/nametag-dev/nametag/internal/limit"
	"github.com/nametag-dev/nametag/internal/web"
)

// limited is a server with such limits, behind a proxy that says where requests come from.
func limited(s limit.Settings) func(*web.Config) {
	return func(c *web.Config) {
		proxy, err := client.ParseProxy("192.0.2.1") // as which httptest's requests come
		if err != nil {
			panic(err)
		}
		c.Proxies = client.Proxies{proxy}
		c.Browsers, c.Programs = limit.NewBrowsers(s, c.Now), limit.NewPrograms(s, c.Now)
	}
}

// from is the header of a request that comes from an address.
func from(address string) string { return "X-Forwarded-For: " + address }

// refused checks that the answer says to come back after so many seconds.
func (a *answer) refused(name, seconds string) *answer {
	a.t.Helper()
	return a.fails(name, http.StatusTooManyRequests, "rate_limited", "").header("Retry-After", seconds)
}

// Every address of the two APIs is counted, those that are added later too.
func TestEveryDoorIsCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited(limit.Settings{Address: 1}))
	for range 30 {
		request(t, w, "GET", "/api/v1/openapi.json", "").ok(nil)
		request(t, w, "POST", "/v1/commands", "{}", browserType)
	}
	for _, route := range routesOf(w.handler) {
		method, path, _ := strings.Cut(route, " ")
		if isHubSpots := strings.Contains(path, "visitor-identification"); isHubSpots {
			if a := request(t, w, method, path, "{}", jsonType); a.Status != http.StatusTooManyRequests || !strings.Contains(a.Body, `"policyName":"TEN_SECONDLY_ROLLING"`) {
				t.Errorf("%s: got %d %s, want to be told to wait as HubSpot does", route, a.Status, a.Body)
			}
			continue
		}
		isAPI := strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/v1/") && method != "OPTIONS" // which does nothing
		a := request(t, w, method, path, "{}", jsonType, fromShop)
		if isAPI {
			a.refused(route, "1")
		} else if a.Status == http.StatusTooManyRequests {
			t.Errorf("%s is counted", route)
		}
		if strings.HasPrefix(path, "/v1/") && path != "/v1/socket" { // for scripts; a failed socket tells a page nothing
			a.header("Access-Control-Allow-Origin", shopOrigin)
		}
	}
	if got := w.log.String(); got != "" {
		t.Errorf("got %q in the log, want nothing", got)
	}
	w.Clock.Pass(time.Second)
	request(t, w, "POST", "/v1/commands", w.page().batch(), browserType, fromShop).ok(nil).header("Retry-After", "")
	request(t, w, "POST", "/v1/commands", w.page().batch(), browserType, fromShop).refused("the next", "1").
		header("Access-Control-Expose-Headers", "Retry-After")
}

// What counts is commands: many in one request are as many as one by one. What was refused was not carried out, and is
// when it is sent again.
func TestCommandsAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited(limit.Settings{Address: 1}))
	p := w.page()
	resets := func(n int) (all []string) {
		for range n {
			all = append(all, p.call("lookup_code", ""))
		}
		return all
	}
	p.send(resets(25)...)
	identify := p.batch(append(resets(9), p.call("identify", `{"external_id":"42"}`))...)
	// Of the 5 that were left, the request took one.
	request(t, w, "POST", "/v1/commands", identify, browserType, fromShop).refused("ten more", "5")
	if got := w.Contacts(); len(got) != 0 {
		t.Errorf("got %d contacts, want what was refused not to be carried out", len(got))
	}
	w.Clock.Pass(6 * time.Second)
	var got said
	request(t, w, "POST", "/v1/commands", identify, browserType, fromShop).ok(&got)
	if len(got.Answers) != 10 || got.code(9) != "" || got.Visitor.Trust != "claimed" {
		t.Errorf("sent again: got %+v, want it carried out", got)
	}
}

// The largest batch that the server takes comes through where the limit is smaller than it.
func TestALargeBatchComesThrough(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited(limit.Settings{Address: 1, Visitor: 1, Site: 1}))
	p := w.page()
	p.send()
	w.Clock.Pass(time.Minute)
	var calls []string
	for range 100 {
		calls = append(calls, p.call("lookup_code", ""))
	}
	var got said
	request(t, w, "POST", "/v1/commands", p.batch(calls...), browserType, fromShop).ok(&got)
	if len(got.Answers) != 100 {
		t.Errorf("got %d answers, want 100", len(got.Answers))
	}
}

// A stranger can't choose the address that is counted, and proxies' clients are counted one by one.
func TestAddressesAreCountedOneByOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited(limit.Settings{Address: 1}))
	post := func(w *world, headers ...string) *answer {
		return request(t, w, "POST", "/v1/commands", w.page().batch(), append(headers, browserType, fromShop)...)
	}
	for range 30 {
		post(w, from("2001:db8::1")).ok(nil)
	}
	post(w, from("2001:db8::ffff")).refused("its neighbour in the /64", "1")
	post(w, from("2001:db8:0:1::1")).ok(nil)
	direct := w.with(func(c *web.Config) { limited(limit.Settings{Address: 1})(c); c.Proxies = nil })
	for i := range 30 {
		post(direct, from(fmt.Sprintf("203.0.113.%d", i))).ok(nil)
	}
	post(direct, from("203.0.113.30")).refused("whatever it says", "1")
}

// Only who has a visitor's token uses up what the visitor may do.
func TestAVisitorIsCountedByItsToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited(limit.Settings{Visitor: 1}))
	jane, ravi := w.page(), w.page()
	jane.send()
	ravi.send()
	forged := *jane
	forged.token = jane.token[:len(jane.token)-4] + "AAAA"
	for range 100 {
		request(t, w, "POST", "/v1/commands", forged.batch(), browserType, fromShop, from("203.0.113.7")).ok(nil)
	}
	for range 30 {
		jane.send()
	}
	request(t, w, "POST", "/v1/commands", jane.batch(), browserType, fromShop, from("203.0.113.8")).refused("the visitor", "1")
	ravi.send()
}

// A site's budget is used up by what got past the addresses' and the visitors' limits, and it is the site's alone.
func TestASiteIsCountedLast(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited(limit.Settings{Address: 1, Site: 2}))
	post := func(from string) *answer {
		return request(t, w, "POST", "/v1/commands", w.page().batch(), browserType, fromShop, from)
	}
	for range 300 { // one address alone
		post(from("203.0.113.7"))
	}
	for range 30 {
		post(from("203.0.113.8")).ok(nil)
	}
	post(from("203.0.113.9")).refused("all together", "1")
	other := w.otherSite()
	request(t, w, "POST", "/v1/commands", fmt.Sprintf(`{"site":%q}`, other.Key), browserType, "Origin: https://other.example", from("203.0.113.10")).ok(nil)
}

func TestAKeyIsCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited(limit.Settings{Key: 1}))
	key, other := w.key("site:read"), w.key("site:read")
	for i := range 30 {
		request(t, w, "GET", "/api/v1/site", "", key, from(fmt.Sprintf("203.0.113.%d", i))).ok(nil)
	}
	request(t, w, "GET", "/api/v1/site", "", key).refused("the key", "1")
	request(t, w, "GET", "/api/v1/site", "", other).ok(nil)
}

// Who shows wrong keys or links is told to wait; who has a right one comes in, whatever others try from the same address.
func TestGuessesAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited(limit.Settings{}))
	right := w.key("site:read")
	token, err := w.access.OpenSetup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wrong := "Authorization: Bearer nt_ak_" + strings.Repeat("A", 43)
	setup := func(token string) *answer {
		return request(t, w, "POST", "/api/v1/setup", fmt.Sprintf(`{"token":%q,"email":"ada@example.com","password":%q}`, token, password), jsonType)
	}
	for range 10 {
		request(t, w, "GET", "/api/v1/site", "", wrong).fails("a wrong key", http.StatusUnauthorized, "bad_api_key", "")
		setup("x").fails("a wrong link", http.StatusForbidden, "setup_link_used", "")
	}
	request(t, w, "GET", "/api/v1/site", "", wrong).refused("one wrong key too many", "5")
	setup("x").refused("one wrong link too many", "5")
	request(t, w, "GET", "/api/v1/site", "", wrong, from("203.0.113.7")).fails("from elsewhere", http.StatusUnauthorized, "bad_api_key", "")
	request(t, w, "GET", "/api/v1/site", "", right).ok(nil)
	setup(token).ok(nil)
	w.Clock.Pass(5 * time.Second)
	request(t, w, "GET", "/api/v1/site", "", wrong).fails("later", http.StatusUnauthorized, "bad_api_key", "")
}

// exhaust answers every described address once with 429.
func (w *world) exhaust() {
	w.t.Helper()
	other := w.with(limited(limit.Settings{Address: 1}))
	for range 30 {
		request(w.t, other, "GET", apiRoot+"/openapi.json", "")
	}
	for _, route := range sortedKeys(operations(w.t)) {
		method, path, _ := strings.Cut(route, " ")
		request(w.t, other, method, path, "{}", jsonType).refused(route, "1")
	}
}

// An operator who forgot to name the proxy is told, once: else the first who does too much makes everybody wait.
func TestAnUnknownProxyIsToldOf(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		remote, header string
		proxies        client.Proxies
		want           int
	}{
		"a proxy beside us":       {"127.0.0.1:4711", "203.0.113.7", nil, 1},
		"a proxy in our network":  {"10.0.0.5:4711", "203.0.113.7", nil, 1},
		"it is trusted":           {"10.0.0.5:4711", "203.0.113.7", client.Proxies{netip.MustParsePrefix("10.0.0.5/32")}, 0},
		"its client is one of us": {"10.0.0.5:4711", "10.0.0.7", client.Proxies{netip.MustParsePrefix("10.0.0.5/32")}, 0},
		"no proxy":                {"127.0.0.1:4711", "", nil, 0},
		"a stranger":              {"203.0.113.8:4711", "203.0.113.7", nil, 0},
	} {
		w := newWorld(t, func(cfg *web.Config) { cfg.Proxies = c.proxies })
		for range 2 {
			r := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/openapi.json", nil)
			r.RemoteAddr = c.remote
			if c.header != "" {
				r.Header.Set("X-Forwarded-For", c.header)
			}
			w.handler.ServeHTTP(httptest.NewRecorder(), r)
		}
		if got := w.log.String(); strings.Count(got, "--trusted-proxy") != c.want || strings.Contains(got, "0.0.") {
			t.Errorf("%s: got %q, want it said %d times, without addresses", name, got, c.want)
		}
	}
}
