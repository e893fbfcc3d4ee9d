package access

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/nametag-dev/nametag/internal/limit"
)

// LoginFor is how long a login lasts.
const LoginFor = 14 * 24 * time.Hour

// LogIn checks email and password, which came from an address, and opens a login. Returns the cookie's value: 43
// characters that are shown to nobody else and kept only as a hash. Returns [ErrBadPassword], after the same time,
// whichever of the two is wrong, and a [TooSoonError], at once, after too many wrong ones, whether or not the email is
// known and the password right.
func (d *Doors) LogIn(ctx context.Context, email, password string, from netip.Addr) (*Account, string, error) {
	folded, _ := foldEmail(email) // what isn't an email is nobody's, like any email that is unknown
	at := workplace{folded, limit.Home(from)}
	if wait := d.logins.wait(at, d.now()); wait > 0 {
		return nil, "", &TooSoonError{wait}
	}
	a, err := d.accountWith(ctx, folded, password)
	switch {
	case errors.Is(err, ErrBadPassword):
		d.logins.wrong(at, d.now())
		return nil, "", err
	case err != nil:
		return nil, "", err
	}
	d.logins.right(at)
	cookie, err := d.openLogin(ctx, a)
	return a, cookie, err
}

// accountWith returns the account that has this email, "" being nobody's, and this password.
func (d *Doors) accountWith(ctx context.Context, email, password string) (*Account, error) {
	a, err := d.accountByEmail(ctx, email)
	if err != nil {
		return nil, err
	}
	ok, err := d.hasher.matches(ctx, a.PasswordHash, password)
	if err != nil {
		return nil, fmt.Errorf("check password: %w", err)
	}
	if !ok || a.ID == 0 {
		return nil, ErrBadPassword
	}
	return a, nil
}

// accountByEmail returns an account that nobody can log in to where the email is unknown, or has no password yet.
func (d *Doors) accountByEmail(ctx context.Context, email string) (*Account, error) {
	a, err := d.store.AccountByEmail(ctx, email)
	switch {
	case errors.Is(err, ErrNotFound):
		return &Account{PasswordHash: nobody}, nil
	case err != nil:
		return nil, fmt.Errorf("find account: %w", err)
	case a.PasswordHash == "":
		return &Account{PasswordHash: nobody}, nil
	}
	return a, nil
}

// openLogin opens a login of an account whose password was checked. Returns [ErrBadPassword] if it isn't the account's
// any more.
func (d *Doors) openLogin(ctx context.Context, a *Account) (string, error) {
	cookie, now := secret(), d.now()
	s := &PanelSession{Hash: hash(cookie), Account: a.ID, CreatedAt: now, ExpiresAt: now.Add(LoginFor)}
	switch err := d.store.SavePanelSession(ctx, s, a.PasswordHash); {
	case errors.Is(err, ErrNotFound):
		return "", ErrBadPassword
	case err != nil:
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
