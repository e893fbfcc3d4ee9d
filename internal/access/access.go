// Package access says who of our users may do what: agents with their roles and sites, API keys with their scopes,
// panel sessions, the one-time setup link, and the server key that everything secret is derived from. It knows
// nothing of visitors and contacts, speaks no HTTP and no SQL; a [Store] remembers for it.
package access

import (
	"context"
	"time"
)

// Role is what an agent may do.
type Role string

const (
	Admin Role = "admin" // everything, on every site
	Agent Role = "agent" // watches the sites on its list
)

// Account is an agent's account.
type Account struct {
	ID           int64
	Email        string // folded; unique
	Role         Role
	PasswordHash string // argon2id in PHC form; "" until an invited agent has chosen a password
	Sites        []int64
	CreatedAt    time.Time
	InvitedUntil time.Time // when its newest link on which to choose a password ends; zero: there is none
}

// May reports whether the account may see a site.
func (a *Account) May(site int64) bool {
	if a.Role == Admin {
		return true
	}
	for _, s := range a.Sites {
		if s == site {
			return true
		}
	}
	return false
}

// APIKey lets a customer's backend use the server API of one site. Only its hash is kept.
type APIKey struct {
	ID        int64
	Site      int64
	Name      string
	Hash      []byte // SHA-256 of the key's text
	Scopes    []string
	CreatedAt time.Time
	RevokedAt time.Time // zero while it is active
	UsedAt    time.Time // the last time, to the minute or so; zero: never
}

// PanelSession is one login. Only the hash of its cookie is kept.
type PanelSession struct {
	Hash      []byte // SHA-256 of the cookie's value
	Account   int64
	CreatedAt time.Time
	ExpiresAt time.Time
}

// Invitation is a link on which an agent chooses a password, once. Only the hash of its token is kept.
type Invitation struct {
	Hash      []byte // SHA-256 of the token
	ExpiresAt time.Time
}

// Store remembers accounts, keys and logins. Not found is [ErrNotFound]; what was answered is durable.
type Store interface {
	// SaveAccount writes an account, new or known by its email (then role, password and sites are replaced, and its
	// sessions and its invitation end). Its id is set on a. Returns ErrLastAdmin where no admin would be left.
	SaveAccount(ctx context.Context, a *Account) error
	// AddAccount writes a new account with its invitation. Returns ErrTaken if another has the email.
	AddAccount(ctx context.Context, a *Account, i Invitation) error
	// ChangeAccount has change set the role and the sites of an account, and returns it as it is then. Nothing else is
	// written, and nothing at all where change fails; it may run twice. Returns ErrLastAdmin where no admin would be left.
	ChangeAccount(ctx context.Context, id int64, change func(*Account) error) (*Account, error)
	// RemoveAccount forgets an account with its sessions and its invitation. Returns ErrLastAdmin where no admin would be left.
	RemoveAccount(ctx context.Context, id int64) error
	// SetPassword replaces the password that a has, ends its invitation, and its sessions but the one with the hash keep.
	// Returns ErrNotFound if the password is another by now.
	SetPassword(ctx context.Context, a *Account, passwordHash string, keep []byte) error
	AccountByEmail(ctx context.Context, email string) (*Account, error)
	Account(ctx context.Context, id int64) (*Account, error)
	Accounts(ctx context.Context) ([]*Account, error) // by email
	// Admins counts the accounts with the role admin.
	Admins(ctx context.Context) (int, error)

	// SaveAPIKey writes a key, new or known by its id. The id of a new one is set on k.
	SaveAPIKey(ctx context.Context, k *APIKey) error
	APIKeyByHash(ctx context.Context, hash []byte) (*APIKey, error)
	APIKeys(ctx context.Context, site int64) ([]*APIKey, error)
	RevokeAPIKey(ctx context.Context, id int64, at time.Time) (*APIKey, error)
	// SaveAPIKeyUses notes when keys were last used, by their ids.
	SaveAPIKeyUses(ctx context.Context, uses map[int64]time.Time) error

	// SavePanelSession writes a login. Returns ErrNotFound if the account is gone, or has another password than this hash
	// is of: it was checked a while ago.
	SavePanelSession(ctx context.Context, s *PanelSession, passwordHash string) error
	PanelSession(ctx context.Context, hash []byte, now time.Time) (*PanelSession, error)
	EndPanelSession(ctx context.Context, hash []byte) error

	// OpenSetup remembers the hash of the one living setup link in place of any before it.
	OpenSetup(ctx context.Context, hash []byte, at time.Time) error
	// SetupLiving returns nil if hash is that of the living setup link, ErrNotFound if it isn't or there is an admin
	// already. It only reads.
	SetupLiving(ctx context.Context, hash []byte) error
	// UseSetup saves the first admin and closes the setup link in one piece. Returns ErrNotFound if hash is not that
	// of the living link, or there is an admin already.
	UseSetup(ctx context.Context, hash []byte, a *Account) error

	// SaveInvitation remembers an account's invitation in place of any before it.
	SaveInvitation(ctx context.Context, account int64, i Invitation) error
	// Invited returns the account whose living invitation has this hash. It only reads.
	Invited(ctx context.Context, hash []byte, now time.Time) (*Account, error)
	// UseInvitation sets the password of the account whose living invitation has this hash, ends its sessions and the
	// invitation, in one piece, and returns the account as it is then.
	UseInvitation(ctx context.Context, hash []byte, now time.Time, passwordHash string) (*Account, error)
}
