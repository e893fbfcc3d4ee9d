package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
	"github.com/nametag-dev/nametag/internal/wire"
)

// createKey makes a signing key.
func (d desk) createKey(body string, headers ...string) (got wire.SigningKey) {
	d.t.Helper()
	a := d.post("/keys", body, headers...)
	if err := wire.Decode([]byte(a.Body), &got); err != nil || a.Status != http.StatusCreated {
		d.t.Fatalf("got %d %s, want 201 (%v)", a.Status, a.Body, err)
	}
	return got
}

func (d desk) retire(kid, body string) (got wire.SigningKey) {
	d.t.Helper()
	d.post("/keys/"+kid+"/retire", body).ok(&got)
	return got
}

// listed is a key as GET /keys shows it.
func (d desk) listed(kid string) wire.SigningKey {
	d.t.Helper()
	var list wire.SigningKeyList
	d.send("GET", "/keys", "").ok(&list)
	at := slices.IndexFunc(list.Keys, func(k wire.SigningKey) bool { return k.KID == kid })
	if at < 0 {
		d.t.Fatalf("got %+v, want %s among them", list, kid)
	}
	return list.Keys[at]
}

// saveCounts writes what was counted, as the server does every other second.
func (w *world) saveCounts() {
	w.t.Helper()
	for w.Service.CountFailing(w.t.Context()) {
	}
	if err := w.Store.SaveTally(w.t.Context(), w.Service.Counter.Take()); err != nil {
		w.t.Fatal(err)
	}
}

// A key's secret is shown once and proves people; then it shows what it does.
func TestASigningKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Service.Counter = nametag.NewClaimCounter()
	made := d.createKey(`{"name":"web"}`)
	if !strings.HasPrefix(made.Secret, proof.SecretPrefix) || made.Name != "web" || !slices.Equal(made.Uses, []nametag.KeyUse{proof.UseToken}) ||
		made.CreatedAt != "2026-11-20T12:00:00.000Z" || made.RetiredAt != nil || made.LastUsedAt != nil {
		t.Errorf("got %+v, want a key for tokens with its secret", made)
	}
	token, err := proof.SignToken(proof.Key{KID: made.KID, Uses: made.Uses, Secret: made.Secret},
		proof.Token{ExternalID: "42", IssuedAt: d.Clock.Now(), ExpiresAt: d.Clock.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if got := d.page().identify(`{"token":"` + token + `"}`); got.Visitor.Trust != "verified" {
		t.Errorf("got %+v, want the key to prove it", got)
	}
	d.saveCounts()
	got := d.listed(made.KID)
	if got.Secret != "" || got.Used24h != 1 || text(got.LastUsedAt) != "2026-11-20T12:00:00.000Z" || got.Links != 1 {
		t.Errorf("got %+v, want one use and one link, and no secret", got)
	}
	if body := d.send("GET", "/keys", "").Body; strings.Contains(body, made.Secret) || !strings.HasSuffix(body, `"next":null}`) {
		t.Errorf("got %s", body)
	}
}

// A secret that is taken over isn't shown: who sent it has it.
func TestASecretIsTakenOver(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	secret := strings.Repeat("é", 32)
	a := d.post("/keys", `{"name":"old","uses":["raw-id","json"],"secret":"`+secret+`"}`)
	if strings.Contains(a.Body, "secret") || !strings.Contains(a.Body, `"uses":["raw-id","json"]`) {
		t.Errorf("got %s, want the key without its secret", a.Body)
	}
	hash := nametagtest.Sign(proof.Key{Secret: secret}, "42")
	if got := d.page().identify(`{"external_id":"42","hash":"` + hash + `"}`); got.Visitor.Trust != "verified" {
		t.Errorf("got %+v, want the secret to prove it", got)
	}
	if made := d.createKey(`{"name":"new","secret":null}`); made.Secret == "" {
		t.Errorf("got %+v, want a secret where none was given", made)
	}
}

// An answer with a secret isn't kept, so that a request sent again makes another key.
func TestAKeyAskedForAgainIsAnother(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, again := d.createKey(`{"name":"web"}`, once), d.createKey(`{"name":"web"}`, once)
	if first.KID == again.KID || first.Secret == again.Secret || again.Secret == "" {
		t.Errorf("got %s and %s, want two keys", first.KID, again.KID)
	}
}

// A key is retired once; that it leaked may be found out later, and neither is taken back.
func TestRetiringAKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.Browser()
	b.Identify(d.Vouched(nametagtest.ID("42")))
	kid := d.TokenKey().KID
	first := d.retire(kid, ``)
	if text(first.RetiredAt) != "2026-11-20T12:00:00.000Z" || first.Leaked || first.Links != 1 {
		t.Errorf("retired: got %+v, want its link to stay", first)
	}
	if got := d.page().identify(`{"token":"` + d.Vouched(nametagtest.ID("43")).Token + `"}`).code(0); got != "proof_refused" {
		t.Errorf("its token: got %q, want proof_refused", got)
	}
	d.Clock.Pass(time.Minute)
	if again := d.retire(kid, `{}`); text(again.RetiredAt) != text(first.RetiredAt) || again.Leaked {
		t.Errorf("again: got %+v, want %+v", again, first)
	}
	leaked := d.retire(kid, `{"leaked":true}`)
	if text(leaked.RetiredAt) != text(first.RetiredAt) || !leaked.Leaked || leaked.Links != 0 {
		t.Errorf("leaked: got %+v, want no link to rest on it", leaked)
	}
	if last := d.retire(kid, `{"leaked":false}`); !last.Leaked {
		t.Errorf("not leaked after all: got %+v, want it to stay leaked", last)
	}
}

// Another site's key is none, whatever may be done with it.
func TestAnotherSitesSigningKeyIsNotFound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	theirs := d.keyOfAnotherSite()
	d.post("/keys/"+theirs.KID+"/retire", `{"leaked":true}`).fails("retire", http.StatusNotFound, "not_found", "kid")
	d.send("GET", "/keys/"+theirs.KID+"/verified", "").fails("verified", http.StatusNotFound, "not_found", "kid")
	if body := d.send("GET", "/keys", "").ok(nil).Body; strings.Contains(body, theirs.KID) {
		t.Errorf("got %s, want none of theirs", body)
	}
	if k, err := d.Service.SigningKey(t.Context(), d.otherSite(), theirs.KID); err != nil || !k.Active() {
		t.Errorf("got %+v, %v, want it to be active still", k, err)
	}
}

// Agents who are no admins see the keys and what they did, and change nothing.
func TestAgentsOnlyLookAtKeys(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	kid, site := d.TokenKey().KID, "?site="+d.Site.Key
	agent := d.cookieOf("kim@example.com", access.Agent, int64(d.Site.ID))
	for _, path := range []string{"/site", "/site/evidence", "/keys", "/keys/" + kid + "/verified"} {
		request(t, d.world, "GET", apiRoot+path+site, "", agent).ok(nil)
	}
	before := d.settings()
	for path, method := range map[string]string{"/site": "PATCH", "/keys": "POST", "/keys/" + kid + "/retire": "POST"} {
		request(t, d.world, method, apiRoot+path+site, `{"name":"x"}`, jsonType, fromPanel, agent).fails(path, http.StatusForbidden, "admins_only", "")
	}
	if k := d.listed(kid); k.RetiredAt != nil || d.settings() != before {
		t.Errorf("got %+v and %s, want nothing to change", k, d.settings())
	}
}

// What a key verified is listed since a time, oldest first, page by page.
func TestWhatAKeyVerified(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, id := range []string{"long ago", "40", "41", "42"} {
		d.Browser().Identify(d.Vouched(nametagtest.ID(id)))
		d.Browser().Identify(d.Hashed(nametagtest.ID("another key's " + id)))
		d.Clock.Pass(4 * 24 * time.Hour)
	}
	d.Clock.Pass(-5 * 24 * time.Hour) // Noon and 11 days
	list := func(query string) (ids []string) {
		t.Helper()
		for next := ""; ; {
			var page wire.LedgerPage
			d.send("GET", "/keys/"+d.TokenKey().KID+"/verified?limit=1"+query+next, "").ok(&page)
			for _, e := range page.Entries {
				if e.KeyID != d.TokenKey().KID {
					t.Errorf("got %+v, want entries of the key", e)
				}
				var c wire.Contact
				d.send("GET", "/contacts/"+e.ContactID, "").ok(&c)
				ids = append(ids, text(c.ExternalID))
			}
			if page.Next == nil {
				return ids
			}
			next = "&cursor=" + *page.Next
		}
	}
	for query, want := range map[string][]string{
		"": {"41", "42"}, "&since=2026-11-20T12:00:00Z": {"long ago", "40", "41", "42"}, "&since=2026-11-24T13:30:00%2B01:00": {"41", "42"},
		"&since=2030-01-01T00:00:00Z": nil, "&cursor=OTIyMzM3MjAzNjg1NDc3NTgwNw": nil, // the last number that there is
	} {
		if got := list(query); !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", query, got, want)
		}
	}
}
