package access

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Scopes are all that an API key may be allowed to do (spec api §1). [AllScopes] stands for every one of them.
var Scopes = []string{
	"contacts:read", "contacts:write", "visitors:read", "site:read", "site:write", "tokens:create", "sessions:revoke",
	"conversations.visitor_identification.tokens.create",
}

// AllScopes is the scope that holds all others, those of later versions included.
const AllScopes = "all"

const (
	apiKeyPrefix = "nt_ak_"
	apiKeyLength = len(apiKeyPrefix) + 43
	nameBytes    = 100
)

// May reports whether the key has a scope.
func (k *APIKey) May(scope string) bool {
	return slices.Contains(k.Scopes, AllScopes) || slices.Contains(k.Scopes, scope)
}

// CreateAPIKey makes a key for one site. Returns its text, "nt_ak_" and 43 characters, which is shown this once.
// Returns an [InputError] that names a scope that doesn't exist.
func (d *Doors) CreateAPIKey(ctx context.Context, site int64, name string, scopes []string) (*APIKey, string, error) {
	if name = strings.TrimSpace(name); name == "" || len(name) > nameBytes || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return nil, "", &InputError{Field: "name", Message: fmt.Sprintf("A name has 1 to %d bytes, on one line.", nameBytes), Limit: nameBytes}
	}
	if err := checkScopes(scopes); err != nil {
		return nil, "", err
	}
	text := apiKeyPrefix + secret()
	k := &APIKey{Site: site, Name: name, Hash: hash(text), Scopes: scopes, CreatedAt: d.now()}
	if err := d.store.SaveAPIKey(ctx, k); err != nil {
		return nil, "", fmt.Errorf("save API key: %w", err)
	}
	return k, text, nil
}

// APIKey returns the key with this text, or [ErrNotFound] if it is unknown or revoked.
func (d *Doors) APIKey(ctx context.Context, text string) (*APIKey, error) {
	if len(text) != apiKeyLength || !strings.HasPrefix(text, apiKeyPrefix) {
		return nil, ErrNotFound
	}
	k, err := d.store.APIKeyByHash(ctx, hash(text))
	if err != nil {
		return nil, fmt.Errorf("find API key: %w", err)
	}
	if !k.RevokedAt.IsZero() {
		return nil, ErrNotFound
	}
	d.uses.note(k.ID, d.now().Truncate(time.Millisecond)) // as it will be written
	return k, nil
}

// APIKeys lists a site's keys, oldest first, revoked ones included.
func (d *Doors) APIKeys(ctx context.Context, site int64) ([]*APIKey, error) {
	keys, err := d.store.APIKeys(ctx, site)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		d.uses.show(k)
	}
	return keys, nil
}

// RevokeAPIKey ends a key at once. Returns [ErrNotFound] if there is none with this id.
func (d *Doors) RevokeAPIKey(ctx context.Context, id int64) (*APIKey, error) {
	k, err := d.store.RevokeAPIKey(ctx, id, d.now())
	if err != nil {
		return nil, err
	}
	d.uses.show(k)
	return k, nil
}

func checkScopes(scopes []string) error {
	if len(scopes) == 0 {
		return &InputError{Field: "scopes", Message: "A key needs at least one scope: " + scopeList() + "."}
	}
	for i, s := range scopes {
		if slices.Contains(scopes[:i], s) {
			return &InputError{Field: "scopes", Message: fmt.Sprintf("The scope %q is given twice.", s)}
		}
		if s != AllScopes && !slices.Contains(Scopes, s) {
			return &InputError{Field: "scopes", Message: fmt.Sprintf("There is no scope %q. The scopes are %s.", s, scopeList())}
		}
	}
	return nil
}

func scopeList() string { return strings.Join(Scopes, ", ") + ", or " + AllScopes }
