package nametag

import "context"

// Identify carries out an identify or update call of a browser (spec identity §2–§6). Where the claim is refused, or
// the token is dead (ErrStale, ErrFenced), nothing is applied; the outcome says who the browser is in any case.
func (s *Service) Identify(ctx context.Context, b Browser, c Command) (Outcome, error) {
	j, err := judge(c.Call, c.Claim, b.Site.CustomDataBytes)
	if err != nil {
		return Outcome{Browser: b}, err
	}
	keys := Keys{ExternalID: j.id}
	if j.id == "" {
		keys.Email = j.email.Folded // an unproven email beside an id leads nowhere: it isn't looked up
	}
	out, err := s.command(ctx, b, keys, c.ID, func(t *turn) { t.claim(j) })
	out.Answer.Rejected = append(j.rejected, out.Answer.Rejected...)
	if err == nil && out.Answer.Switched && j.names() && b.Site.Enforcement == Require {
		err = ErrProofNeeded // sent again, a refused claim that fenced is refused again
	}
	return out, err
}

// claim fences where the claim names another person, then writes what it says to its contact, or to the bag.
func (t *turn) claim(j judged) {
	switch {
	case leaves(t.visitor, j):
		t.fence(WasReset)
		t.outcome.Answer.Switched = true
	case anotherPerson(t.visitor.Bag, j):
		t.fence(Switched)
		t.outcome.Answer.Switched = true
	}
	switch {
	case !j.names() && (t.linked == nil || t.site.Enforcement == Require):
		t.note(j)
	case j.names() && t.site.Enforcement == Require:
		t.refusal = ErrProofNeeded
	default:
		t.identify(j)
	}
}

// note keeps what an anonymous browser says of itself in its bag.
func (t *turn) note(j judged) {
	w := t.writing()
	traits := t.visitor.Bag.Traits
	w.profile(&traits, j.profile)
	if size, fits := w.custom(&traits, j.custom, j.clearCustom); !fits {
		t.reject(Rejection{Field: "custom_data", Reason: "too_large", Limit: w.limit, Size: size})
	}
	if len(w.edits) == 0 {
		return
	}
	v := t.change()
	v.Bag.Traits = traits
	t.record(Entry{Kind: Noted, Trust: Claimed, Effect: Effect{Set: w.edits, Protected: w.protected}}, v, nil)
}

// identify writes the claim to the contact that it is about, and links the visitor to it.
func (t *turn) identify(j judged) {
	before := Resolve(t.visitor.ID, t.linked, t.known.ByID, t.known.ByEmail, j)
	x, created := t.candidate(before), before == nil
	w := t.writing()
	w.blanksOnly = x.Secured() || t.site.Unproven == FillBlanks && x.BornOf != t.visitor.ID
	w.identifiers(x, j)
	w.profile(&x.Traits, j.profile)
	t.writeCustom(w, x, j)
	w.fill(&x.Traits, t.visitor.Bag.Traits)
	link := t.link(x, j)
	if len(w.edits) == 0 && link == nil {
		return // a repeat: at most the bag has learnt something
	}
	kind := Updated
	if link != nil {
		kind = Identified
	}
	x = t.keep(x)
	t.record(Entry{Kind: kind, Trust: Claimed, Effect: Effect{Created: created, Set: w.edits, Protected: w.protected, Link: link}}, t.visitor, x)
	t.linked = x
}

// candidate returns a copy of the resolved contact, or a new one, to try the claim on. Its traits are still shared with
// the contact: a writing copies what it changes.
func (t *turn) candidate(x *Contact) *Contact {
	if x == nil {
		return &Contact{ID: t.IDs.Contact(t.now), Site: t.site.ID, BornOf: t.visitor.ID, FirstSeen: t.visitor.FirstSeen}
	}
	for _, mine := range t.contacts { // the one that a fence in this turn has touched
		if mine.ID == x.ID {
			x = mine
		}
	}
	tried := *x
	return &tried
}

// keep makes the tried contact one that is written.
func (t *turn) keep(x *Contact) *Contact {
	if t.visitor.ID != x.BornOf {
		x.Shared = true
	}
	for i, mine := range t.contacts {
		if mine.ID == x.ID {
			t.contacts[i] = x
			return x
		}
	}
	t.contacts = append(t.contacts, x)
	return x
}

// writeCustom refuses custom_data that would be too large as a whole. A browser isn't told what the contact holds
// beside its own claim (spec identity §8); the pages of a site in development mode are.
func (t *turn) writeCustom(w *writing, x *Contact, j judged) {
	if size, fits := w.custom(&x.Traits, j.custom, j.clearCustom); !fits && t.site.Developing(t.now) {
		t.reject(Rejection{Field: "custom_data", Reason: "too_large", Limit: w.limit, Size: size})
	}
}

// link points the visitor at the contact and keeps what the browser said in its bag. Returns nil where the link stays
// as it was. A rise of trust kills older tokens, so that nobody who knew one before rises with it.
func (t *turn) link(x *Contact, j judged) *LinkEffect {
	bag := t.visitor.Bag
	bag.Traits = Traits{}
	if j.id != "" {
		bag.ExternalID = j.id
	}
	if j.email.Folded != "" {
		bag.Email = j.email
	}
	old := t.visitor.Link
	moved := t.linked == nil || t.linked.ID != x.ID
	said := bag.ExternalID != t.visitor.Bag.ExternalID || bag.Email != t.visitor.Bag.Email
	if !moved && !said && t.visitor.Bag.Traits.Empty() {
		return nil
	}
	v := t.change()
	v.Bag = bag
	if !moved {
		return nil
	}
	if old.Trust < Claimed && t.fenced == nil {
		v.Number++
	}
	v.Link = Link{Contact: x.ID, Trust: Claimed}
	return &LinkEffect{From: old.Contact, To: x.ID, Trust: Claimed}
}

// identifiers writes the claim's id and email (spec identity §4.4, §4.7).
func (w *writing) identifiers(x *Contact, j judged) {
	if j.id != "" && x.ExternalID == "" {
		w.edits = append(w.edits, Edit{Key: "external_id", New: quote(j.id)})
		x.ExternalID, x.ExternalTrust = j.id, w.trust
	}
	switch {
	case j.email.Folded == "" || j.email == x.Email:
	case x.Email.Folded != "" && (x.EmailTrust > w.trust || x.Secured()):
		w.protected = append(w.protected, "email")
	default:
		w.edits = append(w.edits, Edit{Key: "email", Old: quoteOrBlank(x.Email.Shown), New: quote(j.email.Shown)})
		x.Email, x.EmailTrust = j.email, w.trust
	}
}

func (t *turn) writing() *writing {
	return &writing{trust: Claimed, source: SaidBy(t.visitor.ID), seq: t.next(), at: t.now, limit: t.site.CustomDataBytes}
}

func (t *turn) reject(r Rejection) {
	t.outcome.Answer.Rejected = append(t.outcome.Answer.Rejected, r)
}

func quoteOrBlank(text string) string {
	if text == "" {
		return ""
	}
	return quote(text)
}
