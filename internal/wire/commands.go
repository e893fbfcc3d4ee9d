// Package wire is the JSON of the browser, the panel and the server API: shapes, strict decoding, and spelling the
// domain's types. It decides nothing.
package wire

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// Batch is the body of POST /v1/commands (spec api §2).
type Batch struct {
	Site     string         `json:"site"`
	Visitor  jsontext.Value `json:"visitor,omitzero"` // its token; a page's storage may hold any nonsense
	Page     *Page          `json:"page,omitzero"`
	SentAt   *float64       `json:"sent_at,omitzero"`
	Commands []Command      `json:"commands,omitzero"`
}

// Token is the token that the browser came with, "" for none. What is no text is nobody's token.
func (b Batch) Token() string {
	switch b.Visitor.Kind() {
	case '"':
		return unquote(b.Visitor)
	case 0, 'n':
		return ""
	}
	return "nonsense"
}

// IsPages reports whether a batch was sent by the widget: with calls as pages make them, or with a hello alone.
func (b Batch) IsPages() bool {
	return !slices.ContainsFunc(b.Commands, func(c Command) bool { return c.Said == nil })
}

// Page is where a tab is.
type Page struct {
	URL      string `json:"url"`
	Title    string `json:"title,omitzero"`
	Referrer string `json:"referrer,omitzero"`
}

// Command is one call. Args stay as they came until the call is known. The widget sends Said in their place: the call and
// its arguments by position, as the page said them.
type Command struct {
	ID   string         `json:"id"`
	Call string         `json:"call"`
	Args jsontext.Value `json:"args,omitzero"`
	Said jsontext.Value `json:"said,omitzero"`
	As   jsontext.Value `json:"as,omitzero"` // who said it, see [Command.Speaker]
	At   float64        `json:"at,omitzero"` // when, by the page's clock, in unix milliseconds
}

// denied stands where a token does in a browser whose visitor wanted nothing kept, until it is granted again (spec widget §4).
const denied = "~"

// Speaker is the visitor that the page took itself for, or that one's token where it knew no more, or the id of the call before
// where that wasn't answered yet; "" where it knew none of them, or its storage held nonsense. A reset that was called before
// anything was known names itself, where the page can't store anything.
func (c Command) Speaker() string {
	if c.As.Kind() != '"' {
		return ""
	}
	as := unquote(c.As)
	if as == denied || as == c.ID {
		return ""
	}
	return as
}

// BatchAnswer is the answer to a [Batch].
type BatchAnswer struct {
	Visitor VisitorState `json:"visitor"`
	Site    WidgetSite   `json:"site"`
	Answers []Answer     `json:"answers"`
}

// VisitorState is who the browser is from here on.
type VisitorState struct {
	ID       string   `json:"id"`
	Token    string   `json:"token"`
	Trust    string   `json:"trust"`
	Identity Identity `json:"identity"`
	Stale    bool     `json:"stale,omitzero"` // the token is dead: this is only who the browser is if no tab of it has a newer one
}

// Identity is what a page may know of itself.
type Identity struct {
	VisitorID  string `json:"visitor_id"`
	Trust      string `json:"trust"`
	ExternalID string `json:"external_id,omitzero"`
	Email      string `json:"email,omitzero"`
}

// WidgetSite is what the widget needs to know of its site.
type WidgetSite struct {
	Dev    bool     `json:"dev,omitzero"`
	Linked []string `json:"linked,omitempty"` // origins to which identities are carried
}

// Answer answers one command: OK is an [Identified], [ResetDone], [Token] or [LookupCode], or what the page's promise
// resolves with.
type Answer struct {
	ID    string  `json:"id"`
	OK    any     `json:"ok,omitzero"`
	Error *Error  `json:"error,omitzero"`
	Again bool    `json:"again,omitzero"` // nothing became of it yet: it is to be sent again
	Until float64 `json:"until,omitzero"` // a claim equal to it needn't be sent by its page before, in unix milliseconds of the page's clock
	Event string  `json:"event,omitzero"` // that the page is told of, beside its promise: "identityRejected"
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
