package nametag

import "time"

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
	FirstSeen time.Time
}

// Link says which contact a visitor is, and how sure that is. The zero Link is anonymous.
type Link struct {
	Contact ContactID
	Trust   Trust
	Until   time.Time // when a verified link falls back to claimed; zero: never
	KID     string    // the key that proved it
	SID     string    // the host's own session, for revocation
	Actor   string    // who acts as the contact; "" for the person itself
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

// Clone returns a copy that may be changed: decisions never change what they were given.
func (v *Visitor) Clone() *Visitor {
	c := *v
	c.Bag.Traits = v.Bag.Traits.Clone()
	c.Recent = v.Recent.Clone()
	return &c
}
