package nametag

import (
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

// Site is one customer's website or websites. Nothing of one site is ever visible to another.
type Site struct {
	ID                 SiteID
	Key                string // public, in the script tag
	Name               string
	Aliases            []string // other keys that mean this site
	Origins            []string // "https://example.com", "https://*.example.com", "null"
	LinkedDomains      []string
	Enforcement        Enforcement
	EmailsConfirmed    bool
	Unproven           Unproven
	MatchUnprovenEmail bool
	LinkHours          int       // how long a link lasts whose proof has no end
	CookieDomain       string    // "" keeps cookies host-only
	AnonymousDays      int       // how long what is known of visitors is kept whom nobody named; 0: as long as the server keeps it
	UnprovenDays       int       // the same for contacts that were never secured
	StoreIPs           bool      // sessions keep the address that they came from
	AvatarHosts        []string  // whose pictures agents see whoever says them: "pictures.example.com", "*.example.com"
	CustomDataBytes    int       // what a contact's custom_data may weigh (spec identity §2)
	DevUntil           time.Time // development mode ends by itself
	InstalledAt        time.Time // when the first page of the customer's own was seen; zero: not yet
	InstalledOrigin    string
	CreatedAt          time.Time
}

// Enforcement says what becomes of claims without proof (spec identity §3).
type Enforcement string

const (
	Observe Enforcement = "observe"
	Require Enforcement = "require"
)

// Unproven says what a claimed write does to an unsecured contact (spec identity §6).
type Unproven string

const (
	Latest     Unproven = "latest"
	FillBlanks Unproven = "fill_blanks"
)

// CustomDataBytes is what a contact's custom_data may weigh unless the site says otherwise, MaxCustomDataBytes the most that it may
// say: half of what one request may.
const (
	CustomDataBytes    = 1 << 10
	MaxCustomDataBytes = 8 << 10
)

// DevFor is how long development mode lasts once it is turned on.
const DevFor = 24 * time.Hour

// Developing reports whether the site is in development mode.
func (s *Site) Developing(now time.Time) bool { return now.Before(s.DevUntil) }

// SigningKey is a secret with which a customer's server proves who its users are (spec security §2).
type SigningKey struct {
	KID       string
	Site      SiteID
	Name      string
	Uses      []KeyUse
	Sealed    []byte // the secret, under the server key
	CreatedAt time.Time
	RetiredAt time.Time // zero while it is active
	Leaked    bool
}

// KeyUse is a kind of message that a key signs (spec security §1a).
type KeyUse = proof.Use

// Active reports whether the key may still prove anything.
func (k *SigningKey) Active() bool { return k.RetiredAt.IsZero() }
