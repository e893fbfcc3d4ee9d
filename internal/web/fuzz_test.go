package web_test

import (
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// Whatever a stranger sends is answered in the protocol, is never the server's fault, and leaves nothing in the log.
func FuzzCommands(f *testing.F) {
	w := newWorld(f)
	p := w.page()
	p.identify(`{"external_id":"42","traits":{"name":"Jane"}}`)
	for _, body := range []string{
		p.batch(), p.batch(p.call("reset", ""), p.call("lookup_code", ""), p.call("update", `{"traits":{"custom_data":{"a":1e400,"b":[null]}}}`)),
		p.batch(p.call("identify", `{"external_id":-0.0,"email":"K@\u212a","hash":"","token":null,"traits":{"tags":["\ud83d\ude00"],"__proto__":{}}}`)),
		(&page{w: w}).batch(p.call("identify", `{"external_id":9007199254740993,"traits":{"custom_data":null,"external_id":"7"}}`)),
		`{"site":"` + w.Site.Key + `","visitor":"vt_","commands":[{"id":"a","call":"identify","args":` + strings.Repeat(`{"traits":`, 50) + "1" + strings.Repeat("}", 50) + `}]}`,
		p.batch(p.says("identify", `{"0":42,"1":{"name":"\ud83d"},"2":"a.b.c"}`, `,"as":"v_x"`), p.says("linkTo", `{"0":"https://help.example/#:~:x"}`), p.says("reset", `{}`)),
		p.batch(p.says("updateConnection", `{"0":{"uniqueId":-0,"metadata":[]},"9":1}`), p.says("identityToken", `{"0":{"for":"*"}}`), p.says("carry", `{"0":"."}`)),
		`{"site":null}`, `[]`, ``, "\x00", `{"commands":[null]}`, `{"sent_at":-1e308}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		a := request(t, w, "POST", "/v1/commands", body, browserType, fromShop)
		if a.Status >= 500 || w.log.String() != "" {
			t.Fatalf("got %d %s, log %q", a.Status, a.Body, w.log.String())
		}
		var into any = &said{}
		if a.Status != 200 {
			into = &wire.ErrorAnswer{}
		}
		if err := wire.Decode([]byte(a.Body), into); err != nil {
			t.Fatalf("got %d %q: %v", a.Status, a.Body, err)
		}
	})
}

// FuzzDoctor: whatever is asked is answered in the protocol, in time, and is never the server's fault.
func FuzzDoctor(f *testing.F) {
	w := newWorld(f)
	w.HashKey()
	token := w.Vouched(nametagtest.ID("42")).Token
	key := w.key("site:read")
	for _, body := range []string{
		`{"id":"42","email":"jane@example.com","hash":"` + strings.Repeat("0", 64) + `"}`, `{"id":42,"hash":"AAAA=="}`, `{"token":"` + token + `"}`, `{"token":"a.b.c","email":""}`,
		`{"id":9007199254740993,"token":"eyJhbGciOiJub25lIn0.e30."}`, `{}`, `{"id":"\u0000","hash":"\u202e"}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		a := request(t, w, "POST", "/api/v1/doctor", body, jsonType, key)
		if a.Status >= 500 || w.log.String() != "" {
			t.Fatalf("got %d %s, log %q", a.Status, a.Body, w.log.String())
		}
	})
}

// FuzzHeartbeat: a heartbeat is what a socket's frames are.
func FuzzHeartbeat(f *testing.F) {
	w := newWorld(f)
	p := w.page()
	p.identify(`{"external_id":"42"}`)
	beat := `{"site":"` + w.Site.Key + `","visitor":"` + p.token + `","tab":"t","page":{"url":"https://shop.example/","title":"\u202e","referrer":""},"visible":true`
	for _, body := range []string{beat + "}", beat + `,"gone":true}`, `{"site":"` + w.Site.Key + `","visitor":""}`, `{"page":null}`} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		a := request(t, w, "POST", "/v1/heartbeat", body, browserType, fromShop)
		if a.Status >= 500 || w.log.String() != "" {
			t.Fatalf("got %d %s, log %q", a.Status, a.Body, w.log.String())
		}
	})
}
