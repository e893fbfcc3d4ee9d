package web_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// set changes the site's settings.
func (d desk) set(body string) *answer {
	d.t.Helper()
	return d.send("PATCH", "/site", body)
}

func (d desk) settings() string {
	d.t.Helper()
	return d.send("GET", "/site", "").ok(nil).Body
}

// What is named changes, all else stays, and the answer is what there is from then on.
func TestSettings(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const made = `"name":"Shop","aliases":[],"origins":["https://shop.example"],"linked_domains":[],"enforcement":"observe","emails_confirmed":false,` +
		`"unproven":"latest","match_unproven_email":false,"link_hours":12,"cookie_domain":null,"custom_data_bytes":1024,"anonymous_days":null,"unproven_days":null,"store_ips":false,"avatar_hosts":[],"server_days":{"anonymous":30,"unproven":400,"evidence":8},"dev_until":null`
	if got := d.settings(); !strings.Contains(got, made) {
		t.Errorf("got %s, want %s", got, made)
	}
	a := d.set(`{}`).ok(nil)
	if !strings.Contains(a.Body, made) {
		t.Errorf("nothing is named: got %s, want %s", a.Body, made)
	}
	for _, step := range []struct{ body, want string }{
		{`{"name":"Store","origins":["HTTPS://Store.example/","https://*.store.example","https://store.example:443"],"linked_domains":["https://Help.example"],"enforcement":"require",` +
			`"emails_confirmed":true,"unproven":"fill_blanks","match_unproven_email":true,"link_hours":720,"cookie_domain":" .Store.example","custom_data_bytes":2048,"anonymous_days":7,"unproven_days":400,"store_ips":true,"avatar_hosts":[" Pictures.EXAMPLE","*.bücher.example","pictures.example"],"aliases":["old","older","old"],"dev":true}`,
			`"name":"Store","aliases":["old","older"],"origins":["https://store.example","https://*.store.example"],"linked_domains":["https://help.example"],"enforcement":"require","emails_confirmed":true,` +
				`"unproven":"fill_blanks","match_unproven_email":true,"link_hours":720,"cookie_domain":"store.example","custom_data_bytes":2048,"anonymous_days":7,"unproven_days":400,"store_ips":true,"avatar_hosts":["pictures.example","*.xn--bcher-kva.example"],"server_days":{"anonymous":30,"unproven":400,"evidence":8},"dev_until":"2026-11-21T12:00:00.000Z"`},
		{`{"link_hours":1,"cookie_domain":null,"custom_data_bytes":1024,"anonymous_days":null,"unproven_days":1,"store_ips":false,"avatar_hosts":[],"aliases":["older"],"dev":false}`,
			`"name":"Store","aliases":["older"],"origins":["https://store.example","https://*.store.example"],"linked_domains":["https://help.example"],"enforcement":"require","emails_confirmed":true,` +
				`"unproven":"fill_blanks","match_unproven_email":true,"link_hours":1,"cookie_domain":null,"custom_data_bytes":1024,"anonymous_days":null,"unproven_days":1,"store_ips":false,"avatar_hosts":[],"server_days":{"anonymous":30,"unproven":400,"evidence":8},"dev_until":null`},
		{`{"origins":[],"linked_domains":[],"enforcement":"observe","emails_confirmed":false,"unproven":"latest","match_unproven_email":false,"cookie_domain":"","aliases":[]}`,
			`"name":"Store","aliases":[],"origins":[],"linked_domains":[],"enforcement":"observe","emails_confirmed":false,` +
				`"unproven":"latest","match_unproven_email":false,"link_hours":1,"cookie_domain":null,"custom_data_bytes":1024,"anonymous_days":null,"unproven_days":1,"store_ips":false,"avatar_hosts":[],"server_days":{"anonymous":30,"unproven":400,"evidence":8},"dev_until":null`},
	} {
		a := d.set(step.body).ok(nil)
		if !strings.Contains(a.Body, step.want) {
			t.Errorf("%s:\n got %s\nwant %s", step.body, a.Body, step.want)
		}
		if got := d.settings(); got != a.Body {
			t.Errorf("%s: got %s when asked, want %s", step.body, got, a.Body)
		}
	}
}

// One field that can't be taken, and nothing is done.
func TestSettingsAreChangedTogether(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	before := d.settings()
	for rest, code := range map[string]string{`"link_hours":0`: "bad_value", `"dev":1`: "wrong_type", `"linked_domains":["x"]`: "bad_value", `"x":1`: "unknown_field"} {
		d.set(`{"name":"Store","enforcement":"require","cookie_domain":"store.example",`+rest+`}`).fails(rest, http.StatusBadRequest, code, "*")
	}
	if got := d.settings(); got != before {
		t.Errorf("got %s, want %s", got, before)
	}
}

// A key that pages have may be taken over, unless it means another site.
func TestAliasesAreSet(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	other := d.otherSite()
	d.set(`{"aliases":["ups-1"]}`).ok(nil)
	browse := func(key string) *answer {
		return request(t, d.world, "POST", "/v1/commands", `{"site":"`+key+`","visitor":null}`, browserType, fromShop)
	}
	browse("ups-1").ok(nil)
	d.set(`{"name":"Store","aliases":["ups-1","`+other.Key+`"]}`).fails("another's key", http.StatusConflict, "taken", "aliases")
	if got := d.settings(); !strings.Contains(got, `"name":"Shop","aliases":["ups-1"]`) {
		t.Errorf("got %s, want nothing changed", got)
	}
	d.set(`{"aliases":[]}`).ok(nil)
	browse("ups-1").fails("a key given up", http.StatusNotFound, "site_unknown", "site")
}

// The address of a visit is kept and shown where the site stores it, and nowhere else; once it doesn't, at once no more.
func TestAddressesOfVisits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	visit := func(name string, more ...string) string {
		t.Helper()
		b := d.Browser()
		b.Identify(nametagtest.ID(name))
		beat := fmt.Sprintf(`{"site":%q,"visitor":%q,"page":{"url":"https://shop.example/"},"tab":"t","visible":true}`, d.Site.Key, d.Service.Token(b.Browser))
		request(t, d.world, "POST", "/v1/heartbeat", beat, append(more, browserType, fromShop)...).ok(nil)
		if err := d.here.Save(t.Context()); err != nil {
			t.Fatal(err)
		}
		return b.Visitor.String()
	}
	shown := func(visitor string) (ip string) {
		t.Helper()
		var detail wire.VisitorDetail
		d.send("GET", "/visitors/"+visitor, "").ok(&detail)
		if len(detail.Sessions) != 1 {
			t.Fatalf("got %d sessions, want 1", len(detail.Sessions))
		}
		return detail.Sessions[0].IP
	}
	if got := shown(visit("before")); got != "" {
		t.Errorf("by default: got %q", got)
	}
	d.set(`{"store_ips":true}`).ok(nil)
	v := visit("while")
	if got := shown(v); got == "" || net.ParseIP(got) == nil {
		t.Errorf("turned on: got %q, want an address", got)
	}
	d.set(`{"store_ips":false}`).ok(nil)
	if got := shown(v); got != "" {
		t.Errorf("turned off: got %q", got)
	}
}

// custom_data may weigh what the site says, from the next request on.
func TestCustomDataWeighsWhatTheSiteSays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page()
	fits := func(bytes int) bool {
		said := p.identify(`{"external_id":"42","traits":{"custom_data":{"a":"` + strings.Repeat("x", bytes-len(`{"a":""}`)) + `"}}}`)
		return len(said.identified(t, 0).Rejected) == 0
	}
	for _, limit := range []int{1024, 2048} {
		d.set(fmt.Sprintf(`{"custom_data_bytes":%d}`, limit)).ok(nil)
		if !fits(limit) || fits(limit+1) {
			t.Errorf("of %d bytes too little fits, or too much", limit)
		}
	}
}

// Settings count from the next request on.
func TestSettingsCountAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page()
	for _, c := range []struct{ enforcement, code string }{{"require", "verification_required"}, {"observe", ""}} {
		d.set(`{"enforcement":"` + c.enforcement + `"}`).ok(nil)
		if got := p.identify(`{"external_id":"42"}`).code(0); got != c.code {
			t.Errorf("%s: got %q, want %q", c.enforcement, got, c.code)
		}
	}
	d.set(`{"origins":["https://store.example"]}`).ok(nil)
	request(t, d.world, "POST", "/v1/commands", p.batch(), browserType, fromShop).fails("its page", http.StatusForbidden, "origin_not_allowed", "")
	request(t, d.world, "POST", "/v1/commands", p.batch(), browserType, "Origin: https://store.example").ok(nil)
}

// What a claim without proof may do counts from the next one on (spec identity §4.4, §6): what is stored, and who is linked, stays.
func TestWhatUnprovenClaimsMayDoIsSet(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	says := func(args string) string {
		t.Helper()
		said := d.page().identify(args)
		said.identified(t, 0)
		return said.Visitor.ID
	}
	expect := func(when, want string) {
		t.Helper()
		c := d.Contact("42")
		if got := c.Text(nametag.Name) + ", " + c.Text(nametag.Company); got != want {
			t.Errorf("%s: got %q, want %q", when, got, want)
		}
	}
	says(`{"external_id":"42","email":"jane@x.com","traits":{"name":"Jane"}}`)
	says(`{"external_id":"42","traits":{"name":"Eve"}}`)
	expect("the latest wins", "Eve, ")
	d.set(`{"unproven":"fill_blanks"}`).ok(nil)
	expect("set to fill blanks", "Eve, ")
	says(`{"external_id":"42","traits":{"name":"Mallory","company":"Acme"}}`)
	expect("others fill blanks", "Eve, Acme")

	const byEmail = `{"email":"jane@x.com","traits":{"name":"Mallory"}}`
	linked := func(visitor string) bool {
		t.Helper()
		_, body := d.contact(d.Contact("42").ID.String())
		return strings.Contains(body, `"`+visitor+`"`)
	}
	d.set(`{"match_unproven_email":true}`).ok(nil)
	during := says(byEmail)
	d.set(`{"match_unproven_email":false}`).ok(nil)
	if after := says(byEmail); !linked(during) || linked(after) {
		t.Errorf("led to whom its email is: %t while that is on, %t afterwards; want true, false", linked(during), linked(after))
	}
	expect("found by the email", "Eve, Acme")
}

// A picture that a browser said without proof is given out while the site lists its host, from the next request on; one that
// was vouched for is in any case, and never one that isn't on https (spec security §6).
func TestPicturesAreGivenOutByTheSitesList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Service.Feed = d.here
	const said = "https://Pictures.example/jane.png"
	jane := d.page()
	jane.identify(`{"external_id":"42","traits":{"avatar_url":"`+said+`"}}`).identified(t, 0)
	d.seen(jane.token, nametag.Page{URL: "https://shop.example/"}, 1)
	id := d.Contact("42").ID.String()
	expect := func(when, want string) {
		t.Helper()
		var list wire.ContactList
		d.send("GET", "/contacts", "").ok(&list)
		var here wire.VisitorList
		d.send("GET", "/visitors", "").ok(&here)
		c, _ := d.contact(id)
		if got := []string{c.Avatar, list.Contacts[0].Avatar, here.Visitors[0].Avatar}; !slices.Equal(got, []string{want, want, want}) {
			t.Errorf("%s: got %q on the contact, in the list and among the visitors, want %q", when, got, want)
		}
		var value string
		if err := json.Unmarshal(c.Traits["avatar_url"].Value, &value); err != nil || !strings.HasSuffix(value, "/jane.png") {
			t.Errorf("%s: got %q, want what was said to be among the values", when, value)
		}
	}
	expect("nothing is listed", "")
	d.set(`{"avatar_hosts":["*.pictures.example","other.example"]}`).ok(nil)
	expect("another is listed", "")
	d.set(`{"avatar_hosts":["PICTURES.example"]}`).ok(nil)
	expect("listed", "https://pictures.example/jane.png")
	d.set(`{"avatar_hosts":[]}`).ok(nil)
	expect("listed no more", "")
	d.edit(id, `{"avatar_url":"`+said+`"}`).ok(nil)
	expect("said by the site", said)
	d.set(`{"avatar_hosts":["pictures.example"]}`).ok(nil)
	d.edit(id, `{"avatar_url":"http://pictures.example/jane.png"}`).ok(nil)
	expect("in the clear", "")
}

// Agents who watch the site see it change.
func TestAgentsSeeSettingsChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	conn := dial(t, d.listen(), "/api/v1/live?site="+d.Site.Key, fromPanel, d.cookie())
	receive[wire.PanelPush](t, conn)
	d.set(`{"name":"Store","dev":true}`).ok(nil)
	got := receive[wire.PanelPush](t, conn).Site
	if got == nil || got.Name != "Store" || got.DevUntil == 0 {
		t.Errorf("got %+v, want the new name and development mode", got)
	}
}

// Two that change different things at once don't undo each other.
func TestSettingsChangedAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for round := range 5 {
		changes := []string{
			fmt.Sprintf(`"name":"Shop %d"`, round), fmt.Sprintf(`"link_hours":%d`, round+20), fmt.Sprintf(`"cookie_domain":"shop%d.example"`, round),
			fmt.Sprintf(`"emails_confirmed":%t`, round%2 == 0), fmt.Sprintf(`"match_unproven_email":%t`, round%2 == 0),
		}
		var wg sync.WaitGroup
		for _, change := range changes {
			wg.Go(func() { d.set(`{` + change + `}`) })
		}
		wg.Wait()
		got := d.settings()
		for _, change := range changes {
			if !strings.Contains(got, change) {
				t.Errorf("round %d: got %s, want %s", round, got, change)
			}
		}
	}
}
