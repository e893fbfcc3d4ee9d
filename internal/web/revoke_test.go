package web_test

import (
	"net/http"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// Whoever is signed out everywhere is: a new visitor, nobody, whatever the page sends next.
func TestRevoke(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.Vouched(nametagtest.ID("42"), nametagtest.EmailVerified(true)).Token
	p := d.page()
	p.identify(`{"token":"` + token + `"}`)
	before := p.send().Visitor
	if before.Trust != "verified" {
		t.Fatalf("got %+v, want a verified visitor", before)
	}
	var got wire.Revocation
	d.post("/revoke", `{"external_id":42}`).ok(&got)
	if got != (wire.Revocation{Fenced: 1, Durable: true}) {
		t.Errorf("got %+v", got)
	}
	said := p.send(p.call("identify", `{"token":"`+token+`"}`))
	if said.code(0) != "fenced" || said.Visitor.ID == before.ID || said.Visitor.Trust != "anonymous" {
		t.Errorf("got %+v, want another visitor, anonymous", said)
	}
	if e := d.entries(d.Contact("42").ID.String())[0]; e.Kind != "revoked" || e.By != "api:backend" || e.VisitorID != before.ID {
		t.Errorf("got entry %+v, want the browser to be ended by the key", e)
	}
}

func TestRevokeAContact(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane := d.named("42").ID.String()
	d.HashKey()
	sure := d.Browser()
	sure.Identify(d.Hashed(nametagtest.ID("42")))
	var got wire.Revocation
	d.post("/contacts/"+jane+"/revoke", `{"sid":"another"}`).ok(&got)
	if got.Fenced != 0 {
		t.Errorf("got %+v, want nothing of another host session to end", got)
	}
	d.post("/contacts/"+jane+"/revoke", ``).ok(&got)
	if got.Fenced != 1 || got.Durable {
		t.Errorf("got %+v, want one browser, and hashes to be told", got)
	}
	d.post("/contacts/c_0000000000001/revoke", ``).fails("nobody", http.StatusNotFound, "not_found", "contact")
}
