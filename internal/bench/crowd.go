package bench

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/nametag-dev/nametag/internal/wire"
)

const (
	changesASecond = 5_000
	crowdAgents    = 10
)

// crowdWindows are the views that the agents have in turn: the top, what is below it, and the middle of the list.
var crowdWindows = []struct{ first, count int }{{0, 50}, {50, 50}, {50_000, 50}}

// crowd measures the real server with a crowd online, of whom thousands do something each second, while ten agents watch.
// The visitors are facts told to presence in the server's process, not sockets: reading their frames isn't measured here,
// and the memory is that of their presence alone. All else is as in any server.
func (b *bench) crowd(ctx context.Context) error {
	h, err := furnish(ctx, b.folder("crowd"), 1)
	if err != nil {
		return err
	}
	c, err := b.start(ctx, Side{Name: "crowd", Data: h.data, Profile: b.profileOf("crowd")})
	if err != nil {
		return err
	}
	defer func() { _ = c.stop() }()
	empty, err := c.usage()
	if err != nil {
		return err
	}
	if _, err := c.order(ctx, orderFill, b.crowdSize); err != nil {
		return err
	}
	settle(ctx, 3*time.Second)             // they have been seen for two seconds: their sessions are written
	if err := c.collect(ctx); err != nil { // what it took to bring them is no part of them
		return err
	}
	filled, err := c.usage()
	if err != nil {
		return err
	}
	eyes := make([]*eye, crowdAgents)
	watching, err := openMany(ctx, 0, crowdAgents, func(ctx context.Context, nth int) (*socket, error) {
		w := crowdWindows[nth%len(crowdWindows)]
		eyes[nth] = &eye{top: w.first == 0, titles: map[string]string{}}
		return h.watch(ctx, c.addr, w.first, w.count, eyes[nth].take)
	})
	defer watching.close()
	if err != nil {
		return err
	}
	if _, err := c.order(ctx, orderStir, changesASecond); err != nil {
		return err
	}
	settle(ctx, 2*time.Second)
	all, err := interleave(ctx, b.reps, func(ctx context.Context, _ int) ([]float64, error) {
		return stirring(ctx, c, eyes, max(2*b.slice, 2*time.Second))
	})
	if err != nil {
		return err
	}
	b.addCrowd(all[0], filled.resident, empty.resident)
	return nil
}

func (b *bench) addCrowd(figures []Sample, filled, empty float64) {
	resident := figure(figures, 1)
	above := make(Sample, len(resident))
	for i, r := range resident {
		above[i] = (r - filled) / (1 << 20)
	}
	row := "crowd " + short(float64(b.crowdSize))
	b.add(Measure{Row: row, What: "server CPU", Unit: "cores", Ours: figure(figures, 0),
		Note: fmt.Sprintf("10 agents on 3 windows of 50 rows. Visitors are facts told to presence in process, not sockets; who makes them up is included. It made %s changes/s: "+changesAre+".", short(figure(figures, 3).Median()))})
	b.add(Measure{Row: row, What: "memory above idle visitors", Unit: "MB", Ours: above,
		Note: fmt.Sprintf("Idle, after a collection, the presence of %s visitors without their sockets takes %s MB.", short(float64(b.crowdSize)), short((filled-empty)/(1<<20)))})
	b.add(Measure{Row: row, What: "staleness p95", Unit: "ms", Ours: figure(figures, 2)})
}

// stirring watches for a while and returns cores, resident bytes, the 95th percentile of staleness in milliseconds, and
// changes per second.
func stirring(ctx context.Context, c *child, eyes []*eye, d time.Duration) ([]float64, error) {
	for _, e := range eyes {
		e.look()
	}
	before, err := c.usage()
	if err != nil {
		return nil, err
	}
	made, err := c.order(ctx, orderCount, 0)
	if err != nil {
		return nil, err
	}
	started := time.Now()
	settle(ctx, d)
	after, err := c.usage()
	if err != nil {
		return nil, err
	}
	madeAfter, err := c.order(ctx, orderCount, 0)
	elapsed := time.Since(started)
	var stale Sample
	for _, e := range eyes {
		stale = append(stale, e.look()...)
	}
	return []float64{
		float64(after.cpu-before.cpu) / float64(elapsed), after.resident, stale.Quantile(0.95),
		float64(madeAfter-made) / elapsed.Seconds(),
	}, err
}

// eye is what one agent sees. Titles say when they were given.
type eye struct {
	top bool // its window is the newest: who comes into it came into being

	mu     sync.Mutex
	titles map[string]string // by row
	stale  Sample            // milliseconds
}

// look returns how old each change was when it was seen, since the last look.
func (e *eye) look() Sample {
	e.mu.Lock()
	defer e.mu.Unlock()
	stale := e.stale
	e.stale = nil
	return stale
}

func (e *eye) take(frame []byte) {
	now := time.Now()
	var push wire.PanelPush
	if wire.Decode(frame, &push) != nil || push.View == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, r := range push.View.Rows {
		was, known := e.titles[r.ID]
		e.titles[r.ID] = r.Page.Title
		if push.View.Snapshot || was == r.Page.Title || !known && !e.top {
			continue // it only came into the window, as it was
		}
		if at, ok := openedAt(r.Page.Title); ok {
			e.stale = append(e.stale, float64(now.Sub(at))/1e6)
		}
	}
}
