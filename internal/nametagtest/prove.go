package nametagtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/proof"
)

// keys are the signing keys of a site, made when they are first needed.
type keys struct{ hash, token *proof.Key }

// Key makes a signing key of the world's site.
func (w *World) Key(uses ...nametag.KeyUse) proof.Key {
	w.T.Helper()
	k, secret, err := w.Service.CreateSigningKey(w.T.Context(), w.Site, "test", uses, "")
	w.must(err)
	return proof.Key{KID: k.KID, Uses: uses, Secret: secret}
}

// HashKey is the site's key for hashes in JSON, TokenKey the one for tokens.
func (w *World) HashKey() proof.Key { return w.keyFor(&w.keys.hash, proof.UseJSON) }

// TokenKey is the site's key for tokens.
func (w *World) TokenKey() proof.Key { return w.keyFor(&w.keys.token, proof.UseToken) }

func (w *World) keyFor(k **proof.Key, use nametag.KeyUse) proof.Key {
	w.T.Helper()
	if *k == nil {
		made := w.Key(use)
		*k = &made
	}
	return **k
}

// Hashed adds the hash that the customer's server would make over what is said of id and email.
func (w *World) Hashed(s Said) Said {
	w.T.Helper()
	message := struct {
		ID    string `json:"id,omitempty"`
		Email string `json:"email,omitempty"`
	}{s.ExternalID.Text, s.Claim.Email.Text}
	text, err := json.Marshal(message)
	w.must(err)
	s.Hash = Sign(w.HashKey(), string(text))
	return s
}

// HashedID adds a hash that covers the id alone.
func (w *World) HashedID(s Said) Said {
	w.T.Helper()
	bare := s
	bare.Claim.Email = nametag.Said{}
	s.Hash = w.Hashed(bare).Hash
	return s
}

// Sign is the HMAC-SHA256 of a message, in hex.
func Sign(k proof.Key, message string) string {
	mac := hmac.New(sha256.New, []byte(k.Secret))
	mac.Write([]byte(message))
	return hex.EncodeToString(mac.Sum(nil))
}

// Vouched says the same in a token of an hour's life: id, email and traits are the site's own words then. with changes
// the token before it is signed.
func (w *World) Vouched(s Said, with ...func(*proof.Token)) Said {
	w.T.Helper()
	t := proof.Token{
		ExternalID: s.ExternalID.Text, Email: s.Claim.Email.Text, IssuedAt: w.Clock.Now(), ExpiresAt: w.Clock.Now().Add(time.Hour),
		Traits: map[string]string{},
	}
	for f, words := range s.Claim.Profile {
		text, err := json.Marshal(words.Text)
		w.must(err)
		t.Traits[string(f)] = string(text)
	}
	if len(s.Claim.Custom) > 0 {
		custom := map[string]json.RawMessage{}
		for key, value := range s.Claim.Custom {
			if value == "" {
				value = "null"
			}
			custom[key] = json.RawMessage(value)
		}
		text, err := json.Marshal(custom)
		w.must(err)
		t.Traits["custom_data"] = string(text)
	}
	for _, change := range with {
		change(&t)
	}
	text, err := proof.SignToken(w.TokenKey(), t)
	w.must(err)
	return Said{nametag.Claim{Token: text}}
}

// HubSpot says an email and names in a token of HubSpot's endpoint, and nothing beside it.
func (w *World) HubSpot(email, firstName, lastName string) Said {
	w.T.Helper()
	token, err := w.Service.CreateHubSpotToken(w.Site, email, firstName, lastName)
	w.must(err)
	return Said{nametag.Claim{Token: token}}
}

// EmailVerified makes a token say whether the email is confirmed.
func EmailVerified(yes bool) func(*proof.Token) {
	return func(t *proof.Token) { t.EmailVerified = &yes }
}

// ActedBy makes a token one of somebody who acts as the person.
func ActedBy(name string) func(*proof.Token) {
	return func(t *proof.Token) { t.Actor = &proof.Actor{Subject: "agent-" + name, Name: name} }
}

// Lasting gives a token another life.
func Lasting(d time.Duration) func(*proof.Token) {
	return func(t *proof.Token) { t.ExpiresAt = t.IssuedAt.Add(d) }
}
