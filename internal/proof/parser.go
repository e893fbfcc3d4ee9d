package proof

import (
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/golang-jwt/jwt/v5"
)

// parser reads tokens of every type, each at its own door: all are signed with HS256, have one spelling and come to an end.
type parser struct{ *jwt.Parser }

// parserAt reads tokens at a time. The clock of whoever made them may differ by skew.
func parserAt(now time.Time, skew time.Duration) parser {
	return parser{jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithStrictDecoding(), // one spelling of a signature only
		jwt.WithExpirationRequired(),
		jwt.WithIssuedAt(),
		jwt.WithLeeway(skew),
		jwt.WithTimeFunc(func() time.Time { return now }),
	)}
}

// read reads a token into the payload said. keyOf finds the secret that signed it, or tells why there is none. Returns the
// [Reason] why the token isn't accepted.
func (p parser) read(text string, said jwt.Claims, keyOf jwt.Keyfunc) error {
	if len(text) > TokenBytes || strings.ContainsAny(text, "\r\n") { // which base64 would skip
		return ErrTokenMalformed
	}
	if _, err := p.ParseWithClaims(text, said, keyOf); err != nil {
		return reasonOf(err)
	}
	return nil
}

// The types of our own tokens. Each is taken at its own door only, where no other token is (spec security §1e).
const (
	carryType   = "carry"
	hubSpotType = "hubspot+jwt"
)

// typeOf is what a token's header says that it is; "" where it doesn't, or isn't strict JSON. Nothing is checked by that.
func typeOf(text string) string {
	part, _, _ := strings.Cut(text, ".")
	header, _ := object(part)
	return textOf(header["typ"])
}

// isOfType reports whether a token is one of our own of a type.
func isOfType(t *jwt.Token, own string) bool { return typeOf(t.Raw) == own && !isCritical(t.Header) }

func object(part string, options ...json.Options) (members map[string]jsontext.Value, ok bool) {
	data, err := base64.RawURLEncoding.DecodeString(part)
	return members, err == nil && json.Unmarshal(data, &members, options...) == nil
}

// textOf is a JSON string's text; "" for anything else.
func textOf(value jsontext.Value) (text string) {
	_ = json.Unmarshal(value, &text)
	return text
}

// reasonOf tells why a token wasn't parsed. A wrong signature is told by keyOf where it is to be told apart; what jwt
// calls one is a method that isn't taken.
func reasonOf(err error) *Reason {
	var own *Reason
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, jwt.ErrTokenMalformed):
		return ErrTokenMalformed
	case errors.Is(err, jwt.ErrTokenUnverifiable), errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return ErrTokenAlgorithm
	case errors.Is(err, jwt.ErrTokenExpired):
		return ErrTokenExpired
	}
	return ErrTokenNotYet
}
