package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

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
		`"unproven":"latest","match_unproven_email":false,"link_hours":12,"cookie_domain":null,"dev_until":null`
	if got := d.settings(); !strings.Contains(got, made) {
		t.Errorf("got %s, want %s", got, made)
	}
	a := d.set(`{}`).ok(nil)
	if !strings.Contains(a.Body, made) {
		t.Errorf("nothing is named: got %s, want %s", a.Body, made)
	}
	for _, step := range []struct{ body, want string }{
		{`{"name":"Store","origins":["HTTPS://Store.example/","https://*.store.example","https://store.example:443"],"linked_domains":["https://Help.example"],"enforcement":"require",` +
			`"emails_confirmed":true,"unproven":"fill_blanks","match_unproven_email":true,"link_hours":720,"cookie_domain":" .Store.example","dev":true}`,
			`"name":"Store","aliases":[],"origins":["https://store.example","https://*.store.example"],"linked_domains":["https://help.example"],"enforcement":"require","emails_confirmed":true,` +
				`"unproven":"fill_blanks","match_unproven_email":true,"link_hours":720,"cookie_domain":"store.example","dev_until":"2026-11-21T12:00:00.000Z"`},
		{`{"link_hours":1,"cookie_domain":null,"dev":false}`,
			`"name":"Store","aliases":[],"origins":["https://store.example","https://*.store.example"],"linked_domains":["https://help.example"],"enforcement":"require","emails_confirmed":true,` +
				`"unproven":"fill_blanks","match_unproven_email":true,"link_hours":1,"cookie_domain":null,"dev_until":null`},
		{`{"origins":[],"linked_domains":[],"enforcement":"observe","emails_confirmed":false,"unproven":"latest","match_unproven_email":false,"cookie_domain":""}`,
			`"name":"Store","aliases":[],"origins":[],"linked_domains":[],"enforcement":"observe","emails_confirmed":false,` +
				`"unproven":"latest","match_unproven_email":false,"link_hours":1,"cookie_domain":null,"dev_until":null`},
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
