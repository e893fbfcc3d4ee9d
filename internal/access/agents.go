package access

import (
	"context"
	"fmt"
	"slices"
)

// Accounts lists all agents, by email.
func (d *Doors) Accounts(ctx context.Context) ([]*Account, error) {
	all, err := d.store.Accounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	return all, nil
}

// Account returns an account, or [ErrNotFound].
func (d *Doors) Account(ctx context.Context, id int64) (*Account, error) {
	a, err := d.store.Account(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("find account: %w", err)
	}
	return a, nil
}

// AccountByEmail returns an account, or [ErrNotFound].
func (d *Doors) AccountByEmail(ctx context.Context, email string) (*Account, error) {
	folded, err := foldEmail(email)
	if err != nil {
		return nil, err
	}
	a, err := d.store.AccountByEmail(ctx, folded)
	if err != nil {
		return nil, fmt.Errorf("find account: %w", err)
	}
	return a, nil
}

// Rights are what an agent may do and see.
type Rights struct {
	Role  Role
	Sites []int64
}

// check returns an [InputError] for rights that nobody can have: an admin sees every site, and who sees none can do nothing.
func (r Rights) check() error {
	if err := checkRole(r.Role); err != nil {
		return err
	}
	switch {
	case r.Role == Admin && len(r.Sites) > 0:
		return &InputError{Field: "sites", Message: "An admin sees every site: leave them out."}
	case r.Role == Agent && len(r.Sites) == 0:
		return &InputError{Field: "sites", Message: "An agent sees the sites on a list: name one at least."}
	}
	return nil
}

// SetRights has change set what an account may do and see. Its logins stay: they are asked anew each time. Who becomes an
// admin has no list of sites any more. Returns [ErrNotFound], an [InputError], or [ErrLastAdmin] where no admin who can log
// in would be left.
func (d *Doors) SetRights(ctx context.Context, id int64, change func(*Rights)) (*Account, error) {
	a, err := d.store.ChangeAccount(ctx, id, func(a *Account) error {
		to := Rights{a.Role, slices.Clone(a.Sites)}
		change(&to)
		a.Role, a.Sites = to.Role, to.Sites
		return to.check()
	})
	if err != nil {
		return nil, fmt.Errorf("change account: %w", err)
	}
	return a, nil
}

// RemoveAccount removes an agent: its logins and its invitation end. Returns [ErrNotFound], or [ErrLastAdmin] where no admin
// who can log in would be left.
func (d *Doors) RemoveAccount(ctx context.Context, id int64) error {
	if err := d.store.RemoveAccount(ctx, id); err != nil {
		return fmt.Errorf("remove account: %w", err)
	}
	return nil
}
