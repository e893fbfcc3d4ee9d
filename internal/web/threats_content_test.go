package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

const script = `"><script>alert(1)</script><img src=x onerror=alert(1)>javascript:alert(1)`

// threatsByContent are about what a stranger's words do where they are kept and shown.
var threatsByContent = []threat{
	{
		wants: "a script in the panel",
		tries: "markup in every field that a page can say, and in its address, title and tab",
		must:  "it is text, in JSON that no browser takes for a page, and the panel runs no script but its own and loads no image from elsewhere",
		play: func(a *attack) {
			text := string(wire.Encode(script))
			traits := `"tags":[` + text + `],"integration_ids":[` + text + `],"identities":[` + text + `],"custom_data":{"k":` + text + `,` + text + `:1}`
			for _, f := range nametag.Fields {
				if !f.List {
					traits += `,"` + string(f.Field) + `":` + text
				}
			}
			eve := a.page()
			eve.identify(`{"external_id":`+text+`,"email":`+string(wire.Encode(`<img/src=x>@evil.example`))+`,"traits":{`+traits+`}}`).identified(a.t, 0)
			a.seen(eve.token, nametag.Page{URL: "javascript:" + script, Title: script, Referrer: script}, 1)
			id := a.Contact(script).ID.String()
			for _, path := range []string{"/contacts/" + id, "/contacts", "/contacts/" + id + "/ledger", "/visitors", "/visitors/" + eve.send().Visitor.ID} {
				got := a.send("GET", path, "").ok(nil)
				a.check(strings.HasPrefix(got.Header.Get("Content-Type"), "application/json") && got.Header.Get("X-Content-Type-Options") == "nosniff", got.Header)
				a.check(json.Valid([]byte(got.Body)) && (strings.Contains(got.Body, "alert(1)") || strings.HasPrefix(path, "/visitors/")), path+" "+got.Body)
			}
			echo := a.send("GET", "/contacts?"+"%3Cscript%3E=1", "")
			a.check(echo.Status == http.StatusBadRequest && strings.HasPrefix(echo.Header.Get("Content-Type"), "application/json"), echo.Body)
			csp := request(a.t, a.world, "GET", "/panel/contacts/"+id, "").ok(nil).Header.Get("Content-Security-Policy")
			a.check(csp == panelCSP && strings.Contains(csp, "img-src 'self' data: https:;") && strings.Contains(csp, "script-src 'self';"), csp)
		},
	},
	{
		wants: "requests out of the server's own network",
		tries: "addresses of a server that listens, wherever an address can be said",
		must:  "nobody asks it for anything",
		play: func(a *attack) {
			var asked atomic.Int64
			inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
			defer inside.Close()
			eve := a.page()
			eve.identify(`{"external_id":"` + mallory + `","traits":{"avatar_url":"` + inside.URL + `/a.png","name":"` + inside.URL + `","custom_data":{"url":"` + inside.URL + `"}}}`)
			body := strings.ReplaceAll(eve.batch(eve.call("token", `{"for":"`+inside.URL+`"}`), eve.call("carry", `{"token":"`+inside.URL+`"}`)), "https://shop.example/", inside.URL)
			request(a.t, a.world, "POST", "/v1/commands", body, browserType, fromShop).ok(nil)
			a.seen(eve.token, nametag.Page{URL: inside.URL, Referrer: inside.URL}, 1)
			request(a.t, a.world, "POST", "/v1/commands", eve.batch(), browserType, "Origin: "+inside.URL)
			a.send("PATCH", "/contacts/"+a.shown(mallory).ID, `{"avatar_url":"`+inside.URL+`/b.png"}`)
			part := "eyJhbGciOiJIUzI1NiIsImprdSI6I"
			a.post("/doctor", `{"id":"42","token":"`+part+`.`+part+`.x"}`)
			a.check(asked.Load() == 0, asked.Load())
		},
	},
	{
		wants: "a server that stumbles",
		tries: "bodies and fields that are huge, deep, broken, or mean something to a program: NUL, invalid UTF-8, lone surrogates, __proto__, right-to-left marks, 10,000 keys",
		must:  "they are refused as a whole by name, or kept as they are; never half, and never a 500",
		play: func(a *attack) {
			odd := "a\u202eb\u2066\ufeff\u0301\U0001F600\u2028'\"\\</script>${x}{{y}}%00"
			custom := `{"__proto__":{"admin":true},"constructor":{"prototype":{}},"toString":1,"odd":` + string(wire.Encode(odd)) + `,"nul":"a\u0000b","big":1e308,"minus":-0}`
			eve := a.page()
			eve.identify(`{"external_id":"`+mallory+`","__proto__":{"admin":true},"traits":{"name":`+string(wire.Encode(odd))+`,"custom_data":`+custom+`}}`).identified(a.t, 0)
			c := a.shown(mallory)
			var kept string
			a.check(json.Unmarshal(c.CustomData["odd"], &kept) == nil && kept == odd, kept)
			a.check(string(c.CustomData["__proto__"]) == `{"admin":true}` && string(c.CustomData["nul"]) == `"a\u0000b"`, c.CustomData)
			before := a.people()
			for _, args := range []string{
				`{"traits":{"custom_data":` + strings.Repeat(`{"a":`, 1500) + "1" + strings.Repeat("}", 1500) + `}}`, `{"traits":{"custom_data":{"deep":` + strings.Repeat("[", 7000) + strings.Repeat("]", 7000) + `}}}`,
				`{"traits":{"name":"` + strings.Repeat("x", 9000) + `"}}`, `{"external_id":"` + strings.Repeat("x", 9000) + `"}`, `{"email":"` + strings.Repeat("x", 9000) + `@x.example"}`,
				`{"traits":{"tags":[` + strings.TrimSuffix(strings.Repeat(`"x",`, 2000), ",") + `]}}`, `{"external_id":"a\u0000b"}`, `{"email":"a\u0000@x.example"}`, `{"email":"\u212aim@x.example"}`, `{"external_id":1e309}`, `{"external_id":9007199254740993}`,
				`{"external_id":"` + mallory + `","external_id":"42"}`, "{\"traits\":{\"name\":\"\xff\"}}", `{"traits":{"name":"\ud800"}}`, `{"traits":` + manyKeys(1000) + `}`, `{"hash":"` + strings.Repeat("0", 9000) + `"}`,
				`{"token":"` + strings.Repeat("a.", 4000) + `"}`, manyKeys(1000), `[]`, `"x"`, `{"traits":[]}`,
			} {
				p := &page{w: a.world, token: eve.token}
				for _, command := range []string{p.call("update", args), p.says("setAttributes", `{"0":`+args+`}`), p.says("identify", args), p.says("linkTo", `{"0":`+args+`}`)} {
					got := request(a.t, a.world, "POST", "/v1/commands", p.batch(command), browserType, fromShop)
					a.check(got.Status < 500 && json.Valid([]byte(got.Body)), got.Body)
				}
			}
			a.check(len(a.people().contacts) == len(before.contacts), a.people().contacts)
			for _, b := range badJSON("site") {
				for _, path := range []string{"/v1/commands", "/v1/heartbeat"} {
					got := request(a.t, a.world, "POST", path, b.body, browserType, fromShop)
					a.check(got.Status >= 400 && got.Status < 500, b.name)
				}
			}
		},
	},
	{
		wants: "words of hers in the log, or somebody's identity in it",
		tries: "claims, errors and addresses that name people",
		must:  "nothing is logged, at the level that operators use",
		play: func(a *attack) {
			jane := a.jane()
			jane.identify(`{"external_id":"42","email":"jane@example.com","hash":"x","token":"y"}`)
			for _, path := range []string{"/jane@example.com", "/v1/commands?email=jane@example.com", "/api/v1/contacts?email=jane@example.com", "/panel/jane@example.com\nlevel=ERROR"} {
				request(a.t, a.world, "GET", path, "", "User-Agent: jane@example.com\nlevel=ERROR")
			}
			a.check(a.log.String() == "", a.log.String())
		},
	},
}
