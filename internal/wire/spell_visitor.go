package wire

import "github.com/nametag-dev/nametag/internal/nametag"

// SpellVisitor spells one visitor with its sessions. p.Visitor is set.
func SpellVisitor(p nametag.Person) VisitorDetail {
	v := p.Visitor
	out := VisitorInfo{ID: v.ID.String(), Trust: v.Link.Standing(), Actor: v.Link.Actor, ExpiresAt: spellTime(v.Link.Until), FirstSeenAt: spellTime(v.FirstSeen), JourneyID: spellIfAny(v.Journey)}
	if p.Contact != nil {
		out.ContactID = orNull(p.Contact.ID.String())
	}
	return VisitorDetail{Visitor: out, Sessions: SpellSessions(p)}
}
