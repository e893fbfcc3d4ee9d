package web

import (
	"context"
	"sync"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// consulting is the doctor's waiting room. One proof is looked at after the other, since a hash that nothing explains takes a
// while; of one site few wait, so that the others get their turn.
type consulting struct {
	turn    chan struct{} // full while one is looked at
	mu      sync.Mutex
	waiting map[nametag.SiteID]int // those who are looked at among them
}

// consultingOfSite is how many of one site may wait at a time.
const consultingOfSite = 4

func newConsulting() consulting {
	return consulting{turn: make(chan struct{}, 1), waiting: map[nametag.SiteID]int{}}
}

// enter waits for the site's turn, which lasts until done is called. Returns ErrRateLimited where too many of the site wait.
func (c *consulting) enter(ctx context.Context, site nametag.SiteID) (done func(), err error) {
	c.mu.Lock()
	full := c.waiting[site] >= consultingOfSite
	if !full {
		c.waiting[site]++
	}
	c.mu.Unlock()
	if full {
		return nil, nametag.RateLimited(time.Second)
	}
	select {
	case c.turn <- struct{}{}:
		return func() { <-c.turn; c.leave(site) }, nil
	case <-ctx.Done():
		c.leave(site)
		return nil, ctx.Err()
	}
}

func (c *consulting) leave(site nametag.SiteID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting[site]--; c.waiting[site] == 0 {
		delete(c.waiting, site)
	}
}
