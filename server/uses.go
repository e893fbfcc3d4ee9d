package main

import (
	"context"
	"log/slog"
	"time"
)

// usesEvery is how often it is written when API keys were last used.
const usesEvery = time.Minute

// keepNotingUses writes when API keys were last used, once a minute for all of them, until ctx ends.
func keepNotingUses(ctx context.Context, h *house, log *slog.Logger) {
	minute := time.NewTicker(usesEvery)
	defer minute.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
			saveUses(ctx, h, log)
		}
	}
}

// saveLastUses writes those of the server's last minute.
func saveLastUses(ctx context.Context, h *house, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeWithin)
	defer cancel()
	saveUses(ctx, h, log)
}

func saveUses(ctx context.Context, h *house, log *slog.Logger) {
	if err := h.doors.SaveUses(ctx); err != nil && ctx.Err() == nil {
		log.Warn("uses of API keys weren't saved", "error", err)
	}
}
