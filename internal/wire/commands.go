// Package wire is the JSON of the browser, the panel and the server API: shapes, strict decoding, and spelling the
// domain's types. It decides nothing.
package wire

import "github.com/go-json-experiment/json/jsontext"

// Batch is the body of POST /v1/commands (spec api §2).
type Batch struct {
	Site     string    `json:"site"`
	Visitor  *string   `json:"visitor"`
	Page     *Page     `json:"page,omitzero"`
	SentAt   *float64  `json:"sent_at,omitzero"`
	Commands []Command `json:"commands,omitzero"`
}

// Page is where a tab is.
type Page struct {
	URL      string `json:"url"`
	Title    string `json:"title,omitzero"`
	Referrer string `json:"referrer,omitzero"`
}

// Command is one call. Args stay as they came until the call is known.
type Command struct {
	ID   string         `json:"id"`
	Call string         `json:"call"`
	Args jsontext.Value `json:"args,omitzero"`
}

// BatchAnswer is the answer to a [Batch].
type BatchAnswer struct {
	Visitor VisitorState `json:"visitor"`
	Site    WidgetSite   `json:"site"`
	Answers []Answer     `json:"answers"`
}

// VisitorState is who the browser is from here on.
type VisitorState struct {
	ID    string `json:"id"`
	Token string `json:"token"`
	Trust string `json:"trust"`
}

// WidgetSite is what the widget needs to know of its site.
type WidgetSite struct {
	Dev          bool     `json:"dev,omitzero"`
	CookieDomain string   `json:"cookie_domain,omitzero"`
	Linked       []string `json:"linked,omitempty"` // origins to which identities are carried
}

// Answer answers one command: OK is an [Identified], [ResetDone], [Token] or [LookupCode].
type Answer struct {
	ID    string `json:"id"`
	OK    any    `json:"ok,omitzero"`
	Error *Error `json:"error,omitzero"`
}

// Identified is what identify and update come to (spec identity §8).
type Identified struct {
	VisitorID string      `json:"visitor_id"`
	Trust     string      `json:"trust"`
	Switched  bool        `json:"switched"`
	ExpiresAt string      `json:"expires_at,omitzero"`
	Rejected  []Rejection `json:"rejected,omitzero"`
	Warnings  []Warning   `json:"warnings,omitzero"`
}

// Rejection is a field that was left out of an otherwise good claim.
type Rejection struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
	Limit  int    `json:"limit,omitzero"`
	Size   int    `json:"size,omitzero"`
}

// Warning is something that the site's developers should mend.
type Warning struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Help    string `json:"help,omitzero"`
}

// ResetDone names the visitor that a reset led to.
type ResetDone struct {
	VisitorID string `json:"visitor_id"`
}

// LookupCode is what the visitor reads to an agent over the phone.
type LookupCode struct {
	Code      string `json:"code"`
	ExpiresAt string `json:"expires_at"`
}

// Error is an error as every answer spells it.
type Error struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitzero"`
	Limit   int    `json:"limit,omitzero"`
	Help    string `json:"help,omitzero"`
}

// ErrorAnswer is the body of every failed request.
type ErrorAnswer struct {
	Error Error `json:"error"`
}
