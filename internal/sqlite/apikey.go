package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
)

const apiKeyColumns = `id, site, name, hash, scopes, created_at, revoked_at, used_at`

var (
	selectAPIKey       = define(`SELECT ` + apiKeyColumns + ` FROM api_key WHERE id = ?`)
	selectAPIKeyByHash = define(`SELECT ` + apiKeyColumns + ` FROM api_key WHERE hash = ?`)
	selectAPIKeys      = define(`SELECT ` + apiKeyColumns + ` FROM api_key WHERE site = ? ORDER BY id`)
	upsertAPIKey       = define(`INSERT INTO api_key (id, site, name, hash, scopes, created_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, scopes = excluded.scopes, revoked_at = excluded.revoked_at`)
	revokeAPIKey   = define(`UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`)
	markAPIKeyUsed = define(`UPDATE api_key SET used_at = max(coalesce(used_at, 0), ?) WHERE id = ?`)
)

// SaveAPIKey implements [access.Store]. An id of 0 is filled in.
func (s *Store) SaveAPIKey(ctx context.Context, k *access.APIKey) error {
	var id int64
	err := s.writer.do(ctx, func(t *tx) error {
		_, err := t.exec(upsertAPIKey, number(k.ID), k.Site, k.Name, k.Hash, encodeList(k.Scopes), millis(k.CreatedAt),
			millis(k.RevokedAt))
		if err != nil {
			return fmt.Errorf("save API key: %w", err)
		}
		r, err := t.one(selectAPIKeyByHash, k.Hash)
		if err != nil {
			return fmt.Errorf("read API key: %w", err)
		}
		id = r.int(0)
		return nil
	})
	if err == nil {
		k.ID = id
	}
	return err
}

// APIKeyByHash implements [access.Store]. A revoked key is returned too, and says so.
func (s *Store) APIKeyByHash(ctx context.Context, hash []byte) (*access.APIKey, error) {
	r, err := s.reads.one(ctx, selectAPIKeyByHash, hash)
	return oneAPIKey(r, err)
}

// APIKeys implements [access.Store], oldest first.
func (s *Store) APIKeys(ctx context.Context, site int64) (keys []*access.APIKey, err error) {
	err = s.reads.each(ctx, selectAPIKeys, []any{site}, func(r row) error {
		k, err := scanAPIKey(r)
		keys = append(keys, k)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read API keys: %w", err)
	}
	return keys, nil
}

// RevokeAPIKey implements [access.Store]. Revoked twice, a key keeps the first time.
func (s *Store) RevokeAPIKey(ctx context.Context, id int64, at time.Time) (k *access.APIKey, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		if _, err := t.exec(revokeAPIKey, at.UnixMilli(), id); err != nil {
			return fmt.Errorf("revoke API key: %w", err)
		}
		r, err := t.one(selectAPIKey, id)
		k, err = oneAPIKey(r, err)
		return err
	})
	if err != nil {
		return nil, err
	}
	return k, nil
}

// SaveAPIKeyUses implements [access.Store].
func (s *Store) SaveAPIKeyUses(ctx context.Context, uses map[int64]time.Time) error {
	return s.writer.do(ctx, func(t *tx) error {
		for id, at := range uses {
			if _, err := t.exec(markAPIKeyUsed, at.UnixMilli(), id); err != nil {
				return fmt.Errorf("note use of API key: %w", err)
			}
		}
		return nil
	})
}

func oneAPIKey(r row, err error) (*access.APIKey, error) {
	if err != nil {
		return nil, fmt.Errorf("read API key: %w", err)
	}
	if r == nil {
		return nil, access.ErrNotFound
	}
	return scanAPIKey(r)
}

func scanAPIKey(r row) (*access.APIKey, error) {
	scopes, err := decodeWords[string](r.text(4))
	return &access.APIKey{
		ID: r.int(0), Site: r.int(1), Name: r.text(2), Hash: r.blob(3), Scopes: scopes,
		CreatedAt: r.time(5), RevokedAt: r.time(6), UsedAt: r.time(7),
	}, err
}
