package nametag

import "time"

// Settings are what is to change of a site's; nil stays as it is.
type Settings struct {
	Name               *string
	Aliases            *[]string
	Origins            *[]string
	LinkedDomains      *[]string
	Enforcement        *Enforcement
	EmailsConfirmed    *bool
	Unproven           *Unproven
	MatchUnprovenEmail *bool
	LinkHours          *int
	CookieDomain       *string // "" keeps cookies host-only
	CustomDataBytes    *int
	AnonymousDays      *int // 0: as long as the server keeps it
	UnprovenDays       *int // the same
	StoreIPs           *bool
	AvatarHosts        *[]string
	Dev                *bool // development mode, from now on for DevFor; false ends it
}

// Apply writes the settings to a site.
func (to Settings) Apply(site *Site, now time.Time) {
	assign(&site.Name, to.Name)
	assign(&site.Aliases, to.Aliases)
	assign(&site.Origins, to.Origins)
	assign(&site.LinkedDomains, to.LinkedDomains)
	assign(&site.Enforcement, to.Enforcement)
	assign(&site.EmailsConfirmed, to.EmailsConfirmed)
	assign(&site.Unproven, to.Unproven)
	assign(&site.MatchUnprovenEmail, to.MatchUnprovenEmail)
	assign(&site.LinkHours, to.LinkHours)
	assign(&site.CookieDomain, to.CookieDomain)
	assign(&site.CustomDataBytes, to.CustomDataBytes)
	assign(&site.AnonymousDays, to.AnonymousDays)
	assign(&site.UnprovenDays, to.UnprovenDays)
	assign(&site.StoreIPs, to.StoreIPs)
	assign(&site.AvatarHosts, to.AvatarHosts)
	if to.Dev != nil {
		site.DevUntil = time.Time{}
		if *to.Dev {
			site.DevUntil = now.Add(DevFor)
		}
	}
}

func assign[T any](into, to *T) {
	if to != nil {
		*into = *to
	}
}
