package wire

import "github.com/nametag-dev/nametag/internal/nametag"

// SpellSite spells what the Install page shows. script is the address of the widget.
func SpellSite(s *nametag.Site, script string) SiteSettings {
	origins := append([]string{}, s.Origins...) // never null
	return SiteSettings{
		ID: s.ID.String(), Key: s.Key, Name: s.Name, Origins: origins, Enforcement: string(s.Enforcement),
		DevUntil: orNull(spellTime(s.DevUntil)), InstalledAt: orNull(spellTime(s.InstalledAt)),
		InstalledOrigin: orNull(s.InstalledOrigin), ScriptURL: script,
	}
}

// SpellVisitor spells one visitor with its sessions. p.Visitor is set.
func SpellVisitor(p nametag.Person) VisitorDetail {
	v := p.Visitor
	out := VisitorInfo{ID: v.ID.String(), Trust: v.Link.Standing(), Actor: v.Link.Actor, ExpiresAt: spellTime(v.Link.Until), FirstSeenAt: spellTime(v.FirstSeen), JourneyID: spellIfAny(v.Journey)}
	if p.Contact != nil {
		out.ContactID = orNull(p.Contact.ID.String())
	}
	return VisitorDetail{Visitor: out, Sessions: SpellSessions(p)}
}
