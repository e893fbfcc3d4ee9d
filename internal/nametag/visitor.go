package nametag

import (
	"slices"
	"time"
)

// Visitor is one browser profile on one site. An anonymous visitor that did nothing has no row at all.
type Visitor struct {
	ID        VisitorID
	Site      SiteID
	Link      Link
	Number    int64 // of the one token that is alive; rises with trust (spec security §5)
	Bag       Bag
	FencedAt  time.Time // zero while the visitor lives
	Successor VisitorID // who it became at the fence
	FencedBy  Mark      // the command that fenced it
	Head      Seq       // its newest ledger entry that concerns no contact
	Recent    Recent
	Refused   Recent // what was refused it lately, each once an hour
	FirstSeen time.Time
	Since     SessionID // where it arrived by a link: its first session that is its contact's; 0: all are
	Journey   VisitorID // by whose link it arrived last
}

// Link says which contact a visitor is, and how sure that is. The zero Link is anonymous.
type Link struct {
	Contact ContactID
	Trust   Trust
	Until   time.Time // when a verified link falls back to claimed; zero: never
	KID     string    // the key that proved it
	SID     string    // the host's own session, for revocation
	Actor   string    // who acts as the contact; "" for the person itself
	Loose   bool      // it was found by an unproven email (spec identity §4.4): what comes over it fills blanks only
}

// Linked reports whether the link leads to somebody: to a contact, or acting, to one who was never here.
func (l Link) Linked() bool { return l.Contact != 0 || l.Actor != "" }

// LeakedKeys are the kids of a site's signing keys that somebody else may know.
type LeakedKeys []string

// At returns the link as it stands at a time: a verified one falls back to claimed when its proof ends, or the key
// leaked that it rests on. One that impersonates never becomes the person's own: without its key it leads to nobody.
func (l Link) At(now time.Time, leaked LeakedKeys) Link {
	fell := slices.Contains(leaked, l.KID)
	switch {
	case l.Trust < Verified:
	case l.Actor != "" && fell:
		return Link{}
	case l.Actor != "":
	case fell, !l.Until.IsZero() && !now.Before(l.Until):
		return Link{Contact: l.Contact, Trust: Claimed}
	}
	return l
}

// Standing is the word for the link's trust: "anonymous", "claimed", "verified" or "acting".
func (l Link) Standing() string {
	if l.Actor != "" {
		return Acting
	}
	return l.Trust.String()
}

// Bag is what this browser itself has said: its last id and email, and while it is anonymous its traits.
type Bag struct {
	ExternalID string
	Email      Email
	Traits     Traits
}

// Fenced reports whether the visitor's token is dead for good.
func (v *Visitor) Fenced() bool { return !v.FencedAt.IsZero() }

// At returns the visitor as it stands at a time.
func (v *Visitor) At(now time.Time, leaked LeakedKeys) *Visitor {
	link := v.Link.At(now, leaked)
	if link == v.Link {
		return v
	}
	stands := *v
	stands.Link = link
	return &stands
}

// keepMarks takes over what the visitor's commands left on the rows to which it was linked, so that they are still known.
func (v *Visitor) keepMarks(linked Found) {
	if linked.Contact != nil {
		v.Recent = v.Recent.WithOthers(linked.Contact.Recent.of(v.ID)).WithOthers(linked.Row.Recent.of(v.ID))
	}
}

// Clone returns a copy that may be changed: decisions never change what they were given.
func (v *Visitor) Clone() *Visitor {
	c := *v
	c.Bag.Traits = v.Bag.Traits.Clone()
	c.Recent, c.Refused = v.Recent.Clone(), v.Refused.Clone()
	return &c
}
