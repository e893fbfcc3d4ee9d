package nametag

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

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

// identify writes the claim to the contact that it is about, and links the visitor to it.
func (t *turn) identify(j judged) {
	facts := t.facts()
	r := Resolve(facts, j, t.site)
	x, created := t.contactOf(r)
	secured := x.now.Secured()
	side := t.settleOthers(x, r, facts, j)
	link := t.linkTo(x.now, side, r, j)
	w := t.writing(max(Claimed, link.Trust), SaidBy(t.visitor.ID))
	w.blanksOnly = secured || link.Loose || t.site.Unproven == FillBlanks && x.now.BornOf != t.visitor.ID
	t.writeIdentifiers(x.now, side, r, j)
	t.writeTraits(w, x.now, j)
	effect := Effect{Created: created, Side: sideOf(Found{x.now, side}), Protected: append(t.keptOut, w.protected...)}
	kind := t.follow(link, x.now, side, j, &effect)
	if kind == Updated && len(effect.Said) == 0 && !t.changed(x) {
		if j.refusal != nil {
			t.noteRefusal(j.refusal.Code)
		}
		if len(effect.Protected) == 0 || !t.isNews("protected") {
			return // a repeat
		}
	}
	e := Entry{Kind: kind, Visitor: t.visitor.ID, Trust: w.trust, Reason: t.refusalOf(j), KID: j.kid, Effect: effect}
	t.record(e, x)
	t.linked.Contact = x.now
}

func (t *turn) facts() Facts {
	return Facts{Visitor: t.visitor.ID, Linked: t.linked, Loose: t.visitor.Link.Loose, ByID: t.known.ByID, ByEmail: t.known.ByEmail}
}

// contactOf drafts the contact that the claim is about.
func (t *turn) contactOf(r Resolution) (x *draft, created bool) {
	if r.X.Contact == nil {
		return t.create(t.visitor.ID), true
	}
	return t.draft(r.X.Contact), false
}

// settleOthers takes from others what a proof shows not to be theirs, and merges those who turn out to be the same
// person. The email goes with the first merge of a contact that has it, so that it goes back with that. Returns the row
// by which the claim came.
func (t *turn) settleOthers(x *draft, r Resolution, f Facts, j judged) (side *Contact) {
	if r.Lost.Contact != nil {
		to := x.now.ID
		if r.X.Row != nil { // it may be one that was merged into the loser
			to = r.X.Row.ID
		}
		t.displace(r.Lost, keyExternalID, t.visitor.ID, to)
		f.ByID = Found{}
	}
	for _, y := range r.Moves {
		t.displace(y, keyEmail, t.visitor.ID, x.now.ID)
	}
	side = f.Side(x.now, j)
	email := r.Email == EmailTaken
	for _, y := range r.Merge {
		also := func() {}
		if mail := y.Row.Email.Folded == j.email.Folded; email && mail {
			also, email = func() { t.writeEmail(x.now, j) }, false
			if j.id == "" && (r.Alias.Row == nil || r.Alias.Row.EmailTrust < y.Row.EmailTrust) {
				side = y.Row // the email is that of the one who merges
			}
		}
		e := Entry{Visitor: t.visitor.ID, Trust: j.trust(), KID: j.kid, Effect: Effect{Side: sideOf(Found{x.now, f.Side(x.now, j)})}}
		t.merge(x, t.draft(y.Contact), e, also)
	}
	if j.id != "" && side.ID != x.now.ID && side.ExternalID == j.id && j.verified {
		t.verifyAlias(side, keyExternalID, j)
	}
	if r.Email == EmailOfAlias && j.emailVerified {
		t.verifyAlias(r.Alias.Row, keyEmail, j)
	}
	if r.Email == EmailParked && side.ID != x.now.ID {
		t.parkEmail(x.now, side, r, j)
	}
	return side
}

// parkEmail makes the email a conflict on the row by which the claim came, unless it is one there, or on x, already.
func (t *turn) parkEmail(x, side *Contact, r Resolution, j judged) {
	k := newConflict(t.next(), keyEmail, j.email, j.emailTrust(), r.Holds, t.now)
	d := t.draft(side)
	switch {
	case slices.ContainsFunc(x.Conflicts, k.isToldBy):
	case k.Trust <= Claimed && d.now.isFull() && !slices.ContainsFunc(d.now.Conflicts, k.same):
		t.keptOut = append(t.keptOut, keyEmail)
	case d.now.park(k) && side.ID != x.ID:
		t.record(Entry{Kind: Updated, Visitor: t.visitor.ID, Trust: j.trust(), KID: j.kid}, d)
	}
}

// trust is that of the claim.
func (j *judged) trust() Trust {
	if j.verified {
		return Verified
	}
	return Claimed
}

// writeIdentifiers writes the claim's id and email (spec identity §4.4, §4.6, §4.7).
func (t *turn) writeIdentifiers(x, side *Contact, r Resolution, j judged) {
	if j.verified && x.SecuredAt.IsZero() {
		x.SecuredAt = t.now
	}
	mine := x.ExternalID == j.id && x.ExternalTrust < j.trust()
	if j.id != "" && !r.Loose && (mine || !x.Named()) {
		x.ExternalID, x.ExternalTrust = j.id, j.trust()
	}
	switch {
	case r.Email == EmailTaken:
		t.writeEmail(x, j)
	case r.Email == EmailParked && side.ID == x.ID:
		t.parkEmail(x, x, r, j)
	}
}

// verifyAlias notes that an identifier was proven which a merged contact holds.
func (t *turn) verifyAlias(row *Contact, key string, j judged) {
	d := t.draft(row)
	if d.now.identifierTrust(key) >= Verified {
		return
	}
	if key == keyEmail {
		d.now.EmailTrust = Verified
	} else {
		d.now.ExternalTrust = Verified
	}
	if d.now.SecuredAt.IsZero() {
		d.now.SecuredAt = t.now
	}
	t.record(Entry{Kind: Updated, Visitor: t.visitor.ID, Trust: Verified, KID: j.kid}, d)
}

func (t *turn) writeEmail(x *Contact, j judged) { x.Email, x.EmailTrust = j.email, j.emailTrust() }

func (j *judged) emailTrust() Trust {
	if j.emailVerified {
		return Verified
	}
	return Claimed
}

// writeTraits writes what the page says, then what the site says in the token, then what the browser said before.
func (t *turn) writeTraits(w *writing, x *Contact, j judged) {
	w.profile(&x.Traits, j.profile)
	t.writeCustom(w, x, j.custom, j.clearCustom)
	if !j.attested.empty() {
		site := *w
		site.source = Source(j.kid)
		if j.verified {
			site.trust = Attested
		}
		site.profile(&x.Traits, j.attested.profile)
		t.writeCustom(&site, x, j.attested.custom, false)
		w.protected = site.protected
	}
	if len(j.filling) > 0 {
		hubSpot := *w
		hubSpot.source = Source(j.kid)
		hubSpot.profileBlanks(&x.Traits, j.filling)
		w.protected = hubSpot.protected
	}
	w.fill(&x.Traits, t.visitor.Bag.Traits.without(j.attested).without(j.traitsSaid))
}

// writeCustom refuses custom_data that would be too large as a whole. A browser isn't told what the contact holds
// beside its own claim, unless its link is verified (spec identity §8); the pages of a site in development mode are.
func (t *turn) writeCustom(w *writing, x *Contact, custom map[string]string, clear bool) {
	size, fits := w.custom(&x.Traits, custom, clear)
	if !fits && (w.trust >= Verified || t.site.Developing(t.now)) {
		t.tooLarge = size
	}
}

// linkTo is the link that the claim leads to (spec identity §5): on the same contact the surer one, for as long as its
// proof lasts; on another, this claim's.
func (t *turn) linkTo(x, side *Contact, r Resolution, j judged) Link {
	old := t.visitor.Link
	same := t.linked.Contact != nil && (t.linked.Contact.ID == x.ID || t.latest(t.linked.Contact).MergedInto == x.ID)
	present := same && j.id == "" && !j.verified // what comes over a link doesn't move it
	link := Link{Contact: side.ID, Trust: j.trust(), Until: j.until, KID: j.kid, SID: j.sid, Loose: r.Loose}
	if !j.verified {
		link = Link{Contact: side.ID, Trust: Claimed, Loose: r.Loose}
	}
	switch {
	case present || same && link.Trust < old.Trust:
		return old
	case !same || old.Trust < link.Trust:
		return link
	case link.SID != "" && old.SID != "" && link.SID != old.SID:
		return link // another host session: what proved the one before ends with it
	}
	link.SID = cmp.Or(link.SID, old.SID)
	switch {
	case link.Until.Sub(old.Until) < renewal && link.SID == old.SID:
		old.Contact, old.Loose = link.Contact, link.Loose
		return old
	case old.Until.After(link.Until):
		link.Until, link.KID = old.Until, old.KID
	}
	return link
}

// renewal is how much longer a newer proof must last for the link to be written anew.
const renewal = time.Minute

// follow points the visitor at the contact and keeps what the browser said in its bag. A rise of trust kills older
// tokens, and so does a proof of somebody else than before. That a newer proof lasts longer is not worth an entry.
func (t *turn) follow(link Link, x, side *Contact, j judged, effect *Effect) Kind {
	old, bag := t.visitor.Link, t.visitor.Bag
	moved := t.linked.Contact == nil || t.linked.Contact.ID != x.ID
	said := j.saidIn(bag)
	if moved || link != old || said != bag.identifiers() || !bag.Traits.Empty() || j.arriving {
		v := t.change()
		if link.Contact != old.Contact {
			v.keepMarks(t.linked)
		}
		effect.Said = bagEdits(bag, said)
		v.Bag, v.Link = Bag{ExternalID: said.id, Email: said.email}, link
		if link.Trust > old.Trust || moved && link.Trust >= Verified || j.arriving {
			effect.Number = t.renew()
		}
		if moved && j.arriving {
			effect.Since = t.beginAgain(v)
		}
		if x.BornOf != v.ID {
			x.Shared = true
		}
	}
	t.linked = Found{Contact: x, Row: side}
	if !moved && link.Trust == old.Trust && link.Contact == old.Contact && link.Loose == old.Loose && link.SID == old.SID && link.KID == old.KID && !j.arriving {
		return Updated
	}
	effect.Link = &LinkEffect{From: old.Contact, To: link.Contact, Trust: link.Trust, Until: link.Until, SID: link.SID, Loose: link.Loose}
	if link.KID != j.kid {
		effect.Link.KID = link.KID
	}
	return Identified
}

// identifiers are what a bag holds besides traits.
type identifiers struct {
	id    string
	email Email
}

// name is the identifier that a bag holds under a key.
func (b Bag) name(key string) Email {
	if key == keyEmail {
		return b.Email
	}
	return Email{Folded: b.ExternalID, Shown: b.ExternalID}
}

func (b Bag) identifiers() identifiers { return identifiers{b.ExternalID, b.Email} }

// saidIn is what the browser will have said after the claim.
func (j *judged) saidIn(b Bag) identifiers {
	said := b.identifiers()
	if j.id != "" {
		said.id = j.id
	}
	if j.email.Folded != "" {
		said.email = j.email
	}
	return said
}

// bagEdits lists what became of the bag's identifiers.
func bagEdits(b Bag, said identifiers) []Edit {
	var edits []Edit
	if b.ExternalID != said.id {
		edits = append(edits, Edit{Key: keyExternalID, Old: quoteOrBlank(b.ExternalID), New: Value{JSON: quoteOrBlank(said.id)}})
	}
	if b.Email != said.email {
		edits = append(edits, Edit{Key: keyEmail, Old: quoteOrBlank(b.Email.Shown), New: Value{JSON: quoteOrBlank(said.email.Shown)}})
	}
	return edits
}
