package bench

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	watchers     = 100
	windowRows   = 200 // as many as a window may hold
	tabsEach     = 3   // tabs of each visitor that talk
	pagesASecond = 50  // that one tab tells at most: the server reads slower who talks more than that
	talkingHands = 8
)

// broadcast measures how many row changes reach agents per second: many agents look at one view, of whose visitors all
// open one page after the other. A change is delivered to an agent when a frame shows it, or a newer one of the same
// row in its place. The bare relay sends every change to every agent.
func (b *bench) broadcast(ctx context.Context) error {
	p, err := b.openPlaza(ctx)
	if err != nil {
		return err
	}
	defer p.close()
	q, err := b.openBarePlaza(ctx)
	if err != nil {
		return err
	}
	defer q.close()
	all, err := interleave(ctx, b.reps,
		func(ctx context.Context, _ int) ([]float64, error) {
			return p.measure(ctx, b.slice, func(title string) string { return `{"page":` + pageOf(title) + `}` })
		},
		func(ctx context.Context, _ int) ([]float64, error) {
			return q.measure(ctx, b.slice, func(title string) string { return rowOf("Example Ltd", title) })
		})
	if err != nil {
		return err
	}
	b.add(Measure{
		Row: "fanout", What: "row changes × agents delivered, 100 agents on one view", Unit: "/s", Ours: figure(all[0], 0),
		Limit: figure(all[1], 0), Bare: "bare broadcast", Want: ratioAtLeast(4),
		Note: fmt.Sprintf("%d rows in the window; each of their %d tabs tells at most %d pages a second, and the median run told %s of them; the relay got through with %s.",
			windowRows, windowRows*tabsEach, pagesASecond, short(figure(all[0], 1).Median()), short(figure(all[1], 1).Median())),
	})
	return nil
}

// measure returns how many changes were delivered to agents per second, and how many were told per second.
func (p *plaza) measure(ctx context.Context, d time.Duration, message func(title string) string) ([]float64, error) {
	ctx, cancel := context.WithCancel(ctx)
	errs := make([]error, talkingHands)
	var wg sync.WaitGroup
	for hand := range talkingHands {
		wg.Go(func() { errs[hand] = p.talk(ctx, hand, message) })
	}
	settle(ctx, d/4) // until all talk
	started, delivered, told := time.Now(), p.delivered(), p.toldInAll()
	settle(ctx, d)
	elapsed := time.Since(started).Seconds()
	figures := []float64{float64(p.delivered()-delivered) / elapsed, float64(p.toldInAll()-told) / elapsed}
	cancel()
	wg.Wait()
	return figures, firstOf(errs)
}

// talk has a share of the tabs open one page after the other until ctx ends.
func (p *plaza) talk(ctx context.Context, hand int, message func(string) string) error {
	for ctx.Err() == nil {
		next := time.Now().Add(time.Second / pagesASecond)
		for i := hand; i < len(p.tabs) && ctx.Err() == nil; i += talkingHands {
			who := i % windowRows
			nth := p.told[who].Add(1)
			title := fmt.Sprintf("n%0*d", markDigits, int(nth)*windowRows+who)
			if err := p.tabs[i].send(message(title)); err != nil {
				return fmt.Errorf("talk: %w", err)
			}
		}
		settle(ctx, time.Until(next))
	}
	return nil
}

func (p *plaza) delivered() (n int64) {
	for _, l := range p.seen {
		n += l.delivered.Load()
	}
	return n
}

func (p *plaza) toldInAll() (n int64) {
	for i := range p.told {
		n += p.told[i].Load()
	}
	return n
}
