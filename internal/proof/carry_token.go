package proof

import (
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// CarryLife is how long a carry token lives (spec security §1d).
const CarryLife = 120 * time.Second

// CarryToken lets one visitor's identity arrive at another origin, once. It says nothing about the visitor: what it stands
// for stays on the server, under its ID.
type CarryToken struct {
	ID        string // jti
	Site      string // the site's key
	Origin    string // aud: where alone it is good
	ExpiresAt time.Time
}

type carryPayload struct {
	Site string `json:"site"`
	jwt.RegisteredClaims
}

// SignCarryToken makes a carry token under its site's key for such tokens.
func SignCarryToken(key []byte, t CarryToken) string {
	said := jwt.NewWithClaims(jwt.SigningMethodHS256, carryPayload{t.Site, jwt.RegisteredClaims{
		ID: t.ID, Audience: jwt.ClaimStrings{t.Origin}, ExpiresAt: jwt.NewNumericDate(t.ExpiresAt),
	}})
	said.Header["typ"] = carryType
	text, err := said.SignedString(key)
	if err != nil {
		panic("proof: " + err.Error()) // strings and a time can always be signed
	}
	return text
}

// IsCarryToken reports whether a text says that it is a carry token. It needn't be a good one.
func IsCarryToken(text string) bool { return typeOf(text) == carryType }

// OpenCarryToken reads a carry token that was made under the same key for a page of this origin, and hasn't expired:
// there are no clocks that differ. Returns [ErrCarryForged], [ErrCarryExpired] or [ErrCarryOrigin].
func OpenCarryToken(key []byte, origin, text string, now time.Time) (CarryToken, error) {
	var said carryPayload
	err := parserAt(now, 0).read(text, &said, func(t *jwt.Token) (any, error) {
		if !isOfType(t, carryType) {
			return nil, ErrCarryForged
		}
		return key, nil
	})
	switch {
	case errors.Is(err, ErrTokenExpired):
		return CarryToken{}, ErrCarryExpired
	case err != nil || said.ID == "" || len(said.Audience) != 1:
		return CarryToken{}, ErrCarryForged
	case said.Audience[0] != origin:
		return CarryToken{}, ErrCarryOrigin
	}
	return CarryToken{ID: said.ID, Site: said.Site, Origin: origin, ExpiresAt: said.ExpiresAt.UTC()}, nil
}
