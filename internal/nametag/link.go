package nametag

import (
	"cmp"
	"time"
)

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
	effect.Link = link.effect(old.Contact, j.kid)
	return Identified
}

// effect is how an entry tells that a visitor's link became this one. kid is the entry's: the link tells another's only.
func (l Link) effect(from ContactID, kid string) *LinkEffect {
	e := &LinkEffect{From: from, To: l.Contact, Trust: l.Trust, Until: l.Until, SID: l.SID, Actor: l.Actor, Loose: l.Loose}
	if l.KID != kid {
		e.KID = l.KID
	}
	return e
}

// unlink makes the visitor anonymous again, and forgets what it said of itself.
func (v *Visitor) unlink() Effect {
	effect := Effect{Link: Link{}.effect(v.Link.Contact, ""), Said: bagEdits(v.Bag, identifiers{})}
	v.Link, v.Bag = Link{}, Bag{}
	return effect
}
