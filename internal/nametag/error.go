package nametag

import (
	"fmt"
	"time"
)

// ErrorKind groups errors by what a caller can do about them. Statuses and close codes follow from it.
type ErrorKind uint8

const (
	Internal ErrorKind = iota
	Invalid
	Unauthorized
	Forbidden
	NotFound
	NotAllowed
	Clash
	TooLarge
	Unsupported
	Limited
	Unavailable
)

// Error is an error that a person can meet. Code is stable; Message says what is wrong, Help what to do.
type Error struct {
	Kind    ErrorKind
	Code    string
	Message string
	Field   string // the field that is to blame, "" if none is
	Limit   int    // the bound that was passed, 0 if none was
	Help    string
	Wait    time.Duration // before another try can succeed, 0 where nobody knows
}

// Every error a person can meet. README.md lists them; a test compares.
var (
	ErrBadJSON       = &Error{Kind: Invalid, Code: "bad_json", Message: "The body is not strict JSON.", Help: "Send one UTF-8 JSON object without duplicate keys."}
	ErrUnknownField  = &Error{Kind: Invalid, Code: "unknown_field", Message: "There is no such field.", Help: "Check its spelling; the customer's own keys belong in custom_data."}
	ErrWrongType     = &Error{Kind: Invalid, Code: "wrong_type", Message: "The field has a value of the wrong type.", Help: "See the field's type in the documentation."}
	ErrBadValue      = &Error{Kind: Invalid, Code: "bad_value", Message: "The field's value can't be used.", Help: "See the values that the field takes."}
	ErrMissingField  = &Error{Kind: Invalid, Code: "missing_field", Message: "A field is missing.", Help: "Send it."}
	ErrUnknownCall   = &Error{Kind: Invalid, Code: "unknown_call", Message: "There is no such call.", Help: "The calls are identify, update, reset, token, carry and lookup_code."}
	ErrBadExternalID = &Error{Kind: Invalid, Code: "bad_external_id", Message: "The external id can't be used.", Field: "external_id", Limit: ExternalIDBytes, Help: "Send a string of 1 to 255 bytes, or an integer that JavaScript can hold."}
	ErrPlaceholderID = &Error{Kind: Invalid, Code: "placeholder_id", Message: "The external id is a placeholder, not the id of one person.", Field: "external_id", Help: "Fill in the id of the user who is logged in, or don't call identify."}
	ErrBadEmail      = &Error{Kind: Invalid, Code: "bad_email", Message: "The email address can't be used.", Field: "email", Limit: EmailBytes, Help: "Send one address of at most 254 bytes, like jane@example.com."}

	ErrLoginRequired = &Error{Kind: Unauthorized, Code: "login_required", Message: "You are not logged in.", Help: "Log in to the panel, or send an API key as a bearer token."}
	ErrBadLogin      = &Error{Kind: Unauthorized, Code: "bad_login", Message: "Email and password don't match.", Help: "Try again; an operator can set a new password with `nametag admin create`."}
	ErrBadAPIKey     = &Error{Kind: Unauthorized, Code: "bad_api_key", Message: "The API key is unknown or revoked.", Help: "Make one with `nametag apikey create`."}

	ErrOrigin       = &Error{Kind: Forbidden, Code: "origin_not_allowed", Message: "Pages of this origin may not use this site.", Help: "Add the origin with `nametag site set KEY --origin ORIGIN`."}
	ErrProofNeeded  = &Error{Kind: Forbidden, Code: "verification_required", Message: "This site takes no identity without proof.", Help: "Sign the identity on your server and pass the hash or token."}
	ErrProofRefused = &Error{Kind: Forbidden, Code: "proof_refused", Message: "The proof can't be accepted, and without it nobody is named.", Help: "Ask `nametag doctor`, or turn on development mode: the answer then says why."}
	ErrNotLinked    = &Error{Kind: Forbidden, Code: "not_linked", Message: "Identities aren't carried to this origin.", Field: "for", Help: "Add it with `nametag site set KEY --linked-domain ORIGIN`, and to the allowed origins; it must be https, or localhost in development mode."}
	ErrCrossOrigin  = &Error{Kind: Forbidden, Code: "cross_origin", Message: "The request came from another site's page.", Help: "Use the panel itself, or an API key."}
	ErrScope        = &Error{Kind: Forbidden, Code: "missing_scope", Message: "The API key lacks a scope.", Help: "Make a key that has the scope named in field."}
	ErrAdminsOnly   = &Error{Kind: Forbidden, Code: "admins_only", Message: "Only admins may do that.", Help: "Ask an admin, or have one make you an admin with `nametag admin create --role admin`."}
	ErrSetupLink    = &Error{Kind: Forbidden, Code: "setup_link_used", Message: "The setup link is unknown or was used.", Help: "Log in, or make an account with `nametag admin create`."}

	ErrInvitation    = &Error{Kind: Forbidden, Code: "invitation_used", Message: "The link is unknown, was used, or is older than seven days.", Help: "Ask an admin for a new one."}
	ErrWrongPassword = &Error{Kind: Forbidden, Code: "wrong_password", Message: "This is not your present password.", Field: "present", Help: "Try again; if you have lost it, ask an admin for a link on which you choose a new one."}

	ErrNotFound    = &Error{Kind: NotFound, Code: "not_found", Message: "There is nothing here by that name.", Help: "Check the address and the id."}
	ErrSiteUnknown = &Error{Kind: NotFound, Code: "site_unknown", Message: "No site has this key.", Field: "site", Help: "Copy the key from the panel's Install page."}
	ErrMethod      = &Error{Kind: NotAllowed, Code: "method_not_allowed", Message: "The address doesn't take this method.", Help: "See the list of addresses."}

	ErrTaken         = &Error{Kind: Clash, Code: "taken", Message: "Another one has this already.", Help: "Choose another."}
	ErrLastAdmin     = &Error{Kind: Clash, Code: "last_admin", Message: "Nobody else who can log in is an admin.", Help: "Make somebody else an admin first, and let them choose their password."}
	ErrRightsChanged = &Error{Kind: Clash, Code: "rights_changed", Message: "An admin changed what you may do or see.", Help: "Ask who you are, and come back."}
	ErrTooManyKeys   = &Error{Kind: Clash, Code: "too_many_keys", Message: "The site has as many active signing keys of this use as it may.", Help: "Retire one that isn't used any more: `nametag key list` says which."}
	ErrNoTokenKey    = &Error{Kind: Clash, Code: "no_token_key", Message: "The site has no active signing key for tokens.", Help: "Make one with `nametag key create --use token`."}
	ErrBuiltUpon     = &Error{Kind: Clash, Code: "merge_built_upon", Message: "A later merge builds on this one.", Help: "Undo the merge named in field first."}
	ErrUndone        = &Error{Kind: Clash, Code: "merge_undone", Message: "The merge was undone already.", Help: "Nothing is left to do."}
	ErrStale         = &Error{Kind: Clash, Code: "stale_token", Message: "The visitor's token was renewed.", Help: "Read storage again and send the command with the newer token."}
	ErrFenced        = &Error{Kind: Clash, Code: "fenced", Message: "The visitor's token is dead; nothing was applied.", Help: "Go on as the visitor in this answer."}

	ErrExpired = &Error{Kind: Clash, Code: "expired", Message: "The call waited too long for its server; nothing was applied.", Help: "Make it again, if it is still so."}

	// The widget's own word: the server never says it.
	ErrDenied = &Error{Kind: Forbidden, Code: "denied", Message: "The visitor denied consent while the call waited.", Help: "Nothing is left to do; if consent is granted later, make it again."}

	ErrTooLarge    = &Error{Kind: TooLarge, Code: "too_large", Message: "It is larger than the limit.", Help: "Send less at a time."}
	ErrMediaType   = &Error{Kind: Unsupported, Code: "unsupported_media_type", Message: "The body's type is not taken here.", Help: "Send application/json (the browser API takes text/plain too)."}
	ErrRateLimited = &Error{Kind: Limited, Code: "rate_limited", Message: "That was too much in a short time; nothing was carried out.", Help: "Send it again after the time that Retry-After says; nothing is lost."}
	ErrUnavailable = &Error{Kind: Unavailable, Code: "unavailable", Message: "The server is stopping or overloaded.", Help: "Try again in a moment."}
	ErrInternal    = &Error{Kind: Internal, Code: "internal", Message: "Something went wrong on the server.", Help: "Try again; the server's log says more."}
)

// Errors is the whole catalogue, in the order of the documentation.
var Errors = []*Error{
	ErrBadJSON, ErrUnknownField, ErrWrongType, ErrBadValue, ErrMissingField, ErrUnknownCall, ErrBadExternalID,
	ErrPlaceholderID, ErrBadEmail, ErrLoginRequired, ErrBadLogin, ErrBadAPIKey, ErrOrigin, ErrProofNeeded, ErrProofRefused, ErrNotLinked, ErrCrossOrigin, ErrScope,
	ErrAdminsOnly, ErrSetupLink, ErrInvitation, ErrWrongPassword, ErrNotFound, ErrSiteUnknown, ErrMethod, ErrTaken, ErrLastAdmin, ErrRightsChanged, ErrTooManyKeys, ErrNoTokenKey, ErrBuiltUpon, ErrUndone, ErrStale, ErrFenced, ErrExpired, ErrDenied, ErrTooLarge, ErrMediaType,
	ErrRateLimited, ErrUnavailable, ErrInternal,
}

func (e *Error) Error() string {
	if e.Field != "" {
		return fmt.Sprintf("%s (%s): %s", e.Code, e.Field, e.Message)
	}
	return e.Code + ": " + e.Message
}

// Is makes errors.Is compare by code, so that an error that names a field is still the one of the catalogue.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// For returns the error, naming the field to blame.
func (e *Error) For(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// Saying returns the error with a message that fits the case better.
func (e *Error) Saying(format string, args ...any) *Error {
	c := *e
	c.Message = fmt.Sprintf(format, args...)
	return &c
}

// Over returns the error, naming the limit that was passed.
func (e *Error) Over(limit int) *Error {
	c := *e
	c.Limit = limit
	return &c
}

// RateLimited returns the error of one who must wait for so long, nil where that is no time at all.
func RateLimited(wait time.Duration) error {
	if wait <= 0 {
		return nil
	}
	c := *ErrRateLimited
	c.Wait = wait
	return &c
}

// Rejection says that one field of a claim was left out while the rest went on (spec identity §8).
type Rejection struct {
	Field  string
	Reason string // "too_large", "too_long", "too_many", "wrong_type", "unknown_field", "bad_email", "control_character", "differs"
	Limit  int    // 0 if none applies
	Size   int
}

// Warning tells a site's developers something that they should mend.
type Warning struct {
	Code, Message, Help string
}
