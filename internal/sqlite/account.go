package sqlite

import (
	"context"
	"fmt"

	"github.com/nametag-dev/nametag/internal/access"
)

const accountColumns = `id, email, role, password_hash, created_at`

var (
	selectAccount        = define(`SELECT ` + accountColumns + ` FROM agent WHERE id = ?`)
	selectAccountByEmail = define(`SELECT ` + accountColumns + ` FROM agent WHERE email = ?`)
	selectAccountSites   = define(`SELECT site FROM agent_site WHERE agent = ? ORDER BY site`)
	countAdmins          = define(`SELECT count(*) FROM agent WHERE role = ?`)
	upsertAccount        = define(`INSERT INTO agent (email, role, password_hash, created_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (email) DO UPDATE SET role = excluded.role, password_hash = excluded.password_hash`)
	deleteAccountSites    = define(`DELETE FROM agent_site WHERE agent = ?`)
	insertAccountSite     = define(`INSERT INTO agent_site (agent, site) VALUES (?, ?)`)
	deleteAccountSessions = define(`DELETE FROM panel_session WHERE agent = ?`)
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
	_, err = t.exec(upsertAccount, a.Email, string(a.Role), a.PasswordHash, millis(a.CreatedAt))
	if err != nil {
		return 0, fmt.Errorf("save account: %w", err)
	}
	r, err := t.one(selectAccountByEmail, a.Email)
	if err != nil {
		return 0, fmt.Errorf("read account: %w", err)
	}
	id = r.int(0)
	for _, q := range []query{deleteAccountSites, deleteAccountSessions} {
		if _, err := t.exec(q, id); err != nil {
			return 0, fmt.Errorf("save account: %w", err)
		}
	}
	for _, site := range a.Sites {
		if _, err := t.exec(insertAccountSite, id, site); err != nil {
			return 0, fmt.Errorf("save account's site: %w", err)
		}
	}
	return id, nil
}

// AccountByEmail implements [access.Store].
func (s *Store) AccountByEmail(ctx context.Context, email string) (*access.Account, error) {
	return s.account(ctx, selectAccountByEmail, email)
}

// Account implements [access.Store].
func (s *Store) Account(ctx context.Context, id int64) (*access.Account, error) {
	return s.account(ctx, selectAccount, id)
}

func (s *Store) account(ctx context.Context, by query, arg any) (a *access.Account, err error) {
	err = s.reads.with(ctx, func(c *conn) error {
		r, err := c.one(ctx, by, arg)
		if err != nil {
			return fmt.Errorf("read account: %w", err)
		}
		if r == nil {
			return access.ErrNotFound
		}
		a = &access.Account{
			ID: r.int(0), Email: r.text(1), Role: access.Role(r.text(2)), PasswordHash: r.text(3), CreatedAt: r.time(4),
		}
		return c.each(ctx, selectAccountSites, []any{a.ID}, func(r row) error {
			a.Sites = append(a.Sites, r.int(0))
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Admins implements [access.Store].
func (s *Store) Admins(ctx context.Context) (int, error) {
	r, err := s.reads.one(ctx, countAdmins, string(access.Admin))
	if err != nil {
		return 0, fmt.Errorf("count admins: %w", err)
	}
	return int(r.int(0)), nil
}
