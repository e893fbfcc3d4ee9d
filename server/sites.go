package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// demoAlias is by which the demo shop's site is found, whatever it is called by now.
const demoAlias = "demo"

// settle makes the sites that this start needs, renews development mode where a flag asks for it, and gives an empty
// demo site its story. Returns the demo's site, nil without --demo.
func (c *serve) settle(ctx context.Context, h *house, public string, log *slog.Logger) (*nametag.Site, error) {
	if !c.Demo {
		return nil, settleFirst(ctx, h.service, c.Dev)
	}
	site, err := demoSite(ctx, h.service, public)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	visits, err := seed(ctx, h.service, site, public, began)
	if err != nil {
		return nil, err
	}
	if visits > 0 {
		log.Info("seeded the demo site", "visits", visits, "took", time.Since(began).Round(time.Millisecond))
	}
	return site, settleFirst(ctx, h.service, c.Dev)
}

// demoSite finds the demo shop's site or makes it, beside whatever sites there are, and lets the shop's pages in. Of the
// machine's own addresses, which may have another port at each start, only the present one stays on the list.
func demoSite(ctx context.Context, service *nametag.Service, public string) (*nametag.Site, error) {
	until, both := service.Now().Add(nametag.DevFor), with([]string{public}, []string{helpOrigin(public)})
	site, err := service.Site(ctx, demoAlias)
	if errors.Is(err, nametag.ErrSiteUnknown) {
		return made(service.CreateSite(ctx, nametag.Site{
			Name: "Demo shop", Aliases: []string{demoAlias}, Origins: both, LinkedDomains: linkedOf(both), DevUntil: until,
		}))
	}
	if err != nil {
		return nil, fmt.Errorf("find the demo's site: %w", err)
	}
	passing := func(origin string) bool { return !slices.Contains(both, origin) && isLoopback(origin) }
	return made(service.SetSite(ctx, site.Key, func(site *nametag.Site) error {
		site.Origins, site.DevUntil = with(slices.DeleteFunc(site.Origins, passing), both), until
		site.LinkedDomains = with(slices.DeleteFunc(site.LinkedDomains, passing), linkedOf(both))
		return nil
	}))
}

// linkedOf are the origins between which identities are carried: none, where there is one only.
func linkedOf(origins []string) []string {
	if len(origins) < 2 {
		return nil
	}
	return origins
}

// isLoopback reports whether an origin is this machine to itself: what every site lets in while it is developed.
func isLoopback(origin string) bool {
	developed := nametag.Site{DevUntil: time.Unix(1, 0)}
	return developed.Allows(origin, time.Unix(0, 0))
}

// settleFirst makes a site where there is none, and with dev keeps the oldest in development mode.
func settleFirst(ctx context.Context, service *nametag.Service, dev bool) error {
	until := service.Now().Add(nametag.DevFor)
	all, err := service.Sites(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("list sites: %w", err)
	case len(all) == 0:
		_, err = made(service.CreateSite(ctx, nametag.Site{Name: "My site", DevUntil: until}))
		return err
	case !dev:
		return nil
	}
	_, err = made(service.SetSite(ctx, all[0].Key, func(first *nametag.Site) error {
		first.DevUntil = until
		return nil
	}))
	return err
}

func made(site *nametag.Site, err error) (*nametag.Site, error) {
	if err != nil {
		return nil, fmt.Errorf("save site: %w", err)
	}
	return site, nil
}
