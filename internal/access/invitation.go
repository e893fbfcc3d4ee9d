package access

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"github.com/nametag-dev/nametag/internal/limit"
)

// InvitationFor is how long a link works on which an agent chooses a password.
const InvitationFor = 7 * 24 * time.Hour

// Invite makes an account for an email that has none, without a password. Returns with it the token of the link on which
// its agent chooses one: it works once, and is shown to nobody again. Returns [ErrTaken], or an [InputError].
func (d *Doors) Invite(ctx context.Context, email string, rights Rights) (*Account, string, error) {
	folded, err := foldEmail(email)
	if err != nil {
		return nil, "", err
	}
	if err := rights.check(); err != nil {
		return nil, "", err
	}
	token, link := d.newInvitation()
	a := &Account{
		ID: d.newAccountID(), Email: folded, Role: rights.Role, Sites: rights.Sites, CreatedAt: d.now(), InvitedUntil: link.ExpiresAt,
	}
	if err := d.store.AddAccount(ctx, a, link); err != nil {
		return nil, "", fmt.Errorf("add account: %w", err)
	}
	return a, token, nil
}

// InviteAgain makes the token of a new link for an account, in place of any before it. Until it is used nothing else
// changes. Returns with it when the link ends, or [ErrNotFound].
func (d *Doors) InviteAgain(ctx context.Context, id int64) (token string, until time.Time, err error) {
	token, link := d.newInvitation()
	if err := d.store.SaveInvitation(ctx, id, link); err != nil {
		return "", time.Time{}, fmt.Errorf("save invitation: %w", err)
	}
	return token, link.ExpiresAt, nil
}

func (d *Doors) newInvitation() (token string, i Invitation) {
	token = secret()
	return token, Invitation{Hash: hash(token), ExpiresAt: d.now().Add(InvitationFor)}
}

// Invited returns whom a link is for, and spends nothing. Returns [ErrNotFound] for one that is unknown, used or too old.
func (d *Doors) Invited(ctx context.Context, token string) (*Account, error) {
	a, err := d.store.Invited(ctx, hash(token), d.now())
	if err != nil {
		return nil, fmt.Errorf("find invitation: %w", err)
	}
	return a, nil
}

// Accept spends a link on the password that its agent chose: all logins of the account end, and a new one is opened, as
// [Doors.LogIn] does. Returns [ErrNotFound] as [Doors.Invited] does, and an [InputError], with the link unspent, for a
// password that can't be used. Nothing is hashed before the link was found: strangers may call this for ever.
func (d *Doors) Accept(ctx context.Context, token, password string, from netip.Addr) (*Account, string, error) {
	if err := checkPassword(password); err != nil {
		return nil, "", err
	}
	if _, err := d.Invited(ctx, token); err != nil {
		return nil, "", err
	}
	hashed, err := d.hasher.hash(ctx, password)
	if err != nil {
		return nil, "", err
	}
	a, err := d.store.UseInvitation(ctx, hash(token), d.now(), hashed)
	if err != nil {
		return nil, "", fmt.Errorf("use invitation: %w", err)
	}
	d.logins.right(workplace{a.Email, limit.Home(from)})
	cookie, err := d.openLogin(ctx, a)
	return a, cookie, err
}
