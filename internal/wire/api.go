package wire

import "github.com/go-json-experiment/json/jsontext"

// Value is one trait with who said it.
type Value struct {
	Value  jsontext.Value `json:"value"`
	Trust  string         `json:"trust"`
	Source string         `json:"source"`
	At     string         `json:"at"`
}

// Contact is one person in the server API (spec api §3).
type Contact struct {
	ID               string                    `json:"id"`
	ExternalID       *string                   `json:"external_id"`
	Email            *string                   `json:"email"`
	ExternalIDTrust  string                    `json:"external_id_trust,omitzero"`
	EmailTrust       string                    `json:"email_trust,omitzero"`
	Trust            string                    `json:"trust"`
	Avatar           string                    `json:"avatar,omitzero"` // the picture that agents may be shown
	Traits           map[string]Value          `json:"traits"`
	CustomData       map[string]jsontext.Value `json:"custom_data"`
	CustomDataValues map[string]Value          `json:"custom_data_values"`
	CustomDataBytes  int                       `json:"custom_data_bytes"`
	CustomDataLimit  int                       `json:"custom_data_limit"`
	Conflicts        []Conflict                `json:"conflicts"`
	Aliases          []Alias                   `json:"aliases"`
	Visitors         []ContactVisitor          `json:"visitors"`
	FirstSeenAt      string                    `json:"first_seen_at"`
	LastSeenAt       *string                   `json:"last_seen_at"`
}

// Conflict is an identifier that was said of a contact which doesn't hold it (spec identity §4).
type Conflict struct {
	ID      string  `json:"id"`
	Key     string  `json:"key"`   // "email" or "external_id"
	Value   string  `json:"value"` // "" in an export, where somebody else has it
	Trust   string  `json:"trust"`
	OtherID *string `json:"other_id"` // the contact that held it then
	At      string  `json:"at"`
}

// Alias is a contact that was merged into another: its identifiers lead there.
type Alias struct {
	ID              string  `json:"id"`
	ExternalID      *string `json:"external_id"`
	Email           *string `json:"email"`
	ExternalIDTrust string  `json:"external_id_trust,omitzero"`
	EmailTrust      string  `json:"email_trust,omitzero"`
	MergeID         *string `json:"merge_id"` // of the merge that may be undone
}

// ContactVisitor is one browser that is linked to a contact.
type ContactVisitor struct {
	ID          string `json:"id"`
	Trust       string `json:"trust"`
	Actor       string `json:"actor,omitzero"`
	ExpiresAt   string `json:"expires_at,omitzero"`
	FirstSeenAt string `json:"first_seen_at"`
	FencedAt    string `json:"fenced_at,omitzero"`
}

// Session is one visit.
type Session struct {
	ID        string     `json:"id"`
	VisitorID string     `json:"visitor_id"`
	StartedAt string     `json:"started_at"`
	SeenAt    string     `json:"seen_at"`
	Device    Device     `json:"device"`
	IP        string     `json:"ip,omitzero"`
	Country   string     `json:"country,omitzero"`
	Referrer  string     `json:"referrer,omitzero"`
	Pages     []PageView `json:"pages"`
	PageCount int        `json:"page_count"`
	Unproven  bool       `json:"unproven"`
}

// PageView is one page of a session.
type PageView struct {
	URL   string `json:"url"`
	Title string `json:"title,omitzero"`
	At    string `json:"at"`
}

// Refusals are claims to be a person that were refused, on one day (UTC) and for one reason, by browsers that aren't the
// person's.
type Refusals struct {
	ContactID string `json:"contact_id"`
	Reason    string `json:"reason"`
	Count     int64  `json:"count"`
	FirstAt   string `json:"first_at"`
	LastAt    string `json:"last_at"`
}

// LedgerEntry is one line of a contact's ledger.
type LedgerEntry struct {
	Seq         int64      `json:"seq"`
	At          string     `json:"at"`
	Kind        string     `json:"kind"`
	ContactID   string     `json:"contact_id,omitzero"`
	VisitorID   string     `json:"visitor_id,omitzero"`
	Trust       string     `json:"trust"`
	Reason      string     `json:"reason,omitzero"`
	KeyID       string     `json:"key_id,omitzero"`
	By          string     `json:"by,omitzero"` // the agent or API key that decided
	Created     bool       `json:"created,omitzero"`
	Changes     []Change   `json:"changes,omitzero"`
	Protected   []string   `json:"protected,omitzero"`
	Parked      []Conflict `json:"parked,omitzero"`
	Settled     []string   `json:"settled,omitzero"` // conflicts that are none any more
	Link        *Link      `json:"link,omitzero"`
	SuccessorID string     `json:"successor_id,omitzero"`
	JourneyID   string     `json:"journey_id,omitzero"` // by whose link the visitor came
	OtherID     string     `json:"other_id,omitzero"`
	MergeID     string     `json:"merge_id,omitzero"`
}

// Change is one key, old → new; a blank is null.
type Change struct {
	Key   string         `json:"key"`
	Old   jsontext.Value `json:"old"`
	New   jsontext.Value `json:"new"`
	Trust string         `json:"trust,omitzero"` // of what is new
}

// Link is where a visitor's link went; null is anonymous.
type Link struct {
	From  *string `json:"from"`
	To    *string `json:"to"`
	Trust string  `json:"trust"`
}

// MergeRequest asks for a merge, or shows with DryRun what it would do.
type MergeRequest struct {
	Other  string `json:"other"`
	DryRun bool   `json:"dry_run,omitzero"`
}

// Merge is a merge that was made, or of which MergeID is null what it would be.
type Merge struct {
	MergeID *string  `json:"merge_id"`
	Contact Contact  `json:"contact"` // the survivor
	OtherID string   `json:"other_id"`
	Changes []Change `json:"changes"`
}

// Unmerge is a merge that was undone.
type Unmerge struct {
	MergeID string  `json:"merge_id"`
	Contact Contact `json:"contact"`
	Other   Contact `json:"other"`
}

// Settlement settles a conflict: "merge", "take" or "dismiss".
type Settlement struct {
	Resolution string `json:"resolution"`
}

// ContactList, LedgerPage, VisitorList and SessionList are the lists; Next is a cursor, null at the end.
type (
	ContactList struct {
		Contacts []Contact `json:"contacts"`
		Next     *string   `json:"next"`
	}
	LedgerPage struct {
		Entries []LedgerEntry `json:"entries"`
		Next    *string       `json:"next"`
	}
	VisitorList struct {
		Visitors []Row   `json:"visitors"`
		Next     *string `json:"next"`
	}
	SessionList struct {
		Sessions []Session `json:"sessions"`
		Next     *string   `json:"next"`
	}
	VisitorDetail struct {
		Visitor  VisitorInfo `json:"visitor"`
		Sessions []Session   `json:"sessions"`
	}
	VisitorInfo struct {
		ID          string  `json:"id"`
		Trust       string  `json:"trust"`
		Actor       string  `json:"actor,omitzero"`
		ExpiresAt   string  `json:"expires_at,omitzero"`
		FirstSeenAt string  `json:"first_seen_at"`
		JourneyID   string  `json:"journey_id,omitzero"` // by whose link it came
		ContactID   *string `json:"contact_id"`
	}
)

// Login, Setup: the panel's doors. Me is who is logged in.
type (
	Login struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
	Setup struct {
		Token    string `json:"token"`
		Email    string `json:"email"`
		Password string `json:"password"`
	}
	Me struct {
		Agent Agent       `json:"agent"`
		Sites []PanelSite `json:"sites"`
	}
	Agent struct {
		ID    string `json:"id"`
		Email string `json:"email"`
		Role  string `json:"role"`
	}
	PanelSite struct {
		Key     string   `json:"key"`
		Name    string   `json:"name"`
		Aliases []string `json:"aliases"` // other keys that mean it
	}
)
