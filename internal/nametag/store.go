package nametag

import (
	"context"
	"slices"
	"time"
)

// WholeFamily is more contacts, and more browsers, than anybody ever had: where all of one person are wanted.
const WholeFamily = 1 << 20

// Store remembers. Every method is safe for many goroutines; what a method has answered survives a power cut.
// Not found is [ErrNotFound], never a nil. What is returned must not be changed: it may be shared.
type Store interface {
	// Decide reads what is known under keys, lets decide choose, writes that in one piece and returns when it is
	// durable. decide is pure and may run again. Two Decides that share a key never interleave. An error of
	// decide writes nothing and is returned as it is.
	Decide(ctx context.Context, keys Keys, decide func(Known) (Decision, error)) (Decision, error)

	// Once remembers value under key until then, unless the key is remembered already: returns what is remembered.
	Once(ctx context.Context, key, value string, now, until time.Time) (string, error)
	// Remembered returns what is remembered under key, "" for nothing.
	Remembered(ctx context.Context, key string, now time.Time) (string, error)
	// LookupCode returns the visitor's living code, renewed until then, or gives it one that draw made: 4 digits,
	// 6 while more than 2,000 of the site's live. A fenced visitor is given none: [ErrFenced].
	LookupCode(ctx context.Context, site SiteID, visitor VisitorID, now, until time.Time, draw func(digits int) string) (string, error)
	// SaveSessions writes sessions as they are now, new or known.
	SaveSessions(ctx context.Context, sessions []Session) error

	Visitor(ctx context.Context, site SiteID, id VisitorID) (*Visitor, error)
	// CodeOf returns the visitor's living lookup code, "" if it has none.
	CodeOf(ctx context.Context, site SiteID, id VisitorID, now time.Time) (string, error)
	// Contact follows a merged contact to its survivor.
	Contact(ctx context.Context, site SiteID, id ContactID) (*Contact, error)
	// Contacts lists live contacts, newest first.
	Contacts(ctx context.Context, site SiteID, q ContactQuery) ([]*Contact, error)
	// Row returns a contact's own row, merged or not.
	Row(ctx context.Context, site SiteID, id ContactID) (*Contact, error)
	// Rivals lists the contacts with conflicts about what one of these contacts holds.
	Rivals(ctx context.Context, site SiteID, of []ContactID) ([]ContactID, error)
	// Family lists a contact and those that were merged into it, the contact first, at most limit.
	Family(ctx context.Context, site SiteID, id ContactID, limit int) ([]*Contact, error)
	// Conflicted lists live contacts in whose family an identifier is parked, newest first.
	Conflicted(ctx context.Context, site SiteID, before ContactID, limit int) ([]*Contact, error)
	// Forgettable lists contacts of any site that were never secured, are in no merge, have no living link that is
	// verified, and of which nothing seems to have been heard for a life (0: for ever), or for their site's own if that is shorter. It
	// looks at a bounded number behind a contact, finds at most limit, and says behind which to go on (0: at the beginning).
	Forgettable(ctx context.Context, behind ContactID, now time.Time, life time.Duration, limit int) ([]Forgettable, ContactID, error)
	// ForgottenBy is until when visitors of a site came of which rows were forgotten, the zero time if none were: without a row they
	// are nobody any more. To be asked after the row was looked for.
	ForgottenBy(ctx context.Context, site SiteID) (time.Time, error)
	// VisitorsOf lists the visitors linked to a contact and to those merged into it, newest first, at most limit.
	VisitorsOf(ctx context.Context, site SiteID, id ContactID, limit int) ([]*Visitor, error)
	// LivingVisitors lists those linked to a contact, or to one merged into it, that aren't fenced: newest first, below a
	// visitor, at most limit.
	LivingVisitors(ctx context.Context, site SiteID, id ContactID, below VisitorID, limit int) ([]VisitorID, error)
	// ActingAs lists visitors that act as the person with an external id whom nobody knows yet, in the same way.
	ActingAs(ctx context.Context, site SiteID, externalID string, below VisitorID, limit int) ([]VisitorID, error)
	// SessionsOf lists a visitor's own sessions, newest first, at most limit.
	SessionsOf(ctx context.Context, site SiteID, id VisitorID, limit int) ([]Session, error)
	// ContactSessions lists the sessions of the contact's newest visitors, newest first.
	ContactSessions(ctx context.Context, site SiteID, id ContactID, q SessionQuery) ([]Session, error)
	// Entry finds an entry by its number.
	Entry(ctx context.Context, site SiteID, seq Seq) (Entry, error)
	// Chain lists an entry and those before it in its chain, newest first. Of 0 it is empty.
	Chain(ctx context.Context, site SiteID, from Seq) ([]Entry, error)
	// Entries lists a contact's ledger, newest first, at most limit, beginning with the entry from itself (0: with the
	// newest).
	Entries(ctx context.Context, site SiteID, id ContactID, from Seq, limit int) ([]Entry, error)

	// Snapshot lends the store as it is at one moment.
	Snapshot(ctx context.Context, read func(Snapshot) error) error

	// SiteByKey finds a site by its key or an alias of it.
	SiteByKey(ctx context.Context, key string) (*Site, error)
	Sites(ctx context.Context) ([]*Site, error)
	// AddSite writes a new site with its aliases. A key or alias that another site holds is [ErrTaken].
	AddSite(ctx context.Context, s *Site) error
	// ChangeSite lets change write to a site as it is, saves it in the same piece and returns it; what MarkInstalled writes stays.
	// change may run again. Its error writes nothing and is returned as it is; an alias of another site is [ErrTaken].
	ChangeSite(ctx context.Context, id SiteID, change func(*Site) error) (*Site, error)
	// MarkInstalled writes when and where a site's first page was seen, unless that is known already.
	MarkInstalled(ctx context.Context, id SiteID, origin string, at time.Time) error

	// SaveTally adds what was counted; of each reason it keeps the newest EvidenceExamples, none of visitors who were erased, and of
	// a site's day RefusalKinds of refusals, none of contacts who were erased.
	SaveTally(ctx context.Context, t Tally) error
	// Refusals lists those of a contact and of those merged into it, newest first, at most limit.
	Refusals(ctx context.Context, site SiteID, id ContactID, limit int) ([]Refusals, error)
	// Evidence is how often each kind of claim was made since the beginning of an hour.
	Evidence(ctx context.Context, site SiteID, since time.Time) (map[ClaimKind]int64, error)
	// EvidenceExamples are the examples since then, newest first.
	EvidenceExamples(ctx context.Context, site SiteID, since time.Time) ([]ClaimExample, error)
	// KeyUses says of each of the site's keys how often it proved something since the beginning of an hour, and when last; and
	// how many living links rest on it, at most limit.
	KeyUses(ctx context.Context, site SiteID, since, now time.Time, limit int) (map[string]KeyUsage, error)
	// Proven lists entries of links that a key proved since a time, oldest first, from an entry on (0: the first of that time), and
	// where to go on (0: there are no more).
	Proven(ctx context.Context, site SiteID, kid string, since time.Time, from Seq, limit int) ([]Entry, Seq, error)

	// AddSigningKey writes a new key. check looks, in the same piece, at those that the site has: its error writes nothing and is
	// returned as it is.
	AddSigningKey(ctx context.Context, k *SigningKey, check func(beside []*SigningKey) error) error
	// ChangeSigningKey lets change write to a key as it is, saves it in the same piece and returns it. change may run again.
	ChangeSigningKey(ctx context.Context, kid string, change func(*SigningKey)) (*SigningKey, error)
	SigningKeys(ctx context.Context, site SiteID) ([]*SigningKey, error)
	// SigningKey finds a key of any site by its kid.
	SigningKey(ctx context.Context, kid string) (*SigningKey, error)
}

// Keys are all that a decision may look at. Empty ones are not looked up.
type Keys struct {
	Site        SiteID
	Visitor     VisitorID
	ExternalID  string
	Email       string           // folded
	Settled     func(Known) bool // reports that the email needs no look-up after all; nil: it does
	Writes      func(Known) bool // reports that the decision is sure to write, so that it needn't be tried on what is cached
	FormerID    string           // another external id
	FormerEmail string           // another folded email
	Contacts    []ContactID
	Visitors    []VisitorID
	Since       map[ContactID]Seq // contacts of whose entries those after a number are wanted
	RivalsOf    []ContactID       // whose rivals are wanted
	Once        []string          // keys under which something may be remembered
}

// Known is what the store holds under Keys.
type Known struct {
	Visitor       *Visitor     // nil: no row yet, or no more
	ForgottenBy   time.Time    // where there is no row: see Store.ForgottenBy
	Successor     *Visitor     // of a fenced visitor
	Linked        Found        // whom the visitor is linked to
	ByID          Found        // who holds the external id
	ByEmail       []Found      // who hold the email; not all of very many
	ByFormerID    Found        // who holds the other external id
	ByFormerEmail []Found      // who hold the other email
	Visitors      []*Visitor   // those of Keys.Visitors in their order; nil where there is none
	Contacts      []Found      // those of Keys.Contacts in their order; nobody where there is none
	Newer         []Entry      // those that Keys.Since asks for, oldest first
	Rivals        []ContactID  // who have conflicts about what one of Keys.RivalsOf holds
	Once          []Remembered // what is under the keys of Keys.Once, expired or not; no value where there is nothing
	Next          Seq          // the first free number of the ledger
}

// remembered is what is under one of Keys.Once.
func (k Known) remembered(key string) Remembered {
	i := slices.IndexFunc(k.Once, func(r Remembered) bool { return r.Key == key })
	if i < 0 {
		return Remembered{}
	}
	return k.Once[i]
}

// Decision is all that a command does: what is written, in one piece, and what is said about it.
type Decision struct {
	Outcome  Outcome
	Refusal  *Error // what is said instead of Outcome.Answer, though something is written (a refused claim may fence)
	Visitors []*Visitor
	Contacts []*Contact
	Entries  []Entry     // numbered from Known.Next
	Merged   []ContactID // rows whose visitors lead to another contact from here on
	Returned []VisitorID // visitors that were somebody else's all along: their earlier sessions go with their link
	Erasure  *Erasure    // what goes for good; nil: nothing
	Remember []Remembered
	Mark     Mark // of a command that is carried out for the first time
	Changes  []Change
}

// Empty reports whether there is nothing to write.
func (d Decision) Empty() bool {
	return len(d.Visitors) == 0 && len(d.Contacts) == 0 && len(d.Entries) == 0 && len(d.Remember) == 0
}

// Remembered is something that is known until then, and makes a thing happen once, or no more.
type Remembered struct {
	Key   string
	Value string
	Until time.Time
}

// ContactQuery narrows a list of contacts. At most one of the first three is set.
type ContactQuery struct {
	ExternalID string
	Email      string    // folded
	Prefix     string    // of an external id, or in any case of an email
	Before     ContactID // 0: from the newest
	Limit      int
}

// SessionQuery is a stretch of a contact's sessions.
type SessionQuery struct {
	Before   SessionID // 0: from the newest
	Limit    int
	Visitors int // of how many visitors and merged contacts at most
}

// Feed is told what changed, after it is durable. Publish never blocks and may lose a change: each carries its
// contact's newest ledger number, so a reader can tell older from newer.
type Feed interface {
	Publish(Change)
}

// Change is what became of a visitor, for those who watch.
type Change struct {
	Site      SiteID
	Visitor   VisitorID // who sent the command
	Successor VisitorID // who that visitor became; 0 if there was no fence
	Number    int64     // of the token that is alive now
	Link      Link      // of the successor, or else of the visitor
	Contact   *Contact  // where Link leads; nil while anonymous
	Bag       Bag
	Code      string      // a lookup code that was just given; "" says nothing about it
	Fell      bool        // an agent undid a link that was verified: the page is told
	Was       ContactID   // whose Moved were; of nobody else: who was erased
	Erased    bool        // the visitor's person was erased: it is to be forgotten
	Arrived   bool        // by a link, as somebody: what the visitor did before is nobody's
	Moved     []VisitorID // visitors that a merge, or its undoing, led to Contact
	Seq       Seq
	At        time.Time
}
