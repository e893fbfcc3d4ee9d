package nametag

import (
	"context"
	"errors"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

// Report is what the doctor says of a claim's proof (spec security §4). Nothing in it is secret, and of the proof it tells
// no more than why it fails.
type Report struct {
	Accepted  bool             // identify takes the proof for what it covers
	ID, Email bool             // what it covers
	Verified  bool             // whether a link is verified by it
	Reason    *proof.Reason    // why it isn't accepted, or verifies nothing; nil if all is well
	KID       string           // of the key that made it, accepted or not; "" if none that is known did
	Should    []proof.Signable // what should have been signed, the best first; nothing if the claim names nobody
}

// UseFor is what a key must be for that makes a right proof in the place of the claim's (spec security §4): bare text only
// where no key of the site signs JSON.
func (r Report) UseFor(c Claim) KeyUse {
	switch {
	case len(r.Should) > 0:
		return r.Should[0].Use
	case c.Token != "":
		return proof.UseToken
	}
	return proof.UseJSON
}

// Diagnose says whether identify would accept a claim's proof and if it wouldn't, exactly why. others are the sites that
// the asker may see besides: where one of their keys made the proof, their name and the key's kid are told. Nothing is
// written. Returns ErrMissingField for a claim without hash and token.
func (s *Service) Diagnose(ctx context.Context, site *Site, others []*Site, c Claim) (Report, error) {
	return s.diagnose(ctx, site, others, c, s.now())
}

// explain makes the reason of a refusal exact where a site is developed: its developers are told in the browser (spec
// identity §8), but not of links, whose pages hear of no refusal. One claim at a time is looked at: others hear what was known at once.
func (s *Service) explain(ctx context.Context, site *Site, c Claim, j *judged) {
	asked := j.refusal != nil && !j.isVoid() && !j.arriving && (c.Hash != "" || c.Token != "") && site.Developing(s.now())
	if !asked || s.Memory == nil || !s.Memory.consulting.TryLock() {
		return
	}
	defer s.Memory.consulting.Unlock()
	if r, err := s.diagnose(ctx, site, nil, c, s.now()); err == nil && r.Reason != nil {
		j.refusal = r.Reason
	}
}

// WhyRefused returns the exact code of why a claim's proof was not accepted at a time, or verified nothing; "" if all was
// well. It may take 70 ms of a processor's time (proof.DiagnoseHash): it is for workers in the background, sampled.
func (s *Service) WhyRefused(ctx context.Context, site *Site, c Claim, at time.Time) (string, error) {
	r, err := s.diagnose(ctx, site, nil, c, at)
	if err != nil || r.Reason == nil {
		return "", err
	}
	return r.Reason.Code, nil
}

func (s *Service) diagnose(ctx context.Context, site *Site, others []*Site, c Claim, now time.Time) (Report, error) {
	if c.Hash == "" && c.Token == "" {
		return Report{}, ErrMissingField.For("hash").Saying("Give the hash or the token that is to be looked at.")
	}
	j, err := judge(CallIdentify, c, site.CustomDataBytes)
	if err != nil {
		return Report{Reason: reasonOf(err)}, nil // identify refuses such a call, whatever its proof
	}
	keys, err := s.knownKeys(ctx, site, others)
	if err != nil {
		return Report{}, err
	}
	p := patient{site: site, claim: c, now: now, judged: j, keys: keys, hubSpot: s.hubSpotKey(site)}
	r := p.report()
	if r.Accepted && c.Token != "" {
		err = s.checkRevoked(ctx, site, p, &r)
	}
	return r, err
}

// checkRevoked adds what nobody can see in a token: that it was revoked.
func (s *Service) checkRevoked(ctx context.Context, site *Site, p patient, r *Report) error {
	j := p.judged
	j.take(provers{p.active(), p.hubSpot}, site, p.claim, p.now)
	for _, key := range j.revokedKeys(site) {
		said, err := s.Store.Remembered(ctx, key, p.now)
		if err != nil {
			return err
		}
		if (Remembered{Value: said}).revokes(j.issued) {
			r.Accepted, r.ID, r.Email, r.Verified, r.Reason = false, false, false, false, errTokenRevoked
		}
	}
	return nil
}

// patient is a claim that the doctor looks at.
type patient struct {
	site    *Site
	claim   Claim
	now     time.Time
	judged  judged // before its proof was looked at
	keys    []proof.KnownKey
	hubSpot []byte
}

// report lets the claim's proof be judged as identify does, and then be explained.
func (p patient) report() Report {
	j := p.judged
	j.take(provers{p.active(), p.hubSpot}, p.site, p.claim, p.now)
	if proof.IsHubSpotToken(p.claim.Token) && (!j.tokenFailed || p.claim.Hash == "") {
		return Report{Accepted: j.kid != "", Email: j.kid != "", Verified: j.verified, Reason: j.refusal, KID: j.kid}
	}
	token, d := p.explain(j)
	r := Report{Accepted: j.kid != "", Verified: j.verified, Reason: d.Reason, KID: d.KID, Should: d.Should}
	if r.Accepted {
		r.ID, r.Email = d.ID, d.Email
	}
	if d.Reason == nil && j.refusal != nil { // the proof is in order, and yet it doesn't do
		r.Reason = p.lacking(j.refusal, token)
	}
	if r.Reason != nil && errors.Is(r.Reason, proof.ErrNoMatch) && p.lostEmail() {
		r.Reason = reasonOf(ErrBadEmail)
	}
	return r
}

// explain asks about the proof that decided: the token, unless it failed beside a hash.
func (p patient) explain(j judged) (proof.Token, proof.Diagnosis) {
	c := proof.Case{
		Keys: p.keys, Audiences: p.site.audiences(),
		Who: proof.Identity{ExternalID: p.judged.id, Email: p.judged.email.Shown, Folded: p.judged.email.Folded},
	}
	if !p.lostEmail() {
		c.Said = proof.Said{ExternalID: p.claim.ExternalID.Text, Email: p.claim.Email.Text}
	}
	if p.claim.Token != "" && (!j.tokenFailed || p.claim.Hash == "") {
		return proof.DiagnoseToken(c, p.claim.Token, p.now)
	}
	return proof.Token{}, proof.DiagnoseHash(c, p.claim.Hash)
}

// lacking says what a proof lacks that a judge of proofs accepts.
func (p patient) lacking(why *proof.Reason, token proof.Token) *proof.Reason {
	j := p.judged
	switch {
	case errors.Is(why, proof.ErrTokenSubject):
		return reasonOf(unfit(token))
	case !errors.Is(why, errMismatch):
		return why
	case j.dropsID:
		return errMismatch.Saying("The call takes the id back, which the token doesn't.")
	case j.id != "" && token.ExternalID == "":
		return errMismatch.Saying("The call has an id, but the token has no sub.")
	case j.id != "" && !sameID(token.ExternalID, j.id):
		return errMismatch.Saying("The call's id isn't the token's sub.")
	case j.dropsEmail:
		return errMismatch.Saying("The call takes the email back, which the token has.")
	}
	return errMismatch.Saying("The call's email isn't the token's.")
}

func sameID(sub, id string) bool {
	parsed, _ := ParseExternalID(sub) // a token's that can't be one came to another end
	return parsed == id
}

// unfit says what makes a token's sub or email one that nobody has.
func unfit(token proof.Token) error {
	if token.ExternalID != "" {
		if _, err := ParseExternalID(token.ExternalID); err != nil {
			return err
		}
	}
	return ErrBadEmail
}

// lostEmail reports whether the claim's email was left out because it can't be one.
func (p patient) lostEmail() bool {
	return p.claim.Email.Present && !p.judged.dropsEmail && p.judged.email == (Email{})
}

// active are the site's own keys, as openKeys gives them to the judges.
func (p patient) active() []proof.Key {
	var keys []proof.Key
	for _, k := range p.keys {
		if k.Standing == proof.Active {
			keys = append(keys, k.Key)
		}
	}
	return keys
}

// reasonOf makes a reason of an error of the catalogue.
func reasonOf(err error) *proof.Reason {
	known := ErrInternal
	errors.As(err, &known)
	return &proof.Reason{Code: known.Code, Message: known.Message, Help: known.Help}
}
