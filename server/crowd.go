package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/bench"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// crowdAgent logs in to the panel that looks at a crowd.
const crowdAgent = "agent@example.com"

// Run serves a made-up crowd until ctx ends. Everything is kept in a folder that is taken away then.
func (c *crowd) Run(ctx context.Context, t *terminal) (err error) {
	if c.Visitors < 1 {
		return errors.New("--visitors: give a number of at least 1")
	}
	data, err := os.MkdirTemp("", "nametag-crowd-")
	if err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	password := rand.Text()
	if err := withHouse(ctx, &terminal{err: t.out}, data, func(h *house) error { return furnishCrowd(ctx, h, password) }); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "\n  Log in as %s with the password %s\n", crowdAgent, password)
	people := bench.Crowd{Visitors: int(c.Visitors), Changes: int(c.Changes), Seed: c.Seed, Profile: c.Profile}
	return (&serve{
		folder: folder{Data: data}, Listen: c.Listen, doors: unlimited, kept: forGood,
		inhabit: func(ctx context.Context, service *nametag.Service, room *presence.Room) error {
			return people.Inhabit(ctx, t.out, service, room)
		},
	}).Run(ctx, t)
}

func furnishCrowd(ctx context.Context, h *house, password string) error {
	if _, err := made(h.service.CreateSite(ctx, bench.Shop())); err != nil {
		return err
	}
	_, err := h.doors.SaveAccount(ctx, crowdAgent, password, access.Admin, nil)
	return err
}
