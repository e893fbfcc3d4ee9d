package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
)

var (
	selectPanelSession = define(`SELECT hash, agent, created_at, expires_at FROM panel_session
		WHERE hash = ? AND expires_at > ?`)
	insertPanelSession = define(`INSERT INTO panel_session (hash, agent, created_at, expires_at)
		SELECT ?, id, ?, ? FROM agent WHERE id = ? AND password_hash = ?
		ON CONFLICT (hash) DO UPDATE SET expires_at = excluded.expires_at`)
	deletePanelSession = define(`DELETE FROM panel_session WHERE hash = ?`)
)

// SavePanelSession implements [access.Store].
func (s *Store) SavePanelSession(ctx context.Context, p *access.PanelSession, passwordHash string) error {
	return s.writer.do(ctx, func(t *tx) error {
		saved, err := t.exec(insertPanelSession, p.Hash, p.CreatedAt.UnixMilli(), p.ExpiresAt.UnixMilli(), p.Account, passwordHash)
		if err != nil {
			return fmt.Errorf("save login: %w", err)
		}
		if saved == 0 {
			return access.ErrNotFound
		}
		return nil
	})
}

// PanelSession implements [access.Store]. An expired one is not found.
func (s *Store) PanelSession(ctx context.Context, hash []byte, now time.Time) (*access.PanelSession, error) {
	r, err := s.reads.one(ctx, selectPanelSession, hash, now.UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("read login: %w", err)
	}
	if r == nil {
		return nil, access.ErrNotFound
	}
	return &access.PanelSession{Hash: r.blob(0), Account: r.int(1), CreatedAt: r.time(2), ExpiresAt: r.time(3)}, nil
}

// EndPanelSession implements [access.Store]. One that has ended already is no error.
func (s *Store) EndPanelSession(ctx context.Context, hash []byte) error {
	return s.writer.do(ctx, func(t *tx) error {
		if _, err := t.exec(deletePanelSession, hash); err != nil {
			return fmt.Errorf("end login: %w", err)
		}
		return nil
	})
}
