package proof

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/golang-jwt/jwt/v5"
)

// payload is the middle part of a token. A claim that is null is as one that is absent.
type payload struct {
	jwt.RegisteredClaims                           // its times, which jwt judges
	Subject              subject                   `json:"sub,omitzero"`
	Audience             *jwt.ClaimStrings         `json:"aud,omitzero"` // an empty list is one that names nobody
	Email                string                    `json:"email,omitzero"`
	EmailVerified        *bool                     `json:"email_verified,omitzero"`
	SID                  string                    `json:"sid,omitzero"`
	Actor                *actor                    `json:"act,omitzero"`
	Traits               map[string]jsontext.Value `json:",embed"`
}

type actor struct {
	Subject subject `json:"sub"`
	Name    string  `json:"name,omitzero"`
}

// plainPayload is a payload without methods of its own, for the strict codec.
type plainPayload payload

// UnmarshalJSON reads strictly, where jwt's own codec takes duplicate keys and broken text.
func (p *payload) UnmarshalJSON(data []byte) error {
	err := json.Unmarshal(data, (*plainPayload)(p))
	var wrong *json.SemanticError
	if errors.As(err, &wrong) {
		return wrongType(string(wrong.JSONPointer))
	}
	return err
}

func wrongType(pointer string) *Reason {
	claim, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	switch claim {
	case "":
		return ErrTokenMalformed
	case "sub", "email":
		return ErrTokenSubject
	case "iat", "exp":
		return ErrTokenTimes
	}
	return ErrTokenMalformed.Saying("The token's claim %s has a value of a wrong type.", claim)
}

// MarshalJSON is as strict.
func (p *payload) MarshalJSON() ([]byte, error) {
	return json.Marshal((*plainPayload)(p), json.Deterministic(true))
}

// Validate is called by jwt beside its own rules about times.
func (p *payload) Validate() error {
	if err := checkLifetime(p.RegisteredClaims, TokenLifetime); err != nil {
		return err
	}
	if p.Actor != nil && p.Actor.Subject == "" {
		return wrongType("act")
	}
	return nil
}

// checkLifetime refuses a token that doesn't say its times, or lives longer than most.
func checkLifetime(times jwt.RegisteredClaims, most time.Duration) error {
	if times.IssuedAt == nil || times.ExpiresAt == nil {
		return ErrTokenTimes
	}
	if lifetime := times.ExpiresAt.Sub(times.IssuedAt.Time); lifetime <= 0 || lifetime > most {
		return ErrTokenLifetime
	}
	return nil
}

// isFor reports whether the token is for one of these audiences, or for nobody in particular.
func (p *payload) isFor(audiences []string) bool {
	return p.Audience == nil || slices.ContainsFunc(*p.Audience, func(a string) bool { return slices.Contains(audiences, a) })
}

func (p *payload) token(kid string) Token {
	t := Token{
		KID: kid, ExternalID: string(p.Subject), Email: p.Email, EmailVerified: p.EmailVerified,
		IssuedAt: p.IssuedAt.UTC(), ExpiresAt: p.ExpiresAt.UTC(), ID: p.ID, SID: p.SID,
	}
	if p.Audience != nil {
		t.Audience = *p.Audience
	}
	if p.Actor != nil {
		t.Actor = &Actor{string(p.Actor.Subject), p.Actor.Name}
	}
	for name, value := range p.Traits {
		if t.Traits == nil {
			t.Traits = map[string]string{}
		}
		t.Traits[name] = string(value)
	}
	return t
}

func payloadOf(t Token) payload {
	p := payload{
		RegisteredClaims: jwt.RegisteredClaims{ID: t.ID, IssuedAt: date(t.IssuedAt), ExpiresAt: date(t.ExpiresAt)},
		Subject:          subject(t.ExternalID), Email: t.Email, EmailVerified: t.EmailVerified, SID: t.SID,
	}
	if t.Audience != nil {
		p.Audience = (*jwt.ClaimStrings)(&t.Audience)
	}
	if t.Actor != nil {
		p.Actor = &actor{subject(t.Actor.Subject), t.Actor.Name}
	}
	for name, value := range t.Traits {
		if p.Traits == nil {
			p.Traits = map[string]jsontext.Value{}
		}
		p.Traits[name] = jsontext.Value(value)
	}
	return p
}

func date(t time.Time) *jwt.NumericDate {
	if t.IsZero() {
		return nil
	}
	return jwt.NewNumericDate(t)
}

// subject is a string, or a safe integer in its decimal form (spec identity §2).
type subject string

func (s *subject) UnmarshalJSON(data []byte) error {
	switch jsontext.Value(data).Kind() {
	case '"':
		return json.Unmarshal(data, (*string)(s))
	case '0':
		f, err := strconv.ParseFloat(string(data), 64)
		if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53-1 {
			return errors.New("not a safe integer")
		}
		*s = subject(strconv.FormatInt(int64(f), 10))
		return nil
	case 'n':
		return nil
	}
	return errors.New("neither a string nor an integer")
}
