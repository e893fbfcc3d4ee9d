package nametag

import "time"

// Kind says what an entry of the ledger records.
type Kind string

const (
	Identified Kind = "identified" // a visitor was linked to a contact
	Updated    Kind = "updated"    // values of a contact changed
	Noted      Kind = "noted"      // values of an anonymous visitor's bag changed
	WasReset   Kind = "reset"      // the visitor asked for a fence
	Switched   Kind = "switched"   // another person at the same browser: fenced
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

// Effect is what an entry changed, complete enough to be carried out again without the rules.
type Effect struct {
	Created   bool        // the contact came into being
	Set       []Edit      // values and identifiers, old → new
	Protected []string    // keys that were kept from landing
	Link      *LinkEffect // where the visitor's link went
	Successor VisitorID   // who the visitor became at a fence
}

// Edit is one key's change. Keys are "external_id", "email", a profile field, or "custom_data.KEY". Old and New
// are JSON, "" for a blank.
type Edit struct{ Key, Old, New string }

// LinkEffect is a link's change; From is 0 where the visitor was anonymous.
type LinkEffect struct {
	From, To ContactID
	Trust    Trust
}
