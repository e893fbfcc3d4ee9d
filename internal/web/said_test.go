package web_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/internal/wire"
)

// text is an answer that is a text.
func (s said) text(t testing.TB, i int) (text string) {
	t.Helper()
	if err := json.Unmarshal(s.Answers[i].OK, &text); err != nil {
		t.Fatalf("command %d: got %s, %+v, want a text", i, s.Answers[i].OK, s.Answers[i].Error)
	}
	return text
}

func (s said) codes() (codes []string) {
	for i := range s.Answers {
		codes = append(codes, s.code(i))
	}
	return codes
}

func (s said) wantCodes(t testing.TB, what string, want ...string) {
	t.Helper()
	if got := s.codes(); !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// What a page's promise resolves with is what the server answers (spec widget §2).
func TestPageCallsAnswerWhatTheirPromiseResolvesWith(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.link()
	shop := w.page()
	got := shop.send(shop.says("identify", `{"0":42,"1":{"email":"jane@example.com"}}`), shop.says("setAttributes", `{"0":{"name":"Jane"}}`),
		shop.says("updateConnection", `{"0":{"metadata":{"plan":"pro"}}}`))
	for i := range got.Answers {
		if a := got.identified(t, i); a.Trust != "claimed" || a.VisitorID != got.Visitor.ID {
			t.Errorf("command %d: got %+v, want a claimed link", i, a)
		}
	}
	if jane := w.Contact("42"); jane.Text(nametag.Name) != "Jane" || jane.Traits.Custom["plan"].JSON != `"pro"` {
		t.Errorf("got %+v, want what was said", jane.Traits)
	}
	got = shop.send(shop.says("identityToken", `{"0":{"for":"https://help.example"}}`), shop.says("linkTo", `{"0":"https://HELP.example:443/100%?q=a b#top"}`),
		shop.says("lookupCode", `{}`), shop.says("lookupCode", `{"0":"whatever"}`))
	if token := got.text(t, 0); strings.Count(token, ".") != 2 {
		t.Errorf("identityToken: got %q, want a token", token)
	}
	link := got.text(t, 1)
	at, token, _ := strings.Cut(link, "#top&nametag_identity=")
	if at != "https://HELP.example:443/100%?q=a b" || strings.Count(token, ".") != 2 {
		t.Errorf("linkTo: got %q, want the address with a token", link)
	}
	var code, again wire.LookupCode
	if err := wire.Decode(got.Answers[2].OK, &code); err != nil || len(code.Code) != 4 {
		t.Errorf("lookupCode: got %+v, %v", code, err)
	}
	if err := wire.Decode(got.Answers[3].OK, &again); err != nil || again.Code != code.Code {
		t.Errorf("lookupCode: got %+v, %v, want the same", again, err)
	}
	help := &page{w: w}
	arrived := help.sendFrom(helpOrigin, sentAt, help.says("carry", `{"0":"`+token+`"}`))
	if a := arrived.identified(t, 0); a.Trust != "claimed" {
		t.Errorf("carry: got %+v, want to arrive", a)
	}
	left := shop.send(shop.says("reset", `{}`))
	var done wire.ResetDone
	if err := wire.Decode(left.Answers[0].OK, &done); err != nil || done.VisitorID != left.Visitor.ID || left.Visitor.ID == got.Visitor.ID {
		t.Errorf("reset: got %+v, %v, want a new visitor", left, err)
	}
}

// sendFrom sends from a page at another origin, or whose clock shows another time.
func (p *page) sendFrom(origin string, sentAt float64, commands ...string) said {
	p.w.t.Helper()
	body := strings.Replace(p.batch(commands...), `"sent_at":1795224000000`, fmt.Sprintf(`"sent_at":%.0f`, sentAt), 1)
	var got said
	request(p.w.t, p.w, "POST", "/v1/commands", body, browserType, "Origin: "+origin).ok(&got)
	p.token = got.Visitor.Token
	return got
}

func TestPageCallsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.link()
	p := w.page()
	tried := map[string]bool{}
	for _, c := range []struct{ call, said, code, field string }{
		{"identify", `null`, "wrong_type", "said"}, {"identify", `[42]`, "wrong_type", "said"}, {"identify", `"42"`, "wrong_type", "said"},
		{"identify", `{"0":[42]}`, "bad_external_id", "external_id"}, {"identify", `{"0":"undefined"}`, "placeholder_id", "external_id"},
		{"identify", `{"0":1,"1":5}`, "wrong_type", "traits"}, {"identify", `{"0":1,"2":5}`, "wrong_type", "proof"},
		{"setAttributes", `{"0":"Jane"}`, "wrong_type", "attributes"}, {"updateConnection", `{"0":7}`, "wrong_type", "connection"},
		{"updateConnection", `{"0":{"email":"no"}}`, "bad_email", "email"},
		{"identityToken", `{}`, "wrong_type", "args"}, {"identityToken", `{"0":"https://help.example"}`, "wrong_type", "*"},
		{"identityToken", `{"0":{"for":"help"}}`, "bad_value", "for"}, {"identityToken", `{"0":{"for":"https://other.example"}}`, "not_linked", "for"},
		{"identityToken", `{"0":{"for":"https://help.example","x":1}}`, "unknown_field", "x"},
		{"linkTo", `{}`, "missing_field", "url"}, {"linkTo", `{"0":null}`, "wrong_type", "url"}, {"linkTo", `{"0":""}`, "bad_value", "url"},
		{"linkTo", `{"0":"/start"}`, "bad_value", "url"}, {"linkTo", `{"0":"//help.example/"}`, "bad_value", "url"}, {"linkTo", `{"0":"https://"}`, "bad_value", "url"},
		{"linkTo", `{"0":"javascript:alert(1)"}`, "bad_value", "url"}, {"linkTo", `{"0":"ftp://help.example/"}`, "bad_value", "url"},
		{"linkTo", `{"0":"https://eve@help.example/"}`, "bad_value", "url"}, {"linkTo", `{"0":"https://help.example\\@other.example/"}`, "bad_value", "url"},
		{"linkTo", `{"0":"https://help.example@other.example/"}`, "bad_value", "url"},
		{"linkTo", `{"0":"https://other.example/"}`, "not_linked", "url"}, {"linkTo", `{"0":"http://help.example/"}`, "not_linked", "url"},
		{"linkTo", `{"0":"https://help.example:8443/"}`, "not_linked", "url"},
		{"carry", `{}`, "missing_field", "token"}, {"carry", `{"0":""}`, "missing_field", "token"}, {"carry", `{"0":{"token":"x"}}`, "wrong_type", "token"},
		{"carry", `{"0":"` + strings.Repeat("x", 8193) + `"}`, "too_large", "token"},
		{"reset", `null`, "wrong_type", "said"}, {"lookupCode", `5`, "wrong_type", "said"},
		{"identity", `{}`, "unknown_call", "call"}, {"update", `{}`, "unknown_call", "call"}, {"", `{}`, "unknown_call", "call"},
		{strings.Repeat("é", 1000), `{}`, "unknown_call", "call"},
	} {
		tried[c.call] = true
		got := p.send(p.says(c.call, c.said))
		if e := got.Answers[0].Error; e == nil || e.Code != c.code || c.field != "*" && e.Field != c.field || len(e.Message) > 200 {
			t.Errorf("%.20s %.60s: got %+v, want %s of %s", c.call, c.said, e, c.code, c.field)
		}
	}
	for _, call := range web.PageCalls() {
		if !tried[call] {
			t.Errorf("nobody tries bad arguments of %s", call)
		}
	}
}

// A script that cuts an emoji in two loses half of it, and no call (as browsers write UTF-8).
func TestHalfALetterLosesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	got := p.send(p.says("identify", `{"0":"42"}`), p.says("setAttributes", `{"0":{"name":"Jane \ud83d"}}`), p.says("setAttributes", `{"0":{"phone":"1\ude00"}}`))
	got.wantCodes(t, "half a letter", "", "", "")
	if jane := w.Contact("42"); jane.Text(nametag.Name) != "Jane \ufffd" || jane.Text(nametag.Phone) != "1\ufffd" {
		t.Errorf("got %+v", jane.Traits.Profile)
	}
	body := fmt.Sprintf(`{"site":%q,"visitor":%q,"tab":"t","page":{"url":"https://shop.example/","title":"\ud83d"},"visible":true}`, w.Site.Key, p.token)
	request(t, w, "POST", "/v1/heartbeat", body, browserType, fromShop).ok(nil)
}

const (
	day    = 24 * 60 * 60 * 1000 // milliseconds
	moment = 1
)

// What waited too long isn't carried out (spec widget §3): by the page's own clock, which may be wrong.
func TestOldCallsAreNotCarriedOut(t *testing.T) {
	t.Parallel()
	lives := map[string]float64{
		"identify": day, "setAttributes": day, "updateConnection": day, "reset": day,
		"identityToken": 120_000, "linkTo": 120_000, "lookupCode": 120_000, "carry": 120_000,
	}
	saids := map[string]string{
		"identify": `{"0":42}`, "setAttributes": `{"0":{"name":"Jane"}}`, "updateConnection": `{"0":{"name":"Jane"}}`, "reset": `{}`,
		"identityToken": `{"0":{"for":"` + helpOrigin + `"}}`, "linkTo": `{"0":"` + helpOrigin + `/"}`, "lookupCode": `{}`, "carry": `{"0":"x.y.z"}`,
	}
	for _, call := range web.PageCalls() {
		w := newWorld(t)
		w.link()
		life, known := lives[call]
		if !known {
			t.Errorf("how long does %s live?", call)
		}
		for _, clock := range []float64{sentAt, sentAt - 2*day, sentAt + 2*day} {
			for _, c := range []struct {
				age  float64
				code string
			}{{0, ""}, {life, ""}, {life + moment, "expired"}, {100 * day, "expired"}, {-100 * day, ""}} {
				if call == "reset" {
					c.code = "" // it comes never too late
				}
				p := w.page()
				got := p.sendFrom(shopOrigin, clock, fmt.Sprintf(`{"id":"c","call":%q,"said":%s,"at":%.0f}`, call, saids[call], clock-c.age))
				got.wantCodes(t, fmt.Sprintf("%s after %.0f ms at %.0f", call, c.age, clock), c.code)
				if event := got.Answers[0].Event; (event == "identityRejected") != (c.code != "" && web.IsClaim(call)) {
					t.Errorf("%s after %.0f ms: got the event %q", call, c.age, event)
				}
			}
		}
	}
}

// Who says nothing sensible of time is taken at their word now.
func TestTimesThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, at := range []string{``, `,"at":0`, `,"at":-1`, `,"at":-1e308`, `,"at":1e308`, `,"at":1.5`} {
		for _, sent := range []string{``, `,"sent_at":null`, `,"sent_at":0`, `,"sent_at":-1e308`, `,"sent_at":1e308`, `,"sent_at":1e-308`} {
			late := sent == `,"sent_at":1e308` && at == `,"at":1.5`
			body := fmt.Sprintf(`{"site":%q,"visitor":null%s,"commands":[{"id":"c","call":"identify","said":{"0":42}%s}]}`, w.Site.Key, sent, at)
			var got said
			request(t, w, "POST", "/v1/commands", body, browserType, fromShop).ok(&got)
			if (got.code(0) == "expired") != late || !late && got.code(0) != "" {
				t.Errorf("at %q, sent %q: got %+v", at, sent, got.Answers[0].Error)
			}
		}
	}
}

// What a page said as a visitor whom another page has ended since is for nobody; but a reset has come true by that.
func TestCallsOfAVisitorWhoIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	gone := p.identify(`{"external_id":"42"}`).Visitor.ID
	now := p.send(p.call("reset", "")).Visitor.ID
	as := func(id string) string { return `,"as":"` + id + `"` }
	stranger := w.page().send().Visitor.ID
	got := p.send(p.says("identify", `{"0":"42"}`, as(gone)), p.says("lookupCode", `{}`, as(gone)), p.says("identify", `{"0":"42"}`, as(stranger)),
		p.says("reset", `{}`, as(gone)), p.says("setAttributes", `{"0":{"name":"Ravi"}}`, as(now)), p.says("setAttributes", `{"0":{"phone":"1"}}`))
	got.wantCodes(t, "as others", "fenced", "fenced", "fenced", "", "", "")
	if got.Visitor.ID != now || got.Visitor.Trust != "anonymous" {
		t.Errorf("got %+v, want to be who it was", got.Visitor)
	}
	var done wire.ResetDone
	if err := wire.Decode(got.Answers[3].OK, &done); err != nil || done.VisitorID != now {
		t.Errorf("reset: got %+v, %v, want who the browser is", done, err)
	}
	if events := []string{got.Answers[0].Event, got.Answers[1].Event, got.Answers[3].Event}; !slices.Equal(events, []string{"identityRejected", "", ""}) {
		t.Errorf("got the events %q", events)
	}
}

// In one batch the visitor changes. What its page said next goes on, by whatever way it came; what another page said is for nobody.
func TestCallsBehindOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	came := p.identify(`{"external_id":"42"}`).Visitor.ID
	old := *p
	say := func(id, as, call, said string) string {
		return fmt.Sprintf(`{"id":"%s-of-128-random-bits","call":%q,"said":%s,"as":%q,"at":%d}`, id, call, said, as, sentAt)
	}
	behind := func(id string) string { return id + "-of-128-random-bits" }
	name := func(id, as, to string) string {
		return say(id, as, "setAttributes", fmt.Sprintf(`{"0":{"name":%q}}`, to))
	}
	batch := []string{
		name("a", came, "Jane"), say("b", behind("a"), "identify", `{"0":"43"}`), name("c", came, "Eve"), name("d", behind("c"), "Eve"), name("e", behind("a"), "Eve"),
		say("f", behind("b"), "identify", `{"0":"44"}`), name("g", behind("b"), "Eve"), name("h", behind("f"), "Ravi"),
	}
	codes := []string{"", "", "fenced", "fenced", "fenced", "", "fenced", ""}
	wantNames := func(what string) {
		for id, want := range map[string]string{"42": "Jane", "43": "", "44": "Ravi"} {
			if got := w.Contact(id).Text(nametag.Name); got != want {
				t.Errorf("%s: %s has the name %q, want %q", what, id, got, want)
			}
		}
	}
	got := p.send(batch...)
	got.wantCodes(t, "at first", codes...)
	wantNames("at first")
	again := old.send(batch...)
	if again.wantCodes(t, "sent again", codes...); again.Visitor.ID != got.Visitor.ID {
		t.Errorf("sent again: got %+v, want %+v", again.Visitor, got.Visitor)
	}
	p.send(batch...).wantCodes(t, "under the newer token", codes...)
	p.send(name("h", behind("f"), "Ravi")).wantCodes(t, "the last alone", "")
	p.send(name("i", behind("f"), "Ravi")).wantCodes(t, "behind the last claim", "")
	p.send(name("j", behind("b"), "Eve")).wantCodes(t, "behind the claim before", "fenced")
	wantNames("in the end")
	late := p.send(name("k", behind("unknown"), "Eve"))
	if a := late.Answers[0]; late.code(0) != "stale_token" || !a.Again || a.Event != "" {
		t.Errorf("behind what hasn't come: got %+v, want to be asked for both", a)
	}
	wantNames("before what it follows")
}

// What names a call before it that didn't come is asked for once more, with that; but not for ever.
func TestACallBehindOneThatDoesNotCome(t *testing.T) {
	t.Parallel()
	const minute = 60_000 // milliseconds
	for age, code := range map[int]string{0: "stale_token", minute: "stale_token", minute + moment: "fenced", -day: "stale_token"} {
		w := newWorld(t)
		p := w.page()
		who := p.identify(`{"external_id":"42"}`).Visitor
		got := p.send(names("first", "Jane"), fmt.Sprintf(`{"id":"late","call":"setAttributes","said":{"0":{"name":"Eve"}},"as":"unknown-of-128-random-bits","at":%d}`, sentAt-age))
		got.wantCodes(t, fmt.Sprint("after ", age), "", code)
		isOver := code == "fenced"
		if a := got.Answers[1]; a.Again == isOver || (a.Event != "") != isOver || got.Visitor.ID != who.ID || w.Contact("42").Text(nametag.Name) != "Jane" {
			t.Errorf("after %d: got %+v as %+v", age, a, got.Visitor)
		}
	}
}

// What a page said before anybody knew who it is may come under the token of somebody who came later: of another subdomain, or
// of a log-in since. It is said by whom it made the browser; where it comes for the first time, by who is here, if nobody was
// here before.
func TestWhatWasSaidBeforeTheFirstAnswer(t *testing.T) {
	t.Parallel()
	const hour = 60 * 60 * 1000 // milliseconds
	claim := fmt.Sprintf(`{"id":"first-of-128-random-bits","call":"identify","said":{"0":"42"},"as":"","at":%d}`, sentAt-hour)
	for name, c := range map[string]struct {
		before func(w *world, p *page) // what happens in the hour
		code   string
	}{
		"carried out, by who is here": {func(_ *world, p *page) { p.send(claim) }, ""},
		"carried out, by another visitor": {func(w *world, p *page) {
			w.page().send(claim)
			p.send(p.says("reset", `{}`))
			p.send(p.says("identify", `{"0":"43"}`))
		}, "fenced"},
		"new, and only one visitor came": {func(_ *world, p *page) { p.send(p.says("lookupCode", `{}`)) }, ""},
		"new, and somebody logged out": {func(_ *world, p *page) {
			p.send(p.says("identify", `{"0":"43"}`))
			p.send(p.says("reset", `{}`))
		}, "fenced"},
		"carried out, and the page was gone before it kept its newer token": {func(_ *world, p *page) {
			p.send()
			kept := p.token
			p.send(claim)
			p.token = kept
			p.send()
			p.send(p.says("identify", `{"0":"43"}`))
		}, "fenced"},
	} {
		w := newWorld(t)
		p := w.page()
		c.before(w, p)
		token, contacts := p.token, len(w.Contacts())
		got := p.send(claim)
		got.wantCodes(t, name, c.code)
		if c.code == "fenced" && (got.Visitor.Token != token || len(w.Contacts()) != contacts) {
			t.Errorf("%s: got %+v, want that nothing changes", name, got.Visitor)
		}
	}
}

// Where a page can't store anything, a reset that it called before the script came is said by itself: by nobody.
func TestAResetThatWasSaidByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	const reset, claim = "reset-of-128-random-bits", "claim-of-128-random-bits"
	got := p.send(
		fmt.Sprintf(`{"id":%q,"call":"reset","said":{},"as":%[1]q,"at":%d}`, reset, sentAt),
		fmt.Sprintf(`{"id":%q,"call":"identify","said":{"0":"42"},"as":%q,"at":%d}`, claim, reset, sentAt),
	)
	got.wantCodes(t, "the first batch", "", "")
	if got.Visitor.Stale || got.Answers[0].Again {
		t.Errorf("got %+v, want that nothing comes again", got)
	}
	if w.Contact("42").ExternalID != "42" {
		t.Error("nobody was named behind it")
	}
}

// A page that knows a visitor's token, and nothing else of it yet, names that.
func TestWhatIsSaidAsAToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.identify(`{"external_id":"42"}`)
	as := `,"as":"` + p.token + `"`
	p.send(p.says("setAttributes", `{"0":{"name":"Jane"}}`, as)).wantCodes(t, "as who is here", "")
	p.end()
	p.send(p.says("setAttributes", `{"0":{"name":"Eve"}}`, as)).wantCodes(t, "as who was here before", "fenced")
	for _, none := range []string{`""`, `"~"`, `5`, `null`, `{}`} {
		p.send(p.says("setAttributes", `{"0":{"name":"Joe"}}`, `,"as":`+none)).wantCodes(t, "as nobody, "+none, "")
	}
}

// A reset that is known leads to whom it led first, by whatever way it comes. What was said behind it isn't carried out as a
// visitor of later, whoever that is by then.
func TestAResetIsKnownByWhoCameOutOfIt(t *testing.T) {
	t.Parallel()
	for name, as := range map[string]func(came string) string{
		"as who it ended": func(came string) string { return `,"as":"` + came + `"` }, "as nobody": func(string) string { return "" },
	} {
		w := newWorld(t)
		p := w.page()
		came := p.identify(`{"external_id":"42"}`).Visitor.ID
		reset := fmt.Sprintf(`{"id":"reset-of-128-random-bits","call":"reset","said":{},"at":%d%s}`, sentAt, as(came))
		next := p.send(reset).Visitor.ID
		p.send(p.says("identify", `{"0":"43"}`))
		now := p.send(p.says("identify", `{"0":"44"}`)).Visitor.ID
		got := p.send(reset, fmt.Sprintf(`{"id":"late-of-128-random-bits","call":"setAttributes","said":{"0":{"name":"Eve"}},"as":"reset-of-128-random-bits","at":%d}`, sentAt))
		var done wire.ResetDone
		if err := wire.Decode(got.Answers[0].OK, &done); err != nil || done.VisitorID != next || got.Visitor.ID != now {
			t.Errorf("%s: got %+v as %s, %v, want %s as %s", name, done, got.Visitor.ID, err, next, now)
		}
		got.wantCodes(t, name, "", "fenced")
		for _, id := range []string{"43", "44"} {
			if got := w.Contact(id).Text(nametag.Name); got != "" {
				t.Errorf("%s: %s got the name %q", name, id, got)
			}
		}
	}
}

// A page that heard of another's reset says what follows behind that one: also where it had come true already when it came, and
// after a restart.
func TestOthersSpeakBehindAResetThatHadComeTrue(t *testing.T) {
	t.Parallel()
	for name, hasDeadToken := range map[string]bool{"with the living token": false, "with a dead token": true} {
		w := newWorld(t)
		p := w.page()
		came := p.identify(`{"external_id":"42"}`).Visitor.ID
		dead := *p
		p.send(p.says("reset", `{}`))
		sender := p
		if hasDeadToken {
			sender = &dead
		}
		second := fmt.Sprintf(`{"id":"second-of-128-random-bits","call":"reset","said":{},"at":%d,"as":%q}`, sentAt, came)
		got := sender.send(second)
		got.wantCodes(t, name, "")
		w.restart()
		late := sender.send(fmt.Sprintf(`{"id":"late-of-128-random-bits","call":"setAttributes","said":{"0":{"name":"Ravi"}},"as":"second-of-128-random-bits","at":%d}`, sentAt))
		if late.wantCodes(t, name+", behind it", ""); late.Visitor.ID != got.Visitor.ID {
			t.Errorf("%s: got it said by %s, want %s", name, late.Visitor.ID, got.Visitor.ID)
		}
	}
}

// A reset with a dead token makes a new visitor, the same each time it is sent, and what follows is said by that one.
func TestAResetWithADeadToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.identify(`{"external_id":"42"}`)
	dead := *p
	p.send(p.call("reset", ""))
	first, again, other := dead, dead, dead
	batch := []string{dead.says("setAttributes", `{"0":{"name":"Eve"}}`), dead.says("reset", `{}`), dead.says("identify", `{"0":"43"}`), dead.says("lookupCode", `{}`)}
	got := first.send(batch...)
	got.wantCodes(t, "a dead token", "fenced", "", "", "")
	if a := got.identified(t, 2); a.Trust != "claimed" || a.Switched || a.VisitorID != got.Visitor.ID || got.Visitor.Stale {
		t.Errorf("got %+v, %+v, want to be said by the new visitor", a, got.Visitor)
	}
	heads := w.heads()
	if repeated := again.send(batch...); spell(repeated) != spell(got) || !slices.Equal(w.heads(), heads) {
		t.Errorf("got %s, want %s", spell(repeated), spell(got))
	}
	if another := other.send(other.says("reset", `{}`)); another.Visitor.ID == got.Visitor.ID {
		t.Error("another reset led to the same visitor")
	}
	late := dead // the new visitor was proven meanwhile: whoever says this again has no part in that
	if anew := late.send(batch[1]); anew.Visitor.Trust != "anonymous" || anew.Visitor.ID == got.Visitor.ID {
		t.Errorf("got %+v, want nobody", anew.Visitor)
	}
	late.send(late.says("setAttributes", `{"0":{"name":"Eve"}}`)).wantCodes(t, "the visitor who was offered", "")
	counting := func() string {
		tab := page{w: w, token: dead.token}
		return tab.send(`{"id":"1","call":"reset","said":{}}`).Visitor.ID
	}
	if one, two := counting(), counting(); one == two {
		t.Error("clients that count their commands became one visitor")
	}
}

// stale says that the visitor in the answer is only who the browser is if none of its tabs knows better.
func TestStaleSaysWhoIsOnlyOffered(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		say     func(p *page) said
		offered bool
	}{
		"nothing":         {func(p *page) said { return p.send() }, false},
		"a claim":         {func(p *page) said { return p.send(p.says("identify", `{"0":"42"}`)) }, false},
		"a switch":        {func(p *page) said { return p.send(p.says("identify", `{"0":"43"}`)) }, false},
		"a reset":         {func(p *page) said { return p.send(p.says("reset", `{}`)) }, false},
		"no token":        {func(p *page) said { p.token = ""; return p.send(p.says("identify", `{"0":"43"}`)) }, false},
		"a forged token":  {func(p *page) said { p.token = "forged"; return p.send(p.says("reset", `{}`)) }, false},
		"a dead token":    {func(p *page) said { p.end(); return p.send(p.says("identify", `{"0":"43"}`)) }, true},
		"a dead hello":    {func(p *page) said { p.end(); return p.send() }, true},
		"reset when dead": {func(p *page) said { p.end(); return p.send(p.says("reset", `{}`)) }, false},
		"another's reset when dead": {func(p *page) said {
			p.end()
			return p.send(p.says("reset", `{}`, `,"as":"`+p.w.page().send().Visitor.ID+`"`))
		}, true},
		"stale":         {func(p *page) said { p.renew(); return p.send(p.says("setAttributes", `{"0":{"name":"Eve"}}`)) }, true},
		"a stale hello": {func(p *page) said { p.renew(); return p.send() }, true},
		"what was answered before it ended": {func(p *page) said {
			lost := p.says("setAttributes", `{"0":{"name":"Jane"}}`)
			before := *p
			before.send(lost)
			p.end()
			got := p.send(lost)
			got.wantCodes(p.w.t, "sent again", "")
			return got
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newWorld(t).page()
			came := p.identify(`{"external_id":"42"}`).Visitor.ID
			got := c.say(p)
			if got.Visitor.Stale != c.offered || c.offered && got.Visitor.ID == came {
				t.Errorf("got %+v, want stale %t", got.Visitor, c.offered)
			}
		})
	}
}

// end fences the page's visitor from another tab.
func (p *page) end() {
	tab := *p
	tab.send(tab.call("reset", ""))
	p.calls += 10
}

// renew renews the token in another tab.
func (p *page) renew() {
	tab := *p
	who := p.w.Hashed(nametagtest.ID("42"))
	tab.identify(`{"external_id":"42","hash":"`+who.Hash+`"}`).identified(p.w.t, 0)
	p.calls += 10
}

// What a page knows of itself is what its browser has said, as far as it was taken: also in a token, in another tab, and
// at another domain from which it was carried.
func TestIdentityIsWhatTheBrowserSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.SetSite(func(s *nametag.Site) {
		s.Origins, s.LinkedDomains = append(slices.Clone(s.Origins), helpOrigin), []string{helpOrigin, shopOrigin}
	})
	carried := func(p *page) string {
		from := w.page()
		got := from.send(from.says("identify", `{"0":"carried","1":{"email":"carried@example.com"}}`), from.says("identityToken", `{"0":{"for":"`+shopOrigin+`"}}`))
		return p.says("carry", `{"0":"`+got.text(t, 1)+`"}`)
	}
	for name, c := range map[string]struct {
		say  func(p *page) []string
		want string // external id, email, trust
	}{
		"nothing": {func(*page) []string { return nil }, "  anonymous"},
		"a claim": {func(p *page) []string {
			return []string{p.says("identify", `{"0":42,"1":{"email":"Jane@example.com"}}`)}
		}, "42 Jane@example.com claimed"},
		"in traits": {func(p *page) []string { return []string{p.says("identify", `{"0":{"traits":{"external_id":"42"}}}`)} }, "42  claimed"},
		"two claims": {func(p *page) []string {
			return []string{p.says("identify", `{"0":42}`), p.says("setAttributes", `{"0":{"email":"a@example.com"}}`)}
		}, "42 a@example.com claimed"},
		"another person": {func(p *page) []string {
			return []string{p.says("identify", `{"0":42,"1":{"email":"jane@example.com"}}`), p.says("identify", `{"0":43}`)}
		}, "43  claimed"},
		"a reset": {func(p *page) []string { return []string{p.says("identify", `{"0":42}`), p.says("reset", `{}`)} }, "  anonymous"},
		"an email that isn't taken back": {func(p *page) []string {
			return []string{p.says("identify", `{"0":42,"1":{"email":"jane@example.com"}}`), p.says("setAttributes", `{"0":{"email":null}}`)}
		}, "42 jane@example.com claimed"},
		"what was refused": {func(p *page) []string {
			return []string{p.says("identify", `{"0":"undefined","1":{"email":"jane@example.com"}}`), p.says("setAttributes", `{"0":{"email":"no"}}`)}
		}, "  anonymous"},
		"a token's sub": {func(p *page) []string {
			return []string{p.says("identify", `{"0":{"token":"`+w.Vouched(nametagtest.ID("sub").Mailed("sub@example.com")).Token+`"}}`)}
		}, "sub sub@example.com verified"},
		"a carry": {func(p *page) []string { return []string{carried(p)} }, "carried carried@example.com claimed"},
		"a carry of somebody else": {func(p *page) []string {
			return []string{p.says("identify", `{"0":42}`), carried(p)}
		}, "carried carried@example.com claimed"},
		"a call of old": {func(p *page) []string { return []string{p.call("identify", `{"external_id":"42"}`)} }, "42  claimed"},
	} {
		p := w.page()
		got := p.send(c.say(p)...).Visitor
		if got.Identity.VisitorID != got.ID || got.Identity.Trust != got.Trust {
			t.Errorf("%s: got %+v of %+v", name, got.Identity, got)
		}
		if has := got.Identity.ExternalID + " " + got.Identity.Email + " " + got.Trust; has != c.want {
			t.Errorf("%s: got %q, want %q", name, has, c.want)
		}
	}
	p := w.page()
	tab := *p
	p.send(p.says("identify", `{"0":42}`))
	tab.token = p.token
	if got := tab.send().Visitor.Identity; got.ExternalID != "42" {
		t.Errorf("another tab: got %+v, want 42", got)
	}
	lost := p.says("setAttributes", `{"0":{"email":"jane@example.com"}}`)
	before := *p
	before.send(lost)
	p.end()
	if got := p.send(lost).Visitor.Identity; got.Email != "" {
		t.Errorf("whom a new visitor was offered: got %+v, want nothing of who it was", got)
	}
}

// A claim rests for half of its link's life, by the page's clock (spec widget §3).
func TestUntilWhenClaimsRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.link()
	const claim, forEver = `{"0":42,"1":{"email":"jane@example.com"}}`, 9e15
	for name, c := range map[string]struct {
		say  func(p *page) []string
		want []float64
	}{
		"no claim":  {func(p *page) []string { return []string{p.says("lookupCode", `{}`)} }, []float64{0}},
		"a claim":   {func(p *page) []string { return []string{p.says("identify", claim)} }, []float64{forEver}},
		"and then":  {func(p *page) []string { return []string{p.says("identify", claim), p.says("lookupCode", `{}`)} }, []float64{forEver, 0}},
		"connected": {func(p *page) []string { return []string{p.says("updateConnection", `{"0":{"uniqueId":"7"}}`)} }, []float64{forEver}},
		"a reset":   {func(p *page) []string { return []string{p.says("identify", claim), p.says("reset", `{}`)} }, []float64{forEver, 0}},
		"refused":   {func(p *page) []string { return []string{p.says("identify", `{"0":"undefined"}`)} }, []float64{0}},
		"that ends": {func(p *page) []string {
			return []string{p.says("identify", `{"0":{"token":"`+w.Vouched(nametagtest.ID("sub"), nametagtest.Lasting(time.Hour)).Token+`"}}`)}
		}, []float64{sentAt + 30*60*1000}},
	} {
		p := w.page()
		for i, a := range p.send(c.say(p)...).Answers {
			if math.Abs(a.Until-c.want[i]) > moment {
				t.Errorf("%s: answer %d rests until %v, want %v", name, i, a.Until, c.want[i])
			}
		}
	}
	var got said
	p := w.page()
	body := strings.Replace(p.batch(p.says("identify", claim)), `"sent_at":1795224000000,`, "", 1)
	if request(t, w, "POST", "/v1/commands", body, browserType, fromShop).ok(&got); got.Answers[0].Until != 0 {
		t.Errorf("got %v by a clock that nobody knows, want nothing", got.Answers[0].Until)
	}
}

// The page hears of a claim that failed beside its promise, which may be another page's.
func TestClaimsThatFailAreAnEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	got := p.send(p.says("identify", `{"0":"undefined"}`), p.says("setAttributes", `{"0":5}`), p.says("updateConnection", `{"0":{"email":5}}`),
		p.says("linkTo", `{"0":"x"}`), p.says("identityToken", `{"0":{}}`), p.says("carry", `{}`), p.says("reset", `5`), p.says("nothing", `{}`),
		p.says("identify", `{"0":42}`), p.call("identify", `{"external_id":"undefined"}`))
	want := []string{"identityRejected", "identityRejected", "identityRejected", "", "", "", "", "", "", ""}
	for i, a := range got.Answers {
		if a.Event != want[i] {
			t.Errorf("command %d: got the event %q, want %q", i, a.Event, want[i])
		}
	}
}

// The network lost the answer: the same calls, sent again, answer the same and change nothing (spec widget §3).
func TestPageCallsSentAgain(t *testing.T) {
	t.Parallel()
	for name, calls := range map[string][][2]string{
		"identify":                   {{"identify", `{"0":42,"1":{"name":"Jane"}}`}},
		"identify, change":           {{"identify", `{"0":42}`}, {"setAttributes", `{"0":{"name":"Jane"}}`}, {"updateConnection", `{"0":{"metadata":{"a":1}}}`}},
		"two people":                 {{"identify", `{"0":42}`}, {"identify", `{"0":43}`}, {"lookupCode", `{}`}},
		"identify, reset":            {{"identify", `{"0":42}`}, {"reset", `{}`}},
		"reset, identify":            {{"setAttributes", `{"0":{"name":"Jane"}}`}, {"reset", `{}`}, {"identify", `{"0":42}`}},
		"reset, identify and change": {{"reset", `{}`}, {"identify", `{"0":42}`}, {"setAttributes", `{"0":{"name":"Jane"}}`}},
	} {
		for _, first := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, first batch %v", name, first), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				p := w.page()
				if !first {
					p.send(p.says("setAttributes", `{"0":{"company":"Acme"}}`))
				}
				again := *p
				var commands []string
				for _, c := range calls {
					commands = append(commands, p.says(c[0], c[1]))
				}
				want := p.send(commands...)
				heads := w.heads()
				got := again.send(commands...)
				if got, want := spell(got), spell(want); got != want {
					t.Errorf("\n got %s\nwant %s", got, want)
				}
				if got := w.heads(); !slices.Equal(got, heads) {
					t.Errorf("the newest entries are %v since, want %v", got, heads)
				}
			})
		}
	}
}

// names is a call with this id that gives a name.
func names(id, name string) string {
	return fmt.Sprintf(`{"id":"%s-of-128-random-bits","call":"setAttributes","said":{"0":{"name":%q}}}`, id, name)
}
