package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/nametag-dev/nametag/internal/web"
)

const (
	browserType = "Content-Type: text/plain;charset=UTF-8"
	jsonType    = "Content-Type: application/json"
	fromShop    = "Origin: " + shopOrigin
	fromPanel   = "Origin: " + publicURL
)

func withDemo(c *web.Config) {
	c.Demo = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("the shop at " + r.URL.Path)) })
}

// doors are all routes with what they must refuse.
func (w *world) doors() map[string]door {
	w.t.Helper()
	doors := map[string]door{
		"POST /v1/commands":     w.commandsDoor(),
		"OPTIONS /v1/commands":  {}, // takes anything and does nothing
		"POST /v1/heartbeat":    w.heartbeatDoor(),
		"OPTIONS /v1/heartbeat": {},
		"GET /v1/socket":        w.socketDoor(),
		"POST /api/v1/login":    w.formDoor("/api/v1/login", "email", `{"email":"ada@example.com","password":"wrong password"}`, w.badLogins()),
		"POST /api/v1/setup":    w.formDoor("/api/v1/setup", "token", `{"token":"x","email":"eve@example.com","password":"a good password"}`, badSetups()),
		"POST /api/v1/logout":   {address: "/api/v1/logout", body: `{}`, headers: []string{jsonType, fromPanel}, bad: badLogouts()},
		"GET /api/v1/me":        {address: "/api/v1/me", bad: append(noLogin(), badQuery([]string{w.cookie()}, "/api/v1/me", "")...)},
		"GET /api/v1/live":      w.liveDoor(),
	}
	for path, scope := range map[string]string{
		"/contacts": "contacts:read", "/contacts/:id": "contacts:read", "/contacts/:id/ledger": "contacts:read",
		"/contacts/:id/sessions": "contacts:read", "/contacts/:id/export": "contacts:read",
		"/visitors": "visitors:read", "/visitors/:id": "visitors:read", "/site": "site:read",
		"/site/evidence": "site:read", "/keys": "site:read", "/keys/:kid/verified": "site:read",
	} {
		doors["GET "+apiRoot+path] = w.apiDoor(path, scope)
	}
	doors["GET "+apiRoot+"/openapi.json"] = door{} // gives the same to everybody
	for _, path := range hubSpotPaths {
		doors["POST "+path] = w.hubSpotDoor(path)
	}
	maps.Copy(doors, w.decidingDoors())
	maps.Copy(doors, w.administeringDoors())
	maps.Copy(doors, w.adminDoors())
	for _, method := range []string{"GET", "HEAD"} {
		for _, path := range []string{"/", "/panel", "/panel/*", "/nametag*", "/compat/*", "/help", "/healthz"} {
			doors[method+" "+path] = fileDoor(method, path)
		}
	}
	for _, method := range []string{"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PROPFIND", "PUT", "TRACE", "REPORT"} {
		doors[method+" /demo"], doors[method+" /demo/*"] = door{}, door{} // the demo's own
	}
	return doors
}

func (w *world) commandsDoor() door {
	site := func(rest string) string { return fmt.Sprintf(`{"site":%q,"visitor":null%s}`, w.Site.Key, rest) }
	command := func(rest string) string { return site(`,"commands":[` + rest + `]`) }
	many := strings.TrimSuffix(strings.Repeat(`{"id":"a","call":"reset"},`, 257), ",")
	d := door{address: "/v1/commands", body: site(""), headers: []string{browserType, fromShop}}
	d.bad = slices.Concat(badPageJSON("site"), w.badOrigins("/v1/commands", site("")),
		badTypes(fromShop, site(""), "", "application/x-www-form-urlencoded", "multipart/form-data", "text/html", "application/json+x"), []bad{
			invalid("null", "null", "missing_field", "site"),
			invalid("no site", `{"visitor":null}`, "missing_field", "site"),
			{name: "unknown site", body: `{"site":"k_nobody","visitor":null}`, status: http.StatusNotFound, code: "site_unknown", field: "site"},
			{name: "site is NUL", body: `{"site":"\u0000","visitor":null}`, status: http.StatusNotFound, code: "site_unknown", field: "site"},
			{name: "site is long", body: `{"site":"` + strings.Repeat("x", 9000) + `"}`, status: http.StatusNotFound, code: "site_unknown", field: "site"},
			invalid("page is a text", site(`,"page":"https://x"`), "wrong_type", "page"),
			invalid("page's address is a number", site(`,"page":{"url":1}`), "wrong_type", "page.url"),
			invalid("page knows no such field", site(`,"page":{"url":"x","colour":"red"}`), "unknown_field", "page.colour"),
			invalid("sent_at is a text", site(`,"sent_at":"now"`), "wrong_type", "sent_at"),
			invalid("sent_at is out of range", site(`,"sent_at":1e999`), "wrong_type", "sent_at"),
			invalid("commands are an object", site(`,"commands":{}`), "wrong_type", "commands"),
			invalid("a command is a text", command(`"identify"`), "wrong_type", "commands[0]"),
			invalid("a command is null", command(`null`), "bad_value", "commands[0].id"),
			invalid("a command without id", command(`{"call":"reset"}`), "bad_value", "commands[0].id"),
			invalid("an empty id", command(`{"id":"","call":"reset"}`), "bad_value", "commands[0].id"),
			invalid("an id with a space", command(`{"id":"a","call":"reset"},{"id":"a b","call":"reset"}`), "bad_value", "commands[1].id"),
			invalid("an id beyond ASCII", command(`{"id":"é","call":"reset"}`), "bad_value", "commands[0].id"),
			invalid("a long id", command(`{"id":"`+strings.Repeat("x", 65)+`","call":"reset"}`), "bad_value", "commands[0].id"),
			invalid("an id that is a number", command(`{"id":1,"call":"reset"}`), "wrong_type", "commands[0].id"),
			invalid("a call that is a number", command(`{"id":"a","call":1}`), "wrong_type", "commands[0].call"),
			invalid("a key twice in args", command(`{"id":"a","call":"identify","args":{"email":"a@b.c","email":"d@e.f"}}`), "bad_json", "commands[0].args.email"),
			invalid("half an escape in args", command(`{"id":"a","call":"identify","args":{"traits":{"name":"\udc0"}}}`), "bad_json", "*"),
			invalid("a key twice in what is said", command(`{"id":"a","call":"identify","said":{"0":{"email":"a@b.c","email":"d@e.f"}}}`), "bad_json", "commands[0].said[0].email"),
			invalid("an argument twice", command(`{"id":"a","call":"identify","said":{"0":1,"0":2}}`), "bad_json", "commands[0].said[0]"),
			invalid("at is a text", command(`{"id":"a","call":"identify","said":{},"at":"now"}`), "wrong_type", "commands[0].at"),
			invalid("at is no number", command(`{"id":"a","call":"identify","said":{},"at":NaN}`), "bad_json", "*"),
			invalid("at is out of range", command(`{"id":"a","call":"identify","said":{},"at":1e999}`), "wrong_type", "commands[0].at"),
			{name: "257 commands", body: site(`,"commands":[` + many + `]`), status: http.StatusRequestEntityTooLarge, code: "too_large", field: "commands"},
		})
	return d
}

// badOrigins are pages that may not use the world's site.
func (w *world) badOrigins(address, body string) []bad {
	var all []bad
	for _, origin := range []string{
		"", "null", "https://elsewhere.example", "http://shop.example", "https://shop.example:444", "https://shop.example.evil.example",
		"https://www.shop.example", "https://SHOP.example", "https://shop.example/", "http://localhost:3000", "\xff", "https://",
	} {
		headers := []string{browserType}
		if origin != "" {
			headers = append(headers, "Origin: "+origin)
		}
		all = append(all, bad{name: "from " + origin, address: address, body: body, headers: headers, status: http.StatusForbidden, code: "origin_not_allowed"})
	}
	return all
}

func (w *world) heartbeatDoor() door {
	beat := func(rest string) string {
		return fmt.Sprintf(`{"site":%q,"visitor":"x","tab":"t","page":{"url":"https://shop.example/"},"visible":true%s}`, w.Site.Key, rest)
	}
	d := door{address: "/v1/heartbeat", body: beat(""), headers: []string{browserType, fromShop}}
	d.bad = slices.Concat(badPageJSON("site"), w.badOrigins("/v1/heartbeat", beat("")), badTypes(fromShop, beat(""), "", "text/html"), []bad{
		{name: "no site", body: `{"visitor":"x"}`, status: http.StatusBadRequest, code: "missing_field", field: "site"},
		{name: "unknown site", body: `{"site":"k_nobody"}`, status: http.StatusNotFound, code: "site_unknown", field: "site"},
		{name: "gone is a text", body: beat(`,"gone":"yes"`), status: http.StatusBadRequest, code: "wrong_type", field: "gone"},
	})
	return d
}

func (w *world) socketDoor() door {
	upgrade := []string{"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", fromShop}
	site := "/v1/socket?site=" + w.Site.Key
	d := door{address: site, headers: upgrade}
	d.bad = append(w.badOrigins(site, ""), []bad{
		{name: "no site", address: "/v1/socket", status: http.StatusBadRequest, code: "missing_field", field: "site"},
		{name: "unknown site", address: "/v1/socket?site=k_nobody", status: http.StatusNotFound, code: "site_unknown", field: "site"},
		{name: "two sites", address: site + "&site=x", status: http.StatusBadRequest, code: "bad_value", field: "site"},
		{name: "a token in the address", address: site + "&visitor=vt_x", status: http.StatusBadRequest, code: "bad_value", field: "visitor"},
		{name: "no upgrade", headers: []string{fromShop}, status: http.StatusBadRequest, code: "bad_value", field: "upgrade"},
		{name: "an older protocol", headers: append(slices.Clone(upgrade[:2]), "Sec-WebSocket-Version: 7", fromShop), status: http.StatusBadRequest, code: "bad_value", field: "upgrade"},
		{name: "no key", headers: append(slices.Clone(upgrade[:3]), fromShop), status: http.StatusBadRequest, code: "bad_value", field: "upgrade"},
	}...)
	return d
}
