package proof

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/golang-jwt/jwt/v5"
)

// HubSpotTokenLifetime is how long a token lives that was made for HubSpot's endpoint (spec security §1c).
const HubSpotTokenLifetime = 12 * time.Hour

// HubSpotToken is what a token says that Nametag made for HubSpot's endpoint. Names that it doesn't say are "".
type HubSpotToken struct {
	Email               string
	FirstName, LastName string
	IssuedAt, ExpiresAt time.Time // in whole seconds
	ID                  string    // jti, another one for each token
	Audience            string    // the site's key
}

// SignHubSpotToken makes the token under the site's key for such tokens. It doesn't ask whether it will ever be accepted.
// Returns [ErrTokenMalformed] for text that isn't UTF-8.
func SignHubSpotToken(key []byte, t HubSpotToken) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, &hubSpotPayload{
		RegisteredClaims: jwt.RegisteredClaims{ID: t.ID, IssuedAt: date(t.IssuedAt), ExpiresAt: date(t.ExpiresAt)},
		Audience:         t.Audience, Email: t.Email, FirstName: t.FirstName, LastName: t.LastName,
	})
	token.Header["typ"] = hubSpotType
	text, err := token.SignedString(key)
	if err != nil {
		return "", ErrTokenMalformed
	}
	return text, nil
}

// IsHubSpotToken reports whether a token's header says that it belongs at HubSpot's door. Nothing is checked by that.
func IsHubSpotToken(text string) bool { return typeOf(text) == hubSpotType }

// OpenHubSpotToken reads a token that [SignHubSpotToken] made under the same key for a site with one of these keys and
// aliases, and that is valid now give or take [TokenSkew]. Returns the [Reason] why it isn't accepted.
func OpenHubSpotToken(key []byte, audiences []string, text string, now time.Time) (HubSpotToken, error) {
	var said hubSpotPayload
	err := parserAt(now, TokenSkew).read(text, &said, func(t *jwt.Token) (any, error) {
		switch {
		case !isOfType(t, hubSpotType):
			return nil, ErrTokenType
		case !isSignedBy(key, t):
			return nil, errNotOurs
		}
		return key, nil
	})
	switch {
	case err != nil:
		return HubSpotToken{}, err
	case !slices.Contains(audiences, said.Audience):
		return HubSpotToken{}, ErrTokenAudience
	case said.Email == "":
		return HubSpotToken{}, ErrTokenSubject
	}
	return HubSpotToken{
		Email: said.Email, FirstName: said.FirstName, LastName: said.LastName, ID: said.ID, Audience: said.Audience,
		IssuedAt: said.IssuedAt.UTC(), ExpiresAt: said.ExpiresAt.UTC(),
	}, nil
}

var errNotOurs = ErrTokenSignature.Saying("The token wasn't made by this server for this site.")

// hubSpotPayload is the middle part of such a token.
type hubSpotPayload struct {
	jwt.RegisteredClaims        // its times, which jwt judges
	Audience             string `json:"aud"`
	Email                string `json:"email"`
	FirstName            string `json:"firstName,omitzero"`
	LastName             string `json:"lastName,omitzero"`
}

// plainHubSpotPayload is a payload without methods of its own, for the strict codec.
type plainHubSpotPayload hubSpotPayload

// UnmarshalJSON reads strictly, and takes no claims but these and the registered ones.
func (p *hubSpotPayload) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, (*plainHubSpotPayload)(p), json.RejectUnknownMembers(true)) != nil {
		return ErrTokenMalformed
	}
	return nil
}

// MarshalJSON refuses broken text.
func (p *hubSpotPayload) MarshalJSON() ([]byte, error) {
	return json.Marshal((*plainHubSpotPayload)(p), json.Deterministic(true))
}

// Validate is called by jwt beside its own rules about times.
func (p *hubSpotPayload) Validate() error {
	return checkLifetime(p.RegisteredClaims, HubSpotTokenLifetime)
}
