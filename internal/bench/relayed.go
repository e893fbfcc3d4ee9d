package bench

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// relayed is the bare relay with as many rooms and watchers.
type relayed struct {
	*child
	agents, talkers sockets
	clock           clock
}

func (b *bench) openRelayed(ctx context.Context) (r *relayed, err error) {
	r = &relayed{}
	defer func() {
		if err != nil {
			r.close()
		}
	}()
	if r.child, err = b.start(ctx, Side{Name: "relay"}); err != nil {
		return r, err
	}
	if r.agents, err = openMany(ctx, 0, sitesWatched, func(ctx context.Context, nth int) (*socket, error) {
		return watchRoom(ctx, r.addr, strconv.Itoa(nth), r.clock.seen)
	}); err != nil {
		return r, err
	}
	r.talkers, err = openMany(ctx, 0, sitesInAll, func(ctx context.Context, nth int) (*socket, error) {
		return talkTo(ctx, r.addr, strconv.Itoa(nth))
	})
	return r, err
}

func (r *relayed) close() {
	r.agents.close()
	r.talkers.close()
	if r.child != nil {
		_ = r.stop()
	}
}

func (r *relayed) measure(ctx context.Context, d time.Duration) ([]float64, error) {
	n := int(d.Seconds() * identifies)
	r.clock.reset(n)
	started := time.Now()
	for nth := range n {
		settle(ctx, time.Until(started.Add(time.Duration(nth)*time.Second/identifies)))
		message := rowOf(fmt.Sprintf("m%0*d", markDigits, nth), "Mugs")
		r.clock.sent[nth].Store(time.Now().UnixNano())
		if err := r.talkers[nth%sitesInAll].send(message); err != nil {
			return nil, fmt.Errorf("relay: %w", err)
		}
	}
	settle(ctx, patienceAfter)
	_, gaps := r.clock.gaps(func(nth int) bool { return nth%sitesInAll < sitesWatched })
	return []float64{gaps.Median(), gaps.Quantile(0.99)}, nil
}
