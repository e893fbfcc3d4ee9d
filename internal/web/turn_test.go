package web_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// sayings are the two ways to say one thing, and another: as a page's call and as a program's.
var sayings = map[string]struct{ named, claimed, reset func(*page) string }{
	"a page's": {
		func(p *page) string { return p.says("setAttributes", `{"0":{"name":"Jane"}}`) },
		func(p *page) string { return p.says("identify", `{"0":"42"}`) }, func(p *page) string { return p.says("reset", `{}`) },
	},
	"a program's": {
		func(p *page) string { return p.call("update", `{"traits":{"name":"Jane"}}`) },
		func(p *page) string { return p.call("identify", `{"external_id":"42"}`) }, func(p *page) string { return p.call("reset", "") },
	},
}

// The browser missed the answer that held its newer token: the command that renewed it, sent again, proves that the one before
// it in the batch is the same browser's (spec widget §3, never lost).
func TestWhatIsSaidBeforeTheCommandThatRenewedTheToken(t *testing.T) {
	t.Parallel()
	for name, say := range sayings {
		w := newWorld(t)
		p := w.page()
		p.send()
		tab, renewed := *p, say.claimed(p)
		now := p.send(renewed)
		p.calls, tab.calls = 10, 20
		got := tab.send(say.named(&tab), say.named(&tab), renewed, say.named(&tab))
		got.wantCodes(t, name, "", "", "", "")
		for i, a := range got.Answers {
			if a.Again || got.identified(t, i).VisitorID != now.Visitor.ID {
				t.Errorf("%s: command %d: got %+v, want it to be carried out as %s", name, i, a, now.Visitor.ID)
			}
		}
		if got.Visitor.Token != now.Visitor.Token || got.Visitor.Stale || w.Contact("42").Text(nametag.Name) != "Jane" {
			t.Errorf("%s: got %+v and the name %q", name, got.Visitor, w.Contact("42").Text(nametag.Name))
		}
	}
}

// But the one that ended the visitor proves nothing for what was said before it: its successor may be another person.
func TestWhatIsSaidBeforeTheCommandThatFenced(t *testing.T) {
	t.Parallel()
	for name, say := range sayings {
		w := newWorld(t)
		p := w.page()
		p.send()
		older := *p
		p.identify(`{"external_id":"42"}`)
		newer, fenced := *p, say.reset(p)
		p.send(fenced)
		now := p.send(p.call("identify", `{"external_id":"43"}`))
		for when, tab := range map[string]page{"under the older token": older, "under the newer": newer} {
			tab.calls = 20
			got := tab.send(say.named(&tab), fenced)
			got.wantCodes(t, name+" "+when, "fenced", "")
			if a := got.Answers[0]; a.Again || (a.Event != "") != (name == "a page's") {
				t.Errorf("%s %s: got %+v, want it to be over", name, when, a)
			}
		}
		for _, id := range []string{"42", "43"} {
			if got := w.Contact(id).Text(nametag.Name); got != "" {
				t.Errorf("%s: %s, who is %s by now, got the name %q", name, id, now.Visitor.ID, got)
			}
		}
	}
}

// What was carried out by that stays so, whatever the batch does next.
func TestWhatIsSaidBeforeARenewalAndAFence(t *testing.T) {
	t.Parallel()
	for name, say := range sayings {
		w := newWorld(t)
		p := w.page()
		p.send()
		tab, renewed := *p, say.claimed(p)
		p.send(renewed)
		p.calls, tab.calls = 10, 20
		tab.send(say.named(&tab), renewed, say.reset(&tab)).wantCodes(t, name, "", "", "")
		if got := w.Contact("42").Text(nametag.Name); got != "Jane" {
			t.Errorf("%s: got the name %q", name, got)
		}
	}
}

// What a page says behind a call that is to come again comes again with it: else it would be written first, by somebody else.
func TestWhatIsSaidBehindACallThatIsToComeAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.identify(`{"external_id":"42"}`)
	says := func(id, as string) string {
		return fmt.Sprintf(`{"id":%q,"call":"setAttributes","said":{"0":{"name":%[1]q}},"as":%q,"at":%d}`, id, as, sentAt)
	}
	first, second := says("first-of-128-random-bits", "reset-of-128-random-bits"), says("second-of-128-random-bits", "first-of-128-random-bits")
	p.send(first, second).wantCodes(t, "before the reset", "stale_token", "stale_token")
	got := p.send(`{"id":"reset-of-128-random-bits","call":"reset","said":{}}`, first, second, p.says("identify", `{"0":"43"}`, `,"as":"second-of-128-random-bits"`))
	got.wantCodes(t, "with it", "", "", "", "")
	if old, next := w.Contact("42").Text(nametag.Name), w.Contact("43").Text(nametag.Name); old != "" || next != "second-of-128-random-bits" {
		t.Errorf("got the names %q and %q", old, next)
	}
}

// Nor is a call asked for again whose browser is another visitor by the end of the batch.
func TestWhatWaitsIsOverWithItsVisitor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.identify(`{"external_id":"42"}`)
	got := p.send(p.says("setAttributes", `{"0":{"name":"Jane"}}`, `,"as":"unknown-of-128-random-bits"`), p.says("reset", `{}`))
	if got.wantCodes(t, "before a reset", "fenced", ""); got.Answers[0].Again || got.Answers[0].Event == "" {
		t.Errorf("got %+v, want it to be over", got.Answers[0])
	}
}

// Nobody proves anything: the page is to read storage again, and loses nothing by that.
func TestAStaleCommandIsSentAgain(t *testing.T) {
	t.Parallel()
	for name, say := range sayings {
		w := newWorld(t)
		p := w.page()
		p.send()
		tab := *p
		came := p.identify(`{"external_id":"42"}`).Visitor.ID
		tab.calls = 20
		late := say.named(&tab)
		got := tab.send(late)
		if a := got.Answers[0]; got.code(0) != "stale_token" || !a.Again || a.Event != "" {
			t.Errorf("%s: got %+v, want to be asked for it again", name, a)
		}
		if who := got.Visitor; !who.Stale || who.ID == came || who.Trust != "anonymous" {
			t.Errorf("%s: got %+v, want an offer for who has no newer token", name, who)
		}
		if got := w.Contact("42").Text(nametag.Name); got != "" {
			t.Errorf("%s: got the name %q under the older token", name, got)
		}
		tab.token = p.token
		got = tab.send(late)
		if got.wantCodes(t, name, ""); got.Visitor.ID != came || w.Contact("42").Text(nametag.Name) != "Jane" {
			t.Errorf("%s: got %+v with the newer token, want it to land", name, got.Visitor)
		}
	}
}

// Nobody ended a visitor that wasn't here for too long, and nobody has a newer token: the calls go on as a new one.
func TestACommandOfAVisitorThatRanOut(t *testing.T) {
	t.Parallel()
	for name, say := range sayings {
		w := newWorld(t)
		p := w.page()
		came := p.send().Visitor.ID
		w.Clock.Pass(w.Service.Lives.Anonymous)
		late := say.claimed(p)
		got := p.send(late)
		if a := got.Answers[0]; !a.Again || a.Event != "" {
			t.Errorf("%s: got %+v, want to be asked for it again", name, a)
		}
		if who := got.Visitor; !who.Stale || who.ID == came {
			t.Errorf("%s: got %+v, want to go on as a new visitor", name, who)
		}
		next := p.send(late)
		if next.wantCodes(t, name, ""); next.Visitor.ID != got.Visitor.ID || next.Visitor.Trust != "claimed" {
			t.Errorf("%s: got %+v, want it to land on %s", name, next.Visitor, got.Visitor.ID)
		}
	}
}

// What such a visitor's page said last is said by the one after; what an ended one's said isn't.
func TestACallSaidAsAVisitorThatRanOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	silent, ended := w.page().send().Visitor.ID, w.page()
	gone := ended.identify(`{"external_id":"43"}`).Visitor.ID
	ended.end()
	as := func(id string) string { return `,"as":"` + id + `"` }
	p := w.page()
	young := p.identify(`{"external_id":"42"}`).Visitor.ID
	p.send(p.says("setAttributes", `{"0":{"name":"Eve"}}`, as(silent))).wantCodes(t, "who may come yet", "fenced")
	w.Clock.Pass(w.Service.Lives.Anonymous)
	got := p.send(p.says("setAttributes", `{"0":{"name":"Jane"}}`, as(silent)), p.says("setAttributes", `{"0":{"name":"Eve"}}`, as(gone)))
	if got.wantCodes(t, "who ran out, who was ended", "", "fenced"); got.Visitor.ID != young || w.Contact("42").Text(nametag.Name) != "Jane" {
		t.Errorf("got %+v and the name %q", got.Visitor, w.Contact("42").Text(nametag.Name))
	}
}

// Also where the batch went on as the successor of whom its token names.
func TestWhatIsSaidAsASuccessorWhoseTokenWasRenewed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.identify(`{"external_id":"42"}`)
	gone := *p
	reset := `{"id":"the-one-before-0123","call":"reset","said":{}}`
	p.send(reset)
	renewed := p.says("identify", `{"0":"43"}`)
	now := p.send(renewed)
	gone.calls = 20
	got := gone.send(reset, gone.says("setAttributes", `{"0":{"name":"Ravi"}}`, `,"as":"the-one-before-0123"`), renewed)
	if got.wantCodes(t, "as the successor", "", "", ""); got.Visitor.Token != now.Visitor.Token || w.Contact("43").Text(nametag.Name) != "Ravi" {
		t.Errorf("got %+v and the name %q", got.Visitor, w.Contact("43").Text(nametag.Name))
	}
}

// A reset that came true in one batch leads to the same one in another: what is said behind it is said once.
func TestAResetThatHadComeTrueLeadsToTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	came := p.identify(`{"external_id":"42"}`).Visitor.ID
	gone := *p
	p.identify(`{"external_id":"43"}`)
	reset := p.says("reset", `{}`, `,"as":"`+came+`"`)
	named := p.says("setAttributes", `{"0":{"name":"Joe"}}`, fmt.Sprintf(`,"as":"%p-%d-of-128-bits"`, p, p.calls))
	next := gone.send(reset, named)
	next.wantCodes(t, "under the dead token", "", "")
	got := p.send(reset, named)
	got.wantCodes(t, "under another page's", "", "fenced")
	var done wire.ResetDone
	if err := wire.Decode(got.Answers[0].OK, &done); err != nil || done.VisitorID != next.Visitor.ID || w.Contact("43").Text(nametag.Name) != "" {
		t.Errorf("got %+v, %v, and the name %q, want %s", done, err, w.Contact("43").Text(nametag.Name), next.Visitor.ID)
	}
}

// Who comes out of a reset under a dead token has the greater token, whatever the clock says: of two the widget takes the later.
func TestAResetUnderADeadTokenLeadsToALaterOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.identify(`{"external_id":"42"}`)
	dead := *p
	p.end()
	w.Clock.Pass(-time.Hour)
	w.Service.IDs = &nametag.IDs{} // a restart
	if got := dead.send(dead.says("reset", `{}`)).Visitor; got.Token <= p.token || got.Stale {
		t.Errorf("got %+v, want a token later than %s", got, p.token)
	}
}
