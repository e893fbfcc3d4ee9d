package nametag_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
)

const backend nametag.Source = "api:backend"

// revoke revokes whoever has an external id; the test ends if that fails.
func revoke(t *testing.T, w *World, externalID, sid string) nametag.Revocation {
	t.Helper()
	r, err := w.Service.RevokeExternalID(t.Context(), w.Site, externalID, sid, backend)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// inSession makes a token one of a host session.
func inSession(sid string) func(*proof.Token) { return func(t *proof.Token) { t.SID = sid } }

// isDead reports whether the browser's token is.
func isDead(b *Browser) bool {
	_, err := b.Copy().Send(nametag.Command{ID: NewCommand(), Claim: Nothing().Named("x").Claim})
	return errors.Is(err, nametag.ErrFenced)
}

// Revoking fences every browser with a proven link, also one that acts as the person, undoes claimed links without a
// word, and leaves everybody else alone (spec identity §5).
func TestRevokingEndsWhatProofsBroughtAbout(t *testing.T) {
	t.Parallel()
	w := New(t)
	verified, hashed, claimed, acting, other := w.Browser(), w.Browser(), w.Browser(), w.Browser(), w.Browser()
	verified.Identify(w.Vouched(ID("42").Named("Jane")))
	hashed.Identify(w.Hashed(ID("42")))
	claimed.Identify(ID("42"))
	acting.Identify(w.Vouched(ID("42"), ActedBy("Sam")))
	other.Identify(w.Vouched(ID("43")))
	w.Feed.Take()
	want(t, "revocation", revoke(t, w, "42", ""), nametag.Revocation{Fenced: 3})
	for name, b := range map[string]*Browser{"verified": verified, "hashed": hashed, "acting": acting} {
		want(t, name, isDead(b), true)
	}
	want(t, "other", isDead(other), false)
	want(t, "claimed", isDead(claimed), false)
	v := w.Visitor(claimed.Visitor)
	want(t, "claimed link", v.Link, nametag.Link{})
	want(t, "its bag", v.Bag.ExternalID, "")
	var told, fell int
	for _, c := range w.Feed.Take() {
		if c.Successor != 0 {
			told++
		}
		if c.Fell {
			fell++
		}
	}
	want(t, "fences told", told, 3)
	want(t, "quietly", fell, 0)
	var kinds string
	for _, e := range w.Ledger(w.Contact("42").ID)[:4] {
		kinds += fmt.Sprint(e.Kind, " ", e.Reason, " ", e.Actor, "; ")
	}
	want(t, "ledger", kinds, "revoked  api:backend; revoked  api:backend; detached revoked api:backend; revoked  api:backend; ")
}

// Tokens of before are refused from then on, later ones count (spec identity §5). One of the same second may be older.
func TestRevokingRefusesTokensOfBefore(t *testing.T) {
	t.Parallel()
	w := New(t)
	old, same := w.Vouched(ID("42"), Lasting(24*time.Hour)), w.Vouched(ID("42"))
	mailed := w.Vouched(Mailed("jane@x.co"), EmailVerified(true), Lasting(24*time.Hour))
	renamed := w.Vouched(ID("new").Mailed("jane@x.co"), EmailVerified(true))
	other := w.Vouched(ID("43").Mailed("jane@x.co"))
	b := w.Browser()
	b.Identify(w.Vouched(ID("42").Mailed("jane@x.co"), EmailVerified(true)))
	revoke(t, w, "42", "")
	for range 2 { // the second time from what is cached
		_, err := b.Copy().Send(nametag.Command{ID: NewCommand(), Claim: old.Claim})
		want(t, "by the dead browser", errors.Is(err, nametag.ErrFenced), true)
		_, err = w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: same.Claim})
		want(t, "by another", errors.Is(err, nametag.ErrProofRefused), true)
	}
	want(t, "beside an id", w.Browser().Identify(old.ID("42")).Trust, "claimed")
	want(t, "the reason", w.Ledger(w.Contact("42").ID)[0].Reason, "token_revoked")
	_, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: mailed.Claim})
	want(t, "about the person's verified email", errors.Is(err, nametag.ErrProofRefused), true)
	_, err = w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: renamed.Claim})
	want(t, "about it and an id that nobody has", errors.Is(err, nametag.ErrProofRefused), true)
	want(t, "who merely says the email", w.Browser().Identify(other).Trust, "verified")
	w.Clock.Pass(time.Second)
	want(t, "a new one", w.Browser().Identify(w.Vouched(ID("42"))).Trust, "verified")
	w.Restart()
	w.Clock.Pass(23 * time.Hour)
	_, err = w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: old.Claim})
	want(t, "a day later", errors.Is(err, nametag.ErrProofRefused), true)
}

// Whoever isn't known yet can be revoked all the same, and with him who acts as him.
func TestRevokingSomebodyUnknown(t *testing.T) {
	t.Parallel()
	w := New(t)
	acting, other := w.Browser(), w.Browser()
	acting.Identify(w.Vouched(ID("42"), ActedBy("Sam")))
	other.Identify(w.Vouched(ID("43"), ActedBy("Sam")))
	old := w.Vouched(ID("42"))
	want(t, "revocation", revoke(t, w, "42", ""), nametag.Revocation{Fenced: 1, Durable: true})
	want(t, "acting", isDead(acting), true)
	want(t, "other", isDead(other), false)
	_, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: old.Claim})
	want(t, "a token of before", errors.Is(err, nametag.ErrProofRefused), true)
	want(t, "contacts", len(w.Contacts()), 0)
}

// A host session is ended alone: its browsers and its tokens.
func TestRevokingOneHostSession(t *testing.T) {
	t.Parallel()
	w := New(t)
	phone, laptop, claimed := w.Browser(), w.Browser(), w.Browser()
	old := w.Vouched(ID("42"), inSession("phone"))
	phone.Identify(old)
	laptop.Identify(w.Vouched(ID("42"), inSession("laptop")))
	claimed.Identify(ID("42"))
	want(t, "revocation", revoke(t, w, "42", "phone"), nametag.Revocation{Fenced: 1, Durable: true})
	want(t, "phone", isDead(phone), true)
	want(t, "laptop", isDead(laptop), false)
	want(t, "claimed", w.Visitor(claimed.Visitor).Link.Contact, w.Contact("42").ID)
	_, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: old.Claim})
	want(t, "its token", errors.Is(err, nametag.ErrProofRefused), true)
	want(t, "another session's", w.Browser().Identify(w.Vouched(ID("42"), inSession("laptop"))).Trust, "verified")
	_, err = w.Service.RevokeExternalID(t.Context(), w.Site, "42", string(make([]byte, 256)), backend)
	want(t, "too long", errors.Is(err, nametag.ErrTooLarge), true)
}

// All that merged into one person is that person, however many browsers it has.
func TestRevokingAMergedPersonOfManyBrowsers(t *testing.T) {
	t.Parallel()
	w := New(t)
	old := w.Vouched(ID("7"))
	w.Browser().Identify(w.Vouched(ID("42")))
	w.Browser().Identify(old)
	if _, err := w.Service.Merge(t.Context(), w.Site, w.Contact("42").ID, w.Contact("7").ID, agent, false); err != nil {
		t.Fatal(err)
	}
	for range 450 {
		w.Browser().Identify(w.Hashed(ID("42")))
	}
	r, err := w.Service.Revoke(t.Context(), w.Site, w.Contact("42").ID, "", agent)
	want(t, "error", err, nil)
	want(t, "revocation", r, nametag.Revocation{Fenced: 452})
	_, err = w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: old.Claim})
	want(t, "a token of the one who merged", errors.Is(err, nametag.ErrProofRefused), true)
	_, err = w.Service.Revoke(t.Context(), w.Site, 1, "", agent)
	want(t, "nobody", errors.Is(err, nametag.ErrNotFound), true)
}

// Another site's people of the same id are others.
func TestRevokingStaysAtItsSite(t *testing.T) {
	t.Parallel()
	w := New(t)
	other := w.Elsewhere()
	b, token := other.Browser(), other.Vouched(ID("42"))
	b.Identify(token)
	w.Browser().Identify(w.Vouched(ID("42")))
	revoke(t, w, "42", "")
	want(t, "dead", isDead(b), false)
	want(t, "its token", other.Browser().Identify(token).Trust, "verified")
}

// What rests on a leaked key falls at once: the link to claimed, one that only acts to nobody (spec security §2).
func TestLinksFallWithALeakedKey(t *testing.T) {
	t.Parallel()
	w := New(t)
	verified, acting, hashed := w.Browser(), w.Browser(), w.Browser()
	verified.Identify(w.Vouched(ID("42").Named("Jane")))
	acting.Identify(w.Vouched(ID("42"), ActedBy("Sam")))
	hashed.Identify(w.Hashed(ID("42")))
	standing := func(b *Browser) string {
		out, err := w.Service.Hello(t.Context(), b.Copy().Browser)
		if err != nil {
			t.Fatal(err)
		}
		return out.Answer.Trust
	}
	old := w.TokenKey().KID
	if _, err := w.Service.RetireSigningKey(t.Context(), old, false); err != nil {
		t.Fatal(err)
	}
	want(t, "with a retired key", standing(verified)+" "+standing(acting), "verified acting")
	if _, err := w.Service.RetireSigningKey(t.Context(), old, true); err != nil {
		t.Fatal(err)
	}
	want(t, "with a leaked key", standing(verified)+" "+standing(acting)+" "+standing(hashed), "claimed anonymous verified")
	p, err := w.Service.Contact(t.Context(), w.Site, w.Contact("42").ID)
	want(t, "error", err, nil)
	for _, v := range p.Visitors {
		want(t, "as people see it", v.Link.Trust, map[nametag.VisitorID]nametag.Trust{hashed.Visitor: nametag.Verified, verified.Visitor: nametag.Claimed}[v.ID])
	}
	want(t, "what it says then is claimed", verified.Update(Nothing().Named("Eve")).Trust, "claimed")
	want(t, "and changes nothing", w.Contact("42").Text(nametag.Name), "Jane")
	want(t, "the other acts no more", acting.Update(Nothing().Named("Eve")).Trust, "anonymous")
	want(t, "another proof makes it sure again", verified.Identify(w.Hashed(ID("42"))).Trust, "verified")
}

// A link says on which key it rests, also after a rotation.
func TestALinkRestsOnItsNewestKey(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(w.Vouched(ID("42")))
	b.Identify(w.Hashed(ID("42"))) // lasts longer
	want(t, "key", w.Visitor(b.Visitor).Link.KID, w.HashKey().KID)
	b.Identify(w.Vouched(ID("42").Named("Jane"), Lasting(time.Minute)))
	want(t, "of the longer proof", w.Visitor(b.Visitor).Link.KID, w.HashKey().KID)
	if _, err := w.Service.RetireSigningKey(t.Context(), w.TokenKey().KID, true); err != nil {
		t.Fatal(err)
	}
	want(t, "the other key's leak is none of its business", b.Update(Nothing().Named("Janet")).Trust, "verified")
}

// What is carried while its person is revoked doesn't survive it (spec identity §5), whichever of the two is first.
func TestNothingIsCarriedPastARevocation(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Link()
	for i := range 60 {
		id := fmt.Sprint("p", i)
		shop, help := w.Browser(), w.Browser()
		shop.Identify(w.Vouched(ID(id)))
		token := carryToken(t, w, shop)
		var both sync.WaitGroup
		both.Go(func() { arrive(t, w, help, HelpCentre, token) })
		both.Go(func() { revoke(t, w, id, "") })
		both.Wait()
		out, err := w.Service.Hello(t.Context(), help.Copy().Browser)
		want(t, "error", err, nil)
		if out.Answer.Trust == "verified" {
			t.Fatalf("round %d: a browser is verified still", i)
		}
	}
}

// A link rests on one host session: the newest. What an earlier one proved ends with it, and a proof without a session
// leaves the session's mark on the link, so that its revocation is felt.
func TestALinkRestsOnItsNewestHostSession(t *testing.T) {
	t.Parallel()
	w := New(t)
	lives := func(b *Browser, d time.Duration) {
		t.Helper()
		want(t, "lives", w.Visitor(b.Visitor).Link.Until.Sub(w.Clock.Now().Truncate(time.Second)), d)
	}
	b := w.Browser()
	b.Identify(w.Vouched(ID("42"), inSession("old"), Lasting(20*time.Hour)))
	b.Identify(w.Vouched(ID("42"), inSession("new"), Lasting(time.Hour)))
	lives(b, time.Hour)
	want(t, "the old session", revoke(t, w, "42", "old").Fenced, 0)
	want(t, "the new one", revoke(t, w, "42", "new").Fenced, 1)
	w.Clock.Pass(time.Minute)
	hashed := w.Browser()
	hashed.Identify(w.Vouched(ID("42"), inSession("s1"), Lasting(time.Hour)))
	hashed.Identify(w.Hashed(ID("42")))
	want(t, "beside a longer proof", revoke(t, w, "42", "s1").Fenced, 1)
}

// The doctor knows what nobody can see in a token.
func TestTheDoctorKnowsOfRevocations(t *testing.T) {
	t.Parallel()
	w := New(t)
	said := w.Vouched(ID("42"), inSession("s1"))
	want(t, "before", asked(t, w, said).Accepted, true)
	revoke(t, w, "42", "s1")
	r := asked(t, w, said)
	want(t, "after", !r.Accepted && !r.Verified && !r.ID && codeOf(r) == "token_revoked", true)
}
