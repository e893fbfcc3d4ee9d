package history_test

import (
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
)

// settings draws the settings of a site that takes unproven claims.
func settings(t *rapid.T, w *World) {
	fill, match := rapid.Bool().Draw(t, "fill blanks"), rapid.Bool().Draw(t, "match unproven email")
	w.SetSite(func(s *nametag.Site) {
		s.EmailsConfirmed, s.MatchUnprovenEmail = true, match
		if fill {
			s.Unproven = nametag.FillBlanks
		}
	})
}

// stranger says anything that needs no proof.
func stranger(t *rapid.T) nametag.Command {
	said := speak(Nothing(), drawTraits(t, "says", "name", "company", "custom_data.k1"))
	if id := draw(t, "id", "", "1", "2"); id != "" {
		said = said.ID(id)
	}
	if email := draw(t, "email", "", "1@x.co", "2@x.co", "3@x.co"); email != "" {
		said = said.Mailed(email)
	}
	return nametag.Command{ID: NewCommand(), Call: draw(t, "call", nametag.CallIdentify, nametag.CallUpdate), Claim: said.Claim}
}

// proving is a claim of person n with a good proof: of the id, of the email, or of both.
func proving(t *rapid.T, w *World, n string) (said Said, both bool) {
	id, email := ID(n), Mailed(n+"@x.co")
	switch draw(t, "proof", "id", "email", "both", "token") {
	case "id":
		return w.Hashed(id), false
	case "email":
		return w.Hashed(email), false
	case "both":
		return w.Hashed(id.Mailed(n + "@x.co")), true
	}
	return w.Vouched(id.Mailed(n + "@x.co")), true
}

// No sequence of claimed claims changes a verified or attested value, identifier or link (spec identity §9.3).
func TestUnprovenClaimsChangeNothingProven(t *testing.T) {
	inRounds(t, func(rt *rapid.T, w *World) {
		settings(rt, w)
		w.Link()
		var sure []*Browser
		for range 3 {
			b := w.Browser()
			said, _ := proving(rt, w, draw(rt, "person", "1", "2"))
			b.Identify(speak(said, drawTraits(rt, "says", "name", "custom_data.k1")))
			sure = append(sure, b)
		}
		before := provenThings(w, sure)
		strangers := []*Browser{w.Browser(), w.Browser(), w.Browser()}
		for range rapid.IntRange(1, 12).Draw(rt, "claims") {
			b := draw(rt, "stranger", strangers...)
			if _, err := b.Send(stranger(rt)); err != nil {
				rt.Fatalf("claim: %v", err)
			}
			if rapid.IntRange(1, 6).Draw(rt, "resets") == 1 {
				b.Reset()
			}
			if rapid.IntRange(1, 4).Draw(rt, "carries") == 1 {
				_, _ = b.CarryTo(draw(rt, "to", strangers...)) // a dead token carries nobody
			}
		}
		if after := provenThings(w, sure); after != before {
			rt.Logf("got  %s\nwant %s", after, before)
			rt.Fatal("unproven claims changed what was proven")
		}
	})
}

// provenThings spells what is verified or attested, and who is linked so.
func provenThings(w *World, sure []*Browser) string {
	var s string
	for _, c := range w.Contacts() {
		if !c.Secured() {
			continue
		}
		s += fmt.Sprint(c.ID, c.MergedInto)
		if c.ExternalTrust >= nametag.Verified {
			s += " id " + c.ExternalID
		}
		if c.EmailTrust >= nametag.Verified {
			s += " email " + c.Email.Folded
		}
		for _, f := range nametag.Fields {
			if v := c.Traits.Profile[f.Field]; v.Trust >= nametag.Verified {
				s += fmt.Sprint(" ", f.Field, v.JSON, v.Trust, v.Source)
			}
		}
		for _, key := range keys(c.Traits.Custom) {
			if v := c.Traits.Custom[key]; v.Trust >= nametag.Verified {
				s += fmt.Sprint(" ", key, v.JSON, v.Trust, v.Source)
			}
		}
		s += "\n"
	}
	for _, b := range sure {
		out, err := w.Service.Hello(w.T.Context(), b.Browser)
		if err != nil {
			w.T.Fatal(err)
		}
		s += fmt.Sprint(out.Browser.Visitor, out.Browser.Number, out.Answer.Trust)
	}
	return s
}

// shortLife is how long contacts are kept here that were never secured: the years of many histories would be too many.
const shortLife = 7 * time.Hour

// After their life without a sign of it nobody is known who was never secured, but for those in merges, and all others are
// as they were (spec security §6).
func TestTimeForgetsWhoWasNeverSecured(t *testing.T) {
	inRounds(t, func(rt *rapid.T, w *World) {
		settings(rt, w)
		w.Service.Lives.Unproven = shortLife
		browsers := []*Browser{w.Browser(), w.Browser(), w.Browser(), w.Browser()}
		for range rapid.IntRange(1, 15).Draw(rt, "claims") {
			b := draw(rt, "browser", browsers...)
			if rapid.IntRange(1, 4).Draw(rt, "proves") == 1 {
				said, _ := proving(rt, w, draw(rt, "person", "1", "2"))
				b.Identify(said)
			} else if _, err := b.Send(stranger(rt)); err != nil {
				rt.Fatalf("claim: %v", err)
			}
			if rapid.IntRange(1, 6).Draw(rt, "resets") == 1 {
				b.Reset()
			}
		}
		stay, before := map[nametag.ContactID]bool{}, provenThings(w, nil)
		for _, c := range w.Contacts() {
			family, err := w.Store.Family(w.T.Context(), w.Site.ID, c.ID, 100)
			if err != nil {
				rt.Fatal(err)
			}
			stay[c.ID] = c.Secured() || len(family) > 1
		}
		w.Clock.Pass(shortLife)
		if _, err := w.Service.ForgetUnproven(w.T.Context(), 0); err != nil {
			rt.Fatal(err)
		}
		for _, c := range w.Contacts() {
			if !stay[c.ID] {
				rt.Errorf("%s is still known", c.ID)
			}
			delete(stay, c.ID)
		}
		for id, stays := range stay {
			if stays {
				rt.Errorf("%s is gone", id)
			}
		}
		if after := provenThings(w, nil); after != before {
			rt.Errorf("got  %s\nwant %s", after, before)
		}
	})
}

// The answers that browser A gets never depend on what browser B did (spec identity §9.9; too_large over a verified link
// is the exception, and nothing here is large): A does the same on two sites, on one of them alone.
func TestAnswersDependOnNobodyElse(t *testing.T) {
	inRounds(t, func(rt *rapid.T, alone *World) {
		settings(rt, alone)
		crowded := alone.Elsewhere()
		crowded.SetSite(func(s *nametag.Site) {
			s.EmailsConfirmed, s.MatchUnprovenEmail, s.Unproven = true, alone.Site.MatchUnprovenEmail, alone.Site.Unproven
		})
		a, twin, others := alone.Browser(), crowded.Browser(), []*Browser{crowded.Browser(), crowded.Browser()}
		for range rapid.IntRange(1, 12).Draw(rt, "commands") {
			switch draw(rt, "who", "A", "A", "B", "B proves") {
			case "A":
				c := stranger(rt)
				first, err1 := a.Send(c)
				second, err2 := twin.Send(c)
				if said, heard := answered(first, err1), answered(second, err2); said != heard {
					rt.Fatalf("alone: %s\nwith others: %s", said, heard)
				}
			case "B":
				if _, err := draw(rt, "other", others...).Send(stranger(rt)); err != nil {
					rt.Fatal(err)
				}
			default:
				said, _ := proving(rt, crowded, draw(rt, "person", "1", "2"))
				draw(rt, "other", others...).Identify(said.Named("Jane"))
			}
		}
	})
}

// answered is an answer but for ids, and how much newer its token is.
func answered(out nametag.Outcome, err error) string {
	return fmt.Sprint(out.Answer.Trust, out.Answer.Switched, out.Answer.Rejected, out.Answer.Warnings, out.Answer.Expires, out.Browser.Number, err)
}

// No claim without a valid proof of Jane's gives a verified link to a contact that Jane's proofs verify; and her own
// proofs, once one covers both her id and her email, leave her in one contact (spec identity §9.10).
func TestOnlyHerOwnProofsLeadToJane(t *testing.T) {
	inRounds(t, func(rt *rapid.T, w *World) {
		settings(rt, w)
		w.Link()
		browsers := []*Browser{w.Browser(), w.Browser(), w.Browser()}
		proved := map[nametag.VisitorID]map[string]bool{} // whose proofs each visitor has shown
		for range rapid.IntRange(1, 14).Draw(rt, "claims") {
			b := draw(rt, "browser", browsers...)
			if rapid.Bool().Draw(rt, "proves") {
				n := draw(rt, "person", "1", "2")
				said, both := proving(rt, w, n)
				b.Identify(said)
				if proved[b.Visitor] == nil {
					proved[b.Visitor] = map[string]bool{}
				}
				proved[b.Visitor][n] = true
				if both {
					inOneContact(rt, w, n)
				}
			} else if _, err := b.Send(stranger(rt)); err != nil {
				rt.Fatal(err)
			}
			if rapid.IntRange(1, 4).Draw(rt, "carries") == 1 {
				to := draw(rt, "to", browsers...)
				if _, err := b.CarryTo(to); err != nil {
					rt.Fatal(err)
				}
				shown := maps.Clone(proved[to.Visitor])
				if shown == nil {
					shown = map[string]bool{}
				}
				maps.Copy(shown, proved[b.Visitor]) // what was shown there counts here
				proved[to.Visitor] = shown
			}
			for _, b := range browsers {
				checkOwnProof(rt, w, b, proved)
			}
		}
	})
}

// checkOwnProof: a browser with a verified link to somebody's contact has shown a proof of that person's.
func checkOwnProof(t *rapid.T, w *World, b *Browser, proved map[nametag.VisitorID]map[string]bool) {
	if b.Link.Trust < nametag.Verified {
		return
	}
	family, err := w.Store.Family(w.T.Context(), w.Site.ID, b.Link.Contact, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range family {
		for _, n := range []string{"1", "2"} {
			hers := c.ExternalID == n && c.ExternalTrust >= nametag.Verified || c.Email.Folded == n+"@x.co" && c.EmailTrust >= nametag.Verified
			if hers && !proved[b.Visitor][n] {
				t.Fatalf("a browser is verified as person %s without a proof", n)
			}
		}
	}
}

// inOneContact: what a person's id and email lead to, where they are verified, is one contact.
func inOneContact(t *rapid.T, w *World, n string) {
	holders := map[nametag.ContactID]bool{}
	for _, c := range w.Contacts() {
		family, err := w.Store.Family(w.T.Context(), w.Site.ID, c.ID, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range family {
			if row.ExternalID == n && row.ExternalTrust >= nametag.Verified || row.Email.Folded == n+"@x.co" && row.EmailTrust >= nametag.Verified {
				holders[c.ID] = true
			}
		}
	}
	if len(holders) != 1 {
		t.Fatalf("person %s is %d contacts", n, len(holders))
	}
}

// After a fence or a rise of trust no new command with an older token succeeds, in any order of arrival (spec identity
// §9.5): every token that a browser ever had is tried after each step.
func TestOlderTokensAreDead(t *testing.T) {
	inRounds(t, func(rt *rapid.T, w *World) {
		settings(rt, w)
		b := w.Browser()
		var older []*Browser
		for range rapid.IntRange(1, 10).Draw(rt, "steps") {
			before := b.Copy()
			switch draw(rt, "step", "claim", "prove", "act", "reset", "wait") {
			case "claim":
				_, _ = b.Send(stranger(rt))
			case "prove":
				said, _ := proving(rt, w, draw(rt, "person", "1", "2"))
				b.Identify(said)
			case "act":
				b.Identify(w.Vouched(ID("1"), ActedBy("Sam")))
			case "reset":
				b.Reset()
			case "wait":
				w.Clock.Pass(13 * time.Hour)
			}
			if before.Visitor != b.Visitor || before.Number != b.Number {
				older = append(older, before)
			}
			for _, i := range rapid.Permutation(indexes(older)).Draw(rt, "order") {
				_, err := older[i].Copy().Send(nametag.Command{ID: NewCommand(), Claim: w.Vouched(ID("2"), func(*proof.Token) {}).Named("Mallory").Claim})
				if !errors.Is(err, nametag.ErrStale) && !errors.Is(err, nametag.ErrFenced) {
					rt.Fatalf("token %d of %d: got %v", i, len(older), err)
				}
			}
		}
	})
}

func indexes[T any](list []T) []int {
	all := make([]int, len(list))
	for i := range all {
		all[i] = i
	}
	return all
}
