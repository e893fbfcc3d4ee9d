package nametag

import "slices"

// identify writes the claim to the contact that it is about, and links the visitor to it.
func (t *turn) identify(j judged) {
	facts := t.facts()
	r := Resolve(facts, j, t.site)
	x, created := t.contactOf(r)
	secured := x.now.Secured()
	side := t.settleOthers(x, r, facts, j)
	link := t.linkTo(x.now, side, r, j)
	w := t.writing(max(Claimed, link.Trust), SaidBy(t.visitor.ID))
	w.blanksOnly = secured || link.Loose || !j.latestWins(t.site) && x.now.BornOf != t.visitor.ID
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
