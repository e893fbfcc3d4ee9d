package web_test

import (
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/web"
)

const evilOrigin = "Origin: https://evil.example"

// threatsToDoors are about who may come in, and where from.
var threatsToDoors = []threat{
	{
		wants: "a visitor's socket in another site's page",
		tries: "the handshake from origins that look like the shop's, or say nothing",
		must:  "a page that isn't on the list gets no socket",
		play: func(a *attack) {
			s := a.listen()
			for _, origin := range []string{"https://evil.example", "https://shop.example.evil.example", "https://evilshop.example", "http://shop.example", "https://shop.example:8443", "null", "https://evil.example\\@shop.example", "file://", ""} {
				a.refusedSocket(s.URL, "/v1/socket?site="+a.Site.Key, http.StatusForbidden, "Origin: "+origin)
			}
			dial(a.t, s, "/v1/socket?site="+a.Site.Key, fromShop)
		},
	},
	{
		wants: "an agent's socket in another site's page",
		tries: "the handshake with the agent's cookie from another page, the shop's own included",
		must:  "only the panel's own page, or a program with a key, gets one",
		play: func(a *attack) {
			s := a.listen()
			for _, origin := range []string{evilOrigin, fromShop, "Origin: null", "Origin: https://nametag.example.evil.example", "Origin: https://evil.nametag.example", "Origin: https://", "X: y"} {
				a.refusedSocket(s.URL, "/api/v1/live?site="+a.Site.Key, http.StatusForbidden, origin, a.cookie())
				if origin != "X: y" {
					a.refusedSocket(s.URL, "/api/v1/live", http.StatusForbidden, origin, a.key)
				}
			}
			a.refusedSocket(s.URL, "/api/v1/live?site="+a.Site.Key, http.StatusUnauthorized, fromPanel)
		},
	},
	{
		wants: "an agent's hands",
		tries: "every address that changes something, sent by another site's page with the agent's cookie",
		must:  "it is refused, and nothing changes",
		play: func(a *attack) {
			a.jane()
			doors := a.doors()
			before := a.people()
			tried := 0
			for _, route := range routesOf(a.handler) {
				method, path, _ := strings.Cut(route, " ")
				if !strings.HasPrefix(path, apiRoot) || method == "GET" {
					continue
				}
				for _, from := range [][]string{{evilOrigin}, {fromShop}, {"Origin: null"}, {evilOrigin, "Sec-Fetch-Site: cross-site"}, {"Sec-Fetch-Site: cross-site"}, {"Sec-Fetch-Site: same-site"}} {
					headers := append(slices.Clone(from), jsonType, a.cookie())
					request(a.t, a.world, method, doors[route].address+"?site="+a.Site.Key, doors[route].body, headers...).fails(a.tries, http.StatusForbidden, "cross_origin", "")
					tried++
				}
			}
			a.check(tried >= 60, tried)
			a.unharmed(a.tries, before)
		},
	},
	{
		wants: "an agent led to a page of hers",
		tries: "addresses that answer with a redirect, with another site in the path, the query and the headers",
		must:  "it leads to the panel, on this host",
		play: func(a *attack) {
			for _, path := range []string{"/", "/panel", "/panel?next=https://evil.example", "/?to=//evil.example", "//evil.example", "//evil.example/..", "/\\evil.example", "/panel//evil.example", "/panel/..//evil.example", "/https://evil.example", "/demo?x=//evil.example", "/%2f%2fevil.example", "/panel\r\nLocation: https://evil.example"} {
				got := request(a.t, a.with(withDemo), "GET", path, "", "Host: evil.example", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: http", "Referer: https://evil.example/")
				to := got.Header.Get("Location")
				a.check(to == "" || to == "/panel/" || to == "/demo/", path+" leads to "+to)
			}
		},
	},
	{
		wants: "files that aren't for browsers",
		tries: "paths that climb out of the folder, spelt in every way",
		must:  "they aren't found, and nothing of a file is told",
		play: func(a *attack) {
			files := a.config.Static
			s := a.with(func(c *web.Config) {
				c.Static = func(name string) (web.File, error) {
					a.check(fs.ValidPath(name), "asked for "+name)
					return files(name)
				}
			}).listen()
			for _, up := range []string{"../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%252e%252e%252f", "..\\", "..%5c", "....//", "..;/", "..%00/", "%00../", "..%c0%af", "%uff0e%uff0e/"} {
				for _, root := range []string{"/panel/", "/panel/x/", "/panel//", "/nametag.", "/nametag.js/", "/", "/demo/"} {
					for _, file := range []string{"demo/not-for-panel.html", "nametag.js.br", "etc/passwd", "keys/server.key", ".git/config"} {
						status, body := a.fetch(s.URL, root+strings.Repeat(up, 3)+file)
						isPage := status == http.StatusOK && strings.Contains(body, "<title>Panel</title>") // which finds its own way
						a.check(isPage || status == http.StatusNotFound || status == http.StatusBadRequest, fmt.Sprint(root+up+file, status, body))
					}
				}
			}
		},
	},
	{
		wants: "a login that scripts can read, or that goes over plain http",
		tries: "every address, and what cookies it sets",
		must:  "only login, setup and logout set one, and it is Secure and HttpOnly; what isn't a file says nosniff and lets nothing in",
		play: func(a *attack) {
			doors := a.doors()
			for _, route := range routesOf(a.handler) {
				method, path, _ := strings.Cut(route, " ")
				d := doors[route]
				if d.address == "" {
					d.address = path
				}
				got := request(a.t, a.world, method, d.address, d.body, append(slices.Clone(d.headers), "Cookie: a=b")...)
				for _, set := range got.Header.Values("Set-Cookie") {
					ours := path == apiRoot+"/login" || path == apiRoot+"/setup" || path == apiRoot+"/logout"
					a.check(ours && strings.Contains(set, "; Secure") && strings.Contains(set, "; HttpOnly"), route+" "+set)
				}
				csp := got.Header.Get("Content-Security-Policy")
				a.check(got.Header.Get("X-Content-Type-Options") == "nosniff" && strings.HasPrefix(csp, "default-src 'none'") && !strings.Contains(csp, "unsafe"), route+" "+csp)
				a.check(got.Header.Get("Access-Control-Allow-Credentials") == "", route)
			}
		},
	},
	{
		wants: "a key that somebody pasted into an address",
		tries: "an API key as a parameter of every address",
		must:  "it counts nowhere but at HubSpot's addresses, for a key that can do nothing else",
		play: func(a *attack) {
			a.jane()
			_, key, _ := strings.Cut(a.key, "Bearer ")
			for _, route := range routesOf(a.handler) {
				method, path, _ := strings.Cut(route, " ")
				if !strings.HasPrefix(path, apiRoot) && !strings.Contains(path, "visitor-identification") || strings.HasSuffix(path, "/openapi.json") {
					continue
				}
				for _, name := range []string{"hapikey", "key", "api_key", "access_token", "token"} {
					got := request(a.t, a.world, method, a.fill(path)+"?"+name+"="+key, `{}`, jsonType)
					a.check(got.Status >= 400, route+" "+got.Body)
				}
			}
		},
	},
}

// refusedSocket checks that a handshake is turned away.
func (a *attack) refusedSocket(server, path string, status int, headers ...string) {
	a.t.Helper()
	h := http.Header{}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		h.Add(name, value)
	}
	conn, answer, err := websocket.DefaultDialer.DialContext(a.t.Context(), "ws"+strings.TrimPrefix(server, "http")+path, h)
	if err == nil {
		_ = conn.Close()
	}
	a.check(err != nil && answer != nil && answer.StatusCode == status, headers)
}

// fetch asks for a path as it is spelt, over a connection.
func (a *attack) fetch(server, path string) (status int, body string) {
	a.t.Helper()
	r, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, server, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	r.URL.Opaque = path
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		a.t.Fatal(err)
	}
	defer answer.Body.Close()
	all, err := io.ReadAll(answer.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return answer.StatusCode, string(all)
}
