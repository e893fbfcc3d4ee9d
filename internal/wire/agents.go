package wire

import (
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// AgentAccount is an agent as admins see them. An admin sees every site and has no list of them. Invitation is there once,
// when it was made.
type AgentAccount struct {
	ID         string      `json:"id"`
	Email      string      `json:"email"`
	Role       string      `json:"role"`
	Sites      []string    `json:"sites"` // keys
	CreatedAt  string      `json:"created_at"`
	Active     bool        `json:"active"`     // has chosen a password
	LinkUntil  *string     `json:"link_until"` // when the newest link on which to choose one ends; null: none works
	Invitation *Invitation `json:"invitation,omitzero"`
}

// Invitation is a link on which an agent chooses a password, once.
type Invitation struct {
	Link      string `json:"link"`
	ExpiresAt string `json:"expires_at"`
}

// AgentList is GET /agents, by email. They are few: there is no next page.
type AgentList struct {
	Agents []AgentAccount `json:"agents"`
	Next   *string        `json:"next"`
}

// NewAgent is the body of POST /agents.
type NewAgent struct {
	Email string   `json:"email"`
	Role  string   `json:"role"`
	Sites []string `json:"sites,omitzero"`
}

// AgentChange is the body of PATCH /agents/{id}: what is absent stays as it is.
type AgentChange struct {
	Role  Raw `json:"role,omitzero"`
	Sites Raw `json:"sites,omitzero"`
}

// RightsChange is what a change of rights names; nil stays as it is.
type RightsChange struct {
	Role  *string
	Sites *[]string
}

// ParseAgentChange spells the body of PATCH /agents/{id}. No field takes null: nothing may be half said.
func ParseAgentChange(body Raw) (to RightsChange, err error) {
	if body.Kind() != '{' {
		return to, nametag.ErrWrongType
	}
	var c AgentChange
	if err := Decode(body, &c); err != nil {
		return to, err
	}
	if err := read(c.Role, "role", &to.Role); err != nil {
		return to, err
	}
	return to, read(c.Sites, "sites", &to.Sites)
}

// InvitationToken is the body of POST /invitation: what follows the # of a link.
type InvitationToken struct {
	Token string `json:"token"`
}

// Invited is whom a link is for.
type Invited struct {
	Email     string `json:"email"`
	Role      string `json:"role"`
	ExpiresAt string `json:"expires_at"`
}

// Acceptance is the body of POST /invitation/accept.
type Acceptance struct {
	Token    string `json:"token"`
	Password string `json:"password"`
}

// PasswordChange is the body of POST /password.
type PasswordChange struct {
	Present  string `json:"present"`
	Password string `json:"password"`
}

// APIKey is one of a site's. Key is there once, when it was made.
type APIKey struct {
	ID         string   `json:"id"`
	Key        string   `json:"key,omitzero"`
	Name       string   `json:"name"`
	Scopes     []string `json:"scopes"`
	CreatedAt  string   `json:"created_at"`
	RevokedAt  *string  `json:"revoked_at"`
	LastUsedAt *string  `json:"last_used_at"` // to the minute or so
}

// APIKeyList is GET /apikeys, oldest first. They are few: there is no next page.
type APIKeyList struct {
	APIKeys []APIKey `json:"apikeys"`
	Next    *string  `json:"next"`
}

// NewAPIKey is the body of POST /apikeys.
type NewAPIKey struct {
	Name   string   `json:"name"`
	Scopes []string `json:"scopes"`
}

// When spells a time that is always there.
func When(t time.Time) string { return spellTime(t) }

// WhenIfEver spells a time, null if it is zero.
func WhenIfEver(t time.Time) *string { return orNull(spellTime(t)) }
