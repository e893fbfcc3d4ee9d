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
	Traits           map[string]Value          `json:"traits"`
	CustomData       map[string]jsontext.Value `json:"custom_data"`
	CustomDataValues map[string]Value          `json:"custom_data_values"`
	CustomDataBytes  int                       `json:"custom_data_bytes"`
	CustomDataLimit  int                       `json:"custom_data_limit"`
	Conflicts        []jsontext.Value          `json:"conflicts"`
	Visitors         []ContactVisitor          `json:"visitors"`
	FirstSeenAt      string                    `json:"first_seen_at"`
	LastSeenAt       *string                   `json:"last_seen_at"`
}

// ContactVisitor is one browser that is linked to a contact.
type ContactVisitor struct {
	ID          string `json:"id"`
	Trust       string `json:"trust"`
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

// LedgerEntry is one line of a contact's ledger.
type LedgerEntry struct {
	Seq         int64    `json:"seq"`
	At          string   `json:"at"`
	Kind        string   `json:"kind"`
	VisitorID   string   `json:"visitor_id"`
	Trust       string   `json:"trust"`
	Reason      string   `json:"reason,omitzero"`
	Created     bool     `json:"created,omitzero"`
	Changes     []Change `json:"changes,omitzero"`
	Protected   []string `json:"protected,omitzero"`
	Link        *Link    `json:"link,omitzero"`
	SuccessorID string   `json:"successor_id,omitzero"`
}

// Change is one key, old → new; a blank is null.
type Change struct {
	Key string         `json:"key"`
	Old jsontext.Value `json:"old"`
	New jsontext.Value `json:"new"`
}

// Link is where a visitor's link went.
type Link struct {
	From  *string `json:"from"`
	To    string  `json:"to"`
	Trust string  `json:"trust"`
}

// ContactList, LedgerPage and VisitorList are the lists; Next is a cursor, null at the end.
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
	VisitorDetail struct {
		Visitor  VisitorInfo `json:"visitor"`
		Sessions []Session   `json:"sessions"`
	}
	VisitorInfo struct {
		ID          string  `json:"id"`
		Trust       string  `json:"trust"`
		FirstSeenAt string  `json:"first_seen_at"`
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
		Key  string `json:"key"`
		Name string `json:"name"`
	}
	SiteSettings struct {
		ID              string   `json:"id"`
		Key             string   `json:"key"`
		Name            string   `json:"name"`
		Origins         []string `json:"origins"`
		Enforcement     string   `json:"enforcement"`
		DevUntil        *string  `json:"dev_until"`
		InstalledAt     *string  `json:"installed_at"`
		InstalledOrigin *string  `json:"installed_origin"`
		ScriptURL       string   `json:"script_url"`
	}
)
