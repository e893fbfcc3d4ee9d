package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// check refuses lives that reports can't do with.
func (k kept) check() error {
	if days(k.EvidenceDays) < nametag.LeastEvidence {
		return errors.New("--evidence-days: give a number from 8 to 65535; reports go back a week")
	}
	return nil
}

func (k kept) lives() nametag.Lives {
	return nametag.Lives{Anonymous: days(k.AnonymousDays), Unproven: days(k.UnprovenDays), Evidence: days(k.EvidenceDays)}
}

func days(n uint16) time.Duration { return time.Duration(n) * 24 * time.Hour }

// keepSweeping forgets what has lived its time, a little each minute, until ctx ends.
func keepSweeping(ctx context.Context, h *house, log *slog.Logger) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	var behind nametag.ContactID
	for {
		var err error
		if behind, err = sweep(ctx, h, behind); err != nil && ctx.Err() == nil {
			log.Warn("sweep", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
		}
	}
}

// sweep forgets a part, of contacts those behind one; it returns behind which to go on.
func sweep(ctx context.Context, h *house, behind nametag.ContactID) (nametag.ContactID, error) {
	err := h.store.Sweep(ctx, time.Now(), h.service.Lives)
	next, forgetting := h.service.ForgetUnproven(ctx, behind)
	return next, errors.Join(err, forgetting)
}
