package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
	"github.com/nametag-dev/nametag/internal/wire"
)

// enforced is a site that took whatever was said until now, and requires proof from here on.
type enforced struct {
	*world
	t *testing.T
}

func newEnforced(t *testing.T) enforced {
	t.Helper()
	e := enforced{newWorld(t), t}
	e.SetSite(func(s *nametag.Site) {
		s.Origins = append(slices.Clone(s.Origins), helpOrigin)
		s.LinkedDomains = []string{shopOrigin, helpOrigin}
		s.EmailsConfirmed = true
	})
	e.TokenKey()
	e.Browser().Identify(e.Hashed(nametagtest.ID("42").Mailed("jane@example.com").Named("Jane"))) // known for sure
	e.Browser().Identify(nametagtest.ID("43").Mailed("ravi@example.com").Named("Ravi"))           // who only said so
	e.Browser().Identify(nametagtest.Mailed("lead@example.com"))                                  // whom nobody has an id for
	return e
}

func (e enforced) require(so bool) {
	e.t.Helper()
	e.SetSite(func(s *nametag.Site) {
		if s.Enforcement = nametag.Observe; so {
			s.Enforcement = nametag.Require
		}
	})
}

// people is what is known of them: contacts but for their books, and how sure each living browser is to be whom. It is
// without mallory, who may write to himself.
type people struct {
	contacts []string
	links    map[string]string // "visitor contact …" → trust
}

const mallory = "666"

func (w *world) people() people {
	w.t.Helper()
	p := people{links: map[string]string{}, contacts: w.rows(`
		SELECT id, site, external_id, external_trust, email, email_shown, email_trust, secured_at, merged_into, apart, traits, brought, aliases, conflicts
		FROM contact WHERE external_id IS NOT '` + mallory + `'`)}
	for _, row := range w.rows(`
		SELECT trust, id, contact, actor, loose FROM visitor WHERE fenced_at IS NULL AND (contact IS NOT NULL OR actor IS NOT NULL)
		AND contact NOT IN (SELECT id FROM contact WHERE external_id = '` + mallory + `')`) {
		trust, link, _ := strings.Cut(row, "\t")
		p.links[link] = trust
	}
	return p
}

// unharmed checks that nobody is another than before, and that no browser is linked that wasn't, or more surely. A link
// may be gone, since a browser that names another person is fenced, and may be less sure, since proofs end.
func (w *world) unharmed(what string, before people) {
	w.t.Helper()
	after := w.people()
	if !slices.Equal(after.contacts, before.contacts) {
		w.t.Errorf("%s: contacts changed\nfrom %q\nto   %q", what, before.contacts, after.contacts)
	}
	for link, trust := range after.links {
		if was, known := before.links[link]; !known || trust > was {
			w.t.Errorf("%s: a browser was linked: %q with trust %s, not %s", what, link, trust, was)
		}
	}
}

// visitors are browsers that are nobody for sure, each made while the site took their word.
func (e enforced) visitors() map[string]func() *page {
	claimed := func(args string) func() *page {
		return func() *page {
			p := e.page()
			p.identify(args).identified(e.t, 0)
			return p
		}
	}
	return map[string]func() *page{
		"a stranger":                    e.page,
		"one who said a name":           claimed(`{"traits":{"name":"Eve"}}`),
		"one who said to be Jane":       claimed(`{"external_id":"42"}`),
		"one who said to be Ravi":       claimed(`{"external_id":"43"}`),
		"one who said the lead's email": claimed(`{"email":"lead@example.com"}`),
		"one whose proof is over": func() *page {
			p := e.page()
			who := e.Vouched(nametagtest.ID("42"), nametagtest.Lasting(time.Second))
			p.identify(`{"token":"`+who.Token+`"}`).identified(e.t, 0)
			e.Clock.Pass(time.Second)
			return p
		},
	}
}

// attempt is what a page says to become somebody, or to write to somebody.
type attempt struct{ name, args string }

// spell spells a call by its path.
func (p *page) spell(path, args string) string {
	if call, is := strings.CutPrefix(path, "page call "); is {
		return p.says(call, args)
	}
	return p.call(strings.TrimPrefix(path, "call "), args)
}

// pages are browsers of that kind.
func (e enforced) pages(n int, visitor func() *page) (all []*page) {
	for range n {
		all = append(all, visitor())
	}
	return all
}

// tries makes each attempt by a page of its own. All of a path's are looked at together, since looking takes the time; where
// they did harm, they are told.
func (e enforced) tries(who, path string, pages []*page, attempts []attempt) {
	e.t.Helper()
	before := e.people()
	var names []string
	for i, a := range attempts {
		pages[i].send(pages[i].spell(path, a.args))
		names = append(names, a.name)
	}
	e.unharmed(fmt.Sprintf("%s tries %s with one of %q", who, path, names), before)
}

// attempts are the unproven ones of each call.
func (e enforced) attempts() map[string][]attempt {
	hash := nametagtest.Sign(e.HashKey(), `{"id":"44"}`)
	says := []attempt{
		{"an id", `{"external_id":"42"}`}, {"another's id", `{"external_id":"43"}`}, {"an unknown id", `{"external_id":"new"}`},
		{"an email", `{"email":"jane@example.com"}`}, {"a lead's email", `{"email":"lead@example.com"}`}, {"an unknown email", `{"email":"new@example.com"}`},
		{"both", `{"external_id":"42","email":"eve@example.com"}`},
		{"an id in traits", `{"traits":{"external_id":"42","name":"Eve"}}`}, {"an email in traits", `{"traits":{"email":"jane@example.com","name":"Eve"}}`},
		{"identifiers in custom_data", `{"traits":{"custom_data":{"external_id":"42","email":"jane@example.com"}}}`},
		{"traits", `{"traits":{"name":"Eve","phone":"666","tags":["#eve"],"custom_data":{"eve":true}}}`}, {"the removal of traits", `{"traits":{"name":null,"custom_data":null}}`},
		{"traits beside an id", `{"external_id":"42","name":"Eve"}`},
		{"nothing of its own", `{"external_id":null,"email":null}`},
		{"a made-up hash", `{"external_id":"42","hash":"` + strings.Repeat("0", 64) + `"}`},
		{"another's hash", `{"external_id":"42","hash":"` + hash + `"}`}, {"another's hash as user_hash", `{"external_id":"42","user_hash":"` + hash + `"}`},
		{"an id's hash for an email", `{"email":"jane@example.com","hash":"` + hash + `"}`},
		{"require_email without a token", `{"email":"jane@example.com","require_email":true}`},
		{"require_email with a hash", `{"external_id":"42","email":"jane@example.com","hash":"` + hash + `","require_email":true}`},
		{"fill_blanks", `{"external_id":"42","email":"new@example.com","name":"Eve","fill_blanks":true}`},
		{"persist", `{"external_id":"42","persist":false}`},
	}
	var carries []attempt
	for name, token := range e.badTokens() {
		says = append(says, attempt{name, `{"token":"` + token + `"}`}, attempt{name + " beside an id", `{"external_id":"42","token":"` + token + `"}`},
			attempt{name + " beside an email", `{"email":"jane@example.com","require_email":true,"token":"` + token + `"}`})
		carries = append(carries, attempt{name, `{"token":"` + token + `"}`})
	}
	for name, token := range e.badLinks() {
		says = append(says, attempt{name, `{"token":"` + token + `"}`})
		carries = append(carries, attempt{name, `{"token":"` + token + `"}`})
	}
	all := map[string][]attempt{
		"call identify": says, "call update": says, "call carry": carries,
		"call reset": {{"to reset", ""}}, "call lookup_code": {{"a code", ""}}, "call token": {{"a token to carry", `{"for":"` + helpOrigin + `"}`}},

		"page call identify": e.positions(hash), "page call updateConnection": e.connections(hash),
		"page call reset": {{"to reset", `{}`}}, "page call lookupCode": {{"a code", `{}`}},
		"page call identityToken": {{"a token to carry", `{"0":{"for":"` + helpOrigin + `"}}`}}, "page call linkTo": {{"a link", `{"0":"` + helpOrigin + `/"}`}},
	}
	for _, a := range says {
		for _, call := range []string{"identify", "updateConnection", "setAttributes"} {
			all["page call "+call] = append(all["page call "+call], attempt{a.name, `{"0":` + a.args + `}`})
		}
	}
	for _, a := range carries {
		all["page call carry"] = append(all["page call carry"], attempt{a.name, `{"0":` + strings.TrimSuffix(strings.TrimPrefix(a.args, `{"token":`), "}") + `}`})
	}
	return all
}

// positions are what identify takes by position.
func (e enforced) positions(hash string) []attempt {
	all := []attempt{
		{"an id", `{"0":42}`}, {"an id and traits", `{"0":"42","1":{"name":"Eve","email":"jane@example.com"}}`},
		{"traits alone", `{"1":{"external_id":"42","name":"Eve"}}`}, {"nobody's id", `{"0":null,"1":{"email":"jane@example.com"}}`},
		{"a made-up hash", `{"0":"42","2":"` + strings.Repeat("0", 64) + `"}`}, {"another's hash", `{"0":"42","2":{"hash":"` + hash + `"}}`},
		{"a person in the proof", `{"0":"42","2":{"external_id":"42","email":"jane@example.com","name":"Eve"}}`},
	}
	for name, token := range e.badTokens() {
		all = append(all, attempt{name + " as a proof", `{"0":"42","2":"` + token + `"}`}, attempt{name + " in a proof", `{"0":{"external_id":"42"},"2":{"token":"` + token + `"}}`})
	}
	return all
}

// connections are in Upscope's words.
func (e enforced) connections(hash string) []attempt {
	return []attempt{
		{"an id", `{"0":{"uniqueId":"42","identities":["Jane","jane@example.com"],"metadata":{"plan":"eve"}}}`},
		{"another's hash", `{"0":{"uniqueId":"42","hash":"` + hash + `"}}`}, {"nobody's id", `{"0":{"uniqueId":null,"integrationIds":["eve"],"metadata":null}}`},
	}
}

// badTokens are those that prove nothing at either door.
func (e enforced) badTokens() map[string]string {
	e.t.Helper()
	_, secret, err := e.Service.CreateSigningKey(e.t.Context(), e.otherSite(), "theirs", []nametag.KeyUse{proof.UseToken}, "")
	if err != nil {
		e.t.Fatal(err)
	}
	theirs, err := proof.SignToken(proof.Key{Uses: []proof.Use{proof.UseToken}, Secret: secret}, e.token("42", func(*proof.Token) {}))
	if err != nil {
		e.t.Fatal(err)
	}
	hubSpots, err := e.Service.CreateHubSpotToken(e.otherSite(), "jane@example.com", "Eve", "")
	if err != nil {
		e.t.Fatal(err)
	}
	payload := e.Vouched(nametagtest.ID("42")).Token
	return map[string]string{
		"another site's token":         theirs,
		"another site's HubSpot token": hubSpots,
		"a token without a signature":  payload[:strings.LastIndexByte(payload, '.')+1],
		"a token that is over": e.signed(e.token("42", func(t *proof.Token) {
			t.IssuedAt = t.IssuedAt.Add(-2 * time.Hour)
			t.ExpiresAt = t.ExpiresAt.Add(-2 * time.Hour)
		})),
		"a token for elsewhere":    e.signed(e.token("42", func(t *proof.Token) { t.Audience = []string{"https://elsewhere.example"} })),
		"a visitor token":          e.Service.Token(e.Browser().Browser),
		"a carry token of a claim": e.carryOf(`{"external_id":"42"}`),
		"a carry token of nobody":  e.carryOf(`{}`),
	}
}

// badLinks are tokens of the customer's server that aren't good for a link, or not any more: those for a link aren't good
// for anything else.
func (e enforced) badLinks() map[string]string {
	e.t.Helper()
	link := func(change func(*proof.Token)) string {
		return e.signed(e.token("42", func(t *proof.Token) {
			t.ID, t.Audience, t.ExpiresAt = "link", []string{shopOrigin}, t.IssuedAt.Add(4*time.Minute)
			change(t)
		}))
	}
	used := link(func(t *proof.Token) { t.ID = "used" })
	p := e.page()
	if got := p.send(p.call("carry", `{"token":"`+used+`"}`)).identified(e.t, 0); got.Trust != "verified" {
		e.t.Fatalf("got %+v, want a link's token to be good once", got)
	}
	return map[string]string{
		"a link's token again":       used,
		"a link's token without jti": link(func(t *proof.Token) { t.ID = "" }),
		"a link's token for long":    link(func(t *proof.Token) { t.ExpiresAt = t.IssuedAt.Add(6 * time.Minute) }),
		"another domain's link":      link(func(t *proof.Token) { t.Audience = []string{helpOrigin} }),
		"a link for two domains":     link(func(t *proof.Token) { t.Audience = []string{shopOrigin, helpOrigin} }),
	}
}

func (e enforced) token(id string, change func(*proof.Token)) proof.Token {
	t := proof.Token{ExternalID: id, IssuedAt: e.Clock.Now(), ExpiresAt: e.Clock.Now().Add(time.Hour)}
	change(&t)
	return t
}

func (e enforced) signed(token proof.Token) string {
	e.t.Helper()
	text, err := proof.SignToken(e.TokenKey(), token)
	if err != nil {
		e.t.Fatal(err)
	}
	return text
}

// carryOf is a token with which somebody arrives who said this, unproven.
func (e enforced) carryOf(args string) string {
	e.t.Helper()
	p := e.page()
	p.identify(args)
	var made wire.Token
	if err := wire.Decode(p.send(p.call("token", `{"for":"`+shopOrigin+`"}`)).Answers[0].OK, &made); err != nil {
		e.t.Fatal(err)
	}
	return made.Token
}
