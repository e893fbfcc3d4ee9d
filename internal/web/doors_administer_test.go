package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/proof"
)

// administeringDoors are the addresses at which an admin or a backend changes the site itself.
func (w *world) administeringDoors() map[string]door {
	w.t.Helper()
	set := w.administeringDoor("PATCH /site", `{"link_hours":12}`)
	set.bad = slices.Concat(set.bad, badJSON("name"), badBodies(set), badSettings())
	create := w.administeringDoor("POST /keys", `{"name":"old","uses":["json"]}`) // not one for tokens: others find that there is none
	create.bad = slices.Concat(create.bad, badJSON("name"), badBodies(create), badNewKeys())
	retire := w.onceDoor("POST /keys/:kid/retire", "site:write", `{"leaked":false}`)
	retire.bad = slices.Concat(retire.bad, w.badAgents(retire.address), badNothings(), []bad{
		invalid("leaked is a text", `{"leaked":"yes"}`, "wrong_type", "leaked"), invalid("leaked is a number", `{"leaked":0}`, "wrong_type", "leaked"),
	})
	return map[string]door{
		"PATCH " + apiRoot + "/site":            set,
		"POST " + apiRoot + "/keys":             create,
		"POST " + apiRoot + "/keys/:kid/retire": retire,
	}
}

// administeringDoor is a deciding one that agents who are no admins don't pass.
func (w *world) administeringDoor(route, body string) door {
	d := w.decidingDoor(route, "site:write", body)
	d.bad = append(d.bad, w.badAgents(d.address)...)
	return d
}

func (w *world) badAgents(address string) []bad {
	agent := w.cookieOf("kim@example.com", access.Agent, int64(w.Site.ID))
	return []bad{{
		name: "an agent", address: address + "?site=" + w.Site.Key, headers: []string{jsonType, fromPanel, agent},
		status: http.StatusForbidden, code: "admins_only",
	}}
}

// badSettings are what a site can't be set to. Each stands beside a name that could be.
func badSettings() []bad {
	sets := func(name, rest, code, field string) bad {
		return invalid(name, `{"name":"Eve",`+rest+`}`, code, field)
	}
	all := []bad{
		invalid("null", `null`, "wrong_type", ""), invalid("no name", `{"name":""}`, "bad_value", "name"), invalid("a name of spaces", `{"name":" "}`, "bad_value", "name"),
		invalid("a name of two lines", `{"name":"a\nb"}`, "bad_value", "name"), invalid("a long name", `{"name":"`+strings.Repeat("x", nametag.ProfileBytes+1)+`"}`, "bad_value", "name"),
		sets("an unknown field", `"enforcment":"require"`, "unknown_field", "enforcment"), sets("an alias of spaces", `"aliases":["a b"]`, "bad_value", "aliases"),
		sets("no alias", `"aliases":[""]`, "bad_value", "aliases"), sets("an alias", `"aliases":"a"`, "wrong_type", "aliases"), sets("a long alias", `"aliases":["`+strings.Repeat("x", 256)+`"]`, "bad_value", "aliases"),
		sets("no custom_data", `"custom_data_bytes":0`, "bad_value", "custom_data_bytes"), sets("more custom_data than comes in", `"custom_data_bytes":8193`, "bad_value", "custom_data_bytes"),
		sets("no day", `"anonymous_days":0`, "bad_value", "anonymous_days"), sets("no day, for contacts", `"unproven_days":0`, "bad_value", "unproven_days"),
		sets("days before", `"unproven_days":-1`, "bad_value", "unproven_days"), sets("more days than the server's", `"anonymous_days":31`, "bad_value", "anonymous_days"),
		sets("more days than the server's, for contacts", `"unproven_days":401`, "bad_value", "unproven_days"), sets("half a day", `"anonymous_days":0.5`, "wrong_type", "anonymous_days"),
		sets("days are a text", `"unproven_days":"7"`, "wrong_type", "unproven_days"), sets("store_ips is a number", `"store_ips":1`, "wrong_type", "store_ips"),
		sets("custom_data_bytes is a text", `"custom_data_bytes":"1024"`, "wrong_type", "custom_data_bytes"),
		sets("the key", `"key":"k_mine"`, "unknown_field", "key"), sets("dev_until", `"dev_until":null`, "unknown_field", "dev_until"),
		sets("another enforcement", `"enforcement":"maybe"`, "bad_value", "enforcement"), sets("enforcement in capitals", `"enforcement":"REQUIRE"`, "bad_value", "enforcement"),
		sets("no enforcement", `"enforcement":""`, "bad_value", "enforcement"), sets("another unproven", `"unproven":"first"`, "bad_value", "unproven"),
		sets("emails_confirmed is a text", `"emails_confirmed":"true"`, "wrong_type", "emails_confirmed"),
		sets("match_unproven_email is a number", `"match_unproven_email":1`, "wrong_type", "match_unproven_email"),
		sets("dev is a text", `"dev":"24h"`, "wrong_type", "dev"), sets("link_hours is a text", `"link_hours":"12"`, "wrong_type", "link_hours"),
		sets("half an hour", `"link_hours":0.5`, "wrong_type", "link_hours"), sets("0 hours", `"link_hours":0`, "bad_value", "link_hours"),
		sets("hours before", `"link_hours":-1`, "bad_value", "link_hours"), sets("a month and an hour", `"link_hours":721`, "bad_value", "link_hours"),
		sets("no number of hours", `"link_hours":1e99`, "wrong_type", "link_hours"), sets("origins are a text", `"origins":"https://a.example"`, "wrong_type", "origins"),
		sets("an origin is a number", `"origins":["https://a.example",1]`, "wrong_type", "origins"), sets("an origin is null", `"origins":[null]`, "bad_value", "origins"),
		sets("an origin with a path", `"origins":["https://a.example","https://a.example/b"]`, "bad_value", "origins"), sets("all origins", `"origins":["*"]`, "bad_value", "origins"),
		sets("a linked pattern", `"linked_domains":["https://*.a.example"]`, "bad_value", "linked_domains"), sets("a linked domain in the clear", `"linked_domains":["http://a.example"]`, "bad_value", "linked_domains"),
		sets("a linked domain without scheme", `"linked_domains":["a.example"]`, "bad_value", "linked_domains"), sets("linked domains are an object", `"linked_domains":{}`, "wrong_type", "linked_domains"),
		sets("avatar hosts are a text", `"avatar_hosts":"a.example"`, "wrong_type", "avatar_hosts"), sets("an avatar host is null", `"avatar_hosts":[null]`, "bad_value", "avatar_hosts"),
		sets("an avatar host with scheme", `"avatar_hosts":["a.example","https://b.example"]`, "bad_value", "avatar_hosts"), sets("all avatar hosts", `"avatar_hosts":["*"]`, "bad_value", "avatar_hosts"),
		sets("101 avatar hosts", `"avatar_hosts":["a.example"`+strings.Repeat(`,"a.example"`, 100)+`]`, "bad_value", "avatar_hosts"),
		sets("a cookie domain that is a list", `"cookie_domain":["a.example"]`, "wrong_type", "cookie_domain"),
	}
	for _, field := range []string{"name", "origins", "linked_domains", "enforcement", "emails_confirmed", "unproven", "match_unproven_email", "link_hours", "custom_data_bytes", "aliases", "store_ips", "avatar_hosts", "dev"} {
		all = append(all, invalid(field+" is null", `{"cookie_domain":null,"`+field+`":null}`, "wrong_type", field))
	}
	for _, domain := range []string{"com", "https://a.example", "a.example:8080", "a.example/", "a..example", "a.example.", "..a.example", "a.example; Secure", "a.example\\nb", "*.a.example", "127.0.0.1", "bücher.example", strings.Repeat("x", 250) + ".com"} {
		all = append(all, sets("the cookie domain "+domain, `"cookie_domain":"`+domain+`"`, "bad_value", "cookie_domain"))
	}
	return all
}

// badNewKeys are signing keys that can't be made.
func badNewKeys() []bad {
	key := func(name, rest, code, field string) bad { return invalid(name, `{"name":"web",`+rest+`}`, code, field) }
	return []bad{
		invalid("null", `null`, "bad_value", "name"), invalid("no name", `{}`, "bad_value", "name"), invalid("a name of two lines", `{"name":"a\nb"}`, "bad_value", "name"),
		invalid("a long name", `{"name":"`+strings.Repeat("x", nametag.ProfileBytes+1)+`"}`, "bad_value", "name"),
		key("an unknown use", `"uses":["jwt"]`, "bad_value", "uses"), key("a token and a hash", `"uses":["token","json"]`, "bad_value", "uses"),
		key("a hash and a token", `"uses":["json","token"]`, "bad_value", "uses"), key("a use twice", `"uses":["json","json"]`, "bad_value", "uses"),
		key("uses are a text", `"uses":"token"`, "wrong_type", "uses"), key("a use is a number", `"uses":[1]`, "wrong_type", "uses[0]"),
		key("use", `"use":["json"]`, "unknown_field", "use"), key("31 characters", `"secret":"`+strings.Repeat("x", 31)+`"`, "bad_value", "secret"),
		key("31 characters of two bytes", `"secret":"`+strings.Repeat("é", 31)+`"`, "bad_value", "secret"), key("an empty secret", `"secret":""`, "bad_value", "secret"),
		key("a secret that is a number", `"secret":12345678901234567890123456789012`, "wrong_type", "secret"),
		tooLarge("a huge secret", fmt.Sprintf(`{"name":"web","secret":%q}`, strings.Repeat("x", 17<<10))),
	}
}

// keyOfAnotherSite is a signing key of another customer's.
func (w *world) keyOfAnotherSite() *nametag.SigningKey {
	w.t.Helper()
	k, _, err := w.Service.CreateSigningKey(w.t.Context(), w.otherSite(), "theirs", []nametag.KeyUse{proof.UseToken}, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return k
}
