package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/nametag-dev/nametag/internal/access"
)

// madeAccount is what `admin create --json` prints.
type madeAccount struct {
	ID       string      `json:"id"`
	Email    string      `json:"email"`
	Role     access.Role `json:"role"`
	Sites    []string    `json:"sites"`
	Password string      `json:"password,omitempty"` // only one that was made here
}

func (c *adminCreate) Run(ctx context.Context, t *terminal) error {
	if err := c.check(); err != nil {
		return err
	}
	return withHouse(ctx, t, c.Data, func(h *house) error {
		password, made, err := c.password(t.in)
		if err != nil {
			return err
		}
		sites, err := h.siteIDs(ctx, c.Site)
		if err != nil {
			return err
		}
		account, err := h.doors.SaveAccount(ctx, c.Email, password, orZero(c.Role), sites)
		if err != nil {
			return err
		}
		keys, err := h.siteKeys(ctx, account.Sites)
		if err != nil {
			return err
		}
		return c.print(t.out, account, keys, made)
	})
}

func (c *adminCreate) check() error {
	agent := orZero(c.Role) == access.Agent
	switch {
	case !agent && len(c.Site) > 0:
		return errors.New("--site: an admin sees every site; leave it out, or add --role agent")
	case agent && len(c.Site) == 0:
		return errors.New("--site: say which site the agent may watch (nametag site list shows the keys)")
	}
	return nil
}

// password returns the account's password, and the same again if it was made here and must be shown.
func (c *adminCreate) password(in io.Reader) (password, made string, err error) {
	if c.PasswordStdin {
		password, err = readSecret(in, "--password-stdin")
		return password, "", err
	}
	made = rand.Text()
	return made, made, nil
}

func (c *adminCreate) print(out io.Writer, a *access.Account, sites []string, password string) error {
	made := madeAccount{ID: access.SpellAccountID(a.ID), Email: a.Email, Role: a.Role, Sites: sites, Password: password}
	return c.show(out, made, func(w io.Writer) {
		fmt.Fprintf(w, "%s can log in to the panel now (%s).\n", a.Email, a.Role)
		if password != "" {
			fmt.Fprintf(w, "\n  password  %s\n\nIt is shown this once.\n", password)
		}
	})
}

// listedAccount is what `admin list --json` prints of an agent.
type listedAccount struct {
	ID        string      `json:"id"`
	Email     string      `json:"email"`
	Role      access.Role `json:"role"`
	Sites     []string    `json:"sites"`
	Active    bool        `json:"active"` // has a password
	CreatedAt *string     `json:"created_at"`
}

func (c *adminList) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		all, err := h.doors.Accounts(ctx)
		if err != nil {
			return err
		}
		listed := make([]listedAccount, len(all))
		for i, a := range all {
			sites, err := h.siteKeys(ctx, a.Sites)
			if err != nil {
				return err
			}
			listed[i] = listedAccount{access.SpellAccountID(a.ID), a.Email, a.Role, sites, a.PasswordHash != "", stamp(a.CreatedAt)}
		}
		return c.show(t.out, map[string]any{"agents": listed}, func(w io.Writer) {
			row(w, "EMAIL", "ROLE", "SITES", "MADE", "PASSWORD")
			for i, a := range all {
				row(w, a.Email, string(a.Role), sitesWords(listed[i]), date(a.CreatedAt), map[bool]string{true: "chosen", false: "not yet"}[listed[i].Active])
			}
		})
	})
}

func sitesWords(a listedAccount) string {
	if a.Role == access.Admin {
		return "all"
	}
	return list(a.Sites)
}

func (c *adminRemove) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		account, err := h.doors.AccountByEmail(ctx, c.Email)
		if err == nil {
			err = h.doors.RemoveAccount(ctx, account.ID)
		}
		if err != nil {
			return unknown(err, "agent", c.Email, "nametag admin list")
		}
		removed := map[string]string{"id": access.SpellAccountID(account.ID), "email": account.Email}
		return c.show(t.out, removed, func(w io.Writer) {
			fmt.Fprintf(w, "%s is removed: their logins are over.\n", account.Email)
		})
	})
}

const secretBytes = 4096

// readSecret reads one line. What follows the first line is a mistake that would go unnoticed, so it is refused.
func readSecret(in io.Reader, flag string) (string, error) {
	text, err := io.ReadAll(io.LimitReader(in, secretBytes+1))
	if err != nil {
		return "", fmt.Errorf("read standard input: %w", err)
	}
	secret := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	switch {
	case secret == "":
		return "", fmt.Errorf("%s: standard input was empty", flag)
	case len(secret) > secretBytes || strings.ContainsAny(secret, "\r\n"):
		return "", fmt.Errorf("%s: send one line of at most %d bytes", flag, secretBytes)
	}
	return secret, nil
}
