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

// A token of HubSpot's endpoint proves its email, whatever the site says of its users' emails, for as long as it lives.
func TestAHubSpotTokenProvesItsEmail(t *testing.T) {
	t.Parallel()
	for _, enforcement := range []nametag.Enforcement{nametag.Observe, nametag.Require} {
		t.Run(string(enforcement), func(t *testing.T) {
			t.Parallel()
			w := New(t)
			w.SetSite(func(s *nametag.Site) { s.Enforcement = enforcement })
			b := w.Browser()
			answer := b.Identify(w.HubSpot(" Gob@Bluth.com ", "Gob", "Bluth").Mailed("gob@bluth.com").NeedingEmail())
			want(t, "trust", answer.Trust, "verified")
			want(t, "ends with the token", answer.Expires, Noon.Add(12*time.Hour))
			gob := w.Contacts()[0]
			want(t, "email", gob.Email.Folded+" "+gob.EmailTrust.String(), "gob@bluth.com verified")
			want(t, "secured", gob.Secured(), true)
			for field, name := range map[nametag.Field]string{nametag.FirstName: `"Gob"`, nametag.LastName: `"Bluth"`} {
				v := gob.Traits.Profile[field]
				want(t, string(field), fmt.Sprintf("%s %s %s", v.JSON, v.Trust, v.Source), name+" verified hubspot")
			}
			e := w.Ledger(gob.ID)[0]
			want(t, "in the ledger", fmt.Sprintf("%s %s %s %q", e.Kind, e.Trust, e.KID, e.Reason), `identified verified hubspot ""`)
			want(t, "the link's key", w.Visitor(b.Visitor).Link.KID, nametag.HubSpotKID)
			w.Clock.Pass(12 * time.Hour)
			want(t, "then", w.Visitor(b.Visitor).At(w.Clock.Now(), nil).Link.Trust, nametag.Claimed)
		})
	}
}

// The email may be left to the token.
func TestAHubSpotTokenNamesThePersonByItself(t *testing.T) {
	t.Parallel()
	w := New(t)
	said := w.HubSpot("gob@bluth.com", "", "")
	want(t, "trust", w.Browser().Identify(said).Trust, "verified")
	want(t, "again", w.Browser().Identify(said).Trust, "verified")
	gob := w.Contacts()
	want(t, "one person", len(gob), 1)
	want(t, "nothing else is known", len(gob[0].Traits.Profile), 0)
}

// What names a token brings is set only where nothing is known, and gives way to what a proven browser says (spec
// identity §6).
func TestHubSpotNamesFillBlanks(t *testing.T) {
	t.Parallel()
	w := New(t)
	first := func() string { return w.Contacts()[0].Text(nametag.FirstName) }
	last := func() string { return w.Contacts()[0].Text(nametag.LastName) }
	b := w.Browser()
	b.Identify(Nothing().Profile(nametag.FirstName, "Hearsay"))
	b.Identify(w.HubSpot("gob@bluth.com", "Gob", ""))
	want(t, "new: better than what the browser said while it was nobody", first(), "Gob")
	b.Identify(w.HubSpot("gob@bluth.com", "George", "Bluth"))
	want(t, "known", first(), "Gob")
	want(t, "not known yet", last(), "Bluth")
	want(t, "kept out", fmt.Sprint(w.Ledger(w.Contacts()[0].ID)[0].Effect.Protected), "[first_name]")
	entries := len(w.Ledger(w.Contacts()[0].ID))
	b.Identify(w.HubSpot("gob@bluth.com", "Gob", "Bluth"))
	want(t, "a repeat leaves no entry", len(w.Ledger(w.Contacts()[0].ID)), entries)
	b.Update(Nothing().Profile(nametag.FirstName, "G.O.B."))
	want(t, "the person's own word", first(), "G.O.B.")
	b.Identify(w.HubSpot("gob@bluth.com", "Gob", "").Profile(nametag.FirstName, "Magician"))
	want(t, "beside the token", first(), "Magician")
	w.Browser().Identify(Mailed("gob@bluth.com").Profile(nametag.LastName, "Stranger"))
	want(t, "an unproven word", w.Contacts()[len(w.Contacts())-1].Text(nametag.LastName), "Bluth")
}

// What is known unsurely is known, too.
func TestHubSpotNamesDontReplaceClaimedOnes(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(Mailed("gob@bluth.com").Profile(nametag.FirstName, "Gobias"))
	w.Browser().Identify(w.HubSpot("gob@bluth.com", "Gob", "Bluth"))
	want(t, "the same person", len(w.Contacts()), 1)
	gob := w.Contacts()[0]
	want(t, "names", gob.Text(nametag.FirstName)+" "+gob.Text(nametag.LastName), "Gobias Bluth")
}

// A token covers nothing but its own email, on its own site, in its own time. The reason is for the site's developers.
func TestHubSpotTokensThatCoverNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		claim  func(*World) Said
		reason string
	}{
		{"another email", func(w *World) Said { return w.HubSpot("gob@bluth.com", "Gob", "").Mailed("jane@x.co") }, "mismatch"},
		{"an id", func(w *World) Said { return w.HubSpot("gob@bluth.com", "Gob", "").Mailed("gob@bluth.com").ID("42") }, "mismatch"},
		{"another site's", func(w *World) Said { return w.Elsewhere().HubSpot("gob@bluth.com", "", "").Mailed("gob@bluth.com") }, "token_signature"},
		{"expired", func(w *World) Said {
			s := w.HubSpot("gob@bluth.com", "", "").Mailed("gob@bluth.com")
			w.Clock.Pass(proof.HubSpotTokenLifetime + proof.TokenSkew)
			return s
		}, "token_expired"},
		{"changed", func(w *World) Said {
			s := w.HubSpot("gob@bluth.com", "", "").Mailed("gob@bluth.com")
			s.Token = strings.Replace(s.Token, ".ey", ".fy", 1)
			return s
		}, "token_malformed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			said := c.claim(w)
			w.SetSite(func(s *nametag.Site) { s.DevUntil = w.Clock.Now().Add(nametag.DevFor) })
			for needing, trust := range map[bool]string{false: "claimed", true: "anonymous"} {
				said.NeedsEmail = needing
				answer := w.Browser().Identify(said)
				want(t, "trust", answer.Trust, trust)
				want(t, "reasons", fmt.Sprint(len(answer.Warnings)), "1")
				want(t, "reason", answer.Warnings[0].Code, c.reason)
			}
			want(t, "contacts", len(w.Contacts()), 1)
			want(t, "no name", len(w.Contacts()[0].Traits.Profile), 0)
		})
	}
}

// Where token and email count only together, one without the other is no claim at all: nobody is named, nothing is
// written, nobody is told off, and the ledger knows why.
func TestATokenAndAnEmailOnlyTogether(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		claim  func(*World) Said
		reason string
	}{
		{"an email without a token", func(w *World) Said { return Mailed("gob@bluth.com").Named("Gob") }, "email_without_token"},
		{"an email beside an id, without a token", func(w *World) Said { return ID("42").Mailed("gob@bluth.com") }, "email_without_token"},
		{"a token without an email", func(w *World) Said { return w.HubSpot("gob@bluth.com", "Gob", "Bluth") }, "token_without_email"},
		{"a token beside an email taken back", func(w *World) Said { return w.HubSpot("gob@bluth.com", "", "").Mailed("") }, "token_without_email"},
		{"a token of another email", func(w *World) Said { return w.HubSpot("gob@bluth.com", "Gob", "").Mailed("jane@x.co") }, "mismatch"},
		{"the customer's own token of another email", func(w *World) Said { return w.Vouched(Mailed("gob@bluth.com")).Mailed("jane@x.co") }, "mismatch"},
	} {
		for _, enforcement := range []nametag.Enforcement{nametag.Observe, nametag.Require} {
			t.Run(c.name+", "+string(enforcement), func(t *testing.T) {
				t.Parallel()
				w := New(t)
				w.SetSite(func(s *nametag.Site) { s.Enforcement, s.DevUntil = enforcement, Noon.Add(nametag.DevFor) })
				b := w.Browser()
				answer := b.Identify(c.claim(w).NeedingEmail())
				want(t, "trust", answer.Trust, "anonymous")
				want(t, "warning", answer.Warnings[0].Code, c.reason)
				want(t, "contacts", len(w.Contacts()), 0)
				v := w.Visitor(b.Visitor)
				want(t, "the bag", v.Bag.ExternalID+v.Bag.Email.Shown+v.Bag.Traits.Profile[nametag.Name].Text(), "")
				want(t, "the ledger", lastOf(t, w, b), "refused "+c.reason)
			})
		}
	}
}

// lastOf is the newest entry of a visitor who is nobody.
func lastOf(t *testing.T, w *World, b *Browser) (last string) {
	t.Helper()
	err := w.Store.Snapshot(t.Context(), func(s nametag.Snapshot) error {
		return s.VisitorEntries(b.Visitor-1, b.Visitor, func(e nametag.Entry) error {
			last = string(e.Kind) + " " + e.Reason
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return last
}

// Nobody who was here before is seen or written to by what counts for nothing: if it names another person, the browser is
// nobody's from there on; if it names nobody else, the link stays what it was.
func TestWhatCountsForNothingKeepsPeopleApart(t *testing.T) {
	t.Parallel()
	for _, enforcement := range []nametag.Enforcement{nametag.Observe, nametag.Require} {
		w := New(t)
		w.SetSite(func(s *nametag.Site) { s.Enforcement = enforcement })
		b := w.Browser()
		b.Identify(w.HubSpot("gob@bluth.com", "Gob", "").Mailed("gob@bluth.com").NeedingEmail())
		want(t, "the same person without a token", b.Identify(Mailed("gob@bluth.com").Named("Stranger").NeedingEmail()).Trust, "verified")
		want(t, "said nothing", w.Contacts()[0].Text(nametag.Name), "")
		want(t, "in the ledger", w.Ledger(w.Contacts()[0].ID)[0].Reason, "email_without_token")
		other := nametag.Command{ID: NewCommand(), Claim: Mailed("jane@x.co").NeedingEmail().Claim}
		gob := b.Copy()
		for range 2 { // sent again, it answers the same
			b := gob.Copy()
			out, err := b.Send(other)
			want(t, "error", err, nil)
			want(t, "another person without a token", fmt.Sprintf("%t %s", out.Answer.Switched, out.Answer.Trust), "true anonymous")
		}
		want(t, "contacts", len(w.Contacts()), 1)
		want(t, "the fence says why", w.Ledger(w.Contacts()[0].ID)[0].Reason, "email_without_token")
	}
}

// Neither token nor email is nothing to complain about: what else is said counts as ever.
func TestNeitherTokenNorEmail(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.SetSite(func(s *nametag.Site) { s.DevUntil = Noon.Add(nametag.DevFor) })
	b := w.Browser()
	answer := b.Identify(Nothing().Named("Gob").NeedingEmail())
	want(t, "warnings", len(answer.Warnings), 0)
	want(t, "the bag", w.Visitor(b.Visitor).Bag.Traits.Profile[nametag.Name].Text(), "Gob")
}

func TestCreateHubSpotTokenRefuses(t *testing.T) {
	t.Parallel()
	w := New(t)
	long := strings.Repeat("é", 251)
	for _, c := range []struct {
		email, first, last string
		want               *nametag.Error
	}{
		{"", "Gob", "Bluth", nametag.ErrMissingField.For("email")},
		{" \u00a0", "", "", nametag.ErrMissingField.For("email")},
		{"gob", "", "", nametag.ErrBadEmail},
		{"gob@bluth.com,jane@x.co", "", "", nametag.ErrBadEmail},
		{"gob@bluth.com", long, "", nametag.ErrBadValue.For("firstName")},
		{"gob@bluth.com", "", long, nametag.ErrBadValue.For("lastName")},
		{"gob@bluth.com", "Gob\nBluth", "", nametag.ErrBadValue.For("firstName")},
		{"gob@bluth.com", "", "\x00", nametag.ErrBadValue.For("lastName")},
		{"gob@bluth.com", "\xff", "", nametag.ErrBadValue.For("firstName")},
	} {
		_, err := w.Service.CreateHubSpotToken(w.Site, c.email, c.first, c.last)
		var got *nametag.Error
		if !errors.As(err, &got) || got.Code != c.want.Code || got.Field != c.want.Field {
			t.Errorf("%q %q %q: got %v, want %v", c.email, c.first, c.last, err, c.want)
		}
	}
}

// The largest that is made goes through the door, and no two are alike.
func TestHubSpotTokensAreUniqueAndFit(t *testing.T) {
	t.Parallel()
	w := New(t)
	name := strings.Repeat(`"`, 500)
	one := w.HubSpot(strings.Repeat(`\`, 240)+"@bluth.com", name, name)
	other := w.HubSpot(strings.Repeat(`\`, 240)+"@bluth.com", name, name)
	want(t, "fits", len(one.Token) <= proof.TokenBytes, true)
	want(t, "unique", one.Token != other.Token, true)
	want(t, "trust", w.Browser().Identify(one).Trust, "verified")
	want(t, "blank names are none", w.HubSpot("gob@bluth.com", " ", "\t").Token != "", true)
}

// Clocks may differ by a minute, and a token that says nobody else's name leads to nobody once it is over.
func TestAHubSpotTokenEnds(t *testing.T) {
	t.Parallel()
	w := New(t)
	said := w.HubSpot("gob@bluth.com", "", "")
	w.Clock.Pass(proof.HubSpotTokenLifetime + 30*time.Second)
	answer := w.Browser().Identify(said)
	want(t, "within the minute", answer.Trust, "verified")
	want(t, "until", answer.Expires, Noon.Add(proof.HubSpotTokenLifetime+proof.TokenSkew))
	w.Clock.Pass(30 * time.Second)
	_, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: said.Claim})
	want(t, "after it", errors.Is(err, nametag.ErrProofRefused), true)
}
