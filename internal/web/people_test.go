package web_test

import (
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// The people of these tests.

// named is the contact with that external id. Where there is none, a browser claims to be it.
func (w *world) named(externalID string) *nametag.Contact {
	w.t.Helper()
	found, err := w.Store.Contacts(w.t.Context(), w.Site.ID, nametag.ContactQuery{ExternalID: externalID, Limit: 1})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(found) == 0 {
		w.Browser().Identify(nametagtest.ID(externalID).Named("Jane"))
	}
	return w.Contact(externalID)
}

func (w *world) someContact() *nametag.Contact { w.t.Helper(); return w.named("42") }
func (w *world) someOther() *nametag.Contact   { w.t.Helper(); return w.named("43") }

// parked is a conflict of a contact.
type parked struct{ contact, id string }

// someConflict is a new one: somebody says an email that another one has.
func (w *world) someConflict() parked {
	w.t.Helper()
	name := string(nametagtest.NewCommand())
	w.Browser().Identify(nametagtest.ID("holder-" + name).Mailed(name + "@example.com"))
	w.Browser().Identify(nametagtest.ID("claimant-" + name).Mailed(name + "@example.com"))
	claimant := w.Contact("claimant-" + name)
	if len(claimant.Conflicts) != 1 {
		w.t.Fatalf("got conflicts %v, want one", claimant.Conflicts)
	}
	return parked{claimant.ID.String(), claimant.Conflicts[0].ID.String()}
}

// someMerge is a new one, of two new contacts.
func (w *world) someMerge(site *nametag.Site) string {
	w.t.Helper()
	var ids []nametag.ContactID
	for range 2 {
		said := nametagtest.ID(string(nametagtest.NewCommand()))
		ids = append(ids, w.contactOn(site, said).ID)
	}
	done, err := w.Service.Merge(w.t.Context(), site, ids[0], ids[1], "agent:sam@shop.example", false)
	if err != nil {
		w.t.Fatal(err)
	}
	return done.Merge.String()
}

func (w *world) mergeOfAnotherSite() string { w.t.Helper(); return w.someMerge(w.otherSite()) }

func (w *world) contactOfAnotherSite() *nametag.Contact {
	w.t.Helper()
	return w.contactOn(w.otherSite(), nametagtest.ID("their user"))
}

// contactOn is whom a new browser names on a site.
func (w *world) contactOn(site *nametag.Site, who nametagtest.Said) *nametag.Contact {
	w.t.Helper()
	_, err := w.Service.Identify(w.t.Context(), w.Service.Open(site, ""), nametag.Command{ID: nametagtest.NewCommand(), Claim: who.Claim})
	if err != nil {
		w.t.Fatal(err)
	}
	found, err := w.Store.Contacts(w.t.Context(), site.ID, nametag.ContactQuery{ExternalID: who.ExternalID.Text, Limit: 2})
	if err != nil || len(found) != 1 {
		w.t.Fatal(found, err)
	}
	return found[0]
}

// fill puts real ids into a route's path.
func (w *world) fill(path string) string {
	w.t.Helper()
	switch {
	case strings.Contains(path, ":conflict"):
		k := w.someConflict()
		return strings.NewReplacer(":id", k.contact, ":conflict", k.id).Replace(path)
	case strings.Contains(path, ":kid"):
		return strings.Replace(path, ":kid", w.HashKey().KID, 1)
	case strings.Contains(path, "/agents/:id"):
		return strings.Replace(path, ":id", w.someAgent(), 1)
	case strings.Contains(path, "/apikeys/:id"):
		return strings.Replace(path, ":id", w.someAPIKey(), 1)
	case strings.Contains(path, "/merges/:id"):
		return strings.Replace(path, ":id", w.someMerge(w.Site), 1)
	case strings.Contains(path, "/contacts/:id"):
		c := w.someContact()
		return strings.NewReplacer(":id", c.ID.String(), ":visitor", c.BornOf.String()).Replace(path)
	}
	return strings.Replace(path, ":id", w.someContact().BornOf.String(), 1)
}

// desk is somebody at work on the site's people, by key.
type desk struct {
	*world
	key string
}

func newDesk(t testing.TB) desk {
	t.Helper()
	w := newWorld(t)
	return desk{w, w.key("all")}
}

func (d desk) send(method, path, body string, headers ...string) *answer {
	d.t.Helper()
	return request(d.t, d.world, method, apiRoot+path, body, append(headers, d.key, jsonType)...)
}

func (d desk) post(path, body string, headers ...string) *answer {
	d.t.Helper()
	return d.send("POST", path, body, headers...)
}

// contact is the contact as it is shown, and its JSON.
func (d desk) contact(id string) (c wire.Contact, body string) {
	d.t.Helper()
	a := d.send("GET", "/contacts/"+id, "").ok(&c)
	return c, a.Body
}

// entries are a contact's newest, newest first.
func (d desk) entries(id string) []wire.LedgerEntry {
	d.t.Helper()
	var page wire.LedgerPage
	d.send("GET", "/contacts/"+id+"/ledger?limit=100", "").ok(&page)
	return page.Entries
}

// list are the external ids of the contacts that a query finds.
func (d desk) list(query string) []string {
	d.t.Helper()
	var list wire.ContactList
	d.send("GET", "/contacts?"+query, "").ok(&list)
	ids := []string{}
	for _, c := range list.Contacts {
		id := ""
		if c.ExternalID != nil {
			id = *c.ExternalID
		}
		ids = append(ids, id)
	}
	return ids
}

// text is what a nullable text says, "" for null.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// merge merges and returns what was answered.
func (d desk) merge(id, other nametag.ContactID) wire.Merge {
	d.t.Helper()
	var m wire.Merge
	d.post("/contacts/"+id.String()+"/merge", `{"other":"`+other.String()+`"}`).ok(&m)
	return m
}

// mergeOf is the merge by which one contact came to another.
func (w *world) mergeOf(survivor, other string) string {
	w.t.Helper()
	id, err := nametag.ParseContactID(survivor)
	if err != nil {
		w.t.Fatal(err)
	}
	p, err := w.Service.Contact(w.t.Context(), w.Site, id)
	if err != nil {
		w.t.Fatal(err)
	}
	for i, alias := range p.Aliases {
		if alias.ID.String() == other {
			return p.Merges[i].String()
		}
	}
	w.t.Fatalf("%s was not merged into %s", other, survivor)
	return ""
}

// arriveAt puts the tab of a token's visitor before the agents, and has its session written.
func (w *world) arriveAt(token string, page nametag.Page) {
	w.t.Helper()
	w.seen(token, page, 1)
	if err := w.here.Save(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// seen says hello for a token's visitor, for the nth time.
func (w *world) seen(token string, page nametag.Page, nth uint64) {
	w.t.Helper()
	arrival, err := w.Service.Arrive(w.t.Context(), w.Service.Open(w.Site, token))
	if err != nil {
		w.t.Fatal(err)
	}
	w.here.Arrive(arrival, presence.Hello{Tab: "t", Stamp: presence.Stamp{Socket: nth}, Visible: true, Page: page})
}
