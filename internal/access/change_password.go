package access

import (
	"context"
	"errors"
	"fmt"
	"net/netip"

	"github.com/nametag-dev/nametag/internal/limit"
)

// ChangePassword gives the account that is logged in with a cookie another password. Its other logins end, and a link on
// which it could have chosen one. Returns [ErrBadPassword] if present isn't its password, a [TooSoonError] after too many
// wrong ones, as at [Doors.LogIn], and an [InputError] for a next one that can't be used.
func (d *Doors) ChangePassword(ctx context.Context, a *Account, cookie, present, next string, from netip.Addr) error {
	if err := checkPassword(next); err != nil {
		return err
	}
	at := workplace{a.Email, limit.Home(from)}
	if wait := d.logins.wait(at, d.now()); wait > 0 {
		return &TooSoonError{wait}
	}
	ok, err := d.hasher.matches(ctx, a.PasswordHash, present)
	switch {
	case err != nil:
		return fmt.Errorf("check password: %w", err)
	case !ok:
		d.logins.wrong(at, d.now())
		return ErrBadPassword
	}
	hashed, err := d.hasher.hash(ctx, next)
	if err != nil {
		return err
	}
	err = d.store.SetPassword(ctx, a, hashed, hash(cookie))
	if errors.Is(err, ErrNotFound) {
		return ErrBadPassword // somebody else changed it meanwhile
	}
	if err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	return nil
}
