package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

const (
	countEvery = 2 * time.Second        // what was counted is written
	whyEvery   = 200 * time.Millisecond // one failing claim is looked at, at most
	whyRest    = 10                     // and for so many times as long as that took, none
)

// keepCounting writes what became of claims, a little later and together, until ctx ends.
func keepCounting(ctx context.Context, service *nametag.Service, log *slog.Logger) {
	tick := time.NewTicker(countEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			saveTally(ctx, service, log)
		}
	}
}

// saveLastTally writes what was counted while the server came to its end.
func saveLastTally(ctx context.Context, service *nametag.Service, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeWithin)
	defer cancel()
	service.Counter.CountWaiting()
	saveTally(ctx, service, log)
}

func saveTally(ctx context.Context, service *nametag.Service, log *slog.Logger) {
	t := service.Counter.Take()
	if t.Empty() {
		return
	}
	if err := service.Store.SaveTally(ctx, t); err != nil && ctx.Err() == nil {
		log.Warn("counts of claims were lost", "error", err)
	}
}

// keepAskingWhy works out why proofs failed, a few a second, until ctx ends. Whoever sends proofs that nothing explains gets no
// more than a tenth of a processor's time.
func keepAskingWhy(ctx context.Context, service *nametag.Service) {
	next := time.NewTimer(whyEvery)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-next.C:
			began := time.Now()
			service.CountFailing(ctx)
			next.Reset(max(whyEvery, whyRest*time.Since(began)))
		}
	}
}
