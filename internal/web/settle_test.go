package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// dispute is an email that Jane, 42, has, and that was said of Ravi, 43, who doesn't.
func (d desk) dispute() (jane string, ravi parked) {
	d.t.Helper()
	d.Browser().Identify(nametagtest.ID("42").Mailed("jane@example.com").Named("Jane"))
	d.Browser().Identify(nametagtest.ID("43").Mailed("jane@example.com").Named("Ravi"))
	c := d.Contact("43")
	if len(c.Conflicts) != 1 {
		d.t.Fatalf("got conflicts %v, want one", c.Conflicts)
	}
	return d.Contact("42").ID.String(), parked{c.ID.String(), c.Conflicts[0].ID.String()}
}

func (d desk) settle(k parked, body string) *answer {
	d.t.Helper()
	return d.post("/contacts/"+k.contact+"/conflicts/"+k.id+"/resolve", body)
}

func TestConflictsAreListed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, k := d.dispute()
	d.someConflict()
	d.someConflict()
	open := d.list("conflicts=open")
	if len(open) != 3 || open[2] != "43" {
		t.Fatalf("got %v, want three, 43 as the oldest", open)
	}
	c, _ := d.contact(k.contact)
	if got := c.Conflicts; len(got) != 1 || got[0].ID != k.id || got[0].Key != "email" || got[0].Value != "jane@example.com" || got[0].Trust != "claimed" || text(got[0].OtherID) != jane {
		t.Errorf("got %+v, want Jane's email", got)
	}
	var page wire.ContactList
	seen := []string{}
	for address := "/contacts?conflicts=open&limit=1"; ; {
		page = wire.ContactList{}
		d.send("GET", address, "").ok(&page)
		seen = append(seen, *page.Contacts[0].ExternalID)
		if page.Next == nil || len(seen) > 9 {
			break
		}
		address = "/contacts?conflicts=open&limit=1&cursor=" + *page.Next
	}
	if !slices.Equal(seen, open) {
		t.Errorf("got %v page by page, want %v", seen, open)
	}
	var none wire.ContactList
	request(t, d.world, "GET", apiRoot+"/contacts?conflicts=open&site="+d.otherSite().Key, "", d.cookie()).ok(&none)
	if len(none.Contacts) != 0 {
		t.Errorf("got %v on another site, want nobody", none.Contacts)
	}
	d.settle(k, `{"resolution":"dismiss"}`).ok(nil)
	if got := d.list("conflicts=open"); slices.Contains(got, "43") || len(got) != 2 {
		t.Errorf("got %v after one was settled, want the two others", got)
	}
}

func TestSettling(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body, how    string
		people       []string // who are left
		ravis, janes string   // emails then
	}{
		"merge":             {`{"resolution":"merge"}`, "merged", []string{"43"}, "", ""},
		"by default":        {`{}`, "merged", []string{"43"}, "", ""},
		"without a body":    {``, "merged", []string{"43"}, "", ""},
		"with a blank word": {`{"resolution":""}`, "merged", []string{"43"}, "", ""},
		"take":              {`{"resolution":"take"}`, "resolved take", []string{"43", "42"}, "jane@example.com", ""},
		"dismiss":           {`{"resolution":"dismiss"}`, "resolved dismiss", []string{"43", "42"}, "", "jane@example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			jane, k := d.dispute()
			var got wire.Contact
			a := d.settle(k, c.body).ok(&got)
			if text(got.ExternalID) != "43" || len(got.Conflicts) != 0 {
				t.Errorf("got %s, want the contact without a conflict", a.Body)
			}
			if people := d.list(""); !slices.Equal(people, c.people) {
				t.Errorf("got %v, want %v", people, c.people)
			}
			if got := d.howSettled(k.contact); got != c.how {
				t.Errorf("the ledger says %q, want %q", got, c.how)
			}
			if c.how != "merged" {
				hers, _ := d.contact(jane)
				if text(got.Email) != c.ravis || text(hers.Email) != c.janes {
					t.Errorf("got emails %q and %q, want %q and %q", text(got.Email), text(hers.Email), c.ravis, c.janes)
				}
			}
		})
	}
}

// howSettled is how the ledger tells that a conflict was settled: by a merge, or with the reason.
func (d desk) howSettled(contact string) string {
	d.t.Helper()
	for _, e := range d.entries(contact) {
		if e.Kind == "merged" || e.Kind == "resolved" {
			if e.By != "api:backend" {
				d.t.Errorf("got %+v, want it to be the key's", e)
			}
			return strings.TrimSpace(e.Kind + " " + e.Reason)
		}
	}
	return ""
}

// What was taken is the site's own word; what was dismissed isn't parked again for saying it again.
func TestWhatWasSettledStaysSettled(t *testing.T) {
	t.Parallel()
	for how, trust := range map[string]string{"take": "verified", "dismiss": ""} {
		d := newDesk(t)
		_, k := d.dispute()
		d.settle(k, `{"resolution":"`+how+`"}`).ok(nil)
		d.Browser().Identify(nametagtest.ID("43").Mailed("jane@example.com"))
		if got, _ := d.contact(k.contact); got.EmailTrust != trust || len(got.Conflicts) != 0 {
			t.Errorf("%s: got email trust %q and conflicts %v, want %q and none", how, got.EmailTrust, got.Conflicts, trust)
		}
	}
}

// Nobody else holds it: then there is nobody to merge with, and to take it is the default.
func TestAConflictWithNobody(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane := d.named("42").ID.String()
	d.send("PATCH", "/contacts/"+jane, `{"email":"jane@example.com"}`).ok(nil)
	d.Browser().Identify(nametagtest.ID("42").Mailed("jane@home.example"))
	c, _ := d.contact(jane)
	if len(c.Conflicts) != 1 || c.Conflicts[0].OtherID != nil {
		t.Fatalf("got conflicts %+v, want one with nobody", c.Conflicts)
	}
	k := parked{jane, c.Conflicts[0].ID}
	d.settle(k, `{"resolution":"merge"}`).fails("nobody to merge with", http.StatusBadRequest, "bad_value", "resolution")
	var got wire.Contact
	d.settle(k, ``).ok(&got)
	if text(got.Email) != "jane@home.example" || got.EmailTrust != "verified" || len(got.Conflicts) != 0 {
		t.Errorf("got %+v, want the new email, verified", got)
	}
}

// An id that was only claimed gave way to a proof. An agent can give it back, unless the contact has another by now.
func TestAConflictOverAnID(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane := d.named("42").ID.String()
	d.send("PATCH", "/contacts/"+jane, `{"email":"jane@example.com"}`).ok(nil)
	d.Browser().Identify(d.Hashed(nametagtest.ID("42")))
	c, _ := d.contact(jane)
	if c.ExternalID != nil || len(c.Conflicts) != 1 || c.Conflicts[0].Key != "external_id" {
		t.Fatalf("got %+v, want the id to be parked", c)
	}
	k := parked{jane, c.Conflicts[0].ID}
	d.send("PATCH", "/contacts/"+jane, `{"external_id":"7"}`).ok(nil)
	d.settle(k, `{"resolution":"take"}`).fails("has another", http.StatusBadRequest, "bad_value", "resolution")
	d.send("PATCH", "/contacts/"+jane, `{"external_id":null}`).ok(nil)
	var got wire.Contact
	d.settle(k, `{"resolution":"take"}`).ok(&got)
	if text(got.ExternalID) != "42" || got.ExternalIDTrust != "verified" {
		t.Errorf("got %+v, want the id, verified", got)
	}
	if people := d.list("external_id=42"); len(people) != 1 {
		t.Errorf("got %v with the id, want one", people)
	}
}

// A conflict of somebody who was merged is settled under the survivor's id, and under the old one.
func TestAConflictOfSomebodyWhoWasMerged(t *testing.T) {
	t.Parallel()
	for _, old := range []bool{false, true} {
		d := newDesk(t)
		_, k := d.dispute()
		third := d.named("third")
		d.merge(third.ID, d.Contact("43").ID)
		if got := d.list("conflicts=open"); !slices.Equal(got, []string{"third"}) {
			t.Errorf("got %v, want the survivor to be listed", got)
		}
		if !old {
			k.contact = third.ID.String()
		}
		var got wire.Contact
		d.settle(k, `{"resolution":"dismiss"}`).ok(&got)
		if got.ID != third.ID.String() || len(got.Conflicts) != 0 {
			t.Errorf("old id %v: got %+v, want the survivor without a conflict", old, got)
		}
	}
}
