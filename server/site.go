package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// madeSite is what the site commands print with --json.
type madeSite struct {
	ID                 string              `json:"id"`
	Key                string              `json:"key"`
	Name               string              `json:"name"`
	Aliases            []string            `json:"aliases"`
	Origins            []string            `json:"origins"`
	LinkedDomains      []string            `json:"linked_domains"`
	Enforcement        nametag.Enforcement `json:"enforcement"`
	EmailsConfirmed    bool                `json:"emails_confirmed"`
	Unproven           nametag.Unproven    `json:"unproven"`
	MatchUnprovenEmail bool                `json:"match_unproven_email"`
	LinkHours          int                 `json:"link_hours"`
	DevUntil           *string             `json:"dev_until"`
	CreatedAt          *string             `json:"created_at"`
}

func spellSite(s *nametag.Site) madeSite {
	return madeSite{
		ID: s.ID.String(), Key: s.Key, Name: s.Name, Aliases: orEmpty(s.Aliases), Origins: orEmpty(s.Origins),
		LinkedDomains: orEmpty(s.LinkedDomains), Enforcement: s.Enforcement, EmailsConfirmed: s.EmailsConfirmed,
		Unproven: s.Unproven, MatchUnprovenEmail: s.MatchUnprovenEmail, LinkHours: s.LinkHours, DevUntil: stamp(s.DevUntil), CreatedAt: stamp(s.CreatedAt),
	}
}

func (c *siteCreate) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		site := nametag.Site{Name: c.Name}
		if err := c.apply(&site, h.service.Now()); err != nil {
			return err
		}
		made, err := h.service.CreateSite(ctx, site)
		if err != nil {
			return err
		}
		return c.print(t.out, made)
	})
}

func (c *siteSet) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		site, err := h.site(ctx, c.Key)
		if err != nil {
			return err
		}
		changed := *site
		if c.Name != "" {
			changed.Name = c.Name
		}
		changed.Origins = without(site.Origins, c.RemoveOrigin)
		changed.LinkedDomains = without(site.LinkedDomains, c.RemoveLinkedDomain)
		changed.Aliases = without(site.Aliases, c.RemoveAlias)
		if err := c.apply(&changed, h.service.Now()); err != nil {
			return err
		}
		if err := h.service.SaveSite(ctx, &changed); err != nil {
			return err
		}
		return c.print(t.out, &changed)
	})
}

func (c *siteList) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		sites, err := h.service.Sites(ctx)
		if err != nil {
			return fmt.Errorf("list sites: %w", err)
		}
		made := make([]madeSite, len(sites))
		for i, s := range sites {
			made[i] = spellSite(s)
		}
		return c.show(t.out, map[string]any{"sites": made}, func(w io.Writer) {
			row(w, "KEY", "NAME", "ENFORCEMENT", "DEVELOPMENT UNTIL", "ALIASES", "ORIGINS")
			for _, s := range sites {
				row(w, s.Key, s.Name, string(s.Enforcement), development(s, h.service.Now()), list(s.Aliases), list(s.Origins))
			}
		})
	})
}

// print shows one site after it was made or changed.
func (p printed) print(out io.Writer, s *nametag.Site) error {
	return p.show(out, spellSite(s), func(w io.Writer) {
		row(w, "name", s.Name)
		row(w, "key", s.Key)
		row(w, "origins", list(s.Origins))
		row(w, "linked domains", list(s.LinkedDomains))
		row(w, "aliases", list(s.Aliases))
		row(w, "enforcement", string(s.Enforcement))
		row(w, "development until", date(s.DevUntil))
	})
}

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

func development(s *nametag.Site, now time.Time) string {
	if !s.Developing(now) {
		return "–"
	}
	return date(s.DevUntil)
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
