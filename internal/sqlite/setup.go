package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
)

var (
	selectSetup = define(`SELECT 1 FROM setup_link WHERE id = 1 AND hash = ?
		AND NOT EXISTS (SELECT 1 FROM agent WHERE role = '` + string(access.Admin) + `')`)
	upsertSetup = define(`INSERT INTO setup_link (id, hash, created_at) VALUES (1, ?, ?)
		ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at`)
	deleteSetup = define(`DELETE FROM setup_link WHERE id = 1`)
)

// OpenSetup implements [access.Store].
func (s *Store) OpenSetup(ctx context.Context, hash []byte, at time.Time) error {
	return s.writer.do(ctx, func(t *tx) error {
		if _, err := t.exec(upsertSetup, hash, at.UnixMilli()); err != nil {
			return fmt.Errorf("open setup: %w", err)
		}
		return nil
	})
}

// SetupLiving implements [access.Store].
func (s *Store) SetupLiving(ctx context.Context, hash []byte) error {
	link, err := s.reads.one(ctx, selectSetup, hash)
	if err != nil {
		return fmt.Errorf("read setup link: %w", err)
	}
	if link == nil {
		return access.ErrNotFound
	}
	return nil
}

// UseSetup implements [access.Store].
func (s *Store) UseSetup(ctx context.Context, hash []byte, a *access.Account) error {
	var id int64
	err := s.writer.do(ctx, func(t *tx) (err error) {
		id, err = t.useSetup(hash, a)
		return err
	})
	if err == nil {
		a.ID = id
	}
	return err
}

func (t *tx) useSetup(hash []byte, a *access.Account) (int64, error) {
	link, err := t.one(selectSetup, hash)
	if err != nil {
		return 0, fmt.Errorf("read setup link: %w", err)
	}
	if link == nil {
		return 0, access.ErrNotFound
	}
	if _, err := t.exec(deleteSetup); err != nil {
		return 0, fmt.Errorf("close setup: %w", err)
	}
	return t.saveAccount(a)
}
