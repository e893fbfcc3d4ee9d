package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// decidingDoors are the addresses at which an agent or a backend changes something.
func (w *world) decidingDoors() map[string]door {
	w.t.Helper()
	other := w.someOther().ID.String()
	edit := w.decidingDoor("PATCH /contacts/:id", "contacts:write", `{"name":"Eve"}`)
	edit.bad = slices.Concat(edit.bad, badJSON("name"), badBodies(edit), badSayings(), []bad{
		invalid("null", "null", "wrong_type", ""),
		invalid("a hash", `{"name":"Eve","hash":"x"}`, "unknown_field", "*"),
		invalid("a token", `{"name":"Eve","token":"x"}`, "unknown_field", "token"),
		invalid("fill_blanks", `{"name":"Eve","fill_blanks":true}`, "unknown_field", "fill_blanks"),
		invalid("expires_in", `{"name":"Eve","expires_in":60}`, "unknown_field", "expires_in"),
	})
	token := w.decidingDoor("POST /tokens", "tokens:create", `{"external_id":"42"}`)
	token.bad = slices.Concat(token.bad, w.badAgents(token.address), badJSON("name"), badBodies(token), badSayings(), badTokens())
	doctor := w.decidingDoor("POST /doctor", "site:read", `{"id":"42","hash":"x"}`)
	doctor.bad = slices.Concat(doctor.bad, badJSON("hash"), badBodies(doctor), badQuestions())
	merge := w.onceDoor("POST /contacts/:id/merge", "contacts:write", fmt.Sprintf(`{"other":%q}`, other))
	merge.bad = slices.Concat(merge.bad, badJSON("other"), w.badMerges())
	undo := w.onceDoor("POST /merges/:id/undo", "contacts:write", `{}`)
	undo.bad = append(undo.bad, badNothings()...)
	resolve := w.onceDoor("POST /contacts/:id/conflicts/:conflict/resolve", "contacts:write", `{"resolution":"take"}`)
	resolve.bad = slices.Concat(resolve.bad, badJSON("resolution"), []bad{
		invalid("unknown", `{"resolution":"Merge"}`, "bad_value", "resolution"),
		invalid("NUL, escaped", `{"resolution":"\u0000"}`, "bad_value", "resolution"),
	})
	detach := w.onceDoor("POST /contacts/:id/visitors/:visitor/detach", "contacts:write", `{}`)
	detach.bad = append(detach.bad, badNothings()...)
	tooLongSID := func(with string) bad {
		return bad{name: "sid", body: `{` + with + `"sid":"` + strings.Repeat("x", 256) + `"}`, status: http.StatusRequestEntityTooLarge, code: "too_large", field: "sid"}
	}
	revokeContact := w.onceDoor("POST /contacts/:id/revoke", "sessions:revoke", `{"sid":"s1"}`)
	revokeContact.bad = slices.Concat(revokeContact.bad, badJSON("sid"), []bad{tooLongSID("")})
	revoke := w.onceDoor("POST /revoke", "sessions:revoke", `{"external_id":"42"}`)
	revoke.bad = slices.Concat(revoke.bad, badJSON("sid"), []bad{
		tooLongSID(`"external_id":"42",`),
		invalid("nobody", `{}`, "missing_field", "external_id"), invalid("null", `{"external_id":null}`, "bad_external_id", "external_id"),
		invalid("a list", `{"external_id":["42"]}`, "bad_external_id", "external_id"), invalid("a placeholder", `{"external_id":"guest"}`, "placeholder_id", "external_id"),
	})
	return map[string]door{
		"POST " + apiRoot + "/contacts/:id/revoke":                      revokeContact,
		"POST " + apiRoot + "/revoke":                                   revoke,
		"PATCH " + apiRoot + "/contacts/:id":                            edit,
		"DELETE " + apiRoot + "/contacts/:id":                           w.decidingDoor("DELETE /contacts/:id", "contacts:write", ""),
		"POST " + apiRoot + "/tokens":                                   token,
		"POST " + apiRoot + "/doctor":                                   doctor,
		"POST " + apiRoot + "/contacts/:id/merge":                       merge,
		"POST " + apiRoot + "/merges/:id/undo":                          undo,
		"POST " + apiRoot + "/contacts/:id/conflicts/:conflict/resolve": resolve,
		"POST " + apiRoot + "/contacts/:id/visitors/:visitor/detach":    detach,
	}
}

// decidingDoor is guarded like those that are read, and against other sites' pages.
func (w *world) decidingDoor(route, scope, body string) door {
	_, path, _ := strings.Cut(route, " ")
	address, site := w.fill(apiRoot+path), "?site="+w.Site.Key
	cookie, key := []string{w.cookie(), jsonType}, []string{w.key(scope), jsonType}
	d := door{address: address, body: body, headers: key}
	d.bad = slices.Concat(noLogin(), badKeys(), badQuery(key, address, ""), badQuery(cookie, address, site), w.badSites(address, scope),
		w.badIDs(apiRoot+path, key), crossOrigin(), crossOriginWith(address+site, w.cookie()))
	return d
}

// onceDoor is a deciding one that honours Idempotency-Key.
func (w *world) onceDoor(route, scope, body string) door {
	d := w.decidingDoor(route, scope, body)
	d.bad = append(d.bad, badBodies(d)...)
	d.bad = append(d.bad, badIdempotencyKeys(d)...)
	return d
}

func crossOriginWith(address, cookie string) []bad {
	all := crossOrigin()
	for i := range all {
		all[i].name += " with the cookie"
		all[i].address = address
		all[i].headers = append(slices.Clone(all[i].headers), cookie)
	}
	return all
}

func badBodies(d door) []bad {
	return badTypes(d.headers[0], d.body, "", "text/plain", "application/x-www-form-urlencoded", "application/merge-patch+json", "application/jsonx")
}

func tooLargeField(name, body, field string) bad {
	return bad{name: name, body: body, status: http.StatusRequestEntityTooLarge, code: "too_large", field: field}
}

// badSayings are what can't be said of a person. Each stands beside a name that could be.
func badSayings() []bad {
	says := func(name, rest, code, field string) bad { return invalid(name, `{"name":"Eve",`+rest+`}`, code, field) }
	large := func(name, rest, field string) bad { return tooLargeField(name, `{"name":"Eve",`+rest+`}`, field) }
	id := func(name, value, code string) bad {
		return says("an id "+name, `"external_id":`+value, code, "external_id")
	}
	email := func(name, value string) bad { return says("an email "+name, `"email":`+value, "bad_email", "email") }
	many := strings.TrimSuffix(strings.Repeat(`"x",`, nametag.ProfileEntries+1), ",")
	return []bad{
		says("an unknown field", `"nmae":"Eve"`, "unknown_field", "nmae"),
		says("an unknown field in traits", `"traits":{"nmae":"Eve"}`, "unknown_field", "nmae"),
		says("traits that are none", `"traits":["name"]`, "wrong_type", "traits"),
		id("that is a fraction", `1.5`, "bad_external_id"), id("beyond JavaScript", `9007199254740992`, "bad_external_id"),
		id("that is true", `true`, "bad_external_id"), id("that is a list", `["42"]`, "bad_external_id"), id("with NUL", `"4\u00002"`, "bad_external_id"),
		id("that is long", `"`+strings.Repeat("x", 256)+`"`, "bad_external_id"), id("that lost something", `"4\ufffd2"`, "bad_external_id"),
		id("that is a placeholder", `" Undefined "`, "placeholder_id"), id("of a template", `"{{user.id}}"`, "placeholder_id"), id("0", `0`, "placeholder_id"),
		says("an id in traits", `"traits":{"external_id":"guest"}`, "placeholder_id", "external_id"),
		email("without @", `"jane"`), email("that is a number", `7`), email("with a space", `"ja ne@b.c"`), email("with a Kelvin sign", `"\u212aate@b.c"`),
		email("that is long", `"`+strings.Repeat("x", 251)+`@b.c"`), says("an email beside a good id", `"external_id":"77","email":"jane"`, "bad_email", "email"),
		says("tags that are a text", `"tags":"vip"`, "wrong_type", "tags"), says("a tag that is a number", `"tags":["vip",1]`, "wrong_type", "tags"),
		says("NUL", `"company":"A\u0000B"`, "bad_value", "company"), says("NUL in a list", `"tags":["A\u0000B"]`, "bad_value", "tags"),
		says("custom_data that is a list", `"custom_data":[1]`, "wrong_type", "custom_data"),
		says("a number that no browser holds", `"custom_data":{"a":1e999}`, "wrong_type", "custom_data.a"),
		large("a long name", `"company":"`+strings.Repeat("x", nametag.ProfileBytes+1)+`"`, "company"),
		large("many tags", `"tags":[`+many+`]`, "tags"), large("a long tag", `"tags":["`+strings.Repeat("x", nametag.ProfileBytes+1)+`"]`, "tags"),
		large("large custom_data", `"custom_data":{"a":"`+strings.Repeat("x", nametag.CustomDataBytes)+`"}`, "custom_data"),
		large("custom_data of large numbers", `"custom_data":{"a":[`+strings.TrimSuffix(strings.Repeat("1e20,", 60), ",")+`]}`, "custom_data"),
	}
}

func badTokens() []bad {
	all := []bad{
		invalid("of nobody", `{"name":"Eve"}`, "missing_field", "external_id"), invalid("of nobody at all", `{}`, "missing_field", "external_id"),
		invalid("an id taken back", `{"external_id":null}`, "missing_field", "external_id"), invalid("null", `null`, "missing_field", "external_id"),
		invalid("sid is a number", `{"external_id":"42","sid":1}`, "wrong_type", "sid"), invalid("a token", `{"external_id":"42","token":"x"}`, "unknown_field", "token"),
		invalid("act", `{"external_id":"42","act":{"sub":"sam"}}`, "unknown_field", "act"), invalid("exp", `{"external_id":"42","exp":1}`, "unknown_field", "exp"),
	}
	for _, life := range []string{"0", "-1", "86401", "1.5", "1e30", "2147483648", "-9223372036854775808", `"60"`, "null", "true", "[60]"} {
		all = append(all, invalid("expires_in "+life, `{"external_id":"42","expires_in":`+life+`}`, "bad_value", "expires_in"))
	}
	return all
}

// badQuestions are what the doctor can't answer.
func badQuestions() []bad {
	return []bad{
		invalid("about nothing", `{"id":"42"}`, "missing_field", "hash"), invalid("null", `null`, "missing_field", "hash"),
		invalid("about an empty hash", `{"id":"42","hash":""}`, "missing_field", "hash"), invalid("about null", `{"hash":null,"token":null}`, "missing_field", "hash"),
		invalid("about both", `{"hash":"x","token":"y"}`, "bad_value", "token"), invalid("a hash that is a number", `{"hash":1}`, "wrong_type", "hash"),
		invalid("an id that is true", `{"id":true,"hash":"x"}`, "bad_external_id", "id"), invalid("an id that is a fraction", `{"id":1.5,"hash":"x"}`, "bad_external_id", "id"),
		invalid("an email that is a number", `{"email":1,"hash":"x"}`, "wrong_type", "email"), invalid("external_id", `{"external_id":"42","hash":"x"}`, "unknown_field", "external_id"),
		invalid("an unknown language", `{"hash":"x","language":"cobol"}`, "bad_value", "language"), invalid("a language that is a number", `{"hash":"x","language":1}`, "wrong_type", "language"),
		tooLarge("a huge hash", `{"hash":"`+strings.Repeat("0", 17<<10)+`"}`),
	}
}

func (w *world) badMerges() []bad {
	ours, theirs := w.someContact().ID.String(), w.contactOfAnotherSite()
	all := []bad{
		invalid("with itself", fmt.Sprintf(`{"other":%q}`, ours), "bad_value", "other"),
		invalid("with itself, dry", fmt.Sprintf(`{"other":%q,"dry_run":true}`, ours), "bad_value", "other"),
		invalid("dry_run is a text", fmt.Sprintf(`{"other":%q,"dry_run":"yes"}`, ours), "wrong_type", "dry_run"),
	}
	for _, id := range []string{"42", "c_zzzzzzzzzzzzz", theirs.ID.String(), theirs.BornOf.String(), strings.ToUpper(ours), `c_\u0000`} {
		all = append(all, bad{name: "with " + id, body: `{"other":"` + id + `"}`, status: http.StatusNotFound, code: "not_found", field: "other"})
	}
	return append(all, invalid("with nobody", `{}`, "missing_field", "other"))
}

// badNothings are bodies where there is nothing to say.
func badNothings() []bad {
	return []bad{
		invalid("half a body", "{", "bad_json", "*"), invalid("a space", " ", "bad_json", "*"), invalid("a list", "[]", "wrong_type", ""),
		invalid("a text", `"x"`, "wrong_type", ""), invalid("a field", `{"force":true}`, "unknown_field", "force"), invalid("__proto__", `{"__proto__":{}}`, "unknown_field", "__proto__"),
		invalid("invalid UTF-8", "{\"\xff\":1}", "bad_json", "*"), tooLarge("10,000 keys", manyKeys(10_000)),
		invalid("deep nesting", strings.Repeat(`{"a":`, 2000)+"1"+strings.Repeat("}", 2000), "unknown_field", "a"),
	}
}
