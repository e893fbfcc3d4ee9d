package wire

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Raw is JSON that was read strictly and not yet understood.
type Raw = jsontext.Value

// ParseAmendment spells the body of PATCH /contacts/{id}: fields as identify takes them, but for proofs. What a
// browser's claim would leave out is an error here, as nothing may be half done.
func ParseAmendment(body jsontext.Value) (nametag.Amendment, error) {
	var members map[string]jsontext.Value
	if body.Kind() == '{' {
		if err := Decode(body, &members); err != nil {
			return nametag.Amendment{}, err
		}
	}
	for _, browsers := range []string{"hash", "user_hash", "token", "persist", "require_email", "fill_blanks"} {
		if _, said := members[browsers]; said {
			return nametag.Amendment{}, nametag.ErrUnknownField.For(browsers)
		}
	}
	claim, err := ParseClaim(body)
	if err != nil {
		return nametag.Amendment{}, err
	}
	if len(claim.Rejected) > 0 {
		switch r := claim.Rejected[0]; r.Reason {
		case "wrong_type":
			return nametag.Amendment{}, nametag.ErrWrongType.For(r.Field)
		case "differs":
			return nametag.Amendment{}, nametag.ErrBadValue.For(r.Field).Saying("It is said twice, differently.")
		default:
			return nametag.Amendment{}, nametag.ErrUnknownField.For(r.Field)
		}
	}
	return nametag.Amendment{
		ExternalID: claim.ExternalID, Email: claim.Email, Profile: claim.Profile, Custom: claim.Custom, ClearCustom: claim.ClearCustom,
	}, nil
}

// Token is a token that was made.
type Token struct {
	Token     string `json:"token"`
	ExpiresAt string `json:"expires_at"`
}

// ParseTokenWish spells the body of POST /tokens: whom the token is about and what it says, as PATCH /contacts/{id} takes
// it, with the host's session id as sid, and the token's life in seconds as expires_in.
func ParseTokenWish(body jsontext.Value) (wish nametag.TokenWish, err error) {
	var members map[string]jsontext.Value
	if err := Decode(body, &members); err != nil {
		return wish, err
	}
	if sid, ok := members["sid"]; ok {
		if err := Decode(sid, &wish.SID); err != nil {
			return wish, nametag.ErrWrongType.For("sid")
		}
		delete(members, "sid")
	}
	if life, ok := members["expires_in"]; ok {
		var seconds int32
		if err := Decode(life, &seconds); err != nil || seconds < 1 {
			return wish, nametag.ErrBadValue.For("expires_in").Saying("expires_in is a number of seconds, 1 or more.")
		}
		wish.Life = time.Duration(seconds) * time.Second
		delete(members, "expires_in")
	}
	wish.Amendment, err = ParseAmendment(Encode(members))
	return wish, err
}
