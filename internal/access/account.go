package access

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const emailBytes = 254

// SaveAccount makes an agent's account, or gives the account with this email a new password, role and list of sites
// and ends its logins. An admin sees every site; sites are for the role [Agent]. Where no role is given, a known account
// keeps its role and sites, and a new one is an admin's. Returns an [InputError] for an email, password or role that
// can't be used, and [ErrLastAdmin] where no admin would be left.
func (d *Doors) SaveAccount(ctx context.Context, email, password string, role Role, sites []int64) (*Account, error) {
	if role == "" {
		var err error
		if role, sites, err = d.roleOf(ctx, email); err != nil {
			return nil, err
		}
	}
	a, err := d.account(ctx, email, password, role, sites)
	if err != nil {
		return nil, err
	}
	if err := d.store.SaveAccount(ctx, a); err != nil {
		return nil, fmt.Errorf("save account: %w", err)
	}
	return a, nil
}

// roleOf returns the role and the sites of the account with this email, an admin's if there is none.
func (d *Doors) roleOf(ctx context.Context, email string) (Role, []int64, error) {
	folded, err := foldEmail(email)
	if err != nil {
		return "", nil, err
	}
	known, err := d.store.AccountByEmail(ctx, folded)
	switch {
	case errors.Is(err, ErrNotFound):
		return Admin, nil, nil
	case err != nil:
		return "", nil, fmt.Errorf("find account: %w", err)
	}
	return known.Role, known.Sites, nil
}

// account checks what was typed and hashes the password.
func (d *Doors) account(ctx context.Context, email, password string, role Role, sites []int64) (*Account, error) {
	folded, err := checkTyped(email, password)
	if err != nil {
		return nil, err
	}
	if err := checkRole(role); err != nil {
		return nil, err
	}
	hashed, err := d.hasher.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	return &Account{ID: d.newAccountID(), Email: folded, Role: role, PasswordHash: hashed, Sites: sites, CreatedAt: d.now()}, nil
}

func checkRole(role Role) error {
	if role != Admin && role != Agent {
		return &InputError{Field: "role", Message: "The role is neither admin nor agent."}
	}
	return nil
}

// checkTyped returns the folded email, or an [InputError] for an email or a password that can't be used.
func checkTyped(email, password string) (string, error) {
	folded, err := foldEmail(email)
	if err != nil {
		return "", err
	}
	return folded, checkPassword(password)
}

// foldEmail trims and lower-cases an email, or returns an [InputError].
func foldEmail(email string) (string, error) {
	folded := strings.ToLower(strings.TrimSpace(email))
	name, domain, ok := strings.Cut(folded, "@")
	odd := func(r rune) bool { return r == '@' || unicode.IsSpace(r) || unicode.IsControl(r) }
	switch {
	case len(folded) > emailBytes:
		return "", &InputError{Field: "email", Message: "The email is too long.", Limit: emailBytes}
	case !ok, name == "", domain == "", strings.ContainsFunc(name+domain, odd), !utf8.ValidString(email):
		return "", &InputError{Field: "email", Message: "This is not an email address."}
	}
	return folded, nil
}
