package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// apply writes the flags that were given to the site; lists grow by what is new in them.
func (c *settings) apply(s *nametag.Site, now time.Time) error {
	var err, linked error
	s.Origins, err = withOrigins(s.Origins, c.Origin, "--origin")
	s.LinkedDomains, linked = withOrigins(s.LinkedDomains, c.LinkedDomain, "--linked-domain")
	s.Aliases = with(s.Aliases, c.Alias)
	if c.Enforcement != "" {
		s.Enforcement = c.Enforcement
	}
	if c.Unproven != "" {
		s.Unproven = c.Unproven
	}
	if c.EmailsConfirmed != nil {
		s.EmailsConfirmed = *c.EmailsConfirmed
	}
	if c.LinkHours != 0 {
		s.LinkHours = c.LinkHours
	}
	if c.MatchUnprovenEmail != nil {
		s.MatchUnprovenEmail = *c.MatchUnprovenEmail
	}
	if c.SiteDev {
		s.DevUntil = now.Add(nametag.DevFor)
	}
	return errors.Join(err, linked)
}

func withOrigins(have, more []string, flag string) ([]string, error) {
	for _, text := range more {
		origin, err := nametag.ParseOrigin(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %q is not an origin such as https://example.com or https://*.example.com", flag, text)
		}
		have = with(have, []string{origin})
	}
	return have, nil
}

func with(have, more []string) []string {
	all := slices.Clone(have)
	for _, m := range more {
		if !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return all
}

// without returns a list of its own, so that the store's stays as it is.
func without(have, gone []string) []string {
	return slices.DeleteFunc(slices.Clone(have), func(s string) bool { return slices.Contains(gone, s) })
}
