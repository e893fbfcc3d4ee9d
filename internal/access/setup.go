package access

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/nametag-dev/nametag/internal/limit"
)

// OpenSetup makes the one-time token of the setup link, in place of any made before. Returns "" once there is an
// admin: then there is nothing to set up.
func (d *Doors) OpenSetup(ctx context.Context) (string, error) {
	admins, err := d.store.Admins(ctx)
	if err != nil {
		return "", fmt.Errorf("count admins: %w", err)
	}
	if admins > 0 {
		return "", nil
	}
	token := secret()
	if err := d.store.OpenSetup(ctx, hash(token), d.now()); err != nil {
		return "", fmt.Errorf("open setup link: %w", err)
	}
	return token, nil
}

// SetUp spends the setup link on the first admin's account and logs it in, as [Doors.LogIn] does. Returns
// [ErrNotFound] for any token but the living one, and an [InputError], with the link unspent, for an email or a
// password that can't be used. Nothing is hashed before the link was found: that is dear, and
// strangers may call this for ever.
func (d *Doors) SetUp(ctx context.Context, token, email, password string, from netip.Addr) (*Account, string, error) {
	if _, err := checkTyped(email, password); err != nil {
		return nil, "", err
	}
	if err := d.store.SetupLiving(ctx, hash(token)); err != nil {
		return nil, "", fmt.Errorf("find setup link: %w", err)
	}
	a, err := d.account(ctx, email, password, Admin, nil)
	if err != nil {
		return nil, "", err
	}
	if err := d.store.UseSetup(ctx, hash(token), a); err != nil {
		return nil, "", fmt.Errorf("use setup link: %w", err)
	}
	d.logins.right(workplace{a.Email, limit.Home(from)})
	cookie, err := d.openLogin(ctx, a)
	return a, cookie, err
}
