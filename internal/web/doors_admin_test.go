package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/nametag-dev/nametag/internal/access"
)

// adminDoors are the addresses for logged-in admins alone: who gets in.
func (w *world) adminDoors() map[string]door {
	w.t.Helper()
	last := w.cookie() // the only admin who can log in
	create := w.adminDoor("POST /agents", `{"email":"new@example.com","role":"admin"}`)
	create.bad = slices.Concat(create.bad, badJSON("email"), badBodies(create), badIdempotencyKeys(create), badNewAgents(), []bad{
		{name: "a known email", body: `{"email":"ADA@example.com","role":"admin"}`, status: http.StatusConflict, code: "taken", field: "email"},
	})
	change := w.adminDoor("PATCH /agents/:id", `{"role":"admin"}`)
	change.bad = slices.Concat(change.bad, badJSON("role"), badBodies(change), badRights(), []bad{
		{name: "the last admin", address: apiRoot + "/agents/" + w.idOf(adminEmail), body: `{"role":"agent","sites":["` + w.Site.Key + `"]}`, headers: []string{jsonType, fromPanel, last}, status: http.StatusConflict, code: "last_admin"},
	})
	remove := w.adminDoor("DELETE /agents/:id", "")
	remove.bad = append(remove.bad, bad{name: "the last admin", address: apiRoot + "/agents/" + w.idOf(adminEmail), status: http.StatusConflict, code: "last_admin"})
	again := w.adminDoor("POST /agents/:id/invitation", `{}`)
	again.bad = slices.Concat(again.bad, badBodies(again), badNothings())
	makeKey := w.adminDoor("POST /apikeys", `{"name":"crm","scopes":["contacts:read"]}`)
	makeKey.bad = slices.Concat(makeKey.bad, badJSON("name"), badBodies(makeKey), badNewAPIKeys())
	revoke := w.adminDoor("POST /apikeys/:id/revoke", `{}`)
	revoke.bad = slices.Concat(revoke.bad, badBodies(revoke), badNothings(), badIdempotencyKeys(revoke))
	return map[string]door{
		"GET " + apiRoot + "/agents":                 w.adminDoor("GET /agents", ""),
		"POST " + apiRoot + "/agents":                create,
		"PATCH " + apiRoot + "/agents/:id":           change,
		"DELETE " + apiRoot + "/agents/:id":          remove,
		"POST " + apiRoot + "/agents/:id/invitation": again,
		"GET " + apiRoot + "/apikeys":                w.adminDoor("GET /apikeys", ""),
		"POST " + apiRoot + "/apikeys":               makeKey,
		"POST " + apiRoot + "/apikeys/:id/revoke":    revoke,
		"POST " + apiRoot + "/password":              w.passwordDoor(),
		"POST " + apiRoot + "/invitation":            w.formDoor(apiRoot+"/invitation", "token", `{"token":"x"}`, badInvitations(``)),
		"POST " + apiRoot + "/invitation/accept":     w.formDoor(apiRoot+"/invitation/accept", "token", `{"token":"x","password":"a good password"}`, badAcceptances()),
	}
}

// adminDoor opens to the cookie of an admin, and to no API key. What is of a site needs ?site=, what isn't takes none.
func (w *world) adminDoor(route, body string) door {
	method, path, _ := strings.Cut(route, " ")
	address, site := w.fill(apiRoot+path), ""
	headers := []string{w.cookie(), jsonType, fromPanel}
	d := door{address: address, body: body, headers: headers}
	d.bad = slices.Concat(noLogin(), w.noKeys())
	if strings.HasPrefix(path, "/apikeys") {
		site = "?site=" + w.Site.Key
		d.address += site
		d.bad = append(d.bad, bad{name: "no site", address: address, status: http.StatusBadRequest, code: "missing_field", field: "site"},
			bad{name: "a site that isn't there", address: address + "?site=k_nobody", status: http.StatusNotFound, code: "site_unknown", field: "site"})
	}
	d.bad = slices.Concat(d.bad, badQuery(headers, address, site), w.badAdminIDs(path, site, headers), []bad{
		{name: "an agent", headers: []string{jsonType, fromPanel, w.cookieOf("kim@example.com", access.Agent, int64(w.Site.ID))}, status: http.StatusForbidden, code: "admins_only"},
	})
	if method != http.MethodGet {
		d.bad = slices.Concat(d.bad, crossOrigin(), crossOriginWith(d.address, w.cookie()))
	}
	return d
}

// noKeys are API keys where none is taken, whatever they may do.
func (w *world) noKeys() []bad {
	return []bad{{name: "an API key", headers: []string{jsonType, w.key("all")}, status: http.StatusUnauthorized, code: "login_required"}}
}

func (w *world) badAdminIDs(path, site string, headers []string) (all []bad) {
	if !strings.Contains(path, ":id") {
		return nil
	}
	ids := []string{
		"x", "0", "-1", "a_", "ak_", "a_0", "a_-1", "a_+1", "a_01", "a_zzzzzzzzzzzz", "ak_zzzz", "a_zzzzzzzzzzzzzzzz", "A_1", "%00", "%ff", "..", "__proto__",
		w.someContact().ID.String(),
	}
	if strings.HasPrefix(path, "/apikeys") {
		ids = append(ids, w.idOf(adminEmail), w.apiKeyOfAnotherSite())
	} else {
		ids = append(ids, w.someAPIKey())
	}
	for _, id := range ids {
		address := apiRoot + strings.Replace(path, ":id", id, 1) + site
		all = append(all, bad{name: "the id " + id, address: address, headers: headers, status: http.StatusNotFound, code: "not_found", field: "*"})
	}
	return all
}

func badIdempotencyKeys(d door) (all []bad) {
	for name, key := range map[string]string{"long": strings.Repeat("x", 256), "a tab": "a\tb", "beyond ASCII": "schlüssel", "DEL": "a\x7f", "invalid UTF-8": "\xff"} {
		all = append(all, bad{
			name: "Idempotency-Key: " + name, headers: append(slices.Clone(d.headers), "Idempotency-Key: "+key),
			status: http.StatusBadRequest, code: "bad_value", field: "Idempotency-Key",
		})
	}
	return all
}

// badNewAgents are agents who can't be added.
func badNewAgents() []bad {
	agent := func(name, rest, code, field string) bad {
		return invalid(name, `{"email":"new@example.com",`+rest+`}`, code, field)
	}
	return []bad{
		invalid("null", `null`, "bad_value", "email"), invalid("no email", `{"role":"admin"}`, "bad_value", "email"), invalid("an email without @", `{"email":"new","role":"admin"}`, "bad_value", "email"),
		invalid("a long email", `{"email":"`+strings.Repeat("x", 250)+`@b.co","role":"admin"}`, "bad_value", "email"), invalid("no role", `{"email":"new@example.com"}`, "bad_value", "role"),
		agent("another role", `"role":"owner"`, "bad_value", "role"), agent("a role in capitals", `"role":"ADMIN"`, "bad_value", "role"),
		agent("an admin with a list", `"role":"admin","sites":["k_nobody"]`, "bad_value", "sites"), agent("an agent without sites", `"role":"agent"`, "bad_value", "sites"),
		agent("an agent with none", `"role":"agent","sites":[]`, "bad_value", "sites"), agent("a site that isn't there", `"role":"agent","sites":["k_nobody"]`, "bad_value", "sites"),
		agent("sites are a text", `"role":"agent","sites":"k_shop"`, "wrong_type", "sites"), agent("a site is a number", `"role":"agent","sites":[1]`, "wrong_type", "sites[0]"),
		agent("a password", `"role":"admin","password":"correct horse battery"`, "unknown_field", "password"),
	}
}

// badRights are what the world's agent can't have.
func badRights() []bad {
	return []bad{
		invalid("null", `null`, "wrong_type", ""), invalid("role is null", `{"role":null}`, "wrong_type", "role"), invalid("sites are null", `{"sites":null}`, "wrong_type", "sites"),
		invalid("another role", `{"role":"owner"}`, "bad_value", "role"), invalid("no role", `{"role":""}`, "bad_value", "role"), invalid("no site", `{"sites":[]}`, "bad_value", "sites"),
		invalid("a site that isn't there", `{"sites":["k_nobody"]}`, "bad_value", "sites"), invalid("sites are a text", `{"sites":"k_shop"}`, "wrong_type", "sites"),
		invalid("the email", `{"email":"eve@example.com"}`, "unknown_field", "email"), invalid("a password", `{"password":"correct horse battery"}`, "unknown_field", "password"),
	}
}

// badNewAPIKeys are API keys that can't be made.
func badNewAPIKeys() []bad {
	key := func(name, rest, code, field string) bad { return invalid(name, `{"name":"crm",`+rest+`}`, code, field) }
	return []bad{
		invalid("null", `null`, "bad_value", "name"), invalid("no name", `{"scopes":["all"]}`, "bad_value", "name"), invalid("a name of two lines", `{"name":"a\nb","scopes":["all"]}`, "bad_value", "name"),
		invalid("a long name", `{"name":"`+strings.Repeat("x", 101)+`","scopes":["all"]}`, "bad_value", "name"), invalid("no scopes", `{"name":"crm"}`, "bad_value", "scopes"),
		key("no scope", `"scopes":[]`, "bad_value", "scopes"), key("another scope", `"scopes":["root"]`, "bad_value", "scopes"), key("a scope twice", `"scopes":["all","all"]`, "bad_value", "scopes"),
		key("scopes are a text", `"scopes":"all"`, "wrong_type", "scopes"), key("a scope is a number", `"scopes":[1]`, "wrong_type", "scopes[0]"), key("a key", `"scopes":["all"],"key":"nt_ak_x"`, "unknown_field", "key"),
	}
}

// badInvitations are links that lead nowhere; more stands beside their tokens.
func badInvitations(more string) (all []bad) {
	for _, token := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("A", 9000), `\u0000`} {
		all = append(all, bad{name: fmt.Sprintf("the link %.9s", token), body: `{"token":"` + token + `"` + more + `}`, status: http.StatusForbidden, code: "invitation_used"})
	}
	return all
}

func badAcceptances() []bad {
	accept := func(name, password string) bad {
		return invalid(name, fmt.Sprintf(`{"token":"x","password":%q}`, password), "bad_value", "password")
	}
	return append(badInvitations(`,"password":"a good password"`), accept("no password", ""), accept("a short one", "short"), accept("a long one", strings.Repeat("x", 129)))
}

func (w *world) passwordDoor() door {
	address := apiRoot + "/password"
	d := door{address: address, body: `{"present":"wrong password","password":"another good password"}`, headers: []string{w.cookie(), jsonType, fromPanel}}
	d.bad = slices.Concat(noLogin(), w.noKeys(), badJSON("present"), badBodies(d), badQuery(d.headers, address, ""), crossOrigin(), crossOriginWith(address, w.cookie()), []bad{
		{name: "another password", status: http.StatusForbidden, code: "wrong_password", field: "present"},
		{name: "no password", body: `{"password":"another good password"}`, status: http.StatusForbidden, code: "wrong_password", field: "present"},
		invalid("a short one", `{"present":"`+password+`","password":"short"}`, "bad_value", "password"),
		invalid("none", `{"present":"`+password+`"}`, "bad_value", "password"),
	})
	return d
}

// someAgent is the id of an agent who may see the world's site.
func (w *world) someAgent() string {
	w.t.Helper()
	w.cookieOf("kim@example.com", access.Agent, int64(w.Site.ID))
	return w.idOf("kim@example.com")
}

// idOf is the id of an account.
func (w *world) idOf(email string) string {
	w.t.Helper()
	a, err := w.access.AccountByEmail(w.t.Context(), email)
	if err != nil {
		w.t.Fatal(err)
	}
	return access.SpellAccountID(a.ID)
}

// someAPIKey is the id of a new API key of the world's site.
func (w *world) someAPIKey() string {
	w.t.Helper()
	return w.apiKeyOf(int64(w.Site.ID))
}

func (w *world) apiKeyOfAnotherSite() string {
	w.t.Helper()
	return w.apiKeyOf(int64(w.otherSite().ID))
}

func (w *world) apiKeyOf(site int64) string {
	w.t.Helper()
	k, _, err := w.access.CreateAPIKey(w.t.Context(), site, "some", []string{"all"})
	if err != nil {
		w.t.Fatal(err)
	}
	return access.SpellAPIKeyID(k.ID)
}
