package web_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
)

func (w *world) formDoor(address, known, body string, more []bad) door {
	d := door{address: address, body: body, headers: []string{jsonType, fromPanel}}
	d.bad = slices.Concat(badJSON(known), badTypes(fromPanel, body, "", "text/plain", "application/x-www-form-urlencoded"), more, crossOrigin(), []bad{
		{name: "a query", address: address + "?next=/x", status: http.StatusBadRequest, code: "bad_value", field: "next"},
	})
	return d
}

// crossOrigin are what other sites' pages can make a browser send.
func crossOrigin() []bad {
	var all []bad
	for _, header := range []string{"Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"} {
		all = append(all, bad{name: header, headers: []string{jsonType, header}, status: http.StatusForbidden, code: "cross_origin"})
	}
	return all
}

func (w *world) badLogins() []bad {
	w.cookie() // makes the account
	login := func(name, email, password string) bad {
		return bad{name: name, body: fmt.Sprintf(`{"email":%q,"password":%q}`, email, password), status: http.StatusUnauthorized, code: "bad_login"}
	}
	return []bad{
		login("wrong password", adminEmail, "wrong password"), login("no password", adminEmail, ""),
		login("unknown email", "eve@example.com", password), login("no email", "", password), login("a long password", adminEmail, strings.Repeat("x", 9000)),
	}
}

func badSetups() []bad {
	setup := func(name, token, email, password string, status int, code, field string) bad {
		return bad{name: name, body: fmt.Sprintf(`{"token":%q,"email":%q,"password":%q}`, token, email, password), status: status, code: code, field: field}
	}
	return []bad{
		setup("a link that isn't there", strings.Repeat("A", 43), "eve@example.com", password, http.StatusForbidden, "setup_link_used", ""),
		setup("no link", "", "eve@example.com", password, http.StatusForbidden, "setup_link_used", ""),
		setup("a short password", "x", "eve@example.com", "short", http.StatusBadRequest, "bad_value", "password"),
		setup("a long password", "x", "eve@example.com", strings.Repeat("x", 129), http.StatusBadRequest, "bad_value", "password"),
		setup("no email", "x", "eve", password, http.StatusBadRequest, "bad_value", "email"),
	}
}

func badLogouts() []bad {
	return append(crossOrigin(), bad{name: "a form", headers: []string{"Content-Type: text/plain", fromPanel}, status: http.StatusUnsupportedMediaType, code: "unsupported_media_type"},
		bad{name: "a field", body: `{"all":true}`, status: http.StatusBadRequest, code: "unknown_field", field: "all"},
		tooLarge("huge white space", strings.Repeat(" ", 16<<10)+"{}"),
		bad{name: "a query", address: "/api/v1/logout?all=1", status: http.StatusBadRequest, code: "bad_value", field: "all"})
}

// noLogin are requests of nobody.
func noLogin() []bad {
	var all []bad
	for _, header := range []string{
		"X: y", "Cookie: __Host-nametag=" + strings.Repeat("A", 43), "Cookie: __Host-nametag=", "Cookie: __Host-nametag=\x7f", "Cookie: other=x",
	} {
		all = append(all, bad{name: header, headers: []string{header}, status: http.StatusUnauthorized, code: "login_required"})
	}
	return all
}

// badQuery are queries that an address with no parameters of its own refuses. site is "?site=…", or "".
func badQuery(headers []string, address, site string) []bad {
	glue := "?"
	if site != "" {
		glue = "&"
	}
	at := func(query string) string { return address + site + glue + query }
	return withHeaders(headers, []bad{
		{name: "an unknown parameter", address: at("colour=red"), status: http.StatusBadRequest, code: "bad_value", field: "colour"},
		{name: "__proto__", address: at("__proto__=1"), status: http.StatusBadRequest, code: "bad_value", field: "__proto__"},
		{name: "broken escapes", address: at("a=%zz"), status: http.StatusBadRequest, code: "bad_value", field: "query"},
		{name: "semicolons", address: at("a=1;b=2"), status: http.StatusBadRequest, code: "bad_value", field: "query"},
		{name: "a long name", address: at(strings.Repeat("x", 500) + "=1"), status: http.StatusBadRequest, code: "bad_value", field: strings.Repeat("x", 64)},
	})
}

// apiDoor is an address of the server API that is read. Its bad requests come by key and by cookie.
func (w *world) apiDoor(path, scope string) door {
	address := w.fill(apiRoot + path)
	site := "?site=" + w.Site.Key
	cookie, key := []string{w.cookie()}, []string{w.key(scope)}
	d := door{address: address, headers: key}
	d.bad = slices.Concat(noLogin(), badKeys(), badQuery(key, address, ""), badQuery(cookie, address, site), w.badSites(address, scope), w.badIDs(apiRoot+path, key))
	switch path {
	case "/contacts":
		d.bad = append(d.bad, badSearches(address)...)
		d.bad = append(d.bad, badPages(address)...)
		d.bad = append(d.bad, badCursors(address, "v_0000000000000", "c_x", "7")...)
	case "/contacts/:id/ledger", "/contacts/:id/sessions":
		d.bad = append(d.bad, badPages(address)...)
		d.bad = append(d.bad, badCursors(address, "0", "-1", "x", "99999999999999999999")...)
	case "/keys/:kid/verified":
		d.bad = slices.Concat(d.bad, badPages(address), badCursors(address, "0", "-1", "x", "99999999999999999999"), badSinces(address))
	case "/site/evidence":
		d.bad = append(d.bad, badWindows(address)...)
	case "/visitors":
		d.bad = append(d.bad, badPages(address)...)
		d.bad = append(d.bad, badCursors(address, "7", "7 ", "7 0", "x 7", "7 x", "7 7 7", "99999999999999999999 7")...)
	}
	return d
}

func badKeys() []bad {
	var all []bad
	for _, header := range []string{
		"Bearer nt_ak_" + strings.Repeat("A", 43), "Bearer", "Bearer ", "nt_ak_x", "Basic YTpi", "Bearer nt_sk_" + strings.Repeat("A", 43), "Bearer \xff", "Bearer a b",
	} {
		all = append(all, bad{name: header, headers: []string{"Authorization: " + header}, status: http.StatusUnauthorized, code: "bad_api_key"})
	}
	return all
}

// badSites are sites that one may not look into.
func (w *world) badSites(address, scope string) []bad {
	other := w.otherSite()
	agent := []string{w.cookieOf("bob@example.com", access.Agent, int64(other.ID))}
	cookie, key := []string{w.cookie()}, []string{w.key(scope)}
	wrong := "site:write"
	if scope == wrong {
		wrong = "site:read"
	}
	at := func(key string) string { return address + "?site=" + key }
	unknown := func(name, address string, headers []string) bad {
		return bad{name: name, address: address, headers: headers, status: http.StatusNotFound, code: "site_unknown", field: "site"}
	}
	return []bad{
		{name: "no site", headers: cookie, status: http.StatusBadRequest, code: "missing_field", field: "site"},
		unknown("a site that isn't there", at("k_nobody"), cookie),
		unknown("a site of others", at(w.Site.Key), agent),
		unknown("a key's other site", at(other.Key), key),
		unknown("a key's unknown site", at("k_nobody"), key),
		{name: "a key without the scope", headers: []string{w.key(wrong)}, status: http.StatusForbidden, code: "missing_scope", field: scope},
		{name: "two sites", address: at(w.Site.Key) + "&site=" + w.Site.Key, headers: cookie, status: http.StatusBadRequest, code: "bad_value", field: "site"},
	}
}

// badIDs are ids that name nothing here, the ids of another site's people among them, in each place of a path.
func (w *world) badIDs(path string, headers []string) []bad {
	names, filled := strings.Split(path, "/"), strings.Split(w.fill(path), "/")
	var all []bad
	for i, name := range names {
		if !strings.HasPrefix(name, ":") {
			continue
		}
		for _, id := range w.wrongIDs(names[i-1], filled[i]) {
			segments := slices.Clone(filled)
			segments[i] = id
			all = append(all, bad{name: name + " " + id, address: strings.Join(segments, "/"), headers: headers, status: http.StatusNotFound, code: "not_found", field: "*"})
		}
	}
	return all
}

// wrongIDs name none of these ("contacts", "visitors", …). right is one that does.
func (w *world) wrongIDs(these, right string) []string {
	theirs := w.contactOfAnotherSite()
	ids := []string{
		"x", "0", "-1", "c_", "v_", "c_zzzzzzzzzzzzz", "v_zzzzzzzzzzzzz", "c_0000000000000", "v_0000000000000", "%00", "%ff", "..", "c_%2e%2e",
		strings.ToUpper(right), right + "x", "__proto__", "merge_", "merge_0", "merge_01", "merge_-1", "merge_+1", "merge_99999999999999999999",
		"conflict_0", "conflict_01", "conflict_9999999", "merge_9999999",
	}
	switch these {
	case "contacts":
		return append(ids, theirs.ID.String(), theirs.BornOf.String())
	case "visitors":
		return append(ids, theirs.BornOf.String(), theirs.ID.String())
	case "keys":
		return append(ids, w.keyOfAnotherSite().KID)
	case "merges":
		return append(ids, nametag.MergeID(theirs.Head).String(), w.mergeOfAnotherSite())
	}
	return append(ids, nametag.ConflictID(theirs.Head).String(), w.someConflict().id)
}

func badSearches(address string) []bad {
	search := func(query, code, field string) bad {
		return bad{name: query, address: address + "?" + query, status: http.StatusBadRequest, code: code, field: field}
	}
	return []bad{
		search("external_id=1&email=a@b.c", "bad_value", "q"), search("q=1&email=a@b.c", "bad_value", "q"), search("q=1&external_id=1", "bad_value", "q"),
		search("external_id=", "bad_external_id", "external_id"), search("external_id=%00", "bad_value", "external_id"),
		search("external_id="+strings.Repeat("x", 256), "bad_external_id", "external_id"), search("external_id=undefined", "placeholder_id", "external_id"),
		search("conflicts=open&q=1", "bad_value", "q"), search("conflicts=", "bad_value", "conflicts"), search("conflicts=all", "bad_value", "conflicts"),
		search("email=", "bad_email", "email"), search("email=jane", "bad_email", "email"), search("email=%ff@b.c", "bad_value", "email"),
		search("q=", "bad_value", "q"), search("q=+", "bad_value", "q"), search("q="+strings.Repeat("x", 256), "bad_value", "q"), search("q=a&q=b", "bad_value", "q"),
	}
}

func badPages(address string) []bad {
	var all []bad
	for _, limit := range []string{"", "0", "-1", "101", "1.5", "1e2", "x", "99999999999999999999", "%00", "0x10"} {
		all = append(all, bad{name: "limit " + limit, address: address + "?limit=" + limit, status: http.StatusBadRequest, code: "bad_value", field: "limit"})
	}
	return all
}

func badSinces(address string) []bad {
	var all []bad
	for _, since := range []string{"", "yesterday", "2026-11-20", "2026-11-20T12:00:00", "1795224000000", "7d", "2026-13-20T12:00:00Z", "%00"} {
		all = append(all, bad{name: "since " + since, address: address + "?since=" + since, status: http.StatusBadRequest, code: "bad_value", field: "since"})
	}
	return all
}

func badWindows(address string) []bad {
	var all []bad
	for _, window := range []string{"", "24", "1h", "8d", "24H", "7d&window=7d", "%ff"} {
		all = append(all, bad{name: "window " + window, address: address + "?window=" + window, status: http.StatusBadRequest, code: "bad_value", field: "window"})
	}
	return all
}

func badCursors(address string, places ...string) []bad {
	cursors := []string{"", "!", "=", "a", "%00", "%ff", strings.Repeat("A", 5000)}
	for _, place := range places {
		cursors = append(cursors, base64.RawURLEncoding.EncodeToString([]byte(place)))
	}
	var all []bad
	for _, cursor := range cursors {
		all = append(all, bad{name: "cursor " + cursor, address: address + "?cursor=" + cursor, status: http.StatusBadRequest, code: "bad_value", field: "cursor"})
	}
	return all
}

func (w *world) liveDoor() door {
	site := "/api/v1/live?site=" + w.Site.Key
	cookie, key := w.cookie(), w.key("visitors:read")
	d := door{address: site, headers: []string{cookie, fromPanel}}
	d.bad = slices.Concat(noLogin(), badKeys(), badQuery([]string{cookie, fromPanel}, "/api/v1/live", "?site="+w.Site.Key))
	for _, origin := range []string{"X: y", fromShop, "Origin: null", "Origin: http://evil.nametag.example", "Origin: https://nametag.example.evil.example"} {
		d.bad = append(d.bad, bad{name: "cookie and " + origin, headers: []string{cookie, origin}, status: http.StatusForbidden, code: "cross_origin"})
	}
	d.bad = append(d.bad, bad{name: "key on a stranger's page", headers: []string{key, fromShop}, status: http.StatusForbidden, code: "cross_origin"},
		bad{name: "no upgrade", status: http.StatusBadRequest, code: "bad_value", field: "upgrade"},
		bad{name: "unknown site", address: "/api/v1/live?site=k_nobody", status: http.StatusNotFound, code: "site_unknown", field: "site"},
		bad{name: "no site", address: "/api/v1/live", status: http.StatusBadRequest, code: "missing_field", field: "site"},
		bad{name: "a key without the scope", headers: []string{w.key("contacts:read")}, status: http.StatusForbidden, code: "missing_scope", field: "visitors:read"})
	return d
}

// fileDoor is an address that gives out files. HEAD answers without a body, so there is nothing to read there.
func fileDoor(method, path string) door {
	if method == "HEAD" {
		return door{}
	}
	var names []string
	switch path {
	case "/nametag*":
		names = []string{
			"/nametag", "/nametag.00000000.js", "/nametag-carry.0badcafe.js", "/nametag.0BADCAFE.js", "/nametag.1f2e3d4c", "/nametags.js", "/nametag.js.br",
			"/nametag.js.gz", "/nametag.1f2e3d4c.js.gz", "/nametag..js", "/nametag.%2e%2e", "/nametag.\x00", "/nametag\xff.js", "/nametag.js/",
			"/nametag/panel.js", "/nametag/../panel/panel.js", "/nametag." + strings.Repeat("0", 10_000) + ".js",
		}
	case "/compat/*":
		names = []string{
			"/compat/", "/compat/nobody.js", "/compat/nobody/k_1.js", "/compat/upscope", "/compat/upscope.js/", "/compat/upscope/", "/compat/upscope/k_1", "/compat/upscope/a/b.js",
			"/compat/upscope.00000000.js", "/compat/upscope.js.br", "/compat/../panel/panel.js", "/compat/upscope/../../nametag.js.br", "/compat/\x00.js", "/compat/\xff/k_1.js",
			"/compat/panel/panel.js", "/compat/" + strings.Repeat("0", 10_000) + ".js",
		}
	case "/panel/*":
		names = []string{"/panel/missing.js", "/panel/panel.00000000.js", "/panel/../nametag.js", "/panel/../demo/not-for-panel.html", "/panel//x.js", "/panel/\x00.js", "/panel/\xff.js"}
	}
	var all []bad
	for _, name := range names {
		all = append(all, bad{name: name, address: name, headers: []string{"X: y"}, status: http.StatusNotFound, code: "not_found", field: "*"})
	}
	return door{bad: all}
}
