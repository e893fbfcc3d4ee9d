package sqlite

import (
	"context"
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
)

const signingKeyColumns = `kid, site, name, uses, sealed, created_at, retired_at, leaked`

var (
	selectSigningKey = define(`SELECT ` + signingKeyColumns + ` FROM signing_key WHERE kid = ?`)
	selectAllKeys    = define(`SELECT ` + signingKeyColumns + ` FROM signing_key ORDER BY created_at, kid`)
	upsertSigningKey = define(`INSERT INTO signing_key (` + signingKeyColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (kid) DO UPDATE SET name = excluded.name, uses = excluded.uses, sealed = excluded.sealed,
		retired_at = excluded.retired_at, leaked = excluded.leaked`)
)

// AddSigningKey implements [nametag.Store].
func (s *Store) AddSigningKey(ctx context.Context, k *nametag.SigningKey, check func(beside []*nametag.SigningKey) error) error {
	return s.writer.do(ctx, func(t *tx) error {
		all, err := t.allSites()
		if err != nil {
			return err
		}
		if err := check(all.keys[k.Site]); err != nil {
			return err
		}
		return t.saveSigningKey(k)
	})
}

// ChangeSigningKey implements [nametag.Store].
func (s *Store) ChangeSigningKey(ctx context.Context, kid string, change func(*nametag.SigningKey)) (changed *nametag.SigningKey, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		r, err := t.one(selectSigningKey, kid)
		if err != nil {
			return fmt.Errorf("read signing key: %w", err)
		}
		if changed, err = signingKeyOf(r); err != nil {
			return err
		}
		change(changed)
		return t.saveSigningKey(changed)
	})
	if err != nil {
		return nil, err
	}
	return changed, nil
}

func (t *tx) saveSigningKey(k *nametag.SigningKey) error {
	t.sites = true
	_, err := t.exec(upsertSigningKey, k.KID, int64(k.Site), k.Name, encodeList(k.Uses), blob(k.Sealed),
		millis(k.CreatedAt), millis(k.RetiredAt), flag(k.Leaked))
	if err != nil {
		return fmt.Errorf("save signing key: %w", err)
	}
	return nil
}

// SigningKeys implements [nametag.Store], oldest first. It costs no query: every proof asks.
func (s *Store) SigningKeys(ctx context.Context, site nametag.SiteID) ([]*nametag.SigningKey, error) {
	all, err := s.allSites(ctx)
	if err != nil {
		return nil, err
	}
	return all.keys[site], nil
}

// SigningKey implements [nametag.Store].
func (s *Store) SigningKey(ctx context.Context, kid string) (*nametag.SigningKey, error) {
	r, err := s.reads.one(ctx, selectSigningKey, kid)
	if err != nil {
		return nil, fmt.Errorf("read signing key: %w", err)
	}
	return signingKeyOf(r)
}

// signingKeyOf reads a row; nil is no key's.
func signingKeyOf(r row) (*nametag.SigningKey, error) {
	if r == nil {
		return nil, nametag.ErrNotFound.For("kid")
	}
	return scanSigningKey(r)
}

func scanSigningKey(r row) (*nametag.SigningKey, error) {
	uses, err := decodeWords[nametag.KeyUse](r.text(3))
	return &nametag.SigningKey{
		KID: r.text(0), Site: nametag.SiteID(r.int(1)), Name: r.text(2), Uses: uses, Sealed: r.blob(4),
		CreatedAt: r.time(5), RetiredAt: r.time(6), Leaked: r.flag(7),
	}, err
}
