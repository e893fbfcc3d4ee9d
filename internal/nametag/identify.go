package nametag

import (
	"cmp"
	"context"
	"errors"

	"github.com/nametag-dev/nametag/internal/proof"
)

// Identify carries out an identify or update call of a browser (spec identity §2–§6). Where the claim is refused, or
// the token is dead (ErrStale, ErrFenced), nothing is applied; the outcome says who the browser is in any case.
func (s *Service) Identify(ctx context.Context, b Browser, c Command) (Outcome, error) {
	out, err := s.identify(ctx, b, c, nil)
	var refused *proof.Reason // found out where it couldn't be overtaken
	if errors.As(err, &refused) {
		out, err = s.identify(ctx, b, c, refused)
	}
	return out, err
}

// identify is [Service.Identify]; refused is why the token can't be accepted, where that was found out.
func (s *Service) identify(ctx context.Context, b Browser, c Command, refused *proof.Reason) (Outcome, error) {
	j, err := judge(c.Call, c.Claim, b.Site.CustomDataBytes)
	if err == nil {
		err = s.prove(ctx, b.Site, c.Claim, &j, refused)
	}
	if err != nil {
		return Outcome{Browser: b}, err
	}
	s.explain(ctx, b.Site, c.Claim, &j)
	keys := Keys{ExternalID: j.id, Email: j.email.Folded, Settled: j.emailSettled, Writes: j.writes, Once: j.onceKeys(b.Site)}
	out, err := s.command(ctx, b, keys, c.ID, func(t *turn) error { return t.claim(j) })
	if carriedOut := err == nil && !out.Again; carriedOut || isRefusal(err) {
		s.count(b, c, j, s.now())
	}
	if s.Counter != nil && out.attempted != nil && !out.Again {
		s.Counter.refuse(*out.attempted)
	}
	out.Answer.Rejected = append(j.rejected, out.Answer.Rejected...)
	if err == nil && out.Answer.Switched && j.names() && !j.isVoid() && out.Answer.Trust == Anonymous.String() && b.Site.Enforcement == Require {
		err = s.refused(b.Site, ErrProofNeeded, j.refusal) // sent again, a refused claim that fenced is refused again
	}
	if j.refusal != nil && b.Site.Developing(s.now()) {
		out.Answer.Warnings = append(out.Answer.Warnings, Warning{Code: j.refusal.Code, Message: j.refusal.Message, Help: cmp.Or(j.refusal.Help, proofHelp)})
	}
	return out, err
}

const proofHelp = "Ask `nametag doctor`, or POST /api/v1/doctor: it says exactly what is wrong and what should have been signed."

// isRefusal reports whether a claim was refused for its proof.
func isRefusal(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Kind == Forbidden
}

// refused is the refusal that a browser is told: vague to strangers, exact to a site's own developers.
func (s *Service) refused(site *Site, vague *Error, why *proof.Reason) *Error {
	if why == nil || !site.Developing(s.now()) {
		return vague
	}
	return &Error{Kind: vague.Kind, Code: why.Code, Message: why.Message, Help: cmp.Or(why.Help, proofHelp)}
}

// emailSettled reports whether nobody needs to be looked up by an unproven email, because the contact that the claim is
// about has it already.
func (j *judged) emailSettled(known Known) bool {
	x := known.ByID.Contact
	if j.id == "" {
		x = known.Linked.Contact
		if v := known.Visitor; v == nil || anotherPerson(v.Bag, *j) || leaves(v, *j) {
			return false
		}
	}
	return !j.verified && x != nil && x.Email == j.email && x.Aliases == 0 && !x.Brought // else an alias may hold it too
}

// writes reports whether the claim says something new of the person whom it is likely about.
func (j *judged) writes(known Known) bool {
	x := known.Linked.Contact
	if x == nil {
		return false
	}
	w := writing{trust: max(known.Visitor.Link.Trust, j.trust()), blanksOnly: x.Secured()}
	for f, json := range j.profile {
		if stored := x.Traits.Profile[f]; stored.JSON != json && w.lands(stored) {
			return true
		}
	}
	for key, json := range j.custom {
		if stored := x.Traits.Custom[key]; stored.JSON != json && w.lands(stored) {
			return true
		}
	}
	return false
}

// claim fences where the claim names another person, then writes what it says to its contact, or to the bag. Returns
// why its token can't be accepted after all, a [proof.Reason].
func (t *turn) claim(j judged) error {
	if err := t.checkToken(j); err != nil {
		return err
	}
	switch {
	case leaves(t.visitor, j):
		t.fence(WasReset, "")
		t.outcome.Answer.Switched = true
	case anotherPerson(t.visitor.Bag, j), t.actsOtherwise(j), t.arrivesAsAnother(j):
		t.fence(Switched, t.refusalOf(j))
		t.outcome.Answer.Switched = true
	}
	sure := t.visitor.Link.Trust >= Verified
	switch {
	case j.isVoid():
		t.turnDown(j)
	case j.isNobodys() && j.arriving:
		t.refusal = ErrProofRefused
		t.noteRefusal(j.refusal.Code)
	case j.isNobodys():
		t.refusal = t.refused(t.site, ErrProofRefused, j.refusal)
	case j.names() && !j.verified && t.site.Enforcement == Require:
		t.refuse(j)
	case j.actor != "" && j.verified:
		t.impersonate(j)
	case j.actor != "": // a token for acting is never an ordinary claim
		t.noteAttempt(j)
		t.noteRefusal(t.refusalOf(j))
	case t.visitor.Link.Actor != "":
		t.goOnActing(j)
	case !j.names() && (t.linked.Contact == nil || t.site.Enforcement == Require && !sure):
		t.note(j)
	default:
		t.identify(j)
	}
	return nil
}

// isNobodys reports whether only a token could say whom the claim is about, and it can't be accepted.
func (j *judged) isNobodys() bool { return j.tokenFailed && !j.names() }

// isVoid reports whether token and email count only together, and don't: then the claim is none at all, and nobody is
// told off for it.
func (j *judged) isVoid() bool { return j.needsEmail && !j.verified && j.refusal != nil }

// refusalOf is why a claim is refused, or its proof not accepted; "" if neither is so.
func (t *turn) refusalOf(j judged) string {
	switch {
	case j.refusal != nil:
		return j.refusal.Code
	case j.names() && !j.verified && t.site.Enforcement == Require:
		return ErrProofNeeded.Code
	}
	return ""
}

// refuse turns the claim down and says so.
func (t *turn) refuse(j judged) {
	t.refusal = t.refused(t.site, ErrProofNeeded, j.refusal)
	t.turnDown(j)
}

// turnDown makes nothing of the claim. The ledger hears of it once an hour.
func (t *turn) turnDown(j judged) {
	t.noteAttempt(j)
	if t.fenced == nil { // else the fence tells
		t.noteRefusal(t.refusalOf(j))
	}
}

// noteRefusal records what was refused, once per visitor, contact, reason and hour.
func (t *turn) noteRefusal(reason string) {
	if !t.isNews(reason) {
		return
	}
	v := t.visitor
	e := Entry{Kind: Refused, Visitor: v.ID, Trust: v.Link.Trust, Reason: reason}
	if c := t.history(); c != nil {
		e.Effect.Side = sideOf(t.linked)
		t.record(e, t.draft(c))
	} else {
		t.recordVisitor(e, v)
	}
}

// isNews reports whether nothing was refused of the visitor and its contact for this reason in this hour, and notes that
// something was by now.
func (t *turn) isNews(reason string) bool {
	var about ContactID
	if c := t.history(); c != nil {
		about = c.ID
	}
	words := "refused " + about.String() + " " + reason + " " + t.now.UTC().Format("2006-01-02T15")
	mark := CommandID(words).Mark(t.visitor.ID)
	if _, known := t.visitor.Refused.Find(mark); known {
		return false
	}
	v := t.change()
	v.Refused = v.Refused.With(mark)
	return true
}

// note keeps what an anonymous browser says of itself in its bag.
func (t *turn) note(j judged) {
	w := t.writing(Claimed, SaidBy(t.visitor.ID))
	before := t.visitor.Bag.Traits
	traits := before
	w.profile(&traits, j.profile)
	if size, fits := w.custom(&traits, j.custom, j.clearCustom); !fits {
		t.tooLarge = size
	}
	edits := appendTraitEdits(nil, before, traits)
	if len(edits) == 0 {
		return
	}
	v := t.change()
	v.Bag.Traits = traits
	t.recordVisitor(Entry{Kind: Noted, Trust: Claimed, Effect: Effect{Set: edits, Protected: w.protected}}, v)
}
