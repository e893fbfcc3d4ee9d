package web_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/limit"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// threatsToSecrecy are about who is known, and what of.
var threatsToSecrecy = []threat{
	{
		wants: "to know who is a customer, by the answers",
		tries: "claims about known and unknown ids and emails, again and again, with too much custom_data",
		must:  "all are answered alike",
		play: func(a *attack) {
			a.jane()
			a.ravi()
			a.send("PATCH", "/contacts/"+a.shown("42").ID, `{"custom_data":{"full":"`+strings.Repeat("x", 900)+`"}}`).ok(nil)
			junk := strings.Repeat("x", 500)
			for _, c := range [][3]string{
				{`"external_id":"42"`, `"external_id":"43"`, `"external_id":"nobody"`},
				{`"email":"jane@example.com"`, `"email":"ravi@example.com"`, `"email":"nobody@example.com"`},
				{`"external_id":"42","email":"jane@example.com"`, `"external_id":"43","email":"ravi@example.com"`, `"external_id":"n","email":"n@example.com"`},
				{`"external_id":"new1","email":"jane@example.com"`, `"external_id":"new2","email":"ravi@example.com"`, `"external_id":"new3","email":"n3@example.com"`},
				{`"external_id":"42","hash":"x"`, `"external_id":"43","hash":"x"`, `"external_id":"m","hash":"x"`},
			} {
				var told []string
				for _, who := range c {
					eve := a.page()
					all := eve.send(
						eve.call("identify", `{`+who+`,"traits":{"name":"Eve","custom_data":{"junk":"`+junk+`"}}}`), eve.call("update", `{"traits":{"name":null,"custom_data":{"more":"`+junk+`"}}}`),
						eve.call("update", `{"email":"eve@example.com"}`), eve.call("update", `{"traits":{"custom_data":null}}`), eve.call("identify", `{`+who+`}`),
					)
					var shape []string
					for i := range all.Answers {
						id := all.identified(a.t, i)
						if id.VisitorID != all.Visitor.ID {
							shape = append(shape, "moved")
						}
						id.VisitorID = ""
						shape = append(shape, string(wire.Encode(id)))
					}
					told = append(told, all.Visitor.Trust+strings.Join(shape, "\n"))
				}
				a.check(told[0] == told[1] && told[1] == told[2], strings.Join(told, "\n—\n"))
			}
		},
	},
	{
		wants: "to know who is a customer, by the limits",
		tries: "claims about known and unknown people until it is one too many",
		must:  "the same number of them is taken",
		play: func(a *attack) {
			a.jane()
			var taken []int
			for i, who := range []string{"42", "nobody"} {
				w := a.with(limited(limit.Settings{Visitor: 1, Address: 1}))
				eve := w.page()
				request(a.t, w, "POST", "/v1/commands", eve.batch(), browserType, fromShop, from(fmt.Sprintf("198.51.100.%d", i))).ok(nil)
				n := 0
				for request(a.t, w, "POST", "/v1/commands", eve.batch(eve.call("identify", `{"external_id":"`+who+`"}`)), browserType, fromShop, from(fmt.Sprintf("198.51.100.%d", i))).Status == http.StatusOK {
					n++
				}
				taken = append(taken, n)
			}
			a.check(taken[0] == taken[1] && taken[0] > 5, taken)
		},
	},
	{
		wants: "to know who is a customer, by the time it takes",
		tries: "claims about known and unknown ids and emails",
		must:  "the store is asked, and written to, as often",
		play: func(a *attack) {
			a.jane()
			a.ravi()
			var asked []string
			for _, who := range []string{
				`"external_id":"42"`, `"external_id":"43"`, `"external_id":"nobody"`, `"email":"jane@example.com"`, `"email":"ravi@example.com"`, `"email":"nobody@example.com"`,
			} {
				asked = append(asked, a.storeAsked(func() { a.page().identify(`{`+who+`,"traits":{"name":"Eve"}}`).identified(a.t, 0) }))
			}
			for _, times := range asked {
				a.check(times == asked[0] && strings.Contains(times, "decided 1 wrote 2"), asked)
			}
		},
	},
	{
		wants: "to know what Jane does",
		tries: "a socket that listens over a claimed link",
		must:  "nothing of Jane is pushed to it: not her coming, changing, being proven, or leaving",
		play: func(a *attack) {
			jane, eve := a.jane(), a.page()
			eve.identify(`{"external_id":"42"}`)
			s := a.listen()
			conn := dial(a.t, s, "/v1/socket?site="+a.Site.Key, fromShop)
			hello := wire.Hello{Visitor: eve.token, Tab: "t", Visible: true}
			send(a.t, conn, wire.VisitorFrame{Hello: &hello})
			a.check(receive[wire.VisitorPush](a.t, conn).Welcome != nil, "no welcome")
			a.seen(jane.token, nametag.Page{URL: "https://shop.example/"}, 1)
			jane.send(jane.call("update", `{"traits":{"name":"Joan"}}`), jane.call("lookup_code", ""))
			a.send("PATCH", "/contacts/"+a.shown("42").ID, `{"company":"Acme","email":"joan@example.com"}`).ok(nil)
			a.proveJane(a.page())
			jane.send(jane.call("reset", ""))
			hello.Tab = "another" // which is answered
			send(a.t, conn, wire.VisitorFrame{Hello: &hello})
			got := receive[wire.VisitorPush](a.t, conn)
			a.check(got.Welcome != nil && got.Welcome.Trust == "claimed", got)
		},
	},
	{
		wants: "to know what other customers know",
		tries: "every address with another site's key and another site's agent, about this site's people; and the browser's API with another site's key and this one's token",
		must:  "nothing of it is found, told or changed",
		play: func(a *attack) {
			jane := a.jane()
			a.ravi()
			a.seen(jane.token, nametag.Page{URL: "https://shop.example/", Title: "Jane's page"}, 1)
			doors := a.doors()
			other := a.otherSite()
			_, key, err := a.access.CreateAPIKey(a.t.Context(), int64(other.ID), "theirs", []string{"all"})
			if err != nil {
				a.t.Fatal(err)
			}
			agent := a.cookieOf("other@example.com", access.Agent, int64(other.ID))
			before := a.people()
			tried := 0
			for _, route := range routesOf(a.handler) {
				method, path, _ := strings.Cut(route, " ")
				if !strings.HasPrefix(path, apiRoot) || doors[route].address == "" {
					continue
				}
				for _, query := range []string{"", "?site=" + a.Site.Key, "?site=" + other.Key, "?external_id=42", "?email=jane@example.com", "?q=jane", "?q=4"} {
					address, _, _ := strings.Cut(doors[route].address, "?")
					for _, who := range []string{"Authorization: Bearer " + key, agent} {
						got := request(a.t, a.world, method, address+query, doors[route].body, jsonType, fromPanel, who)
						tried++
						for _, secret := range []string{"jane@example.com", `"Jane"`, "ravi@example.com", "Jane's page", `"42"`, a.Site.Name} {
							a.check(!strings.Contains(got.Body, secret), route+query+" "+got.Body)
						}
						a.check(got.Status != 200 || !strings.Contains(path, ":"), route+query+" "+got.Body)
					}
				}
				if strings.Contains(path, "/log") { // logged out
					delete(a.cookies, "other@example.com")
					agent = a.cookieOf("other@example.com", access.Agent, int64(other.ID))
				}
			}
			a.check(tried > 200, tried)
			a.unharmed(a.tries, before)
			theirs := strings.Replace(jane.batch(jane.call("update", `{"traits":{"name":"Eve"}}`)), a.Site.Key, other.Key, 1)
			var got said
			request(a.t, a.world, "POST", "/v1/commands", theirs, browserType, "Origin: https://other.example").ok(&got)
			a.check(got.Visitor.Trust == "anonymous" && got.code(0) == "fenced", got)
			a.unharmed(a.tries, before)
		},
	},
	{
		wants: "to know who has an account",
		tries: "wrong passwords for emails with and without an account",
		must:  "the answers are the same, to the letter, and take about as long: a password is hashed either way",
		play: func(a *attack) {
			a.cookie()
			var told []string
			took := map[string]time.Duration{}
			for _, email := range []string{adminEmail, "nobody@example.com", adminEmail, "nobody@example.com", adminEmail, "nobody@example.com", strings.ToUpper(adminEmail), "", "\u0000"} {
				body, start := string(wire.Encode(wire.Login{Email: email, Password: "wrong password"})), time.Now()
				got := request(a.t, a.world, "POST", "/api/v1/login", body, jsonType, fromPanel)
				if one := time.Since(start); took[email] == 0 || one < took[email] {
					took[email] = one // the least is what the work takes
				}
				told = append(told, fmt.Sprint(got.Status, got.Body, got.Header))
			}
			for _, one := range told {
				a.check(one == told[0] && strings.HasPrefix(one, "401"), told)
			}
			a.check(took["nobody@example.com"] > took[adminEmail]/40, took) // without the hashing it would be a hundredth
		},
	},
	{
		wants: "tokens out of logs, histories and referrers",
		tries: "a visitor's token in an address, a cookie or a header",
		must:  "it counts in a body and in a socket's first frame alone",
		play: func(a *attack) {
			jane := a.jane()
			who := jane.send().Visitor.ID
			for _, shown := range []struct {
				query  string
				header string
			}{
				{"?visitor=" + jane.token, "X: y"}, {"?token=" + jane.token, "X: y"}, {"?visitor_token=" + jane.token, "X: y"}, {"", "Authorization: Bearer " + jane.token},
				{"", "Cookie: visitor=" + jane.token}, {"", "Cookie: nametag=" + jane.token}, {"", "X-Visitor: " + jane.token}, {"", "Referer: https://shop.example/?visitor=" + jane.token},
			} {
				eve := a.page()
				got := request(a.t, a.world, "POST", "/v1/commands"+shown.query, eve.batch(), browserType, fromShop, shown.header)
				a.check(!strings.Contains(got.Body, who) && !strings.Contains(got.Body, "verified"), shown)
				beat := `{"site":"` + a.Site.Key + `","visitor":"","tab":"t","page":{"url":""},"visible":true}`
				got = request(a.t, a.world, "POST", "/v1/heartbeat"+shown.query, beat, browserType, fromShop, shown.header)
				a.check(!strings.Contains(got.Body, who), shown)
				got = request(a.t, a.world, "GET", "/v1/socket?site="+a.Site.Key+strings.Replace(shown.query, "?", "&", 1), "", fromShop, shown.header)
				a.check(got.Status == http.StatusBadRequest, got)
			}
		},
	},
}

// countingStore counts what is asked of the store.
type countingStore struct {
	nametag.Store
	read, decided, wrote int
}

// storeAsked is how often the store is asked and written to meanwhile.
func (a *attack) storeAsked(meanwhile func()) string {
	a.t.Helper()
	counting := &countingStore{Store: a.Service.Store}
	a.Service.Store = counting
	meanwhile()
	a.Service.Store = counting.Store
	return fmt.Sprintf("read %d decided %d wrote %d", counting.read, counting.decided, counting.wrote)
}

func (c *countingStore) Decide(ctx context.Context, keys nametag.Keys, decide func(nametag.Known) (nametag.Decision, error)) (nametag.Decision, error) {
	c.decided++
	d, err := c.Store.Decide(ctx, keys, decide)
	if !d.Empty() {
		c.wrote++
	}
	return d, err
}

func (c *countingStore) Visitor(ctx context.Context, site nametag.SiteID, id nametag.VisitorID) (*nametag.Visitor, error) {
	c.read++
	return c.Store.Visitor(ctx, site, id)
}

func (c *countingStore) Contact(ctx context.Context, site nametag.SiteID, id nametag.ContactID) (*nametag.Contact, error) {
	c.read++
	return c.Store.Contact(ctx, site, id)
}

func (c *countingStore) Contacts(ctx context.Context, site nametag.SiteID, q nametag.ContactQuery) ([]*nametag.Contact, error) {
	c.read++
	return c.Store.Contacts(ctx, site, q)
}

func (c *countingStore) SigningKeys(ctx context.Context, site nametag.SiteID) ([]*nametag.SigningKey, error) {
	c.read++
	return c.Store.SigningKeys(ctx, site)
}

func (c *countingStore) Once(ctx context.Context, key, value string, now, until time.Time) (string, error) {
	c.wrote++
	return c.Store.Once(ctx, key, value, now, until)
}
