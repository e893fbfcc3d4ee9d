package web_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
)

// threatsToSessions are about whose browser it is.
var threatsToSessions = []threat{
	{
		wants: "to be logged in as Jane by a token that she knows",
		tries: "a visitor token of Eve's, planted in Jane's browser before she proves who she is; and Eve's commands sent again",
		must:  "Eve's token is dead once trust rises, also for what it was good for before",
		play: func(a *attack) {
			for _, first := range []string{`{}`, `{"traits":{"name":"Eve"}}`, `{"external_id":"42"}`, `{"email":"jane@example.com"}`} {
				eve, batch := a.page(), ""
				batch = eve.call("update", first)
				eve.send(batch)
				planted := eve.token
				jane := &page{w: a.world, token: planted}
				a.proveJane(jane)
				for name, token := range map[string]string{"the planted token": planted, "none": ""} {
					eve.token = token
					got := eve.send(batch, eve.call("update", `{"traits":{"name":"Eve"}}`))
					a.check(got.Visitor.Trust != "verified" && got.Visitor.Token != jane.token, name)
					a.check(eve.send().Visitor.Trust != "verified", name)
				}
				a.check(jane.send().Visitor.Trust == "verified" && string(a.shown("42").Traits["name"].Value) == `"Jane"`, a.shown("42"))
			}
		},
	},
	{
		wants: "to be logged in as Jane by a token that was proven once",
		tries: "a token of Eve's, whom an email proved, planted in Jane's browser, who proves an id",
		must:  "Eve's token is dead",
		play: func(a *attack) {
			eve := a.page()
			eve.identify(`{"token":"` + a.Vouched(nametagtest.Mailed("eve@example.com"), nametagtest.EmailVerified(true)).Token + `"}`)
			jane := &page{w: a.world, token: eve.token}
			jane.identify(`{"external_id":"42","hash":"`+a.HashedID(nametagtest.ID("42")).Hash+`"}`).identified(a.t, 0)
			got := eve.send(eve.call("update", `{"traits":{"name":"Eve"}}`))
			a.check(got.code(0) == "stale_token" && got.Visitor.Trust == "anonymous" && a.Contact("42").Text(nametag.Name) == "", got)
		},
	},
	{
		wants: "Jane to go on as Eve without a word",
		tries: "a link that carries Eve's identity, opened by Jane",
		must:  "Jane's browser is fenced and says so; nothing of Jane is Eve's, and Eve knows no token of it",
		play: func(a *attack) {
			jane, eve := a.jane(), a.eveProven()
			before := jane.send().Visitor.ID
			stale := *jane
			got := jane.arrive(a.carried(eve))
			id := got.identified(a.t, 0)
			a.check(id.Switched && id.VisitorID != before && jane.token != eve.token, id)
			a.check(stale.send(stale.call("update", `{"traits":{"name":"x"}}`)).code(0) == "fenced", "a living token")
			a.check(len(a.shown("42").Aliases) == 0 && a.linkedTo(mallory, before) == "", a.shown(mallory))
			a.check(eve.send().Visitor.ID != id.VisitorID, "Eve's own visitor")
		},
	},
	{
		wants: "Jane to go on as Eve without a word, where their names don't tell them apart",
		tries: "a link that carries Eve's identity, who is known by an id alone, opened by Jane, who is known by an email alone",
		must:  "Jane's browser is fenced and says so; and one that only says to be somebody learns nothing",
		play: func(a *attack) {
			jane, eve := a.page(), a.eveProven()
			jane.identify(`{"token":"`+a.HubSpot("jane@example.com", "Jane", "").Token+`"}`).identified(a.t, 0)
			before := jane.send().Visitor
			id := jane.arrive(a.carried(eve)).identified(a.t, 0)
			a.check(before.Trust == "verified" && id.Switched && id.VisitorID != before.ID && id.Trust == "verified", id)
			jane = a.page()
			jane.identify(`{"token":"` + a.HubSpot("jane@example.com", "Jane", "").Token + `"}`)
			link := a.Vouched(nametagtest.ID(mallory), func(t *proof.Token) {
				t.ID, t.Audience, t.ExpiresAt = "link", []string{helpOrigin}, t.IssuedAt.Add(time.Minute)
			})
			before = jane.send().Visitor
			id = jane.arrive(link.Token).identified(a.t, 0)
			a.check(before.Trust == "verified" && id.Switched && id.VisitorID != before.ID && id.Trust == "verified", id)
			c := a.shown(mallory)
			a.check(c.Email == nil && len(c.Visitors) == 3 && len(c.Aliases) == 0, c)
			claims := a.page()
			claims.identify(`{"email":"jane@example.com"}`)
			claimed := a.page()
			claimed.identify(`{"external_id":"` + mallory + `"}`)
			a.check(!claims.arrive(a.carried(claimed)).identified(a.t, 0).Switched, "a claim, fenced")
		},
	},
	{
		wants: "what a stranger did and said",
		tries: "a link that carries Eve's identity, opened by somebody whom nobody knows yet",
		must:  "what the stranger said and saw before is nobody's: not Eve's",
		play: func(a *attack) {
			eve := a.eveProven()
			link := a.carried(eve)
			victim := a.page()
			victim.identify(`{"traits":{"name":"Victor","phone":"555"}}`)
			a.seen(victim.token, nametag.Page{URL: "https://shop.example/secret", Title: "secret-page"}, 1)
			a.Clock.Pass(3 * time.Second)
			if err := a.here.Save(a.t.Context()); err != nil {
				a.t.Fatal(err)
			}
			planted := *victim
			got := victim.arrive(link).identified(a.t, 0)
			a.check(got.Trust == "verified" && victim.token != planted.token, got)
			c, body := a.contact(a.Contact(mallory).ID.String())
			a.check(!strings.Contains(body, "Victor") && !strings.Contains(body, "555"), c)
			own, err := a.Service.Contact(a.t.Context(), a.Site, a.Contact(mallory).ID)
			a.check(err == nil && len(own.Sessions) == 0, own.Sessions)
		},
	},
	{
		wants: "Jane's link, from somebody who looks over her shoulder",
		tries: "a carry token of Jane's at another origin, twice, too late, and after Jane logged out",
		must:  "it is good once, in time, at the origin that it was made for, while Jane is who made it; and is not used up elsewhere",
		play: func(a *attack) {
			steal := func(what, token, origin string) {
				a.t.Helper()
				eve := a.page()
				got := eve.at(origin, eve.call("carry", `{"token":"`+token+`"}`))
				a.check(got.Visitor.Trust == "anonymous" && len(got.identified(a.t, 0).Warnings) == 0, what)
			}
			jane := a.jane()
			token := a.carried(jane)
			steal("another origin", token, shopOrigin)
			a.check(a.page().arrive(token).Visitor.Trust == "verified", "the right origin, refused")
			steal("the second time", token, helpOrigin)
			a.check(a.arriveAtOnce(8, a.carried(jane)) == 1, "many at once")
			late := a.carried(jane)
			a.Clock.Pass(121 * time.Second)
			steal("too late", late, helpOrigin)
			fenced := a.carried(jane)
			jane.send(jane.call("reset", ""))
			steal("after a reset", fenced, helpOrigin)
			jane = a.jane()
			revoked := a.carried(jane)
			a.Clock.Pass(time.Second)
			a.post("/revoke", `{"external_id":"42"}`).ok(nil)
			steal("after a revocation", revoked, helpOrigin)
			forged := a.carried(a.page())
			steal("forged", forged[:len(forged)-2]+"AA", helpOrigin)
		},
	},
	{
		wants: "an agent's login",
		tries: "a cookie planted in the agent's browser",
		must:  "the login has a cookie of its own, for https and this host alone, which no script reads",
		play: func(a *attack) {
			a.cookie()
			planted := "__Host-nametag=" + strings.Repeat("A", 43)
			in := request(a.t, a.world, "POST", "/api/v1/login", logInBody(adminEmail, password), jsonType, fromPanel, "Cookie: "+planted).ok(nil)
			got := in.Header.Get("Set-Cookie")
			a.check(cookieOf(a.t, in) != planted, got)
			for _, flag := range []string{"__Host-", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"} {
				a.check(strings.Contains(got, flag), got)
			}
			request(a.t, a.world, "GET", "/api/v1/me", "", "Cookie: "+planted).fails("planted", 401, "login_required", "")
		},
	},
	{
		wants: "to be some visitor",
		tries: "visitor tokens that were changed by a bit, cut, or made for another site",
		must:  "each is nobody: a new anonymous visitor is offered, and the socket is told of a fence",
		play: func(a *attack) {
			jane := a.jane()
			theirs := a.Service.Token(nametag.Browser{Site: a.otherSite(), Visitor: a.Contact("42").BornOf, Number: 1})
			guesses := []string{theirs, strings.ToUpper(jane.token), jane.token + "-", jane.token + "=", " " + jane.token, jane.token[3:], "vt_", "null", "\\u0000" + jane.token}
			for i := range jane.token {
				guesses = append(guesses, jane.token[:i])
				for bit := range 7 {
					if c := jane.token[i] ^ 1<<bit; c > ' ' && c < 0x7f && c != '"' && c != '\\' {
						guesses = append(guesses, jane.token[:i]+string(c)+jane.token[i+1:])
					}
				}
			}
			who := jane.send().Visitor.ID
			for _, guess := range guesses {
				eve := &page{w: a.world, token: guess}
				got := eve.send(eve.call("update", `{"traits":{"name":"Eve"}}`))
				a.check(got.Visitor.ID != who && got.Visitor.Trust == "anonymous" && (guess == "" || got.code(0) != ""), guess)
				beat := request(a.t, a.world, "POST", "/v1/heartbeat",
					`{"site":"`+a.Site.Key+`","visitor":"`+guess+`","tab":"t","page":{"url":""},"visible":true}`, browserType, fromShop).ok(nil)
				a.check(beat.Body == `{"fence":{}}`, beat.Body)
			}
			a.check(len(guesses) > 200 && string(a.shown("42").Traits["name"].Value) == `"Jane"`, len(guesses))
		},
	},
}

// arriveAtOnce opens a link in many browsers at once, and counts those that are Jane by it.
func (a *attack) arriveAtOnce(browsers int, token string) (in int64) {
	var arrived atomic.Int64
	var wg sync.WaitGroup
	for range browsers {
		wg.Go(func() {
			p := a.page()
			got := request(a.t, a.world, "POST", "/v1/commands", p.batch(p.call("carry", `{"token":"`+token+`"}`)), browserType, "Origin: "+helpOrigin)
			if strings.Contains(got.Body, `"trust":"verified"`) {
				arrived.Add(1)
			}
		})
	}
	wg.Wait()
	return arrived.Load()
}
