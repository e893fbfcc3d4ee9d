package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
)

var (
	selectInvited = define(`SELECT ` + accountColumns + ` FROM agent
		WHERE id = (SELECT agent FROM invitation WHERE hash = ? AND expires_at > ?)`)
	upsertInvitation = define(`INSERT INTO invitation (agent, hash, expires_at) VALUES (?, ?, ?)
		ON CONFLICT (agent) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at`)
	deleteInvitation = define(`DELETE FROM invitation WHERE agent = ?`)
)

// SaveInvitation implements [access.Store].
func (s *Store) SaveInvitation(ctx context.Context, account int64, i access.Invitation) error {
	return s.writer.do(ctx, func(t *tx) error {
		if _, err := t.account(selectAccount, account); err != nil {
			return err
		}
		return t.saveInvitation(account, i)
	})
}

func (t *tx) saveInvitation(account int64, i access.Invitation) error {
	if _, err := t.exec(upsertInvitation, account, i.Hash, i.ExpiresAt.UnixMilli()); err != nil {
		return fmt.Errorf("save invitation: %w", err)
	}
	return nil
}

// Invited implements [access.Store].
func (s *Store) Invited(ctx context.Context, hash []byte, now time.Time) (*access.Account, error) {
	return s.account(ctx, selectInvited, hash, now.UnixMilli())
}

// UseInvitation implements [access.Store].
func (s *Store) UseInvitation(ctx context.Context, hash []byte, now time.Time, passwordHash string) (a *access.Account, err error) {
	err = s.writer.do(ctx, func(t *tx) (err error) {
		if a, err = t.account(selectInvited, hash, now.UnixMilli()); err != nil {
			return err
		}
		if err := t.setPassword(a.ID, passwordHash, []byte{}); err != nil {
			return err
		}
		a, err = t.account(selectAccount, a.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}
