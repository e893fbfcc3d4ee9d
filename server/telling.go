package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// tellingEvery leaves time for what another process wrote to be seen, so that pages and agents hear within a second.
const tellingEvery = 250 * time.Millisecond

// keepTelling tells those who are here, within a second, what a site decides of them: keys that leaked, and whose pictures
// are shown. Until ctx ends, and whoever said so, also a command beside the server.
func keepTelling(ctx context.Context, service *nametag.Service, room *presence.Room, log *slog.Logger) {
	tick := time.NewTicker(tellingEvery)
	defer tick.Stop()
	for {
		if err := tellRoom(ctx, service, room); err != nil && ctx.Err() == nil {
			log.Warn("look for what sites decide of who is here", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func tellRoom(ctx context.Context, service *nametag.Service, room *presence.Room) error {
	sites, err := service.Sites(ctx)
	for _, site := range sites {
		room.PictureHosts(site.ID, site.AvatarHosts)
		leaked, err := service.LeakedKeys(ctx, site.ID)
		if err != nil {
			return err
		}
		room.Leaked(site.ID, leaked)
	}
	return err
}
