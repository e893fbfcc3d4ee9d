package proof

import (
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// algorithmOf says which algorithm a token has that isn't taken.
func algorithmOf(alg jsontext.Value) *Reason {
	name := textOf(alg)
	switch family := strings.ToUpper(name); {
	case family == "NONE":
		return wrongAlgNone
	case family == "HS256":
		return ErrTokenAlgorithm.Saying("The token's alg is %q; it is written HS256.", name)
	case alg == nil:
		return ErrTokenAlgorithm.Saying("The token's header has no alg.")
	case family == "HS384" || family == "HS512":
		return wrongAlgHMAC.Saying("The token is signed with %s instead of HS256.", family)
	case publicAlg.MatchString(family):
		return wrongAlgPublic.Saying("The token is signed with a private key (%s) instead of the site's secret.", family)
	}
	return ErrTokenAlgorithm
}

var publicAlg = regexp.MustCompile(`^([REP]S(256|384|512)|ES256K|EDDSA)$`)

func (t *taken) typeOf() *Reason {
	typ := textOf(t.header["typ"])
	_, critical := t.header["crit"]
	switch {
	case typ == carryType || typ == hubSpotType:
		return wrongOurs
	case critical:
		return wrongCritical
	}
	return ErrTokenType.Saying("The token's header names a type other than JWT.")
}

// subject says what is wrong with whom the token is about.
func (t *taken) subject() *Reason {
	sub, email := t.claims["sub"], t.claims["email"]
	var s subject
	switch {
	case sub != nil && s.UnmarshalJSON(sub) != nil:
		return wrongSubType
	case email != nil && email.Kind() != '"' && email.Kind() != 'n':
		return wrongEmailType
	}
	for _, name := range []string{"external_id", "user_id", "userId", "uniqueId", "unique_id", "externalId", "uid", "id", "Sub", "SUB"} {
		if t.claims[name] != nil {
			return wrongSubName.Saying("The token has no sub; the id stands under %s.", name)
		}
	}
	return ErrTokenSubject
}

// shouldToken is the payload that says who somebody is for an hour from now.
func (c Case) shouldToken(now time.Time) []Signable {
	if !c.Who.isText() || c.Who.ExternalID == "" && c.Who.Email == "" {
		return nil
	}
	at := now.Truncate(time.Second)
	p := payloadOf(Token{ExternalID: c.Who.ExternalID, Email: c.Who.Email, IssuedAt: at, ExpiresAt: at.Add(time.Hour)})
	text, err := json.Marshal((*plainPayload)(&p))
	if err != nil {
		return nil // text that no encoder can write
	}
	return []Signable{{UseToken, string(text)}}
}
