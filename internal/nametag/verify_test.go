package nametag_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// slip writes rows behind the ledger's back, as a bug would.
func slip(w *World, d nametag.Decision) {
	w.T.Helper()
	_, err := w.Store.Decide(w.T.Context(), nametag.Keys{Site: w.Site.ID}, func(known nametag.Known) (nametag.Decision, error) {
		for i := range d.Entries {
			d.Entries[i].Seq = known.Next + nametag.Seq(i)
		}
		return d, nil
	})
	if err != nil {
		w.T.Fatal(err)
	}
}

// found is what a look through the ledger finds.
func found(w *World) string {
	w.T.Helper()
	differences, err := w.Service.Verify(w.T.Context(), nil)
	if err != nil {
		w.T.Fatal(err)
	}
	return fmt.Sprint(differences)
}

// Whatever a contact's row says otherwise than its ledger is found (spec identity §7).
func TestVerifyFindsWhatAContactsLedgerDoesNotSay(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42").Mailed("jane@example.com").Named("Jane").Custom("plan", `"pro"`))
	desk{w}.detach(w.Contact("42"), b)
	jane := w.Contact("42")
	for what, change := range map[string]func(*nametag.Contact){
		"external_id": func(c *nametag.Contact) { c.ExternalTrust = nametag.Verified },
		"email":       func(c *nametag.Contact) { c.Email = nametag.Email{} },
		"name":        func(c *nametag.Contact) { delete(c.Traits.Profile, nametag.Name) },
		"name source": func(c *nametag.Contact) {
			v := c.Traits.Profile[nametag.Name]
			v.Source = "api:x"
			c.Traits.Profile[nametag.Name] = v
		},
		"custom_data.plan": func(c *nametag.Contact) { delete(c.Traits.Custom, "plan") },
		"custom_data.plan source": func(c *nametag.Contact) {
			v := c.Traits.Custom["plan"]
			v.At = v.At.Add(time.Second)
			c.Traits.Custom["plan"] = v
		},
		"secured_at": func(c *nametag.Contact) { c.SecuredAt = Noon },
		"shared":     func(c *nametag.Contact) { c.Shared = true },
		"apart":      func(c *nametag.Contact) { c.Apart = []nametag.Side{1} },
		"aliases":    func(c *nametag.Contact) { c.Aliases = 1 },
		"brought":    func(c *nametag.Contact) { c.Brought = true },
		"born_of":    func(c *nametag.Contact) { c.BornOf++ },
		"head":       func(c *nametag.Contact) { c.Head-- },
		"first_seen": func(c *nametag.Contact) { c.FirstSeen = c.FirstSeen.Add(time.Second) },
	} {
		changed := jane.Clone()
		change(changed)
		slip(w, nametag.Decision{Contacts: []*nametag.Contact{changed}})
		want(t, "found", found(w), fmt.Sprintf("[%s: %s]", jane.ID, what))
	}
	slip(w, nametag.Decision{Contacts: []*nametag.Contact{jane}, Erasure: &nametag.Erasure{Contacts: []nametag.ContactID{jane.ID}}})
	want(t, "found", found(w), fmt.Sprintf("[%s: missing]", jane.ID))
	nobody := &nametag.Contact{ID: jane.ID + 1, Site: w.Site.ID, ExternalID: "43", FirstSeen: Noon}
	slip(w, nametag.Decision{Contacts: []*nametag.Contact{jane, nobody}})
	want(t, "found", found(w), fmt.Sprintf("[%s: unrecorded]", nobody.ID))
	slip(w, nametag.Decision{Contacts: []*nametag.Contact{nobody}, Erasure: &nametag.Erasure{Contacts: []nametag.ContactID{nobody.ID}}})
}

// Whatever a visitor's row says otherwise than the ledger is found, but not that a proof ended.
func TestVerifyFindsWhatAVisitorsLedgerDoesNotSay(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(ID("43"))
	b := w.Browser()
	b.Identify(w.Hashed(ID("42").Mailed("jane@example.com")))
	v := w.Visitor(b.Visitor)
	for what, change := range map[string]func(*nametag.Visitor){
		"link":         func(v *nametag.Visitor) { v.Link.Contact = w.Contact("43").ID },
		"link's trust": func(v *nametag.Visitor) { v.Link.Trust = nametag.Claimed },
		"link's actor": func(v *nametag.Visitor) { v.Link.Actor = "Sam" },
		"link's sid":   func(v *nametag.Visitor) { v.Link.SID = "one" },
		"number":       func(v *nametag.Visitor) { v.Number++ },
		"bag":          func(v *nametag.Visitor) { v.Bag.Email = nametag.Email{} },
		"bag's name": func(v *nametag.Visitor) {
			v.Bag.Traits.Profile = map[nametag.Field]nametag.Value{nametag.Name: {JSON: `"Eve"`}}
		},
		"fence":     func(v *nametag.Visitor) { v.FencedAt = Noon },
		"successor": func(v *nametag.Visitor) { v.Successor = 1 },
		"head":      func(v *nametag.Visitor) { v.Head++ },
	} {
		changed := v.Clone()
		change(changed)
		slip(w, nametag.Decision{Visitors: []*nametag.Visitor{changed}})
		want(t, "found", found(w), fmt.Sprintf("[%s: %s]", b.Visitor, what))
	}
	slip(w, nametag.Decision{Visitors: []*nametag.Visitor{v}})
	ghost := w.Browser().Visitor
	link := func(to nametag.ContactID) nametag.Decision {
		return nametag.Decision{Entries: []nametag.Entry{{
			Site: w.Site.ID, At: Noon, Kind: nametag.Identified, Visitor: ghost, Effect: nametag.Effect{Link: &nametag.LinkEffect{To: to, Trust: nametag.Claimed}},
		}}}
	}
	slip(w, link(w.Contact("42").ID))
	want(t, "found", found(w), fmt.Sprintf("[%s: missing]", ghost))
	slip(w, link(0))
	w.Clock.Pass(13 * time.Hour)
	fell := v.At(w.Clock.Now(), nil)
	slip(w, nametag.Decision{Visitors: []*nametag.Visitor{fell}})
	want(t, "found", found(w), "[]")
}
