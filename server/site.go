package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
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
	CookieDomain       *string             `json:"cookie_domain"`
	CustomDataBytes    int                 `json:"custom_data_bytes"`
	AnonymousDays      *int                `json:"anonymous_days"`
	UnprovenDays       *int                `json:"unproven_days"`
	StoreIPs           bool                `json:"store_ips"`
	AvatarHosts        []string            `json:"avatar_hosts"`
	DevUntil           *string             `json:"dev_until"`
	CreatedAt          *string             `json:"created_at"`
}

func spellSite(s *nametag.Site) madeSite {
	return madeSite{
		ID: s.ID.String(), Key: s.Key, Name: s.Name, Aliases: orEmpty(s.Aliases), Origins: orEmpty(s.Origins),
		LinkedDomains: orEmpty(s.LinkedDomains), Enforcement: s.Enforcement, EmailsConfirmed: s.EmailsConfirmed,
		Unproven: s.Unproven, MatchUnprovenEmail: s.MatchUnprovenEmail, LinkHours: s.LinkHours, CookieDomain: orAbsent(s.CookieDomain),
		CustomDataBytes: s.CustomDataBytes, AnonymousDays: orAbsent(s.AnonymousDays), UnprovenDays: orAbsent(s.UnprovenDays), StoreIPs: s.StoreIPs,
		AvatarHosts: orEmpty(s.AvatarHosts),
		DevUntil:    stamp(s.DevUntil), CreatedAt: stamp(s.CreatedAt),
	}
}

func (c *siteCreate) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		if err := c.check(); err != nil {
			return err
		}
		site := nametag.Site{Name: c.Name}
		c.change(&site).Apply(&site, h.service.Now())
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
		if err := c.check(); err != nil {
			return err
		}
		now := h.service.Now()
		change := func(site *nametag.Site) error {
			if err := c.remove(site); err != nil {
				return err
			}
			to := c.change(site)
			to.Name = c.Name
			to.Apply(site, now)
			return nil
		}
		asked := *site
		if err := change(&asked); err != nil {
			return err
		}
		if site.Enforcement != nametag.Require && asked.Enforcement == nametag.Require {
			if err := askToRefuse(ctx, t, h.service, &asked); err != nil {
				return err
			}
		}
		changed, err := h.service.SetSite(ctx, site.Key, change)
		if err != nil {
			return err
		}
		return c.print(t.out, changed)
	})
}

var errKept = errors.New("nothing was changed")

// askToRefuse says how many claims of the last day would be refused once proof is required, if there are any, and asks
// whoever sits there (spec security §3). Returns errKept for a no.
func askToRefuse(ctx context.Context, t *terminal, service *nametag.Service, site *nametag.Site) error {
	r, err := service.Evidence(ctx, site, 24*time.Hour)
	if err != nil {
		return fmt.Errorf("read evidence: %w", err)
	}
	n := r.All.Refused() + r.Lapsed
	if n == 0 {
		return nil
	}
	fmt.Fprintf(t.err, "warning: of the claims of the last 24 hours %d would be refused (%d without proof, %d whose proof failed, %d whose"+
		" key is retired since or whose email no longer counts as confirmed), %d not. Which, and why, is on the panel's Security page and at"+
		" /api/v1/site/evidence; `nametag site set %s --enforcement observe` takes it back.\n",
		n, r.All.Claimed, r.All.Failed, r.Lapsed, r.All.Verified-r.Lapsed, site.Key)
	if !t.asks {
		return nil
	}
	fmt.Fprint(t.err, "Require proof all the same? [y/N] ")
	answer, _ := bufio.NewReader(t.in).ReadString('\n')
	if answer = strings.ToLower(strings.TrimSpace(answer)); answer != "y" && answer != "yes" {
		return errKept
	}
	return nil
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
		row(w, "emails confirmed", yesNo(s.EmailsConfirmed))
		row(w, "unproven", string(s.Unproven))
		row(w, "match unproven email", yesNo(s.MatchUnprovenEmail))
		row(w, "link hours", fmt.Sprint(s.LinkHours))
		row(w, "cookie domain", cmp.Or(s.CookieDomain, "–"))
		row(w, "custom data bytes", fmt.Sprint(s.CustomDataBytes))
		row(w, "anonymous days", ownDays(s.AnonymousDays))
		row(w, "unproven days", ownDays(s.UnprovenDays))
		row(w, "stores addresses", yesNo(s.StoreIPs))
		row(w, "avatar hosts", list(s.AvatarHosts))
		row(w, "development until", date(s.DevUntil))
	})
}

func ownDays(days int) string {
	if days == 0 {
		return "the server's"
	}
	return fmt.Sprint(days)
}

func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
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
