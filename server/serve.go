package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/nametag-dev/nametag/internal/client"
	"github.com/nametag-dev/nametag/internal/limit"
	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/static"
	shop "github.com/nametag-dev/nametag/static/demo"
	"github.com/nametag-dev/nametag/static/snippets"
)

// closeWithin bounds each step of the way down; all together stay under the 10 s of spec api §1.
const closeWithin = 2 * time.Second

// levels are those of --log-level. The zero level is info.
var levels = map[string]slog.Level{"error": slog.LevelError, "warn": slog.LevelWarn, "info": slog.LevelInfo, "debug": slog.LevelDebug}

// Run serves until ctx ends: it opens the rooms, introduces them to each other, listens, and closes them in reverse.
func (c *serve) Run(ctx context.Context, t *terminal) (err error) {
	log := slog.New(slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: levels[c.LogLevel]}))
	if err := c.check(); err != nil {
		return err
	}
	countries, err := c.countries()
	if err != nil {
		return err
	}
	listener, err := listen(ctx, c.Listen)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // for the ways out before it serves
	public := c.public(listener.Addr())

	lock, err := serveAlone(c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	h, err := openHouse(ctx, c.Data, log)
	if err != nil {
		return err
	}
	h.service.Lives = c.lives()
	defer func() { err = errors.Join(err, h.close()) }()
	demoSite, err := c.settle(ctx, h, public, log)
	if err != nil {
		return err
	}
	built := static.Files(c.Dev)
	if err := keepScripts(ctx, h.store, built); err != nil {
		return err
	}

	h.service.Counter = nametag.NewClaimCounter()
	defer saveLastTally(ctx, h.service, log)
	defer saveLastUses(ctx, h, log)
	room := presence.Open(presence.Config{Sessions: h.store, IDs: h.service.IDs, Log: log, VisitorsPerAddress: int(c.VisitorsPerAddress)})
	defer closing(log, "presence", room.Close)
	browsers := limit.NewBrowsers(c.limits(), time.Now)
	sockets := live.New(live.Config{
		Service: h.service, Presence: room, Limits: browsers, SocketsPerVisitor: int(c.SocketsPerVisitor), Log: log,
	})
	defer closing(log, "sockets", sockets.Close)
	h.service.Feed = sockets // which passes on to presence what it hears

	ctx, stop := context.WithCancel(ctx)
	var background sync.WaitGroup
	defer background.Wait()
	defer stop()
	for _, keep := range []func(){
		func() { keepSweeping(ctx, h, log) }, func() { keepHeapFloor(ctx) }, func() { keepCounting(ctx, h.service, log) },
		func() { keepNotingUses(ctx, h, log) }, func() { keepAskingWhy(ctx, h.service) }, func() { keepTelling(ctx, h.service, room, log) },
		func() { c.keepInhabited(ctx, stop, h, room, log) },
	} {
		background.Go(keep) // not before all know each other
	}

	pages, err := c.demo(ctx, h, demoSite, public, log)
	if err != nil {
		return err
	}
	handler := c.handler(h, room, sockets, browsers, countries, built, pages, log)
	link, err := setupLink(ctx, h, public)
	if err != nil {
		return err
	}
	welcome{public: public, listening: "http://" + listener.Addr().String(), demo: c.Demo, setup: link}.print(t.out)
	return serveUntil(ctx, listener, handler, log)
}

func (c *serve) handler(
	h *house, room *presence.Room, sockets *live.Server, browsers *limit.Browsers, countries *client.Countries, built *static.Folder, demo http.Handler, log *slog.Logger,
) http.Handler {
	return web.New(web.Config{
		Service: h.service, Access: h.doors, Presence: room, Live: sockets, Static: files(built), Kept: keptScript(h.store),
		Healthy: h.healthy, PublicURL: c.PublicURL, Proxies: c.proxies(), Countries: countries, Browsers: browsers, Programs: limit.NewPrograms(c.limits(), time.Now), Log: log, Now: time.Now, Demo: demo, Snippet: snippet,
	})
}

// keepInhabited brings the visitors of a bench. A server that was to have some is of no use without.
func (c *serve) keepInhabited(ctx context.Context, stop func(), h *house, room *presence.Room, log *slog.Logger) {
	if c.inhabit == nil {
		return
	}
	if err := c.inhabit(ctx, h.service, room); err != nil && ctx.Err() == nil {
		log.Error("inhabit", "error", err)
		stop()
	}
}

// snippet is the code of one language that customers copy.
func snippet(language string) (web.Snippet, bool) { return snippets.In(language) }

// demo builds the demo shop; nil without --demo.
func (c *serve) demo(ctx context.Context, h *house, site *nametag.Site, public string, log *slog.Logger) (http.Handler, error) {
	if !c.Demo {
		return nil, nil
	}
	secret, err := demoSecret(ctx, h, site)
	if err != nil {
		return nil, err
	}
	d, err := newDemo(demo{
		files: shop.Files(c.Dev), siteKey: site.Key, secret: secret, shop: public, help: helpOrigin(public), live: c.Dev, log: log, now: time.Now,
	}, h.key.Derive("demo shop cookie", 0))
	if err != nil {
		return nil, err
	}
	return d.Handler(), nil
}

// check refuses flags that can't be right before anything is opened.
func (c *serve) check() error {
	if c.PublicURL != "" {
		origin, err := nametag.ParseOrigin(c.PublicURL)
		if err != nil || origin == "null" {
			return fmt.Errorf("--public-url: %q is not an address such as https://nametag.example.com (no path)", c.PublicURL)
		}
		c.PublicURL = origin
	}
	if err := errors.Join(c.doors.check(), c.kept.check()); err != nil {
		return err
	}
	if _, err := os.Stat("static"); c.Dev && err != nil {
		return errors.New("--dev: there is no folder ./static here; start it in the root of Nametag's sources")
	}
	return nil
}

// setupLink returns the one-time link that makes the first admin, "" once there is one.
func setupLink(ctx context.Context, h *house, public string) (string, error) {
	token, err := h.doors.OpenSetup(ctx)
	if err != nil {
		return "", fmt.Errorf("open setup link: %w", err)
	}
	if token == "" {
		return "", nil
	}
	return public + "/panel/setup#" + token, nil
}

// closing closes one room on the way down; its trouble is told, and doesn't keep the next from closing.
func closing(log *slog.Logger, room string, end func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), closeWithin)
	defer cancel()
	if err := end(ctx); err != nil {
		log.Warn("close", "room", room, "error", err)
	}
}
