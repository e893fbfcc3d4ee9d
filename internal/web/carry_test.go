package web_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

const helpOrigin = "https://help.example"

func (w *world) link() {
	w.t.Helper()
	w.SetSite(func(s *nametag.Site) {
		s.Origins = append(slices.Clone(s.Origins), helpOrigin)
		s.LinkedDomains = []string{helpOrigin}
	})
}

// From one origin to another (spec security §1d): the page that asks gets a token, and who arrives with it is the same
// person, once, and at that origin alone.
func TestCarry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.link()
	shop := w.page()
	if got := shop.identify(`{"external_id":"42"}`).Site.Linked; !slices.Equal(got, []string{helpOrigin}) {
		t.Errorf("got linked %q", got)
	}
	var made wire.Token
	asked := shop.send(shop.call("token", `{"for":"https://HELP.example:443/"}`))
	if err := json.Unmarshal(asked.Answers[0].OK, &made); err != nil || strings.Count(made.Token, ".") != 2 {
		t.Fatalf("got %+v, %v", asked, err)
	}
	arrive := func(origin, token string) said {
		var got said
		p := w.page()
		request(t, w, "POST", "/v1/commands", p.batch(p.call("carry", `{"token":"`+token+`"}`)), "Content-Type: text/plain", "Origin: "+origin).ok(&got)
		return got
	}
	for _, at := range []struct{ origin, token, trust string }{
		{shopOrigin, made.Token, "anonymous"}, {helpOrigin, "x.y.z", "anonymous"},
		{helpOrigin, made.Token, "claimed"}, {helpOrigin, made.Token, "anonymous"},
	} {
		if got := arrive(at.origin, at.token).identified(t, 0); got.Trust != at.trust || got.Switched || len(got.Warnings) > 0 {
			t.Errorf("%s: got %+v, want to be %s", at.origin, got, at.trust)
		}
	}
}

// Pages written for Convot don't say for which domain a token is: most have but one.
func TestATokenIsForTheOnlyOtherDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shop := w.page()
	shop.send(shop.call("identify", `{"external_id":"42"}`))
	asked := func(linked ...string) said {
		w.SetSite(func(s *nametag.Site) {
			s.Origins = append([]string{shopOrigin}, linked...)
			s.LinkedDomains = linked
		})
		return shop.send(shop.says("identityToken", `{"0":{}}`))
	}
	help := &page{w: w}
	for _, linked := range [][]string{{helpOrigin}, {shopOrigin, helpOrigin}} {
		token := asked(linked...).text(t, 0)
		if arrived := help.sendFrom(helpOrigin, sentAt, help.says("carry", `{"0":"`+token+`"}`)); arrived.Visitor.Trust != "claimed" {
			t.Errorf("linked to %v: arrived as %+v, want jane", linked, arrived.Visitor)
		}
		help = &page{w: w}
	}
	for _, linked := range [][]string{nil, {shopOrigin}, {helpOrigin, "https://docs.example"}} {
		if e := asked(linked...).Answers[0].Error; e == nil || e.Code != "missing_field" || e.Field != "for" {
			t.Errorf("linked to %v: got %+v, want missing_field", linked, e)
		}
	}
}

func TestCarryCallsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.link()
	p := w.page()
	for _, c := range []struct{ call, args, code, field string }{
		{"token", ``, "wrong_type", "args"}, {"token", `null`, "wrong_type", "args"},
		{"token", `{"for":7}`, "wrong_type", "for"}, {"token", `{"for":"help"}`, "bad_value", "for"},
		{"token", `{"for":"https://help.example/path"}`, "bad_value", "for"}, {"token", `{"for":"https://other.example"}`, "not_linked", "for"},
		{"token", `{"for":"https://help.example","x":1}`, "unknown_field", "x"},
		{"carry", `{}`, "missing_field", "token"}, {"carry", `"x"`, "wrong_type", "args"}, {"carry", `{"token":["x"]}`, "wrong_type", "token"},
		{"carry", `{"token":"` + strings.Repeat("x", 8193) + `"}`, "too_large", "token"},
	} {
		got := p.send(p.call(c.call, c.args))
		if e := got.Answers[0].Error; e == nil || e.Code != c.code || e.Field != c.field {
			t.Errorf("%s %s: got %+v, want %s of %s", c.call, c.args, e, c.code, c.field)
		}
	}
}
