package bench

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"time"
)

// visitorBytes is what an idle visitor may weigh.
const visitorBytes = 14 << 10

// memory measures what idle visitors weigh, presence state included: each has a socket and has said hello, looked at
// three pages, and then is silent. The bare sockets have nobody behind them.
func (b *bench) memory(ctx context.Context) error {
	h, err := furnish(ctx, filepath.Join(b.dir, "house-idle"), 1)
	if err != nil {
		return err
	}
	for _, n := range b.sockets {
		all, err := interleave(ctx, b.reps, b.weigh(h, n), b.weighBare(n))
		if err != nil {
			return fmt.Errorf("%d sockets: %w", n, err)
		}
		row, ours, bare := "memory "+strconv.Itoa(n/1000)+"k", all[0], all[1]
		b.add(Measure{Row: row, What: "RSS per idle visitor, natural after traffic", Unit: "kB", Ours: figure(ours, 0), Limit: figure(bare, 0),
			Bare: "bare gorilla", Want: atMost(visitorBytes >> 10), Note: "Resident memory of the server's process over that of the empty one. The bare socket has no presence behind it."})
		b.add(Measure{Row: row, What: "RSS per idle visitor, after GC", Unit: "kB", Ours: figure(ours, 1), Limit: figure(bare, 1),
			Bare: "bare gorilla", Want: atMost(visitorBytes >> 10)})
		b.add(Measure{Row: row, What: "server CPU per idle visitor-hour", Unit: "ms", Ours: figure(ours, 2)})
	}
	return nil
}

// weigh is a server with n visitors.
func (b *bench) weigh(h *house, n int) side {
	return func(ctx context.Context, _ int) ([]float64, error) {
		c, err := b.start(ctx, Side{Name: "server", Data: h.data, Profile: b.profileOf("memory")})
		if err != nil {
			return nil, err
		}
		defer func() { _ = c.stop() }()
		tokens := h.strangers(n)
		return b.weighing(ctx, c, n, func(ctx context.Context, nth int) (*socket, error) {
			return h.visit(ctx, c.addr, nth, tokens[nth], "t1", "Mugs")
		})
	}
}

// weighBare is a relay with n sockets, none of which is told anything.
func (b *bench) weighBare(n int) side {
	return func(ctx context.Context, _ int) ([]float64, error) {
		c, err := b.start(ctx, Side{Name: "relay"})
		if err != nil {
			return nil, err
		}
		defer func() { _ = c.stop() }()
		return b.weighing(ctx, c, n, func(ctx context.Context, nth int) (*socket, error) {
			return openSocket(ctx, nth, "ws://"+c.addr+"/talk?room=nobody", nil, 512, nil)
		})
	}
}

// weighing opens n sockets, has each say three things and be silent, and returns kilobytes per socket, kilobytes per
// socket after a collection, and milliseconds of processor per socket and hour of silence.
func (b *bench) weighing(ctx context.Context, c *child, n int, open func(context.Context, int) (*socket, error)) ([]float64, error) {
	empty, err := c.usage()
	if err != nil {
		return nil, err
	}
	all, err := openMany(ctx, 0, n, open)
	defer all.close()
	if err != nil {
		return nil, err
	}
	if err := all.browse(3); err != nil {
		return nil, err
	}
	settle(ctx, 2*time.Second) // what was said is taken in, sessions are written
	natural, err := c.usage()
	if err != nil {
		return nil, err
	}
	settle(ctx, b.slice)
	idle, err := c.usage()
	if err != nil {
		return nil, err
	}
	if err := c.collect(ctx); err != nil {
		return nil, err
	}
	collected, err := c.usage()
	perHour := float64((idle.cpu - natural.cpu).Microseconds()) / 1e3 / float64(n) * float64(time.Hour) / float64(b.slice)
	kilobytes := func(u usage) float64 { return (u.resident - empty.resident) / 1024 / float64(n) }
	return []float64{kilobytes(natural), kilobytes(collected), perHour}, err
}

// browse has each visitor open some pages. A starved server may cut a few sockets whose pings came late; more than one
// in a hundred spoils the measurement.
func (all sockets) browse(pages int) error {
	var lost []error
	for page := range pages {
		for _, s := range all {
			if err := s.send(`{"page":` + pageOf("Mug "+strconv.Itoa(page)) + `}`); err != nil {
				lost = append(lost, err)
			}
		}
	}
	if len(lost) > pages*len(all)/100 {
		return fmt.Errorf("%d of %d pages could not be told: %w", len(lost), pages*len(all), lost[0])
	}
	return nil
}

// settle waits: for what nobody announces.
func settle(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
