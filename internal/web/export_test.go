package web

import (
	"context"
	"maps"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// What tests may see of the inside.

// Calls are the names of the calls that a browser can make.
func Calls() []string { return slices.Sorted(maps.Keys(calls)) }

// PageCalls are the names of the calls that pages make, and the widget hands on.
func PageCalls() []string { return slices.Sorted(maps.Keys(pageCalls)) }

// HubSpotError spells an error as HubSpot's clients read it.
var HubSpotError = hubSpotError

// Consulting is the doctor's waiting room.
type Consulting = consulting

// Enter waits in it.
func (c *Consulting) Enter(ctx context.Context, site nametag.SiteID) (done func(), err error) {
	return c.enter(ctx, site)
}

// Waiting is how many of a site are in it.
func (c *Consulting) Waiting(site nametag.SiteID) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.waiting[site]
}

// NewConsulting is an empty one.
func NewConsulting() *Consulting {
	c := newConsulting()
	return &c
}

// HelpAsides are the codes of which /help says more than the catalogue.
func HelpAsides() []string { return slices.Sorted(maps.Keys(asides)) }

// IsClaim reports whether a page's call says something of a person.
func IsClaim(call string) bool { return isClaim(wire.Command{Call: call, Said: []byte("{}")}) }
