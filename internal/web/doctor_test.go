package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/internal/wire"
)

// consult asks the doctor, with a key or a cookie.
func (w *world) consult(body string, headers ...string) (got wire.Diagnosis, a *answer) {
	w.t.Helper()
	a = request(w.t, w, "POST", apiRoot+"/doctor?site="+w.Site.Key, body, append(headers, jsonType)...).ok(&got)
	return got, a
}

func question(hash string) string {
	return fmt.Sprintf(`{"id":"42","email":"jane@example.com","hash":%q}`, hash)
}

func TestTheDoctorAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k, key := w.HashKey(), w.key("site:read")
	const should = `"should_sign":[{"use":"json","message":"{\"id\":\"42\",\"email\":\"jane@example.com\"}"}]`
	good := nametagtest.Sign(k, `{"id":"42","email":"jane@example.com"}`)
	_, a := w.consult(question(good), key)
	if want := `{"accepted":true,"covers":["id","email"],"verified":true,"reason":null,"kid":"` + k.KID + `",` + should + `}`; a.Body != want {
		t.Errorf("got %s, want %s", a.Body, want)
	}
	bad := nametagtest.Sign(k, `{"id": "42", "email": "jane@example.com"}`)
	got, a := w.consult(question(bad), key)
	if got.Accepted || got.Verified || got.Reason == nil || got.Reason.Code != "hash_spacing" || got.Reason.Help == "" || *got.KID != k.KID || !strings.HasSuffix(a.Body, should+"}") {
		t.Errorf("got %s, want hash_spacing and what should be signed", a.Body)
	}
	for _, secret := range []string{k.Secret, strings.TrimPrefix(k.Secret, proof.SecretPrefix), good, bad} {
		if strings.Contains(a.Body, secret) || strings.Contains(w.log.String(), secret) {
			t.Errorf("%s is in %s or the log %s", secret, a.Body, w.log)
		}
	}
	w.TokenKey()
	token := w.Vouched(nametagtest.ID("42")).Token
	if got, a := w.consult(`{"id":42,"email":null,"token":"`+token+`"}`, key); !got.Verified || len(got.Covers) != 1 || got.Covers[0] != "id" {
		t.Errorf("got %s, want the token verified", a.Body)
	}
	mailed := w.Vouched(nametagtest.ID("42").Mailed("jane@example.com")).Token
	for _, takenBack := range []string{`"email":null`, `"email":""`, `"id":null`, `"id":""`} {
		if got, a := w.consult(`{`+takenBack+`,"token":"`+mailed+`"}`, key); got.Accepted || got.Reason == nil || got.Reason.Code != "mismatch" {
			t.Errorf("%s: got %s, want the mismatch that identify sees", takenBack, a.Body)
		}
	}
	w.Clock.Pass(2 * time.Hour)
	if got, a := w.consult(`{"token":"`+token+`"}`, key); got.Reason == nil || got.Reason.Message != "The token expired 60 min 0 s ago." || strings.Contains(a.Body, "42") || len(got.ShouldSign) != 0 {
		t.Errorf("got %s, want that it expired, and nothing that stands in it", a.Body)
	}
	if n := len(w.Contacts()); n != 0 {
		t.Errorf("got %d contacts, want none: asking is no claim", n)
	}
}

// Whose sites the asker may see, their keys are tried, and nobody else's.
func TestTheDoctorTriesTheKeysOfTheAskersSites(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.HashKey()
	theirs, secret, err := w.Service.CreateSigningKey(t.Context(), w.otherSite(), "theirs", []nametag.KeyUse{proof.UseJSON}, "")
	if err != nil {
		t.Fatal(err)
	}
	asked := question(nametagtest.Sign(proof.Key{Secret: secret}, `{"id":"42"}`))
	for name, c := range map[string]struct{ header, code string }{
		"an API key":            {w.key("all"), "hash_mismatch"},
		"an agent of this site": {w.cookieOf("sam@example.com", access.Agent, int64(w.Site.ID)), "hash_mismatch"},
		"an agent of both":      {w.cookieOf("kim@example.com", access.Agent, int64(w.Site.ID), int64(w.otherSite().ID)), "key_of_other_site"},
		"an admin":              {w.cookie(), "key_of_other_site"},
	} {
		got, a := w.consult(asked, c.header, fromPanel)
		known := got.KID != nil && *got.KID == theirs.KID && strings.Contains(a.Body, "Other")
		if got.Reason == nil || got.Reason.Code != c.code || known != (c.code == "key_of_other_site") {
			t.Errorf("%s: got %s, want %s", name, a.Body, c.code)
		}
	}
}

// However many ask at once, one proof is looked at after the other; who leaves doesn't wait.
func TestTheDoctorSeesOneAfterTheOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	store := &waitingStore{Store: w.Store, entered: make(chan struct{}, 2), leave: make(chan struct{})}
	slow := *w.Service
	slow.Store = store
	busy := w.with(func(c *web.Config) { c.Service = &slow })
	ask := func(ctx context.Context, header string) int {
		return requestWith(ctx, t, busy, "POST", apiRoot+"/doctor?site="+w.Site.Key, question("x"), jsonType, fromPanel, header).Status
	}
	first, key := make(chan int), w.key("site:read")
	go func() { first <- ask(t.Context(), key) }()
	<-store.entered
	leaving, leave := context.WithCancel(t.Context())
	store.listed.Store(&leave) // when only its turn is to come
	ask(leaving, w.cookie())
	if len(store.entered) > 0 {
		t.Error("two are looked at at once")
	}
	close(store.leave)
	if status := <-first; status != http.StatusOK {
		t.Errorf("got %d, want 200", status)
	}
	if got := w.log.String(); got != "" {
		t.Errorf("got log %q, want nothing", got)
	}
}

// waitingStore lists keys when it is told to, and tells that sites were listed.
type waitingStore struct {
	nametag.Store
	entered, leave chan struct{}
	listed         atomic.Pointer[context.CancelFunc]
}

func (s *waitingStore) SigningKeys(ctx context.Context, site nametag.SiteID) ([]*nametag.SigningKey, error) {
	s.entered <- struct{}{}
	select {
	case <-s.leave:
		return s.Store.SigningKeys(ctx, site)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *waitingStore) Sites(ctx context.Context) ([]*nametag.Site, error) {
	sites, err := s.Store.Sites(ctx)
	if told := s.listed.Load(); told != nil {
		(*told)()
	}
	return sites, err
}

// Few of a site wait for the doctor; more are asked to come again, and other sites get their turn.
func TestFewOfASiteWaitForTheDoctor(t *testing.T) {
	t.Parallel()
	room, entered := web.NewConsulting(), make(chan func())
	enter := func(site nametag.SiteID) {
		done, err := room.Enter(t.Context(), site)
		if err != nil {
			t.Error(err)
		}
		entered <- done
	}
	for range 4 {
		go enter(1)
	}
	done := <-entered
	for room.Waiting(1) < 4 {
		runtime.Gosched()
	}
	var limited *nametag.Error
	if _, err := room.Enter(t.Context(), 1); !errors.As(err, &limited) || !errors.Is(err, nametag.ErrRateLimited) || limited.Wait != time.Second {
		t.Errorf("got %v, want a second to wait", err)
	}
	go enter(2)
	for range 4 {
		done()
		done = <-entered
	}
	done()
	go enter(1)
	(<-entered)()
}

// Who says in which language is given the code that would have signed it right.
func TestTheDoctorGivesCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.key("site:read")
	for body, want := range map[string]string{
		`{"id":"42","hash":"x","language":"python"}`:                   "sign with a key for json",
		`{"id":"42","token":"x.y","language":"python"}`:                "sign with a key for token",
		`{"email":"jane@example.com","hash":"x","language":"python"}`:  "sign with a key for json",
		`{"email":"jane@example.com","token":"x","language":"python"}`: "sign with a key for token",
		`{"hash":"x","language":"python"}`:                             "sign with a key for json",
		`{"token":"x","language":"python"}`:                            "sign with a key for token",
		`{"id":"42","hash":"x","language":null}`:                       "",
		`{"id":"42","hash":"x"}`:                                       "",
	} {
		if got, _ := w.consult(body, key); got.Code != want {
			t.Errorf("%s: got code %q, want %q", body, got.Code, want)
		}
	}
}

// Where the site has keys for bare text only, the code signs that: but only as long as no key signs JSON.
func TestTheDoctorGivesCodeForTheSitesKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.key("site:read")
	const (
		id    = `{"id":"42","hash":"x","language":"python"}`
		email = `{"email":"jane@example.com","hash":"x","language":"python"}`
		both  = `{"id":"42","email":"jane@example.com","hash":"x","language":"python"}`
	)
	for _, c := range []struct {
		made proof.Use // one after the other
		want map[string]proof.Use
	}{
		{proof.UseRawID, map[string]proof.Use{id: proof.UseRawID, both: proof.UseRawID, email: proof.UseJSON}}, // no key signs such an email yet
		{proof.UseRawEmail, map[string]proof.Use{id: proof.UseRawID, both: proof.UseRawID, email: proof.UseRawEmail}},
		{proof.UseJSON, map[string]proof.Use{id: proof.UseJSON, both: proof.UseJSON, email: proof.UseJSON}},
	} {
		if _, _, err := w.Service.CreateSigningKey(t.Context(), w.Site, string(c.made), []nametag.KeyUse{c.made}, ""); err != nil {
			t.Fatal(err)
		}
		for body, use := range c.want {
			if got, _ := w.consult(body, key); got.Code != "sign with a key for "+string(use) {
				t.Errorf("%s, with a key for %s: got code %q, want it for %s", body, c.made, got.Code, use)
			}
		}
	}
	if got, _ := w.consult(strings.Replace(id, "hash", "token", 1), key); got.Code != "sign with a key for token" {
		t.Errorf("got code %q for a token", got.Code)
	}
}
