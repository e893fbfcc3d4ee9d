package access

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// LoginFor is how long a login lasts.
const LoginFor = 14 * 24 * time.Hour

// LogIn checks email and password and opens a login. Returns the cookie's value: 43 characters that are shown to
// nobody else and kept only as a hash. Returns [ErrBadPassword], after the same time, whichever of the two is wrong.
func (d *Doors) LogIn(ctx context.Context, email, password string) (*Account, string, error) {
	a, err := d.accountByEmail(ctx, email)
	if err != nil {
		return nil, "", err
	}
	ok, err := d.hasher.matches(ctx, a.PasswordHash, password)
	if err != nil {
		return nil, "", fmt.Errorf("check password: %w", err)
	}
	if !ok || a.ID == 0 {
		return nil, "", ErrBadPassword
	}
	cookie, err := d.openLogin(ctx, a)
	return a, cookie, err
}

// accountByEmail returns an account that nobody can log in to where the email is unknown.
func (d *Doors) accountByEmail(ctx context.Context, email string) (*Account, error) {
	folded, err := foldEmail(email)
	if err != nil {
		return &Account{PasswordHash: nobody}, nil
	}
	a, err := d.store.AccountByEmail(ctx, folded)
	switch {
	case errors.Is(err, ErrNotFound):
		return &Account{PasswordHash: nobody}, nil
	case err != nil:
		return nil, fmt.Errorf("find account: %w", err)
	}
	return a, nil
}

func (d *Doors) openLogin(ctx context.Context, a *Account) (string, error) {
	cookie, now := secret(), d.now()
	s := &PanelSession{Hash: hash(cookie), Account: a.ID, CreatedAt: now, ExpiresAt: now.Add(LoginFor)}
	if err := d.store.SavePanelSession(ctx, s); err != nil {
		return "", fmt.Errorf("save login: %w", err)
	}
	return cookie, nil
}

// WhoIs returns the account that is logged in with this cookie, or [ErrNotFound].
func (d *Doors) WhoIs(ctx context.Context, cookie string) (*Account, error) {
	s, err := d.store.PanelSession(ctx, hash(cookie), d.now())
	if err != nil {
		return nil, fmt.Errorf("find login: %w", err)
	}
	a, err := d.store.Account(ctx, s.Account)
	if err != nil {
		return nil, fmt.Errorf("find account: %w", err)
	}
	return a, nil
}

// LogOut ends the login of this cookie. An unknown cookie is logged out already.
func (d *Doors) LogOut(ctx context.Context, cookie string) error {
	err := d.store.EndPanelSession(ctx, hash(cookie))
	if err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("end login: %w", err)
	}
	return nil
}
