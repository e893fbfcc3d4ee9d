package wire

import "github.com/nametag-dev/nametag/internal/nametag"

// SigningKey is one of a site's, with what it does (spec security §2). Secret is there once, when it was made here.
type SigningKey struct {
	KID         string           `json:"kid"`
	Secret      string           `json:"secret,omitzero"`
	Name        string           `json:"name"`
	Uses        []nametag.KeyUse `json:"uses"`
	CreatedAt   string           `json:"created_at"`
	RetiredAt   *string          `json:"retired_at"`
	Leaked      bool             `json:"leaked"`
	LastUsedAt  *string          `json:"last_used_at"`
	Used24h     int64            `json:"used_24h"`
	Links       int              `json:"links"`        // living ones that rest on it
	LinksCapped bool             `json:"links_capped"` // there may be more
}

// SigningKeyList is GET /keys, oldest first. They are few: there is no next page.
type SigningKeyList struct {
	Keys []SigningKey `json:"keys"`
	Next *string      `json:"next"`
}

// NewSigningKey is the body of POST /keys.
type NewSigningKey struct {
	Name   string           `json:"name"`
	Uses   []nametag.KeyUse `json:"uses,omitzero"`
	Secret *string          `json:"secret,omitzero"` // one that is in use elsewhere already
}

// Retirement is the body of POST /keys/{kid}/retire.
type Retirement struct {
	Leaked bool `json:"leaked,omitzero"`
}

// Taken is the secret that is to be taken over, "" if one is to be made. Left empty by mistake it is none of both.
func (n NewSigningKey) Taken() (string, error) {
	if n.Secret == nil {
		return "", nil
	}
	if *n.Secret == "" {
		return "", nametag.ErrBadValue.For("secret").Saying("The secret is empty: leave it out, and one is made.")
	}
	return *n.Secret, nil
}

// SpellSigningKey spells a key without its secret.
func SpellSigningKey(k *nametag.SigningKey, does nametag.KeyUsage) SigningKey {
	return SigningKey{
		KID: k.KID, Name: k.Name, Uses: k.Uses, CreatedAt: spellTime(k.CreatedAt), RetiredAt: orNull(spellTime(k.RetiredAt)), Leaked: k.Leaked,
		LastUsedAt: orNull(spellTime(does.Last)), Used24h: does.Count, Links: does.Links, LinksCapped: does.Links >= nametag.MaxLinks,
	}
}
