package proof

import "fmt"

// Reason says why a proof isn't accepted. Code is stable; Message is one sentence for the site's developers, Help what
// they do about it. None repeats anything secret, nor the proof. Every error of [CheckHash] and [OpenToken] is one.
type Reason struct{ Code, Message, Help string }

// Why [CheckHash] and [OpenToken] don't accept a proof. The doctor finds out more (spec security §4): [Reasons] are all.
var (
	ErrNoKey   = &Reason{"no_key", "The site has no active key whose use fits this proof.", "Make a key: `nametag key create --use token` for tokens, `--use json` for hashes."}
	ErrNoMatch = &Reason{"hash_mismatch", "The hash isn't the HMAC-SHA256, in hex, of this id and email under one of the site's keys.", "Check that your server signs this very id and email, with the secret of one of the site's keys."}

	ErrTokenMalformed = &Reason{"token_malformed", "The token isn't a JWT of at most 8 KiB with strict JSON in it.", "Make it with a JWT library, or as the snippet does."}
	ErrTokenAlgorithm = &Reason{"token_algorithm", "The token is signed with another algorithm than HS256.", "Sign it with HS256."}
	ErrTokenType      = &Reason{"token_type", "The token's header names a type other than JWT, or critical extensions.", "Leave typ out of the header or make it JWT."}
	ErrTokenKey       = &Reason{"token_key", "The token's kid isn't that of an active token key of the site.", "Put the kid of your key into the header, or leave kid out."}
	ErrTokenSignature = &Reason{"token_signature", "The token isn't signed with the secret of the site's token key.", "Check which secret your server holds; make a new key if it is lost."}
	ErrTokenTimes     = &Reason{"token_times_missing", "The token needs iat and exp, both in seconds since 1970.", "Add iat (now) and exp (in an hour), as numbers."}
	ErrTokenLifetime  = &Reason{"token_lifetime", "The token's exp must be after its iat, by at most 24 hours.", "Let the token end an hour after it is made."}
	ErrTokenExpired   = &Reason{"token_expired", "The token has expired.", "Make a new token for each page, or when the old one ends."}
	ErrTokenNotYet    = &Reason{"token_not_yet", "The token's iat or nbf lies in the future.", "Set your server's clock, with NTP."}
	ErrTokenAudience  = &Reason{"token_audience", "The token's aud doesn't name this site.", "Put the site's key into aud, or leave aud out."}
	ErrTokenSubject   = &Reason{"token_subject", "The token needs a sub (a string or a safe integer), an email (a string), or both.", "Put the user's id into sub, as a string."}

	ErrTokenUsed = &Reason{"token_used", "The token was used before, and works once.", "Make a new token, with another jti, for each link."}
	ErrLinkToken = &Reason{"link_token", "A token in a link needs a jti, an aud that is the target origin, and at most 5 minutes of life.", "Make tokens for links with those claims."}

	ErrCarryForged  = &Reason{"carry_forged", "The token in the link isn't one that this server made for this site.", "Let the widget make it: linkTo(url), or identityToken({for: origin})."}
	ErrCarryExpired = &Reason{"carry_expired", "The token in the link has expired: it lives 120 seconds.", "Ask for the token when the link is used, not when the page is made."}
	ErrCarryOrigin  = &Reason{"carry_origin", "The token in the link was made for another origin.", "Ask for a token for the origin that the link leads to."}
	ErrCarryUsed    = &Reason{"carry_used", "The token in the link was used before, or who made it is signed out since.", "Ask for a new token for each link."}
)

func (r *Reason) Error() string { return r.Code + ": " + r.Message }

// Is makes errors.Is compare by code, so that a reason that says more is still the one of the list.
func (r *Reason) Is(target error) bool {
	t, ok := target.(*Reason)
	return ok && t.Code == r.Code
}

// Saying returns the reason with a message that fits the case better.
func (r *Reason) Saying(format string, args ...any) *Reason {
	return &Reason{r.Code, fmt.Sprintf(format, args...), r.Help}
}

// and returns the reason with the sentences of what is wrong besides.
func (r *Reason) and(more ...*Reason) *Reason {
	all := *r
	for _, other := range more {
		all.Message += " Besides: " + other.Message
		all.Help += " " + other.Help
	}
	return &all
}
