package wire

import (
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// SiteSettings are a site's (spec api §3).
type SiteSettings struct {
	ID                 string   `json:"id"`
	Key                string   `json:"key"`
	Name               string   `json:"name"`
	Aliases            []string `json:"aliases"`
	Origins            []string `json:"origins"`
	LinkedDomains      []string `json:"linked_domains"`
	Enforcement        string   `json:"enforcement"`
	EmailsConfirmed    bool     `json:"emails_confirmed"`
	Unproven           string   `json:"unproven"`
	MatchUnprovenEmail bool     `json:"match_unproven_email"`
	LinkHours          int      `json:"link_hours"`
	CookieDomain       *string  `json:"cookie_domain"`
	CustomDataBytes    int      `json:"custom_data_bytes"`
	AnonymousDays      *int     `json:"anonymous_days"`
	UnprovenDays       *int     `json:"unproven_days"`
	StoreIPs           bool     `json:"store_ips"`
	AvatarHosts        []string `json:"avatar_hosts"`
	ServerDays         Days     `json:"server_days"`
	DevUntil           *string  `json:"dev_until"`
	InstalledAt        *string  `json:"installed_at"`
	InstalledOrigin    *string  `json:"installed_origin"`
	ScriptURL          string   `json:"script_url"`
	ScriptPinned       Pinned   `json:"script_pinned"`
}

// Days are for how long a server keeps what strangers leave behind, at most; null is for ever.
type Days struct {
	Anonymous *int `json:"anonymous"`
	Unproven  *int `json:"unproven"`
	Evidence  *int `json:"evidence"`
}

// Pinned is a script as it is now, for good: its address has its hash in it, and Integrity is for the tag's attribute of
// that name, "sha384-…".
type Pinned struct {
	URL       string `json:"url"`
	Integrity string `json:"integrity"`
}

// SiteChange is the body of PATCH /site: what is absent stays as it is.
type SiteChange struct {
	Name               Raw `json:"name,omitzero"`
	Aliases            Raw `json:"aliases,omitzero"`
	Origins            Raw `json:"origins,omitzero"`
	LinkedDomains      Raw `json:"linked_domains,omitzero"`
	Enforcement        Raw `json:"enforcement,omitzero"`
	EmailsConfirmed    Raw `json:"emails_confirmed,omitzero"`
	Unproven           Raw `json:"unproven,omitzero"`
	MatchUnprovenEmail Raw `json:"match_unproven_email,omitzero"`
	LinkHours          Raw `json:"link_hours,omitzero"`
	CookieDomain       Raw `json:"cookie_domain,omitzero"` // null: none
	CustomDataBytes    Raw `json:"custom_data_bytes,omitzero"`
	AnonymousDays      Raw `json:"anonymous_days,omitzero"` // null: as long as the server keeps them
	UnprovenDays       Raw `json:"unproven_days,omitzero"`  // the same
	StoreIPs           Raw `json:"store_ips,omitzero"`
	AvatarHosts        Raw `json:"avatar_hosts,omitzero"`
	Dev                Raw `json:"dev,omitzero"`
}

// ParseSiteChange spells the body of PATCH /site. Only fields that can be blank take null: nothing may be half said.
func ParseSiteChange(body Raw) (to nametag.Settings, err error) {
	if body.Kind() != '{' {
		return to, nametag.ErrWrongType
	}
	var c SiteChange
	if err := Decode(body, &c); err != nil {
		return to, err
	}
	if c.CookieDomain.Kind() == 'n' {
		c.CookieDomain = Raw(`""`)
	}
	for _, err := range []error{
		read(c.Name, "name", &to.Name), read(c.Aliases, "aliases", &to.Aliases), read(c.Origins, "origins", &to.Origins), read(c.LinkedDomains, "linked_domains", &to.LinkedDomains),
		read(c.Enforcement, "enforcement", &to.Enforcement), read(c.EmailsConfirmed, "emails_confirmed", &to.EmailsConfirmed),
		read(c.Unproven, "unproven", &to.Unproven), read(c.MatchUnprovenEmail, "match_unproven_email", &to.MatchUnprovenEmail),
		read(c.LinkHours, "link_hours", &to.LinkHours), read(c.CookieDomain, "cookie_domain", &to.CookieDomain),
		read(c.CustomDataBytes, "custom_data_bytes", &to.CustomDataBytes), readDays(c.AnonymousDays, "anonymous_days", &to.AnonymousDays),
		readDays(c.UnprovenDays, "unproven_days", &to.UnprovenDays), read(c.StoreIPs, "store_ips", &to.StoreIPs),
		read(c.AvatarHosts, "avatar_hosts", &to.AvatarHosts), read(c.Dev, "dev", &to.Dev),
	} {
		if err != nil {
			return to, err
		}
	}
	return to, nil
}

// read reads a member that may be absent, but not null.
func read[T any](member Raw, field string, into **T) error {
	if member == nil {
		return nil
	}
	if err := Decode(member, into); err != nil || *into == nil {
		return nametag.ErrWrongType.For(field)
	}
	return nil
}

// readDays reads a life in days. Who wants it to be the server's says null, not 0, which could be meant for ever.
func readDays(member Raw, field string, into **int) error {
	if member.Kind() == 'n' {
		*into = new(int)
		return nil
	}
	if err := read(member, field, into); err != nil {
		return err
	}
	if *into != nil && **into < 1 {
		return nametag.ErrBadValue.For(field).Saying("Give a number of days, 1 or more, or null for as long as the server keeps them.")
	}
	return nil
}

// SpellSite spells a site's settings. lives are the server's, script is the address of the widget, pinned the present widget's own.
func SpellSite(s *nametag.Site, lives nametag.Lives, script string, pinned Pinned) SiteSettings {
	return SiteSettings{
		ID: s.ID.String(), Key: s.Key, Name: s.Name, Aliases: neverNull(s.Aliases), Origins: neverNull(s.Origins),
		LinkedDomains: neverNull(s.LinkedDomains), Enforcement: string(s.Enforcement), EmailsConfirmed: s.EmailsConfirmed,
		Unproven: string(s.Unproven), MatchUnprovenEmail: s.MatchUnprovenEmail, LinkHours: s.LinkHours, CookieDomain: orNull(s.CookieDomain), CustomDataBytes: s.CustomDataBytes,
		AnonymousDays: orNull(s.AnonymousDays), UnprovenDays: orNull(s.UnprovenDays), StoreIPs: s.StoreIPs, AvatarHosts: neverNull(s.AvatarHosts), ServerDays: spellLives(lives),
		DevUntil: orNull(spellTime(s.DevUntil)), InstalledAt: orNull(spellTime(s.InstalledAt)),
		InstalledOrigin: orNull(s.InstalledOrigin), ScriptURL: script, ScriptPinned: pinned,
	}
}

// SpellPanelSite is a site as the panel's list of sites has it.
func SpellPanelSite(s *nametag.Site) PanelSite {
	return PanelSite{Key: s.Key, Name: s.Name, Aliases: neverNull(s.Aliases)}
}

func spellLives(l nametag.Lives) Days {
	days := func(life time.Duration) *int { return orNull(int(life / (24 * time.Hour))) }
	return Days{Anonymous: days(l.Anonymous), Unproven: days(l.Unproven), Evidence: days(l.Evidence)}
}

func neverNull(list []string) []string { return append([]string{}, list...) }
