package sqlite

import (
	"context"
	"fmt"

	"github.com/nametag-dev/nametag/internal/access"
)

const accountColumns = `id, email, role, password_hash, created_at, (SELECT expires_at FROM invitation WHERE invitation.agent = agent.id)`

var (
	selectAccount        = define(`SELECT ` + accountColumns + ` FROM agent WHERE id = ?`)
	selectAccountByEmail = define(`SELECT ` + accountColumns + ` FROM agent WHERE email = ?`)
	selectAccounts       = define(`SELECT ` + accountColumns + ` FROM agent ORDER BY email`)
	selectAccountSites   = define(`SELECT site FROM agent_site WHERE agent = ? ORDER BY site`)
	countAdmins          = define(`SELECT count(*) FROM agent WHERE role = ?`)
)

// AccountByEmail implements [access.Store].
func (s *Store) AccountByEmail(ctx context.Context, email string) (*access.Account, error) {
	return s.account(ctx, selectAccountByEmail, email)
}

// Account implements [access.Store].
func (s *Store) Account(ctx context.Context, id int64) (*access.Account, error) {
	return s.account(ctx, selectAccount, id)
}

// Accounts implements [access.Store]. They are few.
func (s *Store) Accounts(ctx context.Context) (all []*access.Account, err error) {
	err = s.reads.with(ctx, func(c *conn) error {
		err := c.each(ctx, selectAccounts, nil, func(r row) error {
			all = append(all, scanAccount(r))
			return nil
		})
		if err != nil {
			return fmt.Errorf("read accounts: %w", err)
		}
		for _, a := range all {
			if a.Sites, err = c.accountSites(ctx, a.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Admins implements [access.Store].
func (s *Store) Admins(ctx context.Context) (int, error) {
	r, err := s.reads.one(ctx, countAdmins, string(access.Admin))
	if err != nil {
		return 0, fmt.Errorf("count admins: %w", err)
	}
	return int(r.int(0)), nil
}

func (s *Store) account(ctx context.Context, by query, args ...any) (a *access.Account, err error) {
	err = s.reads.with(ctx, func(c *conn) (err error) {
		a, err = c.account(ctx, by, args...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

func (t *tx) account(by query, args ...any) (*access.Account, error) {
	return t.conn.account(context.Background(), by, args...)
}

func (c *conn) account(ctx context.Context, by query, args ...any) (*access.Account, error) {
	r, err := c.one(ctx, by, args...)
	if err != nil {
		return nil, fmt.Errorf("read account: %w", err)
	}
	if r == nil {
		return nil, access.ErrNotFound
	}
	a := scanAccount(r)
	a.Sites, err = c.accountSites(ctx, a.ID)
	return a, err
}

func (c *conn) accountSites(ctx context.Context, id int64) (sites []int64, err error) {
	err = c.each(ctx, selectAccountSites, []any{id}, func(r row) error {
		sites = append(sites, r.int(0))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read account's sites: %w", err)
	}
	return sites, nil
}

func scanAccount(r row) *access.Account {
	return &access.Account{
		ID: r.int(0), Email: r.text(1), Role: access.Role(r.text(2)), PasswordHash: r.text(3), CreatedAt: r.time(4), InvitedUntil: r.time(5),
	}
}
