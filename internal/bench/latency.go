package bench

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

const (
	agents        = 20
	identifies    = 100 // a second
	sitesWatched  = agents
	sitesInAll    = 2 * agents // so that no view sees five changes a second: those would wait for the next frame
	speakers      = 4          // connections that identify
	patienceAfter = 500 * time.Millisecond
)

// latency measures from the moment at which an identify was answered until its frame is on an agent's socket. Every agent
// watches a site of its own, so that each change is the first of its frame: how long a frame waits for the next is the
// coalescing's choice, not its speed. The bare relay takes a message from one socket to another.
func (b *bench) latency(ctx context.Context) error {
	v, err := b.openVillage(ctx)
	if err != nil {
		return err
	}
	defer v.close()
	r, err := b.openRelayed(ctx)
	if err != nil {
		return err
	}
	defer r.close()
	slice := max(2*b.slice, 1500*time.Millisecond)
	all, err := interleave(ctx, b.reps,
		func(ctx context.Context, _ int) ([]float64, error) { return v.measure(ctx, slice) },
		func(ctx context.Context, _ int) ([]float64, error) { return r.measure(ctx, slice) })
	if err != nil {
		return err
	}
	ours, bare := all[0], all[1]
	const what = "identify answered → frame, "
	note := fmt.Sprintf("%d agents on %d sites, %d identifies a second. A frame that is there before the answer counts as 0. "+
		"The relay: message sent on one socket → read on another.", agents, sitesInAll, identifies)
	for i, want := range []Want{ratioAtMost(4), ratioAtMost(5)} {
		p := []string{"p50", "p99"}[i]
		b.add(Measure{Row: "fanout", What: what + p, Unit: "ms", Ours: figure(ours, i), Limit: figure(bare, i), Bare: "gorilla relay", Want: want, Note: note})
		b.add(Measure{Row: "fanout", What: "identify sent → frame, " + p + " (with its commit)", Unit: "ms", Ours: figure(ours, i+2), Limit: figure(bare, i), Bare: "gorilla relay"})
		note = ""
	}
	return nil
}

// village is a server with many small sites, each with an agent who watches it.
type village struct {
	houses   []*house
	server   *child
	agents   sockets
	guests   sockets
	load     *load
	said     [speakers][]*request // of each site
	commands atomic.Uint64
	clock    clock
}

func (b *bench) openVillage(ctx context.Context) (v *village, err error) {
	v = &village{}
	defer func() {
		if err != nil {
			v.close()
		}
	}()
	if v.houses, err = street(ctx, b.folder("village"), sitesInAll); err != nil {
		return v, err
	}
	if v.server, err = b.start(ctx, Side{Name: "server", Data: v.houses[0].data, Profile: b.profileOf("fanout")}); err != nil {
		return v, err
	}
	if v.load, err = openLoad(ctx, v.server.addr, speakers); err != nil {
		return v, err
	}
	if v.guests, err = openMany(ctx, 0, sitesInAll, func(ctx context.Context, nth int) (*socket, error) {
		h := v.houses[nth]
		return h.visit(ctx, v.server.addr, nth, h.token(0), "t1", "Mugs")
	}); err != nil {
		return v, err
	}
	for s := range v.said {
		for _, h := range v.houses {
			v.said[s] = append(v.said[s], h.identifyOf(0))
		}
	}
	v.agents, err = openMany(ctx, 0, sitesWatched, func(ctx context.Context, nth int) (*socket, error) {
		return v.houses[nth].watch(ctx, v.server.addr, 0, 50, v.clock.seen)
	})
	return v, err
}

func (v *village) close() {
	v.agents.close()
	v.guests.close()
	if v.load != nil {
		v.load.close()
	}
	if v.server != nil {
		_ = v.server.stop()
	}
}

// measure returns p50 and p99, in milliseconds, from answered to seen and from sent to seen.
func (v *village) measure(ctx context.Context, d time.Duration) ([]float64, error) {
	n := int(d.Seconds() * identifies)
	v.clock.reset(n)
	errs := make([]error, speakers)
	var wg sync.WaitGroup
	started := time.Now()
	for s, line := range v.load.lines {
		wg.Go(func() {
			for nth := s; nth < n && errs[s] == nil && ctx.Err() == nil; nth += speakers {
				settle(ctx, time.Until(started.Add(time.Duration(nth)*time.Second/identifies)))
				errs[s] = v.identify(line, v.said[s][nth%sitesInAll], nth)
			}
		})
	}
	wg.Wait()
	settle(ctx, patienceAfter)
	if err := firstOf(errs); err != nil {
		return nil, err
	}
	fromAnswer, fromStart := v.clock.gaps(func(nth int) bool { return nth%sitesInAll < sitesWatched })
	if missing := n*sitesWatched/sitesInAll - len(fromAnswer); missing > n/20 {
		return nil, fmt.Errorf("%d of %d changes never came", missing, n)
	}
	return []float64{fromAnswer.Median(), fromAnswer.Quantile(0.99), fromStart.Median(), fromStart.Quantile(0.99)}, nil
}

func (v *village) identify(line *httpLine, said *request, nth int) error {
	request := said.saying(v.commands.Add(1), 0)
	put(said.after(companyMark, markDigits), uint64(nth))
	v.clock.sent[nth].Store(time.Now().UnixNano())
	if err := line.ask(request); err != nil {
		return fmt.Errorf("identify %s: %w", strconv.Itoa(nth), err)
	}
	v.clock.answered[nth].Store(time.Now().UnixNano())
	return nil
}
