package web_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// sendAs sends a batch whose visitor is this JSON, whatever the page's token is.
func (p *page) sendAs(visitor string, commands ...string) said {
	p.w.t.Helper()
	fresh := page{w: p.w}
	body := strings.Replace(fresh.batch(commands...), `"visitor":null`, `"visitor":`+visitor, 1)
	var got said
	request(p.w.t, p.w, "POST", "/v1/commands", body, browserType, fromShop).ok(&got)
	return got
}

// nonsense is what a page's storage may hold in place of its token.
func (w *world) nonsense() map[string]string {
	w.t.Helper()
	elsewhere := w.Service.Token(w.Service.Open(w.otherSite(), ""))
	own := w.page().send().Visitor.Token
	quoted := func(text string) string {
		b, err := json.Marshal(text)
		if err != nil {
			w.t.Fatal(err)
		}
		return string(b)
	}
	return map[string]string{
		"a text": `"jane"`, "a long text": quoted(strings.Repeat("vt_", 1000)), "half a letter": `"\ud83d"`, "bytes": `"\u0000\u0001"`,
		"[object Object]": `"[object Object]"`, "a number": `5`, "yes": `true`, "a list": `[]`, "an object": `{"token":` + quoted(own) + `}`,
		"forged": quoted("vt_" + strings.Repeat("A", 38)), "cut short": quoted(own[:len(own)-1]), "twice": quoted(own + own),
		"another site's": quoted(elsewhere),
	}
}

// A page whose storage was written by somebody else goes on as a new visitor, the same each time it sends its calls.
func TestAPageWithANonsensicalTokenIsANewVisitor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	seen := map[string]bool{}
	for name, visitor := range w.nonsense() {
		id := fmt.Sprintf("id-%d", len(seen))
		batch := []string{p.says("identify", `{"0":"`+id+`"}`, `,"as":`+visitor), p.says("setAttributes", `{"0":{"name":"Jane"}}`), p.says("lookupCode", `{}`)}
		first := p.sendAs(visitor, batch...)
		first.wantCodes(t, name, "", "", "")
		if who := first.Visitor; who.Trust != "claimed" || who.Stale || seen[who.ID] {
			t.Errorf("%s: got %+v, want a visitor of its own", name, who)
		}
		seen[first.Visitor.ID] = true
		if again := p.sendAs(visitor, batch...); spell(again) != spell(first) {
			t.Errorf("%s, sent again: got %s, want %s", name, spell(again), spell(first))
		}
		if hello := p.sendAs(visitor); hello.Visitor.Trust != "anonymous" || hello.Visitor.Stale {
			t.Errorf("%s, hello: got %+v, want a new visitor", name, hello.Visitor)
		}
	}
	if n := len(w.Contacts()); n != len(seen) {
		t.Errorf("got %d contacts, want %d", n, len(seen))
	}
}

// A program is told that its token is nobody's.
func TestAProgramWithANonsensicalTokenIsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	for name, visitor := range w.nonsense() {
		got := p.sendAs(visitor, p.call("identify", `{"external_id":"42"}`), p.says("identify", `{"0":"42"}`), p.call("reset", ""))
		got.wantCodes(t, name, "fenced", "fenced", "fenced")
		if got.Visitor.Trust != "anonymous" {
			t.Errorf("%s: got %+v, want to be offered a new visitor", name, got.Visitor)
		}
	}
	if n := len(w.Contacts()); n != 0 {
		t.Errorf("got %d contacts, want none", n)
	}
}
