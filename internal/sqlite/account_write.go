package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/nametag-dev/nametag/internal/access"
)

var (
	upsertAccount = define(`INSERT INTO agent (id, email, role, password_hash, created_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (email) DO UPDATE SET role = excluded.role, password_hash = excluded.password_hash`)
	insertAccount = define(`INSERT INTO agent (id, email, role, password_hash, created_at) VALUES (?, ?, ?, '', ?)
		ON CONFLICT (email) DO NOTHING`)
	updateRole     = define(`UPDATE agent SET role = ? WHERE id = ?`)
	updatePassword = define(`UPDATE agent SET password_hash = ? WHERE id = ?`)
	deleteAccount  = define(`DELETE FROM agent WHERE id = ?`)
	// An admin without a password can't log in, and perhaps never will.
	selectLastAdmin = define(`SELECT 1 FROM agent WHERE id = ?1 AND role = ?2 AND password_hash <> ''
		AND NOT EXISTS (SELECT 1 FROM agent WHERE role = ?2 AND password_hash <> '' AND id <> ?1)`)

	deleteAccountSites    = define(`DELETE FROM agent_site WHERE agent = ?`)
	insertAccountSite     = define(`INSERT INTO agent_site (agent, site) VALUES (?, ?) ON CONFLICT DO NOTHING`)
	deleteAccountSessions = define(`DELETE FROM panel_session WHERE agent = ?`)
	deleteOtherSessions   = define(`DELETE FROM panel_session WHERE agent = ? AND hash <> ?`)
)

// SaveAccount implements [access.Store].
func (s *Store) SaveAccount(ctx context.Context, a *access.Account) error {
	id := a.ID
	err := s.writer.do(ctx, func(t *tx) (err error) {
		id, err = t.saveAccount(a)
		return err
	})
	if err == nil {
		a.ID = id
	}
	return err
}

func (t *tx) saveAccount(a *access.Account) (id int64, err error) {
	known, err := t.account(selectAccountByEmail, a.Email)
	switch {
	case errors.Is(err, access.ErrNotFound):
	case err != nil:
		return 0, err
	case a.Role != access.Admin:
		if err := t.keepAdmin(known.ID); err != nil {
			return 0, err
		}
	}
	if _, err = t.exec(upsertAccount, number(a.ID), a.Email, string(a.Role), a.PasswordHash, millis(a.CreatedAt)); err != nil {
		return 0, fmt.Errorf("save account: %w", err)
	}
	if known, err = t.account(selectAccountByEmail, a.Email); err != nil {
		return 0, err
	}
	if err := t.execEach("end account's logins", known.ID, deleteAccountSessions, deleteInvitation); err != nil {
		return 0, err
	}
	return known.ID, t.saveAccountSites(known.ID, a.Sites)
}

// AddAccount implements [access.Store].
func (s *Store) AddAccount(ctx context.Context, a *access.Account, i access.Invitation) error {
	return s.writer.do(ctx, func(t *tx) error {
		added, err := t.exec(insertAccount, a.ID, a.Email, string(a.Role), millis(a.CreatedAt))
		if err != nil {
			return fmt.Errorf("add account: %w", err)
		}
		if added == 0 {
			return access.ErrTaken
		}
		if err := t.saveAccountSites(a.ID, a.Sites); err != nil {
			return err
		}
		return t.saveInvitation(a.ID, i)
	})
}

// ChangeAccount implements [access.Store].
func (s *Store) ChangeAccount(ctx context.Context, id int64, change func(*access.Account) error) (a *access.Account, err error) {
	err = s.writer.do(ctx, func(t *tx) (err error) {
		if a, err = t.account(selectAccount, id); err != nil {
			return err
		}
		if err := change(a); err != nil {
			return err
		}
		if a.Role != access.Admin {
			if err := t.keepAdmin(id); err != nil {
				return err
			}
		}
		if _, err := t.exec(updateRole, string(a.Role), id); err != nil {
			return fmt.Errorf("change role: %w", err)
		}
		return t.saveAccountSites(id, a.Sites)
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// RemoveAccount implements [access.Store].
func (s *Store) RemoveAccount(ctx context.Context, id int64) error {
	return s.writer.do(ctx, func(t *tx) error {
		if _, err := t.account(selectAccount, id); err != nil {
			return err
		}
		if err := t.keepAdmin(id); err != nil {
			return err
		}
		return t.execEach("remove account", id, deleteAccountSessions, deleteInvitation, deleteAccountSites, deleteAccount)
	})
}

// SetPassword implements [access.Store].
func (s *Store) SetPassword(ctx context.Context, a *access.Account, passwordHash string, keep []byte) error {
	return s.writer.do(ctx, func(t *tx) error {
		now, err := t.account(selectAccount, a.ID)
		if err != nil {
			return err
		}
		if now.PasswordHash != a.PasswordHash {
			return access.ErrNotFound
		}
		return t.setPassword(a.ID, passwordHash, keep)
	})
}

// setPassword ends what the password before it let in, but the login keep.
func (t *tx) setPassword(id int64, passwordHash string, keep []byte) error {
	if _, err := t.exec(updatePassword, passwordHash, id); err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	if _, err := t.exec(deleteOtherSessions, id, keep); err != nil {
		return fmt.Errorf("end other logins: %w", err)
	}
	return t.execEach("end invitation", id, deleteInvitation)
}

// keepAdmin returns ErrLastAdmin if without this one no admin could log in. The writer carries out one after the other, so
// two admins can't remove each other.
func (t *tx) keepAdmin(id int64) error {
	last, err := t.one(selectLastAdmin, id, string(access.Admin))
	if err != nil {
		return fmt.Errorf("look for another admin: %w", err)
	}
	if last != nil {
		return access.ErrLastAdmin
	}
	return nil
}

func (t *tx) saveAccountSites(id int64, sites []int64) error {
	if err := t.execEach("replace account's sites", id, deleteAccountSites); err != nil {
		return err
	}
	for _, site := range sites {
		if _, err := t.exec(insertAccountSite, id, site); err != nil {
			return fmt.Errorf("save account's site: %w", err)
		}
	}
	return nil
}

// execEach carries out several statements on one account.
func (t *tx) execEach(what string, id int64, statements ...query) error {
	for _, q := range statements {
		if _, err := t.exec(q, id); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return nil
}
