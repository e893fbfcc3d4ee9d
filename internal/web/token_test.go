package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
	"github.com/nametag-dev/nametag/internal/wire"
)

// token asks for one.
func (d desk) token(body string) (got wire.Token) {
	d.t.Helper()
	a := d.post("/tokens", body)
	if a.Status != http.StatusCreated {
		d.t.Fatalf("got %d %s, want 201", a.Status, a.Body)
	}
	if err := wire.Decode([]byte(a.Body), &got); err != nil {
		d.t.Fatal(err)
	}
	return got
}

func TestATokenOpensWithTheSitesKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	key := d.TokenKey()
	made := d.token(`{"external_id":42,"email":" Jane@Example.com ","name":"Jane","tags":["#vip"],"phone":null,"custom_data":{"plan":"pro","seats":null},"sid":"host-session"}`)
	got, err := proof.OpenToken([]proof.Key{key}, []string{d.Site.Key}, made.Token, d.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if got.ExternalID != "42" || got.Email != "Jane@Example.com" || got.SID != "host-session" || got.KID != key.KID || got.Actor != nil {
		t.Errorf("got %+v, want what was said, by the site's key", got)
	}
	if got.EmailVerified == nil || !*got.EmailVerified {
		t.Errorf("got email_verified %v, want true: the site says so", got.EmailVerified)
	}
	want := map[string]string{"name": `"Jane"`, "tags": `["#vip"]`, "phone": "null", "custom_data": `{"plan":"pro","seats":null}`}
	for field, value := range want {
		if got.Traits[field] != value {
			t.Errorf("%s: got %s, want %s", field, got.Traits[field], value)
		}
	}
	if len(got.Traits) != len(want) {
		t.Errorf("got %v, want nothing else", got.Traits)
	}
	if !got.IssuedAt.Equal(nametagtest.Noon) || !got.ExpiresAt.Equal(nametagtest.Noon.Add(time.Hour)) || made.ExpiresAt != "2026-11-20T13:00:00Z" {
		t.Errorf("got from %v to %v (%s), want an hour from now", got.IssuedAt, got.ExpiresAt, made.ExpiresAt)
	}
	if _, err := proof.OpenToken([]proof.Key{key}, []string{d.otherSite().Key}, made.Token, d.Clock.Now()); err == nil {
		t.Error("another site takes it")
	}
	if n := len(d.Contacts()); n != 0 {
		t.Errorf("got %d contacts, want none: a token is a word, not a deed", n)
	}
}

func TestATokenLivesAsLongAsAsked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	key := d.TokenKey()
	for life, want := range map[string]time.Duration{"": time.Hour, `,"expires_in":1`: time.Second, `,"expires_in":86400`: 24 * time.Hour} {
		made := d.token(`{"external_id":"42"` + life + `}`)
		got, err := proof.OpenToken([]proof.Key{key}, []string{d.Site.Key}, made.Token, d.Clock.Now())
		if err != nil || got.ExpiresAt.Sub(got.IssuedAt) != want || made.ExpiresAt != got.ExpiresAt.UTC().Format(time.RFC3339) {
			t.Errorf("%q: got %v to %v (%s), %v, want %v", life, got.IssuedAt, got.ExpiresAt, made.ExpiresAt, err, want)
		}
	}
}

// A page passes the token on, and is who it says: the link verified, the email confirmed, the name the site's own word.
func TestAPageUsesAToken(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.TokenKey()
	p := d.page()
	a := p.identify(`{"token":"`+d.token(`{"external_id":"42","email":"jane@example.com","name":"Jane"}`).Token+`"}`).identified(t, 0)
	if a.Trust != "verified" || len(a.Warnings) != 0 {
		t.Errorf("got %+v, want a verified link", a)
	}
	c, body := d.contact(d.Contact("42").ID.String())
	if c.EmailTrust != "verified" || c.ExternalIDTrust != "verified" || c.Traits["name"].Trust != "attested" {
		t.Errorf("got %s, want verified identifiers and an attested name", body)
	}
	p = d.page()
	a = p.identify(`{"token":"`+d.token(`{"email":"jane@example.com"}`).Token+`"}`).identified(t, 0)
	if n := len(d.Contacts()); a.Trust != "verified" || n != 1 {
		t.Errorf("got %+v and %d contacts, want the same person by the email", a, n)
	}
}

func TestATokenNeedsAKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ask := func(name string) {
		t.Helper()
		d.post("/tokens", `{"external_id":"42"}`).fails(name, http.StatusConflict, "no_token_key", "")
	}
	ask("no key")
	d.HashKey()
	ask("a key of another use")
	key := d.TokenKey()
	d.token(`{"external_id":"42"}`)
	if _, err := d.Service.RetireSigningKey(t.Context(), key.KID, false); err != nil {
		t.Fatal(err)
	}
	ask("a retired key")
	newer := d.Key(proof.UseToken)
	made := d.token(`{"external_id":"42"}`)
	if got, err := proof.OpenToken([]proof.Key{newer}, []string{d.Site.Key}, made.Token, d.Clock.Now()); err != nil || got.KID != newer.KID {
		t.Errorf("got %+v, %v, want the new key's", got, err)
	}
	if _, _, err := d.Service.CreateSigningKey(t.Context(), d.otherSite(), "theirs", []nametag.KeyUse{proof.UseToken}, ""); err != nil {
		t.Fatal(err)
	}
	again := d.token(`{"external_id":"42"}`)
	if _, err := proof.OpenToken([]proof.Key{newer}, []string{d.Site.Key}, again.Token, d.Clock.Now()); err != nil {
		t.Errorf("got %v, want another site's key to make no difference", err)
	}
}

// A token that no page could use isn't made.
func TestATokenFitsThroughTheDoor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.TokenKey()
	tags := strings.TrimSuffix(strings.Repeat(`"`+strings.Repeat("x", 490)+`",`, 20), ",")
	d.post("/tokens", `{"external_id":"42","tags":[`+tags+`]}`).fails("many tags", http.StatusRequestEntityTooLarge, "too_large", "*")
	d.post("/tokens", `{"external_id":"42","sid":"`+strings.Repeat("x", 9000)+`"}`).fails("a long sid", http.StatusRequestEntityTooLarge, "too_large", "*")
}
