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

// asked is what the doctor says of a claim; the test ends if it says nothing.
func asked(t *testing.T, w *World, said Said, others ...*nametag.Site) nametag.Report {
	t.Helper()
	r, err := w.Service.Diagnose(t.Context(), w.Site, others, said.Claim)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func codeOf(r nametag.Report) string {
	if r.Reason == nil {
		return ""
	}
	return r.Reason.Code
}

// A claim's proof as the doctor judges it, and as identify does.
func TestTheDoctorJudgesAsIdentifyDoes(t *testing.T) {
	t.Parallel()
	w := New(t)
	jane := ID("42").Mailed("jane@example.com")
	long := func(t *proof.Token) { t.SID = strings.Repeat("x", 256) }
	yes := EmailVerified(true)
	hashed, vouched := w.Hashed(jane), w.Vouched(jane)
	both := hashed
	both.Token = w.Vouched(jane, Lasting(25*time.Hour)).Token
	bothBad := jane
	bothBad.Hash, bothBad.Token = Sign(w.HashKey(), "42"), both.Token
	with := func(proof, said Said) Said {
		said.Hash, said.Token = proof.Hash, proof.Token
		return said
	}
	for name, c := range map[string]struct {
		said     Said
		code     string
		accepted bool
		covers   string
		says     string
	}{
		"hash":                       {hashed, "", true, "id email", ""},
		"hash of the id":             {w.HashedID(jane), "", true, "id", ""},
		"hash, untrimmed":            {with(hashed, jane.ID(" 42 ")), "", true, "id email", ""},
		"hash of the email":          {w.Hashed(Mailed("jane@example.com")), "email_unconfirmed", true, "email", "confirmed"},
		"hash of another id":         {with(hashed, jane.ID("43")), "hash_mismatch", false, "", ""},
		"hash of a bad email":        {with(w.Hashed(ID("42").Mailed("jane")), jane.Mailed("jane")), "bad_email", false, "", ""},
		"hash beside a bad email":    {with(w.HashedID(jane), jane.Mailed("jane")), "", true, "id", ""},
		"raw id":                     {Said{Claim: nametag.Claim{ExternalID: jane.ExternalID, Hash: bothBad.Hash}}, "key_use", false, "", ""},
		"token":                      {vouched, "", true, "id email", ""},
		"token, said again":          {with(vouched, jane.Mailed("Jane@Example.com")), "", true, "id email", ""},
		"token of an email":          {w.Vouched(Mailed("jane@example.com")), "email_unconfirmed", true, "email", ""},
		"token of a confirmed email": {w.Vouched(Mailed("jane@example.com"), yes), "", true, "email", ""},
		"token of another id":        {with(vouched, jane.ID("43")), "mismatch", false, "", "id isn't the token's sub"},
		"token without an id":        {with(w.Vouched(Mailed("jane@example.com")), jane.ID("42")), "mismatch", false, "", "no sub"},
		"token of another email":     {with(vouched, jane.Mailed("ravi@example.com")), "mismatch", false, "", "email isn't the token's"},
		"token, id taken back":       {with(vouched, ID("")), "mismatch", false, "", "takes the id back"},
		"token, email taken back":    {with(vouched, jane.Mailed("")), "mismatch", false, "", "takes the email back"},
		"token with a long sid":      {w.Vouched(jane, long), "token_malformed", false, "", "sid"},
		"token of a placeholder":     {w.Vouched(ID("undefined")), "placeholder_id", false, "", ""},
		"token of a bad email":       {w.Vouched(Mailed("jane")), "bad_email", false, "", ""},
		"token too long":             {Said{Claim: nametag.Claim{Token: both.Token}}, "token_lifetime", false, "", "60 min"},
		"bad token, good hash":       {both, "", true, "id email", ""},
		"bad token, bad hash":        {bothBad, "key_use", false, "", ""},
		"placeholder":                {with(hashed, jane.ID("undefined")), "placeholder_id", false, "", ""},
		"bad id":                     {with(hashed, jane.ID(strings.Repeat("x", 256))), "bad_external_id", false, "", ""},
		"bad email":                  {with(hashed, Mailed("jane")), "bad_email", false, "", ""},
	} {
		r := asked(t, w, c.said)
		covers := strings.TrimSpace(map[bool]string{true: "id"}[r.ID] + " " + map[bool]string{true: "email"}[r.Email])
		if codeOf(r) != c.code || r.Accepted != c.accepted || covers != c.covers {
			t.Errorf("%s: got %+v (%v), want %q and accepted %v, covering %q", name, r, r.Reason, c.code, c.accepted, c.covers)
		}
		if r.Verified != (c.accepted && c.code == "") {
			t.Errorf("%s: got verified %v", name, r.Verified)
		}
		if r.Reason != nil && (!strings.Contains(r.Reason.Message, c.says) || r.Reason.Help == "") {
			t.Errorf("%s: got %q and the help %q, want %q", name, r.Reason.Message, r.Reason.Help, c.says)
		}
		a, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Call: nametag.CallIdentify, Claim: c.said.Claim})
		if got := err == nil && a.Answer.Trust == "verified"; got != r.Verified {
			t.Errorf("%s: identify says %+v %v, the doctor says verified %v", name, a.Answer, err, r.Verified)
		}
		code, err := w.Service.WhyRefused(t.Context(), w.Site, c.said.Claim, w.Clock.Now())
		if err != nil || code != c.code {
			t.Errorf("%s: counted as %q %v, want %q", name, code, err, c.code)
		}
	}
}

// The doctor says what the site's settings and keys make of a proof.
func TestTheDoctorKnowsTheSite(t *testing.T) {
	t.Parallel()
	w := New(t)
	mail := w.Hashed(Mailed("jane@example.com"))
	if r := asked(t, w, mail); r.Verified || !strings.Contains(r.Reason.Help, "--emails-confirmed") {
		t.Errorf("got %+v (%v), want the advice to confirm emails", r, r.Reason)
	}
	w.SetSite(func(s *nametag.Site) { s.EmailsConfirmed, s.Aliases = true, []string{"old"} })
	if r := asked(t, w, mail); !r.Verified || r.Reason != nil || r.KID != w.HashKey().KID {
		t.Errorf("got %+v, want it verified", r)
	}
	jane := ID("42").Mailed("jane@example.com")
	if r := asked(t, w, w.Vouched(jane, func(p *proof.Token) { p.Audience = []string{"old"} })); !r.Verified {
		t.Errorf("got %+v, want an alias to do", r)
	}
	proofs := map[string]Said{w.HashKey().KID: w.Hashed(jane), w.TokenKey().KID: w.Vouched(jane)}
	for _, want := range []string{"key_retired", "key_leaked"} {
		for kid, said := range proofs {
			if _, err := w.Service.RetireSigningKey(t.Context(), kid, want == "key_leaked"); err != nil {
				t.Fatal(err)
			}
			if r := asked(t, w, said); codeOf(r) != want || r.KID != kid || r.Accepted {
				t.Errorf("got %+v (%v), want %s", r, r.Reason, want)
			}
		}
	}
}

// Of other sites' keys the doctor knows those alone that the asker may see.
func TestTheDoctorKnowsTheSitesOfTheAsker(t *testing.T) {
	t.Parallel()
	w := New(t)
	other := w.Elsewhere()
	w.HashKey()
	theirs := other.Hashed(ID("42"))
	if r := asked(t, w, theirs); codeOf(r) != "hash_mismatch" || r.KID != "" {
		t.Errorf("a stranger is told %+v (%v)", r, r.Reason)
	}
	r := asked(t, w, theirs, w.Site, other.Site)
	if codeOf(r) != "key_of_other_site" || r.KID != other.HashKey().KID || !strings.Contains(r.Reason.Message, "Elsewhere") || r.Accepted {
		t.Errorf("got %+v (%v), want the other site by its name", r, r.Reason)
	}
	if r := asked(t, w, w.Hashed(ID("42")), w.Site, other.Site); !r.Verified {
		t.Errorf("got %+v, want the site's own to be good", r)
	}
}

// What should have been signed is what is accepted when it is.
func TestTheDoctorsAdviceIsGood(t *testing.T) {
	t.Parallel()
	w := New(t)
	jane := ID(" 42 ").Mailed(`Jane+"é"@example.com`)
	w.HashKey()
	jane.Hash = strings.Repeat("0", 64)
	r := asked(t, w, jane)
	if len(r.Should) != 1 || r.Should[0].Use != proof.UseJSON || codeOf(r) != "hash_mismatch" {
		t.Fatalf("got %+v", r)
	}
	jane.Hash = Sign(w.HashKey(), r.Should[0].Message)
	if r := asked(t, w, jane); !r.Verified || !r.ID || !r.Email {
		t.Errorf("got %+v (%v), want it verified", r, r.Reason)
	}
}

func TestTheDoctorNeedsAProof(t *testing.T) {
	t.Parallel()
	w := New(t)
	if _, err := w.Service.Diagnose(t.Context(), w.Site, nil, ID("42").Claim); !errors.Is(err, nametag.ErrMissingField) {
		t.Errorf("got %v, want ErrMissingField", err)
	}
	if code, err := w.Service.WhyRefused(t.Context(), w.Site, ID("42").Claim, w.Clock.Now()); !errors.Is(err, nametag.ErrMissingField) || code != "" {
		t.Errorf("got %q %v, want ErrMissingField", code, err)
	}
}

// A counter counts what was wrong when it was, not what is by the time that it is counted.
func TestWhyRefusedIsAboutItsTime(t *testing.T) {
	t.Parallel()
	w := New(t)
	good := w.Vouched(ID("42"))
	then := w.Clock.Now()
	w.Clock.Pass(2 * time.Hour)
	for at, want := range map[time.Time]string{then: "", w.Clock.Now(): "token_expired", then.Add(-time.Hour): "token_not_yet"} {
		if got, err := w.Service.WhyRefused(t.Context(), w.Site, good.Claim, at); got != want || err != nil {
			t.Errorf("got %q %v, want %q", got, err, want)
		}
	}
}

// The doctor knows the tokens of HubSpot's endpoint, which have a door of their own.
func TestTheDoctorKnowsHubSpotsTokens(t *testing.T) {
	t.Parallel()
	w := New(t)
	token, err := w.Service.CreateHubSpotToken(w.Site, "jane@x.co", "", "")
	want(t, "error", err, nil)
	said := Mailed("jane@x.co")
	said.Token = token
	r, err := w.Service.Diagnose(t.Context(), w.Site, nil, said.Claim)
	want(t, "error", err, nil)
	want(t, "good", fmt.Sprint(r.Accepted, r.Verified, r.Email, r.KID, r.Reason), "true true truehubspot<nil>")
	said = Mailed("ravi@x.co")
	said.Token = token
	r, err = w.Service.Diagnose(t.Context(), w.Site, nil, said.Claim)
	want(t, "error", err, nil)
	want(t, "another's", !r.Accepted && r.Reason.Code == "mismatch", true)
}
