package wire

// VisitorFrame is what a page's socket says: exactly one member is set.
type VisitorFrame struct {
	Hello   *Hello `json:"hello,omitzero"`
	Page    *Page  `json:"page,omitzero"`
	Visible *bool  `json:"visible,omitzero"`
	Alive   bool   `json:"alive,omitzero"`
}

// Hello binds a socket to a visitor; said again after a new token.
type Hello struct {
	Visitor string `json:"visitor"`
	Own     string `json:"own,omitzero"` // the token of whom the browser keeps, on a page that keeps nothing
	Page    Page   `json:"page"`
	Tab     string `json:"tab"`
	Visible bool   `json:"visible"`
	Alive   int    `json:"alive,omitzero"` // grows with signs of life
}

// Heartbeat is the body of POST /v1/heartbeat: the same signs of life where sockets are blocked.
type Heartbeat struct {
	Site    string `json:"site"`
	Visitor string `json:"visitor"`
	Own     string `json:"own,omitzero"` // as in a Hello
	Tab     string `json:"tab"`
	Page    Page   `json:"page"`
	Visible bool   `json:"visible"`
	Alive   *int   `json:"alive,omitzero"` // as in a Hello; where nothing is counted any heartbeat is a sign of life
	Gone    bool   `json:"gone,omitzero"`
}

// VisitorPush is what a page is told: exactly one member is set. No push holds a token.
type VisitorPush struct {
	Welcome  *Welcome     `json:"welcome,omitzero"`
	Fence    *struct{}    `json:"fence,omitzero"`
	Identity *TrustChange `json:"identity,omitzero"`
	Expired  *TrustChange `json:"expired,omitzero"`
}

// Welcome answers a hello.
type Welcome struct {
	VisitorID string `json:"visitor_id"`
	Trust     string `json:"trust"`
}

// TrustChange says that the visitor's trust changed elsewhere.
type TrustChange struct {
	Trust string `json:"trust"`
}

// PanelFrame is what an agent's socket says: exactly one member is set.
type PanelFrame struct {
	View  *View  `json:"view,omitzero"`
	Open  *Open  `json:"open,omitzero"`
	Close bool   `json:"close,omitzero"`
	Watch *Watch `json:"watch,omitzero"`
	Seen  int    `json:"seen,omitzero"` // how many view updates of this socket were shown: who says it is sent no more than can be
}

// View asks for a window of the list of those whom a search finds, in an order (spec live §3).
type View struct {
	Ask   int    `json:"ask,omitzero"` // what the answer is to say
	Q     string `json:"q,omitzero"`
	Sort  string `json:"sort"`
	First int    `json:"first"`
	Count int    `json:"count"`
}

// Watch names those of whom the agent wants to hear wherever they stand, in place of those before.
type Watch struct {
	Visitors []string `json:"visitors,omitzero"`
	Contacts []string `json:"contacts,omitzero"`
}

// Open watches one person, by visitor or by contact.
type Open struct {
	Visitor string `json:"visitor,omitzero"`
	Contact string `json:"contact,omitzero"`
}

// PanelPush is what an agent is told: exactly one member is set.
type PanelPush struct {
	Hello   *PanelHello `json:"hello,omitzero"`
	Site    *SiteFrame  `json:"site,omitzero"`
	Answer  int         `json:"answer,omitzero"` // the ask of the view that the next snapshot or error answers
	View    *ViewUpdate `json:"view,omitzero"`
	Person  *Person     `json:"person,omitzero"`
	Watched *Sighting   `json:"watched,omitzero"`
	Error   *Error      `json:"error,omitzero"`
}

// Sighting is what became of somebody who is watched: they came, or were identified.
type Sighting struct {
	Event string `json:"event"` // "came" or "identified"
	Row   Row    `json:"row"`
}

// PanelHello is the first frame on an agent's socket.
type PanelHello struct {
	Now  int64     `json:"now"` // unix milliseconds, against clocks that are wrong
	Site SiteFrame `json:"site"`
}

// SiteFrame is what the panel shows of its site as it changes.
type SiteFrame struct {
	Key             string `json:"key"`
	Name            string `json:"name"`
	DevUntil        int64  `json:"dev_until,omitzero"`
	InstalledAt     int64  `json:"installed_at,omitzero"`
	InstalledOrigin string `json:"installed_origin,omitzero"`
	RefusedOrigin   string `json:"refused_origin,omitzero"` // the last page that the allowlist turned away
}

// ViewUpdate is a snapshot of a window, or what changed in it since the last frame.
type ViewUpdate struct {
	N        int      `json:"n"`
	Snapshot bool     `json:"snapshot,omitzero"`
	First    *int     `json:"first,omitzero"`
	Order    []string `json:"order,omitzero"`
	Rows     []Row    `json:"rows,omitzero"`
	Counts   *Counts  `json:"counts,omitzero"`
	Trend    *Trend   `json:"trend,omitzero"`
}

// Counts are of the people on the site who haven't left, but for Total, which is how long the list is. Bots are none of the
// others.
type Counts struct {
	Total    int `json:"total"`
	Online   int `json:"online"`
	Claimed  int `json:"claimed"`
	Verified int `json:"verified"`
	Acting   int `json:"acting"`
	Bots     int `json:"bots"`
}

// Trend is how many people were on the site lately, a point each Every milliseconds, the last of them At.
type Trend struct {
	At       int64 `json:"at"`
	Every    int64 `json:"every"`
	Online   []int `json:"online"`
	Verified []int `json:"verified"`
}

// Row is one person who is here, or was a moment ago (spec live §2). Times are unix milliseconds.
type Row struct {
	ID         string   `json:"id"`
	Visitor    string   `json:"visitor"`
	Visitors   int      `json:"visitors"`
	Own        []string `json:"own,omitzero"`
	Contact    string   `json:"contact,omitzero"`
	Trust      string   `json:"trust"`
	Actor      string   `json:"actor,omitzero"`
	Name       string   `json:"name,omitzero"`
	Email      string   `json:"email,omitzero"`
	ExternalID string   `json:"external_id,omitzero"`
	Company    string   `json:"company,omitzero"`
	Tag        string   `json:"tag,omitzero"`
	Tags       []string `json:"tags,omitzero"`
	Avatar     string   `json:"avatar,omitzero"` // the picture that agents may be shown
	Page       Page     `json:"page"`
	Referrer   string   `json:"referrer,omitzero"`
	Campaign   string   `json:"campaign,omitzero"`
	Device     Device   `json:"device"`
	Country    string   `json:"country,omitzero"`
	Since      int64    `json:"since"`
	State      string   `json:"state"`
	StateSince int64    `json:"state_since"`
	Changed    int64    `json:"changed"`
	Tabs       int      `json:"tabs"`
	Returning  bool     `json:"returning"`
	Codes      []Code   `json:"codes,omitzero"`
}

// Code is a living lookup code, and the visitor that shows it.
type Code struct {
	Code    string `json:"code"`
	Visitor string `json:"visitor"`
}

// Device is what a browser runs on.
type Device struct {
	Kind    string `json:"kind,omitzero"`
	Browser string `json:"browser,omitzero"`
	OS      string `json:"os,omitzero"`
}

// Person is all that the panel shows of one person.
type Person struct {
	Visitor      *PersonVisitor `json:"visitor,omitzero"`
	Contact      *Contact       `json:"contact,omitzero"`
	Sessions     []Session      `json:"sessions"`
	SessionsNext string         `json:"sessions_next,omitzero"` // the cursor of the contact's older sessions, which are paged over HTTP
	Ledger       []LedgerEntry  `json:"ledger"`
	LedgerNext   string         `json:"ledger_next,omitzero"` // the same of its ledger
	Refusals     []Refusals     `json:"refusals,omitzero"`
}

// PersonVisitor is the visitor that was opened, with its bag while it is anonymous.
type PersonVisitor struct {
	ID        string `json:"id"`
	Trust     string `json:"trust"`
	Actor     string `json:"actor,omitzero"`
	Expires   string `json:"expires_at,omitzero"`
	FirstSeen int64  `json:"first_seen"`
	JourneyID string `json:"journey_id,omitzero"` // by whose link it came
	Bag       *Bag   `json:"bag,omitzero"`
}

// Bag is what an anonymous browser has said.
type Bag struct {
	ExternalID string           `json:"external_id,omitzero"`
	Email      string           `json:"email,omitzero"`
	Traits     map[string]Value `json:"traits,omitzero"`
	CustomData map[string]Value `json:"custom_data,omitzero"`
}
