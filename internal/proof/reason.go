package proof

// Reason says why a proof isn't accepted. Code is stable, Message one sentence for the site's developers; neither
// repeats anything of the proof. Every error of [CheckHash] and [OpenToken] is one.
type Reason struct{ Code, Message string }

// Every reason why a proof isn't accepted. Reasons of hashes beyond these are the doctor's to find (spec security §4).
var (
	ErrNoKey   = &Reason{"no_key", "The site has no active key whose use fits this proof."}
	ErrNoMatch = &Reason{"hash_mismatch", "The hash isn't the HMAC-SHA256, in hex, of this id and email under one of the site's keys."}

	ErrTokenMalformed = &Reason{"token_malformed", "The token isn't a JWT of at most 8 KiB with strict JSON in it."}
	ErrTokenAlgorithm = &Reason{"token_algorithm", "The token is signed with another algorithm than HS256."}
	ErrTokenType      = &Reason{"token_type", "The token's header names a type other than JWT, or critical extensions."}
	ErrTokenKey       = &Reason{"token_key", "The token's kid isn't that of an active token key of the site."}
	ErrTokenSignature = &Reason{"token_signature", "The token isn't signed with the secret of the site's token key."}
	ErrTokenTimes     = &Reason{"token_times_missing", "The token needs iat and exp, both in seconds since 1970."}
	ErrTokenLifetime  = &Reason{"token_lifetime", "The token's exp must be after its iat, by at most 24 hours."}
	ErrTokenExpired   = &Reason{"token_expired", "The token has expired."}
	ErrTokenNotYet    = &Reason{"token_not_yet", "The token's iat or nbf lies in the future."}
	ErrTokenAudience  = &Reason{"token_audience", "The token's aud doesn't name this site."}
	ErrTokenUsed      = &Reason{"token_used", "The token was used before, and works once."}
	ErrTokenSubject   = &Reason{"token_subject", "The token needs a sub (a string or a safe integer), an email (a string), or both."}

	ErrLinkToken    = &Reason{"link_token", "A token in a link needs a jti, an aud that is the target origin, and at most 5 minutes of life."}
	ErrCarryForged  = &Reason{"carry_forged", "The token in the link isn't one that this server made for this site."}
	ErrCarryExpired = &Reason{"carry_expired", "The token in the link has expired: it lives 120 seconds."}
	ErrCarryOrigin  = &Reason{"carry_origin", "The token in the link was made for another origin."}
	ErrCarryUsed    = &Reason{"carry_used", "The token in the link was used before, or who made it is signed out since."}
)

func (r *Reason) Error() string { return r.Code + ": " + r.Message }

// Is makes errors.Is compare by code, so that a reason that says more is still the one of the list.
func (r *Reason) Is(target error) bool {
	t, ok := target.(*Reason)
	return ok && t.Code == r.Code
}

// saying returns the reason with a message that fits the case better.
func (r *Reason) saying(message string) *Reason { return &Reason{r.Code, message} }
