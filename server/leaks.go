package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// leaksEvery leaves time for what another process wrote to be seen, so that pages hear within a second.
const leaksEvery = 250 * time.Millisecond

// keepTellingLeaks tells those who are here, within a second, of keys that leaked, until ctx ends: whoever said so, also a
// command beside the server.
func keepTellingLeaks(ctx context.Context, service *nametag.Service, room *presence.Room, log *slog.Logger) {
	tick := time.NewTicker(leaksEvery)
	defer tick.Stop()
	for {
		if err := tellLeaks(ctx, service, room); err != nil && ctx.Err() == nil {
			log.Warn("look for leaked keys", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func tellLeaks(ctx context.Context, service *nametag.Service, room *presence.Room) error {
	sites, err := service.Sites(ctx)
	for _, site := range sites {
		leaked, err := service.LeakedKeys(ctx, site.ID)
		if err != nil {
			return err
		}
		room.Leaked(site.ID, leaked)
	}
	return err
}
