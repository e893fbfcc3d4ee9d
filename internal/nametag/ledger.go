package nametag

import "time"

// Kind says what an entry of the ledger records.
type Kind string

const (
	Identified Kind = "identified" // a visitor was linked to a contact, or linked more surely
	Updated    Kind = "updated"    // values of a contact changed
	Noted      Kind = "noted"      // values of an anonymous visitor's bag changed
	WasReset   Kind = "reset"      // the visitor asked for a fence
	Switched   Kind = "switched"   // another person at the same browser: fenced
	Refused    Kind = "refused"    // a claim or its proof was not accepted
	Detached   Kind = "detached"   // an agent, or a revocation, undid a link
	Revoked    Kind = "revoked"    // what proofs of the person brought about was ended; with a visitor: that was fenced
	Displaced  Kind = "displaced"  // an unproven identifier gave way to somebody's proof
	Merged     Kind = "merged"     // another contact merged into this one
	Joined     Kind = "joined"     // this contact merged into another
	Unmerged   Kind = "unmerged"   // such a merge was undone
	Left       Kind = "left"       // this contact came out of another again
	Edited     Kind = "edited"     // an agent or the server API changed it
	Resolved   Kind = "resolved"   // an agent settled a conflict
	Carried    Kind = "carried"    // a visitor arrived by a link from another of the site's domains, as who it was there
	Erased     Kind = "erased"     // all that was known of the person was erased, entries included
)

// Entry is one line of the append-only ledger: an effect and why it came about (spec identity §7). Prev chains
// the entries of a contact (or, where there is none, of a visitor), from its Head.
type Entry struct {
	Seq     Seq
	Site    SiteID
	At      time.Time
	Kind    Kind
	Contact ContactID // 0 if none
	Visitor VisitorID
	Prev    Seq
	Trust   Trust
	Reason  string
	KID     string
	Actor   string
	Command CommandID
	Effect  Effect
}

// Source names who is behind the entry.
func (e Entry) Source() Source {
	if e.Actor != "" {
		return Source(e.Actor)
	}
	return SaidBy(e.Visitor)
}

// keyOf is what a link rests on from the entry on.
func (e Entry) keyOf(l *LinkEffect) string {
	switch {
	case l.Trust < Verified:
		return ""
	case l.KID != "":
		return l.KID
	}
	return e.KID
}

// Effect is what an entry changed, complete enough to be carried out again without the rules.
type Effect struct {
	Created   bool        // the contact came into being
	Side      ContactID   // by whose identifier or visitor it came, where that was merged into the contact
	Set       []Edit      // of the contact's keys; without a contact, of the visitor's bag
	Said      []Edit      // identifiers in the visitor's bag
	Protected []string    // keys that were kept from landing
	Link      *LinkEffect // where the visitor's link went
	Number    int64       // of the visitor's new token; 0 if it kept its own
	Successor VisitorID   // who the visitor became at a fence
	Since     SessionID   // the visitor's first session that is the contact's
	Journey   VisitorID   // by whose link the visitor came
	Other     ContactID   // with whom it merged, or from whom it came
	Merge     Seq         // the merge that this is a part of, or that it undid
}

// LinkEffect is a link's change; From is 0 where the visitor was anonymous, To where it is again.
type LinkEffect struct {
	From, To ContactID
	Trust    Trust
	Until    time.Time
	KID      string // of the key that it rests on; "" for the entry's, or for none where it isn't proven
	SID      string
	Actor    string
	Loose    bool
}
