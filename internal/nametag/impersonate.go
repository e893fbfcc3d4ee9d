package nametag

// actsOtherwise reports whether somebody begins or ends to act as another, or another one does (spec identity §5): then
// another person is at this browser, whatever ids are named.
func (t *turn) actsOtherwise(j judged) bool {
	link := t.visitor.Link
	return j.verified && link.Linked() && link.Actor != j.actor
}

// impersonate links the visitor as one who acts as a person: that writes nothing, merges nothing and adds nothing to
// anybody's history. A person who was never here stays unknown.
func (t *turn) impersonate(j judged) {
	facts := t.facts()
	r := Resolve(facts, j, t.site)
	old := t.visitor.Link
	link := Link{Trust: Verified, Until: j.until, KID: j.kid, SID: j.sid, Actor: j.actor}
	if r.X.Contact != nil {
		link.Contact = facts.Side(r.X.Contact, j).ID
	}
	said := j.saidIn(t.visitor.Bag)
	if old.Actor == link.Actor && old.Contact == link.Contact && old.SID == link.SID && said == t.visitor.Bag.identifiers() && link.Until.Sub(old.Until) < renewal {
		return
	}
	v := t.change()
	effect := Effect{Said: bagEdits(v.Bag, said)}
	v.Bag, v.Link = Bag{ExternalID: said.id, Email: said.email, Traits: v.Bag.Traits}, link
	if t.linked = r.X; old.Actor != link.Actor || old.Contact != link.Contact || old.SID != link.SID || len(effect.Said) > 0 {
		if old.Trust < Verified {
			effect.Number = t.renew()
		}
		effect.Link = link.effect(old.Contact, j.kid)
		t.recordVisitor(Entry{Kind: Identified, Trust: Verified, KID: j.kid, Effect: effect}, v)
	}
}

// goOnActing notes what an unproven claim says of the person whom the visitor acts as. Nothing else comes of it.
func (t *turn) goOnActing(j judged) {
	said := j.saidIn(t.visitor.Bag)
	if said == t.visitor.Bag.identifiers() {
		return
	}
	v := t.change()
	effect := Effect{Said: bagEdits(v.Bag, said)}
	v.Bag.ExternalID, v.Bag.Email = said.id, said.email
	t.recordVisitor(Entry{Kind: Updated, Trust: v.Link.Trust, Effect: effect}, v)
}
