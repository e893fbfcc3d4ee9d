package web_test

import (
	"net/http"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// The browser was taken for somebody it isn't: it is anonymous again and what it says is its own, while the contact
// keeps what it has.
func TestDetach(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page()
	p.identify(`{"external_id":"42","email":"jane@example.com","traits":{"name":"Jane"}}`)
	visitor := p.send().Visitor.ID
	jane := d.Contact("42").ID.String()
	var got wire.Contact
	a := d.post("/contacts/"+jane+"/visitors/"+visitor+"/detach", ``).ok(&got)
	if len(got.Visitors) != 0 || string(got.Traits["name"].Value) != `"Jane"` || text(got.Email) != "jane@example.com" {
		t.Errorf("got %s, want Jane as she was, without the browser", a.Body)
	}
	var detail wire.VisitorDetail
	d.send("GET", "/visitors/"+visitor, "").ok(&detail)
	if detail.Visitor.Trust != "anonymous" || detail.Visitor.ContactID != nil {
		t.Errorf("got %+v, want an anonymous visitor", detail.Visitor)
	}
	if e := d.entries(jane)[0]; e.Kind != "detached" || e.By != "api:backend" || e.VisitorID != visitor || e.Link == nil || text(e.Link.From) != jane || e.Link.To != nil {
		t.Errorf("got entry %+v, want the link to be gone by the key", e)
	}
	said := p.send(p.call("update", `{"traits":{"name":"Eve"}}`))
	if said.code(0) != "" || said.Visitor.ID != visitor || said.Visitor.Trust != "anonymous" {
		t.Errorf("got %+v, want the same browser to go on, anonymous", said)
	}
	if name := d.Contact("42").Text(nametag.Name); name != "Jane" {
		t.Errorf("got name %q, want what the browser says now to stay with it", name)
	}
	d.post("/contacts/"+jane+"/visitors/"+visitor+"/detach", ``).fails("again", http.StatusNotFound, "not_found", "visitor")
}

func TestDetachFindsOnlyLinkedVisitors(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane := d.named("42").ID.String()
	other := d.Browser()
	other.Identify(nametagtest.ID("43"))
	gone := d.Browser()
	gone.Identify(nametagtest.ID("42"))
	fenced := gone.Visitor
	gone.Reset()
	nobody := d.Browser()
	nobody.Update(nametagtest.Nothing().Named("Eve"))
	for name, visitor := range map[string]nametag.VisitorID{
		"another's": other.Visitor, "fenced": fenced, "its successor": gone.Visitor, "anonymous": nobody.Visitor, "never here": d.Browser().Visitor,
	} {
		d.post("/contacts/"+jane+"/visitors/"+visitor.String()+"/detach", `{}`).fails(name, http.StatusNotFound, "not_found", "visitor")
	}
	if c, _ := d.contact(d.Contact("43").ID.String()); len(c.Visitors) != 1 {
		t.Errorf("got %+v, want the other's browser to stay linked", c.Visitors)
	}
}

// Links lead to who somebody is by now, under the new id and the old.
func TestDetachFromSomebodyWhoWasMerged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane := d.named("42").ID
	b := d.Browser()
	b.Identify(nametagtest.ID("43"))
	ravi := d.Contact("43").ID
	d.merge(jane, ravi)
	var got wire.Contact
	d.post("/contacts/"+ravi.String()+"/visitors/"+b.Visitor.String()+"/detach", ``).ok(&got)
	if got.ID != jane.String() || len(got.Visitors) != 1 {
		t.Errorf("got %+v, want the survivor with her own browser alone", got)
	}
}
