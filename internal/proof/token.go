package proof

import (
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// The bounds of a token (spec security §1b).
const (
	TokenBytes    = 8 << 10
	TokenLifetime = 24 * time.Hour   // from iat to exp
	TokenSkew     = 60 * time.Second // how far two servers' clocks may differ
)

// Token is what a JWT made on the customer's server says (spec security §1b). What it doesn't say is zero.
type Token struct {
	KID           string // of the key that signed it
	ExternalID    string // sub; a number in its decimal form
	Email         string // as given
	EmailVerified *bool
	IssuedAt      time.Time // in whole seconds, as is ExpiresAt
	ExpiresAt     time.Time
	ID            string // jti
	Audience      []string
	SID           string // the host's own session id
	Actor         *Actor
	Traits        map[string]string // every other claim that isn't a registered one → its raw JSON
}

// Actor is who acts as the subject of a token: its claim "act".
type Actor struct{ Subject, Name string }

// OpenToken reads a JWT that one of the keys of use token signed with HS256. audiences are the site's own keys and
// aliases: a token that has an aud must name one of them. It must have iat and exp, be valid now give or take
// [TokenSkew], and name a subject, an email or both. Returns the [Reason] why it isn't accepted.
func OpenToken(keys []Key, audiences []string, text string, now time.Time) (Token, error) {
	var said payload
	var signer Key
	err := parserAt(now, TokenSkew).read(text, &said, func(t *jwt.Token) (_ any, err error) {
		signer, err = signerOf(keys, t)
		return []byte(signer.Secret), err
	})
	switch {
	case err != nil:
		return Token{}, err
	case !said.isFor(audiences):
		return Token{}, ErrTokenAudience
	case said.Subject == "" && said.Email == "":
		return Token{}, ErrTokenSubject
	}
	return said.token(signer.KID), nil
}

// LinkTokenLife is how long a token may live that arrives in a link (spec security §1d).
const LinkTokenLife = 5 * time.Minute

// CheckLink checks what a token needs besides to arrive in a link: it is for that origin alone, short, and can be known
// again. Returns [ErrLinkToken].
func (t Token) CheckLink() error {
	if t.ID == "" || len(t.ID) > tokenIDBytes || len(t.Audience) != 1 || t.ExpiresAt.Sub(t.IssuedAt) > LinkTokenLife {
		return ErrLinkToken
	}
	return nil
}

// tokenIDBytes bounds the jti of a token that works once.
const tokenIDBytes = 255

// SignToken makes a token that says what t does, under a key of use token. t.KID is ignored; what is zero is left out.
// It doesn't ask whether the token will ever be accepted. Returns [ErrNoKey] if the key is of another use, and
// [ErrTokenMalformed] if a trait isn't JSON or has the name of a claim that t has a field for.
func SignToken(key Key, t Token) (string, error) {
	if !key.Signs(UseToken) {
		return "", ErrNoKey
	}
	for name := range t.Traits {
		if slices.Contains(claimNames, name) {
			return "", errTrait
		}
	}
	said := payloadOf(t)
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, &said)
	if key.KID != "" {
		token.Header["kid"] = key.KID
	}
	text, err := token.SignedString([]byte(key.Secret))
	if err != nil {
		return "", errTrait
	}
	return text, nil
}

var (
	claimNames = []string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "email", "email_verified", "sid", "act"}
	errTrait   = ErrTokenMalformed.Saying("A trait isn't strict JSON, or has the name of another claim.")
)

// signerOf finds the key that signed a token, whose algorithm is known to be HS256.
func signerOf(keys []Key, t *jwt.Token) (Key, error) {
	if !isPlainJWT(t.Header) {
		return Key{}, ErrTokenType
	}
	keys, err := candidates(keys, t.Header)
	if err != nil {
		return Key{}, err
	}
	for _, key := range keys {
		if isSignedBy([]byte(key.Secret), t) {
			return key, nil
		}
	}
	return Key{}, ErrTokenSignature
}

// isSignedBy reports whether the secret signed a token, whose algorithm is known to be HS256.
func isSignedBy(secret []byte, t *jwt.Token) bool {
	signed := t.Raw[:strings.LastIndexByte(t.Raw, '.')]
	return t.Method.Verify(signed, t.Signature, secret) == nil
}

// isPlainJWT refuses the token types of our own, which have doors of their own (spec security §1e), and extensions.
func isPlainJWT(header map[string]any) bool {
	typ, named := header["typ"]
	text, _ := typ.(string)
	return !isCritical(header) && (!named || strings.EqualFold(text, "JWT"))
}

// isCritical reports whether a header has extensions that must be understood: we know none.
func isCritical(header map[string]any) bool {
	_, critical := header["crit"]
	return critical
}

// candidates are the keys that may have signed a token: the one that its header names, else all token keys.
func candidates(keys []Key, header map[string]any) ([]Key, error) {
	keys = slices.DeleteFunc(slices.Clone(keys), func(k Key) bool { return !k.Signs(UseToken) })
	kid, named := header["kid"]
	at := slices.IndexFunc(keys, func(k Key) bool { return kid == k.KID })
	switch {
	case len(keys) == 0:
		return nil, ErrNoKey
	case !named:
		return keys, nil
	case at < 0:
		return nil, ErrTokenKey
	}
	return keys[at : at+1], nil
}
