package nametag_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
)

// What each proof is worth (spec identity §3): the link's trust, and that of the id and the email on the contact.
func TestTrustOfAClaim(t *testing.T) {
	t.Parallel()
	jane := ID("42").Mailed("jane@x.co")
	for _, c := range []struct {
		name             string
		confirmed        bool // the site says that its users' emails are
		claim            func(*World) Said
		link, id, email  string
		reason, refusing string // in development mode
	}{
		{"no proof", true, func(w *World) Said { return jane }, "claimed", "claimed", "claimed", "", ""},
		{"a hash over both", true, func(w *World) Said { return w.Hashed(jane) }, "verified", "verified", "verified", "", ""},
		{"emails that aren't confirmed stay claimed", false, func(w *World) Said { return w.Hashed(jane) }, "verified", "verified", "claimed", "", ""},
		{"a hash over the id alone", true, func(w *World) Said { return w.HashedID(jane) }, "verified", "verified", "claimed", "", ""},
		{"a hash over the email alone covers nothing of a claim with an id", true, func(w *World) Said {
			s := jane
			s.Hash = w.Hashed(Mailed("jane@x.co")).Hash
			return s
		}, "claimed", "claimed", "claimed", "hash_of_email", ""},
		{"a wrong hash", true, func(w *World) Said { s := jane; s.Hash = strings.Repeat("ab", 32); return s }, "claimed", "claimed", "claimed", "no_key", ""},
		{"an email alone, hashed and confirmed", true, func(w *World) Said { return w.Hashed(Mailed("jane@x.co")) }, "verified", "", "verified", "", ""},
		{"an email alone, hashed and not confirmed", false, func(w *World) Said { return w.Hashed(Mailed("jane@x.co")) }, "claimed", "", "claimed", "email_unconfirmed", ""},
		{"a token", true, func(w *World) Said { return w.Vouched(jane) }, "verified", "verified", "verified", "", ""},
		{"a token that says the email is confirmed", false, func(w *World) Said { return w.Vouched(jane, EmailVerified(true)) }, "verified", "verified", "verified", "", ""},
		{"a token that says it isn't", true, func(w *World) Said { return w.Vouched(jane, EmailVerified(false)) }, "verified", "verified", "claimed", "", ""},
		{"a token of an email alone that isn't confirmed", true, func(w *World) Said { return w.Vouched(Mailed("jane@x.co"), EmailVerified(false)) }, "claimed", "", "claimed", "email_unconfirmed", ""},
		{"a token about another id than the call", true, func(w *World) Said { s := w.Vouched(ID("43")); s.ExternalID = jane.ExternalID; return s }, "claimed", "claimed", "", "mismatch", ""},
		{"a token about another email than the call", true, func(w *World) Said { s := w.Vouched(jane); return s.Mailed("other@x.co") }, "claimed", "", "claimed", "mismatch", ""},
		{"a token of an id beside an email of the call", true, func(w *World) Said { return w.Vouched(ID("42")).Mailed("jane@x.co") }, "verified", "verified", "claimed", "", ""},
		{"a token that names the person that the call names", true, func(w *World) Said { return w.Vouched(jane).ID(" 42").Mailed("JANE@x.co") }, "verified", "verified", "verified", "", ""},
		{"a token whose sub is a placeholder", true, func(w *World) Said { return w.Vouched(ID("undefined")).Mailed("jane@x.co") }, "claimed", "", "claimed", "placeholder_id", ""},
		{"a token that expired names nobody", true, func(w *World) Said {
			s := w.Vouched(jane)
			w.Clock.Pass(2 * time.Hour)
			return s
		}, "", "", "", "", "token_expired"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			w.SetSite(func(s *nametag.Site) { s.EmailsConfirmed, s.DevUntil = c.confirmed, Noon.Add(nametag.DevFor) })
			out, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: c.claim(w).Claim})
			if c.refusing != "" {
				var refusal *nametag.Error
				if !errors.As(err, &refusal) || refusal.Code != c.refusing {
					t.Fatalf("got %v, want %s", err, c.refusing)
				}
				want(t, "contacts", len(w.Contacts()), 0)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var reasons string
			for _, warning := range out.Answer.Warnings {
				reasons += warning.Code
			}
			x := w.Contacts()[0]
			want(t, "link", out.Answer.Trust, c.link)
			want(t, "id", trustOf(x.ExternalID, x.ExternalTrust), c.id)
			want(t, "email", trustOf(x.Email.Shown, x.EmailTrust), c.email)
			want(t, "reason", reasons, c.reason)
			want(t, "secured", x.Secured(), c.link == "verified")
		})
	}
}

func trustOf(text string, trust nametag.Trust) string {
	if text == "" {
		return ""
	}
	return trust.String()
}

// Strangers hear nothing of why a proof failed (spec identity §8).
func TestReasonsAreForDevelopers(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.HashKey()
	said := ID("42")
	said.Hash = strings.Repeat("ab", 32)
	out, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: said.Claim})
	want(t, "error", err, nil)
	want(t, "warnings", len(out.Answer.Warnings), 0)
	want(t, "the ledger knows", w.Ledger(w.Contact("42").ID)[0].Reason, "hash_mismatch")
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	_, err = w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: said.Claim})
	want(t, "refused", errors.Is(err, nametag.ErrProofNeeded), true)
	w.SetSite(func(s *nametag.Site) { s.DevUntil = Noon.Add(nametag.DevFor) })
	_, err = w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: said.Claim})
	want(t, "refused in development mode", errors.Is(err, &nametag.Error{Code: "hash_mismatch"}), true)
}

// A key's uses are kept apart (spec security §1a): who may choose his own id must not get others' proofs signed.
func TestAProofCountsForTheUseOfItsKeyOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	raw := w.Key(proof.UseRawID, proof.UseRawEmail)
	said := ID("admin")
	said.Hash = Sign(raw, `{"id":"admin"}`)
	want(t, "JSON signed as a raw id", w.Browser().Identify(said).Trust, "claimed")
	said.Hash = Sign(raw, "admin")
	want(t, "a raw id", w.Browser().Identify(said).Trust, "verified")
	mailed := Mailed("jane@x.co")
	w.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	mailed.Hash = Sign(raw, "jane@x.co")
	want(t, "a raw email", w.Browser().Identify(mailed).Trust, "verified")
	forged := w.Vouched(ID("42"))
	if _, err := w.Service.RetireSigningKey(t.Context(), w.TokenKey().KID, false); err != nil {
		t.Fatal(err)
	}
	_, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: forged.Claim})
	want(t, "a token of a retired key", errors.Is(err, nametag.ErrProofRefused), true)
}

// Who may write (spec identity §6), per key.
func TestWriteRule(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(w.Vouched(ID("42").Named("Jane").Custom("plan", `"pro"`)).Profile(nametag.Company, "Acme").Custom("seats", "3"))
	jane := func() *nametag.Contact { return w.Contact("42") }
	value := func(f nametag.Field) string {
		v := jane().Traits.Profile[f]
		return fmt.Sprintf("%s %s", v.JSON, v.Trust)
	}
	custom := func(key string) string {
		v := jane().Traits.Custom[key]
		return fmt.Sprintf("%s %s", v.JSON, v.Trust)
	}
	want(t, "inside the token", value(nametag.Name), `"Jane" attested`)
	want(t, "beside it", value(nametag.Company), `"Acme" verified`)
	want(t, "custom inside", custom("plan"), `"pro" attested`)
	want(t, "custom beside", custom("seats"), `3 verified`)
	want(t, "source", jane().Traits.Profile[nametag.Name].Source, nametag.Source(w.TokenKey().KID))

	stranger := w.Browser()
	stranger.Identify(ID("42").Named("Mallory").Profile(nametag.Company, "Evil").Profile(nametag.Phone, "555").Custom("plan", `"x"`))
	want(t, "a claimed write doesn't change attested values", value(nametag.Name), `"Jane" attested`)
	want(t, "nor verified ones", value(nametag.Company), `"Acme" verified`)
	want(t, "but fills blanks", value(nametag.Phone), `"555" claimed`)
	want(t, "what was kept out is in the ledger", fmt.Sprint(w.Ledger(jane().ID)[0].Effect.Protected), "[name company custom_data.plan]")
	stranger.Update(Nothing().Profile(nametag.Phone, "556"))
	want(t, "on a secured contact a claimed write doesn't change even a claimed value", value(nametag.Phone), `"555" claimed`)

	b.Update(Nothing().Named("Janet").Profile(nametag.Company, "Acme Inc").Profile(nametag.Phone, "557"))
	want(t, "a verified browser doesn't change attested values", value(nametag.Name), `"Jane" attested`)
	want(t, "but verified ones", value(nametag.Company), `"Acme Inc" verified`)
	want(t, "and claimed ones", value(nametag.Phone), `"557" verified`)
	b.Identify(w.Vouched(ID("42").Named("Janet")))
	want(t, "the site changes everything", value(nametag.Name), `"Janet" attested`)
	b.Update(Nothing().Profile(nametag.Phone, "557"))
	entries := len(w.Ledger(jane().ID))
	b.Update(Nothing().Profile(nametag.Phone, "557"))
	want(t, "said again, nothing is written", len(w.Ledger(jane().ID)), entries)
}

func TestAValueSaidAgainMoreSurelyRises(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42").Named("Jane"))
	b.Identify(w.Hashed(ID("42")).Named("Jane"))
	want(t, "trust", w.Contact("42").Traits.Profile[nametag.Name].Trust, nametag.Verified)
}

// Spec identity §2: claimed values give way, the oldest first, when a surer change needs the room.
func TestUnprovenCustomDataMakesRoom(t *testing.T) {
	t.Parallel()
	w := New(t)
	junk := func(n int) string { return `"` + strings.Repeat("x", n) + `"` }
	stranger := w.Browser()
	stranger.Identify(ID("42").Custom("old", junk(300)))
	w.Clock.Pass(time.Minute)
	stranger.Update(Nothing().Custom("new", junk(300)))
	w.Clock.Pass(time.Minute)
	stranger.Update(Nothing().Custom("small", `1`))
	jane := w.Browser()
	answer := jane.Identify(w.Vouched(ID("42").Custom("plan", junk(500))))
	want(t, "rejected", len(answer.Rejected), 0)
	keys := w.Contact("42").Traits.Custom
	want(t, "the oldest gave way", keys["old"].JSON, "")
	want(t, "the newer stayed", keys["new"].JSON != "" && keys["small"].JSON != "" && keys["plan"].JSON != "", true)
	answer = jane.Identify(w.Hashed(ID("42")).Custom("more", junk(600)))
	want(t, "too much even without what is unproven", fmt.Sprint(answer.Rejected), fmt.Sprint([]nametag.Rejection{{Field: "custom_data", Reason: "too_large", Limit: 1024, Size: answer.Rejected[0].Size}}))
	want(t, "then nothing gives way", len(w.Contact("42").Traits.Custom), len(keys))
}

// Spec identity §5: a rise of trust gives a new token, and kills the older ones in every order of arrival.
func TestEveryRiseOfTrustRenewsTheToken(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Update(Nothing().Named("Jane"))
	anonymous := b.Copy()
	b.Identify(ID("42"))
	claimed := b.Copy()
	b.Identify(w.Hashed(ID("42")))
	want(t, "number", b.Number, claimed.Number+1)
	verified := b.Copy()
	b.Identify(w.Hashed(ID("42")))
	want(t, "said again", b.Number, verified.Number)
	for _, old := range []*Browser{anonymous, claimed} {
		_, err := old.Send(nametag.Command{ID: NewCommand(), Claim: Nothing().Named("Mallory").Claim})
		want(t, "an older token", errors.Is(err, nametag.ErrStale), true)
	}
	w.Clock.Pass(13 * time.Hour)
	b.Identify(ID("42"))
	want(t, "a fall renews nothing", b.Number, verified.Number)
	b.Identify(w.Hashed(ID("42")))
	want(t, "after it a rise does", b.Number, verified.Number+1)
}

// Spec identity §5: a verified link lasts as long as its proof, or 12 hours.
func TestAVerifiedLinkFallsBackToClaimed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		said func(*World) Said
		life time.Duration
	}{
		{"of a token", func(w *World) Said { return w.Vouched(ID("42"), Lasting(30*time.Minute)) }, 30 * time.Minute},
		{"of a hash", func(w *World) Said { return w.Hashed(ID("42")) }, 12 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			b := w.Browser()
			answer := b.Identify(c.said(w))
			want(t, "expires", answer.Expires, Noon.Add(c.life))
			w.Clock.Pass(c.life - time.Second)
			want(t, "a second before", b.Update(Nothing().Named("Jane")).Trust, "verified")
			w.Clock.Pass(time.Second)
			hello, err := w.Service.Hello(t.Context(), b.Browser)
			want(t, "hello", err, nil)
			want(t, "then", hello.Answer.Trust, "claimed")
			b.Update(Nothing().Named("Janet"))
			want(t, "what it says is claimed", w.Contact("42").Text(nametag.Name), "Jane")
		})
	}
}

func TestALaterProofLengthensALink(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(w.Vouched(ID("42"), Lasting(2*time.Hour)))
	answer := b.Identify(w.Vouched(ID("42"), Lasting(time.Hour)))
	want(t, "never shortens", answer.Expires, Noon.Add(2*time.Hour))
	want(t, "an unproven claim about the same person changes nothing", b.Identify(ID("42")).Trust, "verified")
	entries := len(w.Ledger(w.Contact("42").ID))
	answer = b.Identify(w.Vouched(ID("42"), Lasting(3*time.Hour)))
	want(t, "lengthens", answer.Expires, Noon.Add(3*time.Hour))
	want(t, "without an entry", len(w.Ledger(w.Contact("42").ID)), entries)
	w.Restart()
	hello, err := w.Service.Hello(t.Context(), b.Browser)
	want(t, "hello", err, nil)
	want(t, "and durably", hello.Answer.Expires, Noon.Add(3*time.Hour))
}

// A clock that is half a minute off doesn't make a fresh link fall at once.
func TestATokenWithinTheSkewStillVerifies(t *testing.T) {
	t.Parallel()
	w := New(t)
	said := w.Vouched(ID("42"), Lasting(time.Minute))
	w.Clock.Pass(90 * time.Second)
	want(t, "trust", w.Browser().Identify(said).Trust, "verified")
}

// Spec identity §5: whoever acts as somebody writes nothing and leaves no trace in anybody's history.
func TestImpersonation(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(w.Vouched(ID("42").Named("Jane")))
	jane := w.Contact("42")
	entries := len(w.Ledger(jane.ID))

	sam := w.Browser()
	sam.Update(Nothing().Named("Sam"))
	visitor, number := sam.Visitor, sam.Number
	answer := sam.Identify(w.Vouched(ID("42").Named("Sam was here"), ActedBy("Sam")).Profile(nametag.Company, "Evil"))
	want(t, "trust", answer.Trust, "acting")
	want(t, "actor", sam.Link.Actor, "Sam")
	want(t, "the same visitor", sam.Visitor, visitor)
	want(t, "a rise of trust", sam.Number, number+1)
	sam.Update(Nothing().Named("Sam again"))
	want(t, "an unproven claim goes on acting", sam.Identify(ID("42").Mailed("sam@x.co")).Trust, "acting")
	now := w.Contact("42")
	want(t, "name", now.Text(nametag.Name), "Jane")
	want(t, "blanks", now.Text(nametag.Company), "")
	want(t, "head", now.Head, jane.Head)
	want(t, "entries", len(w.Ledger(jane.ID)), entries)

	w.Clock.Pass(24 * time.Hour)
	hello, err := w.Service.Hello(t.Context(), sam.Browser)
	want(t, "hello", err, nil)
	want(t, "never becomes Jane's own", hello.Answer.Trust, "acting")
	answer = sam.Identify(w.Vouched(ID("42")))
	want(t, "ends by a fence", answer.Switched, true)
	want(t, "and then is she", answer.Trust, "verified")
	answer = sam.Identify(w.Vouched(ID("42"), ActedBy("Sam")))
	want(t, "begins by one", answer.Switched, true)
	want(t, "another actor", sam.Identify(w.Vouched(ID("42"), ActedBy("Kim"))).Switched, true)
	sam.Reset()
	want(t, "left as it was", w.Contact("42").Text(nametag.Name), "Jane")
}

func TestActingAsSomebodyUnknownCreatesNobody(t *testing.T) {
	t.Parallel()
	w := New(t)
	sam := w.Browser()
	want(t, "trust", sam.Identify(w.Vouched(ID("42"), ActedBy("Sam"))).Trust, "acting")
	want(t, "contacts", len(w.Contacts()), 0)
	w.Browser().Identify(w.Vouched(ID("42")))
	want(t, "when she comes", sam.Identify(ID("42")).Trust, "acting")
	want(t, "contacts", len(w.Contacts()), 1)
}

// Refusals are in the ledger once per visitor, contact, reason and hour (spec identity §7).
func TestRefusalsAreNotedOnceAnHour(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42"))
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	b.Site = w.Site
	refused := func() (n int) {
		for _, e := range w.Ledger(w.Contact("42").ID) {
			if e.Kind == nametag.Refused {
				n++
			}
		}
		return n
	}
	for range 3 {
		_, err := b.Send(nametag.Command{ID: NewCommand(), Claim: ID("42").Named("x").Claim})
		want(t, "refused", errors.Is(err, nametag.ErrProofNeeded), true)
	}
	want(t, "entries", refused(), 1)
	w.Clock.Pass(time.Hour)
	_, _ = b.Send(nametag.Command{ID: NewCommand(), Claim: ID("42").Claim})
	want(t, "an hour later", refused(), 2)
	wrong := ID("42")
	wrong.Hash = strings.Repeat("ab", 32)
	_, _ = b.Send(nametag.Command{ID: NewCommand(), Claim: wrong.Claim})
	want(t, "for another reason", refused(), 3)
}

// Spec identity §3: under require, traits without a claim reach a contact only over a verified link.
func TestRequireTakesTraitsOverAVerifiedLinkOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	b := w.Browser()
	want(t, "with proof", b.Identify(w.Hashed(ID("42"))).Trust, "verified")
	b.Update(Nothing().Named("Jane"))
	want(t, "name", w.Contact("42").Text(nametag.Name), "Jane")
	w.Clock.Pass(13 * time.Hour)
	b.Update(Nothing().Named("Mallory"))
	want(t, "once it expired", w.Contact("42").Text(nametag.Name), "Jane")
}

// A hash that is in order counts beside a token that isn't.
func TestAHashBesideABadToken(t *testing.T) {
	t.Parallel()
	w := New(t)
	said := w.Hashed(ID("42"))
	said.Token = "nonsense"
	want(t, "trust", w.Browser().Identify(said).Trust, "verified")
	want(t, "nothing was refused", w.Ledger(w.Contact("42").ID)[0].Reason, "")
}

// An unproven claim of the same id doesn't lower a link, also one with the host's session.
func TestAnUnprovenClaimDoesNotLowerALink(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(w.Vouched(ID("42"), func(t *proof.Token) { t.SID = "session-77" }))
	want(t, "trust", b.Identify(ID("42")).Trust, "verified")
}

// Of two that an agent parted, a proof brings in one only.
func TestAProofDoesNotBringTogetherWhomAnAgentParted(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(Mailed("jane@example.com"))
	other := d.Browser()
	other.Identify(Mailed("j@example.com"))
	a, b := d.byEmail("jane@example.com"), d.byEmail("j@example.com")
	other.Update(Mailed("jane@example.com"))
	d.unmerge(d.merge(a, b).Merge)
	d.Browser().Identify(d.Hashed(ID("42")))
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
	want(t, "one came", d.person(a).Contact.ID, d.Contact("42").ID)
	want(t, "the other didn't", d.person(b).Contact.ID, b.ID)
}

// The host's session by which a link can be revoked is that of the newest token, in the ledger too (spec identity §5, §9.7).
func TestANewerTokenRenewsTheHostsSession(t *testing.T) {
	t.Parallel()
	session := func(sid string) func(*proof.Token) { return func(t *proof.Token) { t.SID = sid } }
	for _, as := range [][]func(*proof.Token){nil, {ActedBy("Sam")}} {
		w := New(t)
		b := w.Browser()
		b.Identify(w.Vouched(ID("42"), append(as, session("one"))...))
		b.Identify(w.Vouched(ID("42"), append(as, session("two"))...))
		want(t, "session", b.Link.SID, "two")
	}
}

// Acting as one who was never here ends only by a fence, too (spec identity §5).
func TestActingAsSomebodyUnknownEndsByAFence(t *testing.T) {
	t.Parallel()
	w := New(t)
	sam := w.Browser()
	sam.Identify(w.Vouched(ID("42"), ActedBy("Sam")))
	want(t, "switched", sam.Identify(w.Vouched(ID("42"))).Switched, true)
}

// A later token of the same actor makes acting last longer.
func TestANewerTokenLengthensActing(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(ID("42"))
	sam := w.Browser()
	sam.Identify(w.Vouched(ID("42"), ActedBy("Sam")))
	before := sam.Link.Until
	w.Clock.Pass(30 * time.Minute)
	sam.Identify(w.Vouched(ID("42"), ActedBy("Sam")))
	want(t, "lasts longer", sam.Link.Until.Sub(before), 30*time.Minute)
}

// Who acts as a merged contact goes with it at an un-merge.
func TestActingGoesWithItsSide(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1"))
	d.Browser().Identify(ID("2"))
	m := d.merge(d.Contact("1"), d.Contact("2")).Merge
	sam := d.Browser()
	sam.Identify(d.Vouched(ID("2"), ActedBy("Sam")))
	d.unmerge(m)
	v := d.Visitor(sam.Visitor)
	want(t, "acts as", v.Link.Contact, d.Contact("2").ID)
}

// Detaching who acts as a person ends that by a fence, and leaves nothing in the person's history (spec identity §5).
func TestDetachEndsActing(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42"))
	jane, sam := d.Contact("42"), d.Browser()
	sam.Update(Nothing().Named("Sam"))
	sam.Identify(d.Vouched(ID("42"), ActedBy("Sam")))
	entries := len(d.Ledger(jane.ID))
	d.detach(jane, sam)
	hello, err := d.Service.Hello(t.Context(), sam.Browser)
	want(t, "hello", err, nil)
	want(t, "another visitor", hello.Browser.Visitor != sam.Visitor, true)
	want(t, "entries", len(d.Ledger(jane.ID)), entries)
}

// A page hears of a verified link that an agent undid, but not of one whose end it heard of before.
func TestDetachTellsThePageOnce(t *testing.T) {
	t.Parallel()
	for _, fell := range []bool{false, true} {
		d := desk{New(t)}
		b := d.Browser()
		b.Identify(d.Hashed(ID("42")))
		if fell {
			d.Clock.Pass(13 * time.Hour)
		}
		d.Feed.Take()
		d.detach(d.Contact("42"), b)
		told := d.Feed.Take()
		want(t, "told", told[len(told)-1].Visitor, b.Visitor)
		want(t, "of an end", told[len(told)-1].Fell, !fell)
		trust := nametag.Verified
		if fell {
			trust = nametag.Claimed
		}
		want(t, "what ended", d.Ledger(d.Contact("42").ID)[0].Trust, trust)
	}
}

// Nothing of who acts as a person is in the person's history: not how it ended, nor what was refused (spec identity §5).
func TestActingLeavesNoTraceInTheHistory(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(w.Vouched(ID("42")))
	jane := w.Contact("42")
	entries := len(w.Ledger(jane.ID))
	sam := w.Browser()
	for _, end := range []func(){
		func() { sam.Reset() },
		func() { sam.Identify(ID("43")) },
		func() { sam.Identify(w.Vouched(ID("42"), ActedBy("Kim"))) },
	} {
		sam.Identify(w.Vouched(ID("42"), ActedBy("Sam")))
		wrong := ID("42")
		wrong.Hash = "0000000000000000000000000000000000000000000000000000000000000000"
		sam.Identify(wrong)
		end()
		want(t, "entries", len(w.Ledger(jane.ID)), entries)
		sam = w.Browser()
	}
}

// No unproven claim verifies what a merged contact claimed: its id or its email (spec identity §9.3).
func TestAnUnprovenClaimVerifiesNoAlias(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1").Mailed("one@example.com"))
	two := d.Browser()
	two.Identify(Mailed("two@example.com"))
	two.Identify(ID("2"))
	d.merge(d.Contact("1"), d.Contact("2"))
	d.Browser().Identify(ID("2"))
	d.Browser().Identify(Mailed("two@example.com"))
	two.Update(Mailed("two@example.com"))
	alias := d.person(d.Contact("1")).Aliases[0]
	want(t, "id", alias.ExternalTrust, nametag.Claimed)
	want(t, "email", alias.EmailTrust, nametag.Claimed)
	want(t, "secured", alias.Secured(), false)
}

// A link that was proven for longer stays so where a shorter proof merges its contact into another.
func TestALongerProofOutlastsAMerge(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	w.Browser().Identify(ID("42"))
	b := w.Browser()
	long := b.Identify(w.Hashed(Mailed("jane@example.com"))).Expires
	want(t, "expires", b.Identify(w.Vouched(ID("42").Mailed("jane@example.com"))).Expires, long)
	want(t, "contacts", len(w.Contacts()), 1)
}

// A visitor that a fence ended is nobody's any more, to detach as well.
func TestDetachKnowsNoFencedVisitor(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	b.Identify(ID("42"))
	fenced := b.Visitor
	b.Reset()
	before := entries(d.World)
	err := d.Service.Detach(t.Context(), d.Site, d.Contact("42").ID, fenced, agent)
	want(t, "not found", errors.Is(err, nametag.ErrNotFound), true)
	want(t, "entries", entries(d.World), before)
}

// A token that rose with a visitor of whom nothing is known, as after an older backup was restored, doesn't begin anew.
func TestATokenOfARowThatIsGone(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Number = 1
	b = b.Copy()
	_, err := b.Send(nametag.Command{ID: NewCommand(), Claim: ID("42").Claim})
	want(t, "dead", errors.Is(err, nametag.ErrFenced), true)
	_, err = w.Service.Arrive(t.Context(), b.Browser)
	want(t, "nobody here", errors.Is(err, nametag.ErrFenced), true)
}

// A site's developers are told exactly what is wrong, in the browser (spec identity §8).
func TestDevelopersAreToldExactly(t *testing.T) {
	t.Parallel()
	w := New(t)
	said := ID("42")
	said.Hash = Sign(w.HashKey(), `{"id": "42"}`) // with a space
	told := func() string {
		t.Helper()
		out, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: said.Claim})
		if err != nil {
			var refused *nametag.Error
			errors.As(err, &refused)
			return refused.Code
		}
		return fmt.Sprint(out.Answer.Warnings)
	}
	want(t, "strangers", told(), "[]")
	w.SetSite(func(s *nametag.Site) { s.DevUntil = Noon.Add(nametag.DevFor) })
	want(t, "developers", strings.Contains(told(), "hash_spacing"), true)
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	want(t, "developers who require proof", told(), "hash_spacing")
	w.SetSite(func(s *nametag.Site) { s.DevUntil = Noon })
	want(t, "strangers then", told(), "verification_required")
}
