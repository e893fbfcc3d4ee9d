package nametag

import (
	"context"
	"time"
)

// Settings are what is to change of a site's; nil stays as it is.
type Settings struct {
	Name               *string
	Origins            *[]string
	LinkedDomains      *[]string
	Enforcement        *Enforcement
	EmailsConfirmed    *bool
	Unproven           *Unproven
	MatchUnprovenEmail *bool
	LinkHours          *int
	CookieDomain       *string // "" keeps cookies host-only
	Dev                *bool   // development mode, from now on for DevFor; false ends it
}

// SetSite changes a site's settings, all of them or none, and returns it as it is then. Two at once would undo each other: the
// caller lets one wait for the other. Returns ErrBadValue.
func (s *Service) SetSite(ctx context.Context, key string, to Settings) (*Site, error) {
	site, err := s.Site(ctx, key)
	if err != nil {
		return nil, err
	}
	changed := *site
	assign(&changed.Name, to.Name)
	assign(&changed.Origins, to.Origins)
	assign(&changed.LinkedDomains, to.LinkedDomains)
	assign(&changed.Enforcement, to.Enforcement)
	assign(&changed.EmailsConfirmed, to.EmailsConfirmed)
	assign(&changed.Unproven, to.Unproven)
	assign(&changed.MatchUnprovenEmail, to.MatchUnprovenEmail)
	assign(&changed.LinkHours, to.LinkHours)
	assign(&changed.CookieDomain, to.CookieDomain)
	if to.Dev != nil {
		changed.DevUntil = time.Time{}
		if *to.Dev {
			changed.DevUntil = s.now().Add(DevFor)
		}
	}
	if err := s.SaveSite(ctx, &changed); err != nil {
		return nil, err
	}
	return s.Site(ctx, changed.Key)
}

func assign[T any](into, to *T) {
	if to != nil {
		*into = *to
	}
}
