package bench

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// startup measures how long it takes from the start of the process until it answers, on a database of many people that
// was left clean, and on one whose server was killed while it wrote. The limit is this program with nothing to open.
func (b *bench) startup(ctx context.Context) error {
	h, err := b.house(ctx, b.manyPeople)
	if err != nil {
		return err
	}
	server := Side{Name: "server", Data: h.data}
	all, err := interleave(ctx, b.reps,
		func(ctx context.Context, _ int) ([]float64, error) { return b.timeStart(ctx, server, (*child).stop) },
		func(ctx context.Context, _ int) ([]float64, error) {
			if err := b.killWriting(ctx, h); err != nil {
				return nil, err
			}
			return b.timeStart(ctx, server, (*child).stop)
		},
		func(ctx context.Context, _ int) ([]float64, error) {
			return b.timeStart(ctx, Side{Name: "echo"}, (*child).kill)
		})
	if err != nil {
		return err
	}
	for i, what := range []string{"from start to ready", "the same after kill -9 while it wrote"} {
		b.add(Measure{Row: "startup", What: fmt.Sprintf("%s, %s people", what, short(float64(b.manyPeople))), Unit: "ms",
			Ours: figure(all[i], 0), Limit: figure(all[2], 0), Bare: "empty process", Want: atMost(1000)})
	}
	return nil
}

// timeStart starts a side, waits until it answers a request, and ends it.
func (b *bench) timeStart(ctx context.Context, s Side, end func(*child) error) ([]float64, error) {
	started := time.Now()
	c, err := b.start(ctx, s)
	if err != nil {
		return nil, err
	}
	defer func() { _ = end(c) }()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.addr+"/healthz", nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("ask whether it is ready: %w", err)
	}
	took := time.Since(started)
	return []float64{float64(took.Microseconds()) / 1e3}, answer.Body.Close()
}

// killWriting lets a server write for a while and kills it in the middle, so that it leaves a write-ahead log behind.
func (b *bench) killWriting(ctx context.Context, h *house) error {
	d := &duel{house: h}
	var err error
	if d.server, err = b.oppose(ctx, Side{Name: "server", Data: h.data}); err != nil {
		return err
	}
	defer d.close()
	killed := time.AfterFunc(b.slice/2, func() { _ = d.server.kill() })
	defer killed.Stop()
	_, _ = d.changing(b, d.server)(ctx, 0) // ends in the error of a connection that broke
	return d.server.kill()
}
