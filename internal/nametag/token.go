package nametag

import (
	"context"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/proof"
)

// TokenLife is how long a token lives that Nametag makes, unless it is asked for another life.
const TokenLife = time.Hour

// TokenWish is what a token is to say: whom it is about, and traits, which are the site's own words then.
type TokenWish struct {
	Amendment
	SID  string
	Life time.Duration // up to a day; 0 is TokenLife
}

// CreateToken makes a token of spec security §1b with the site's newest key of that use. Its email counts as confirmed:
// the customer's backend says so. Returns ErrBadValue, and ErrNoTokenKey where the site has no such key.
func (s *Service) CreateToken(ctx context.Context, site *Site, w TokenWish) (token string, expires time.Time, err error) {
	j, err := judge(CallUpdate, w.claim(), site.CustomDataBytes)
	switch {
	case err != nil:
		return "", time.Time{}, err
	case len(j.rejected) > 0:
		return "", time.Time{}, j.rejected[0].asError()
	case !j.names():
		return "", time.Time{}, ErrMissingField.For(keyExternalID).Saying("A token is about somebody: give an external_id, an email, or both.")
	case len(w.SID) > ExternalIDBytes:
		return "", time.Time{}, ErrTooLarge.For("sid").Over(ExternalIDBytes)
	case w.Life < 0 || w.Life > proof.TokenLifetime:
		return "", time.Time{}, ErrBadValue.For("expires_in").Saying("A token lives 1 to %d seconds.", int(proof.TokenLifetime.Seconds())).Over(int(proof.TokenLifetime.Seconds()))
	case w.Life == 0:
		w.Life = TokenLife
	}
	key, err := s.tokenKey(ctx, site)
	if err != nil {
		return "", time.Time{}, err
	}
	now, yes := s.now().Truncate(time.Second), true
	t := proof.Token{
		ExternalID: j.id, Email: j.email.Shown, Audience: []string{site.Key}, IssuedAt: now, ExpiresAt: now.Add(w.Life), SID: w.SID,
		Traits: j.tokenTraits(),
	}
	if t.Email != "" {
		t.EmailVerified = &yes
	}
	if token, err = proof.SignToken(key, t); err == nil && len(token) > proof.TokenBytes {
		err = ErrTooLarge.Over(proof.TokenBytes).Saying("The token would be larger than one may be: say less in it.")
	}
	return token, t.ExpiresAt, err
}

// tokenKey is the site's newest active key for tokens.
func (s *Service) tokenKey(ctx context.Context, site *Site) (proof.Key, error) {
	keys, err := s.openKeys(ctx, site)
	for i := len(keys) - 1; i >= 0; i-- {
		if keys[i].Signs(proof.UseToken) {
			return keys[i], nil
		}
	}
	if err == nil {
		err = ErrNoTokenKey
	}
	return proof.Key{}, err
}

// tokenTraits are the claim's traits as they stand in a token.
func (j *judged) tokenTraits() map[string]string {
	traits := map[string]string{}
	for f, text := range j.profile {
		traits[string(f)] = orNull(text)
	}
	if len(j.custom) > 0 {
		custom := map[string]jsontext.Value{}
		for key, text := range j.custom {
			custom[key] = jsontext.Value(orNull(text))
		}
		b, _ := json.Marshal(custom, json.Deterministic(true)) // JSON it was before
		traits["custom_data"] = string(b)
	}
	return traits
}

// orNull spells a removal.
func orNull(text string) string {
	if text == "" {
		return "null"
	}
	return text
}
