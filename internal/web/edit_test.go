package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

func (d desk) edit(id, body string) *answer {
	d.t.Helper()
	return d.send("PATCH", "/contacts/"+id, body)
}

// What the site says is its own word: verified, attested, and no browser's claim changes it any more.
func TestEdit(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.Browser()
	b.Identify(nametagtest.ID("42").Named("J").Custom("plan", `"free"`).Custom("seats", `1`))
	jane := d.Contact("42").ID.String()
	var got wire.Contact
	a := d.edit(jane, `{"email":" Jane@Example.com ","name":"Jane","tags":["#vip","\ud83d\ude00 \u202e"],"custom_data":{"plan":"pro","seats":null,"__proto__":{"a":1}},"traits":{"company":"Acme"}}`).ok(&got)
	if text(got.Email) != "Jane@Example.com" || got.EmailTrust != "verified" || got.ExternalIDTrust != "claimed" || got.Trust != "verified" {
		t.Errorf("got %s, want the email, verified", a.Body)
	}
	for field, want := range map[string]string{"name": `"Jane"`, "tags": `["#vip","😀 ` + "\u202e" + `"]`, "company": `"Acme"`} {
		if v := got.Traits[field]; string(v.Value) != want || v.Trust != "attested" || v.Source != "api:backend" {
			t.Errorf("%s: got %+v, want %s, attested by the key", field, v, want)
		}
	}
	if custom := got.CustomData; string(custom["plan"]) != `"pro"` || string(custom["__proto__"]) != `{"a":1}` || len(custom) != 2 {
		t.Errorf("got custom_data %v, want it changed key by key", custom)
	}
	if e := d.entries(jane)[0]; e.Kind != "edited" || e.By != "api:backend" || e.Trust != "attested" {
		t.Errorf("got entry %+v, want it edited by the key", e)
	}
	b.Identify(nametagtest.ID("42").Named("Eve").Custom("plan", `"free"`))
	if now, _ := d.contact(jane); string(now.Traits["name"].Value) != `"Jane"` || string(now.CustomData["plan"]) != `"pro"` {
		t.Errorf("got %+v after a browser's claim, want the site's word to stand", now)
	}
}

func TestEditSaysWhichAgent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane := d.named("42").ID.String()
	var got wire.Contact
	request(t, d.world, "PATCH", apiRoot+"/contacts/"+jane+"?site="+d.Site.Key, `{"company":"Acme"}`, jsonType, fromPanel, d.cookie()).ok(&got)
	if got.Traits["company"].Source != "agent:"+adminEmail {
		t.Errorf("got %+v, want it to be the agent's", got.Traits["company"])
	}
}

// Absent stays, null and "" remove.
func TestEditRemoves(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Browser().Identify(nametagtest.ID("42").Mailed("jane@example.com").Named("Jane").Profile(nametag.Company, "Acme").Custom("plan", `"pro"`))
	jane := d.Contact("42").ID.String()
	for _, step := range []struct {
		body   string
		remain []string
	}{
		{`{}`, []string{"company", "custom_data", "email", "external_id", "name"}},
		{`{"name":null}`, []string{"company", "custom_data", "email", "external_id"}},
		{`{"company":""}`, []string{"custom_data", "email", "external_id"}},
		{`{"traits":null}`, []string{"custom_data", "email", "external_id"}},
		{`{"custom_data":null}`, []string{"email", "external_id"}},
		{`{"external_id":null}`, []string{"email"}},
		{`{"email":""}`, nil},
		{`{"external_id":42}`, []string{"external_id"}},
	} {
		var c wire.Contact
		d.edit(jane, step.body).ok(&c)
		var remain []string
		for field := range c.Traits {
			remain = append(remain, field)
		}
		for field, has := range map[string]bool{"custom_data": len(c.CustomData) > 0, "email": c.Email != nil, "external_id": c.ExternalID != nil} {
			if has {
				remain = append(remain, field)
			}
		}
		slices.Sort(remain)
		if !slices.Equal(remain, step.remain) {
			t.Errorf("after %s: got %v, want %v", step.body, remain, step.remain)
		}
	}
	if n := len(d.entries(jane)); n != 7 {
		t.Errorf("got %d entries, want one for each change, none for those that changed nothing", n)
	}
}

// One mistake, and nothing of the request is written.
func TestNothingIsHalfEdited(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Browser().Identify(nametagtest.ID("42").Mailed("jane@example.com").Named("Jane").Custom("plan", `"pro"`))
	jane, ravi := d.Contact("42").ID.String(), d.named("43").ID.String()
	d.edit(ravi, `{"email":"ravi@example.com"}`).ok(nil)
	_, janeWas := d.contact(jane)
	_, raviWas := d.contact(ravi)
	heads := d.heads()
	refused := append(badSayings(),
		bad{name: "a taken id", body: `{"name":"Eve","external_id":"43"}`, status: http.StatusConflict, code: "taken", field: "external_id"},
		bad{name: "a taken email", body: `{"name":"Eve","email":"RAVI@example.com"}`, status: http.StatusConflict, code: "taken", field: "email"},
		bad{name: "a free id and a taken email", body: `{"external_id":"77","email":"ravi@example.com"}`, status: http.StatusConflict, code: "taken", field: "email"},
		bad{name: "no id and a taken email", body: `{"external_id":null,"email":"ravi@example.com"}`, status: http.StatusConflict, code: "taken", field: "email"},
		tooLargeField("more than fits beside what is there", `{"name":"Eve","custom_data":{"a":"`+strings.Repeat("x", 900)+`","b":"`+strings.Repeat("x", 200)+`"}}`, "custom_data"))
	for _, b := range refused {
		d.edit(jane, b.body).fails(b.name, b.status, b.code, b.field)
		if _, now := d.contact(jane); now != janeWas {
			t.Fatalf("%s: got %s, want %s as before", b.name, now, janeWas)
		}
	}
	if _, now := d.contact(ravi); now != raviWas || !slices.Equal(d.heads(), heads) {
		t.Errorf("got %s with entries up to %v, want %s with %v", now, d.heads(), raviWas, heads)
	}
}

// The site's own write always fits where it would fit alone: what strangers claimed makes room.
func TestEditMakesRoom(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Browser().Identify(nametagtest.ID("42").Custom("junk", `"`+strings.Repeat("x", 900)+`"`))
	var got wire.Contact
	d.edit(d.Contact("42").ID.String(), fmt.Sprintf(`{"custom_data":{"plan":%q}}`, strings.Repeat("p", 900))).ok(&got)
	if _, junk := got.CustomData["junk"]; junk || len(got.CustomData) != 1 || got.CustomDataBytes > got.CustomDataLimit {
		t.Errorf("got %d bytes of %v, want the site's key alone", got.CustomDataBytes, got.CustomData)
	}
}

// Whoever only claimed the email loses it, and it is parked there.
func TestEditTakesAClaimedEmail(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Browser().Identify(nametagtest.ID("42").Mailed("jane@example.com"))
	eve, jane := d.Contact("42").ID.String(), d.named("43").ID.String()
	d.edit(jane, `{"email":"jane@example.com"}`).ok(nil)
	c, _ := d.contact(eve)
	if c.Email != nil || len(c.Conflicts) != 1 || text(c.Conflicts[0].OtherID) != jane {
		t.Errorf("got %+v, want the email to be parked", c)
	}
	if got := d.list("email=jane@example.com"); !slices.Equal(got, []string{"43"}) {
		t.Errorf("got %v by the email, want its owner", got)
	}
}

// The id of somebody who was merged edits the survivor; an alias's identifiers are the survivor's already.
func TestEditSomebodyWhoWasMerged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	d.merge(jane, ravi)
	var got wire.Contact
	d.edit(ravi.String(), `{"phone":"1","external_id":"43"}`).ok(&got)
	if got.ID != jane.String() || text(got.ExternalID) != "42" || string(got.Traits["phone"].Value) != `"1"` {
		t.Errorf("got %+v, want the survivor with the phone", got)
	}
}
