package nametag

import (
	"slices"

	"github.com/nametag-dev/nametag/internal/proof"
)

// takeCarry makes the browser who the carrier is, as surely. Returns ErrMoved where that changed meanwhile.
func (t *turn) takeCarry(c carrier) error {
	if c.id == 0 || t.known.remembered(carryKey(t.site, c.token.ID)).Value != c.id.String() {
		t.noteRefusal(proof.ErrCarryUsed.Code)
		return nil
	}
	from := t.anonymous(c.id)
	if row := t.known.Visitors[0]; row != nil {
		from = row.At(t.now, t.leaked)
		if row.Link.Contact != c.link.Contact {
			return ErrMoved
		}
	}
	for _, r := range t.known.Once {
		if r.revokes(c.token.ExpiresAt.Add(-proof.CarryLife)) {
			t.noteRefusal(proof.ErrCarryUsed.Code)
			return nil
		}
	}
	t.remembers = append(t.remembers, Remembered{Key: carryKey(t.site, c.token.ID), Value: tokenUsed, Until: c.token.ExpiresAt})
	switch {
	case from.Fenced():
		t.noteRefusal(proof.ErrCarryUsed.Code)
	case from.ID == t.visitor.ID: // both origins share the visitor
	case !from.Link.Linked():
		t.goOnWith(from)
	default:
		t.arrive(from)
	}
	return nil
}

// goOnWith notes that the browser is on the same journey as another. Only one that is nobody yet is.
func (t *turn) goOnWith(from *Visitor) {
	if t.visitor.Link.Linked() {
		return
	}
	v := t.change()
	v.Journey = from.ID
	t.recordVisitor(Entry{Kind: Carried, Effect: Effect{Journey: from.ID}}, v)
}

// arrive links the browser as the other is, unless that takes a proof which there isn't. Somebody else is fenced first.
func (t *turn) arrive(from *Visitor) {
	sure := from.Link.Trust >= Verified
	j := judged{id: from.Bag.ExternalID, email: from.Bag.Email, proven: proven{verified: sure, actor: from.Link.Actor}}
	if anotherPerson(t.visitor.Bag, j) || t.actsOtherwise(j) || from.Link.Contact != 0 && t.isSurelyAnother(t.known.Contacts[0].Contact) {
		t.fence(Switched, "")
		t.outcome.Answer.Switched = true
	}
	switch {
	case !sure && t.site.Enforcement == Require:
		t.noteRefusal(ErrProofNeeded.Code)
	case !sure && t.visitor.Link.Actor != "": // acting ends by a fence alone
	default:
		t.takeOver(from, j)
	}
}

// takeOver makes the link and the words of the other the browser's own, with another token. What it did before, unless
// it was that person's already, stays nobody's (spec security §1d).
func (t *turn) takeOver(from *Visitor, j judged) {
	old, link := t.visitor.Link, from.Link
	var whose Found
	if link.Contact != 0 {
		whose = t.known.Contacts[0]
	}
	v, said := t.change(), j.saidIn(t.visitor.Bag)
	v.Journey = from.ID
	effect := Effect{Number: t.renew(), Journey: from.ID, Said: bagEdits(v.Bag, said), Side: sideOf(whose)}
	stays := t.linked.Contact != nil && whose.Contact != nil && t.linked.Contact.ID == whose.Contact.ID && old.Actor == link.Actor
	switch {
	case !stays:
		v.keepMarks(t.linked)
		effect.Since = t.beginAgain(v)
	case old.Trust > link.Trust, old.Trust == link.Trust && old.Until.After(link.Until):
		link = old
	}
	bag := Bag{ExternalID: said.id, Email: said.email}
	if link.Actor != "" { // who acts takes nothing along, and leaves nothing
		bag.Traits = v.Bag.Traits
	}
	v.Link, v.Bag, t.linked = link, bag, whose
	effect.Link = link.effect(old.Contact, "")
	t.recordArrival(Entry{Kind: Carried, Visitor: v.ID, Trust: link.Trust, Effect: effect}, v)
}

// recordArrival records it with the contact, or of who only acts with the visitor alone.
func (t *turn) recordArrival(e Entry, v *Visitor) {
	if v.Link.Actor != "" {
		e.Effect.Side = 0
		t.recordVisitor(e, v)
		return
	}
	x := t.draft(t.linked.Contact)
	x.now.Shared = x.now.Shared || x.now.BornOf != v.ID
	t.record(e, x)
	t.linked.Contact = x.now
}

// isSurelyAnother reports whether the browser is proven to be another contact than that, which its bag needn't tell: nobody
// who is somebody goes on as another without a word because a link said so. Over a link that is only claimed, to be fenced
// would tell who is known to be whom.
func (t *turn) isSurelyAnother(than *Contact) bool {
	return t.visitor.Link.Trust >= Verified && t.linked.Contact != nil && (than == nil || than.ID != t.linked.Contact.ID)
}

// arrivesAsAnother is the same of a proof that arrived in a link.
func (t *turn) arrivesAsAnother(j judged) bool {
	if !j.arriving {
		return false
	}
	r := Resolve(t.facts(), j, t.site)
	isMerged := func(y Found) bool { return y.Contact.ID == t.linked.Contact.ID }
	return t.isSurelyAnother(r.X.Contact) && !slices.ContainsFunc(r.Merge, isMerged)
}

// beginAgain makes what the visitor does from here on its contact's, and nothing of before.
func (t *turn) beginAgain(v *Visitor) SessionID {
	t.arrived = true
	v.Since = SessionID(t.IDs.Next(t.now))
	return v.Since
}
