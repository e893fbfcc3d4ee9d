package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync/atomic"
)

// identify measures changed identifies of known people: durable, with their ledger entries, over HTTP.
func (b *bench) identify(ctx context.Context) error {
	if err := b.identifyAmong(ctx, b.fewPeople, "identify 1k", ratioAtLeast(0.30)); err != nil || b.Quick {
		return err
	}
	return b.identifyAmong(ctx, b.manyPeople, "identify 1M", ratioAtLeast(0.18))
}

// toRaw is what an identify must reach of raw commits of the same rows and reads, whatever the size.
const toRaw = 0.45

func (b *bench) identifyAmong(ctx context.Context, people int, row string, want Want) error {
	h, err := b.house(ctx, people)
	if err != nil {
		return err
	}
	d, err := b.openDuel(ctx, h, row)
	if err != nil {
		return err
	}
	defer d.close()
	limit, err := d.openRaw(b.dir)
	if err != nil {
		return err
	}
	defer func() { _ = limit.close() }()
	all, err := interleave(ctx, b.reps,
		d.changing(b, d.server), d.changing(b, d.echo),
		func(ctx context.Context, _ int) ([]float64, error) {
			perSecond, err := limit.run(ctx, b.slice, connections, d.anybody)
			return []float64{perSecond}, err
		})
	if err != nil {
		return err
	}
	ours := figure(all[0], 0)
	b.add(Measure{Row: row, What: "changed identify, FULL, 64 connections", Unit: "/s", Ours: ours, Limit: figure(all[1], 0),
		Bare: "Echo ack", Want: want, Note: costs(all[0], all[1])})
	b.add(Measure{Row: row, What: "the same against raw commits", Unit: "/s", Ours: ours, Limit: figure(all[2], 0),
		Bare: "raw SQLite", Want: ratioAtLeast(toRaw), Note: "Raw: the driver alone, 64 people a commit, the same reads and rows, checkpoints beside it; no load shares its cores."})
	return nil
}

// duel is a server and the bare Echo under the same load.
type duel struct {
	house        *house
	server, echo *opponent
	commands     atomic.Uint64
}

// opponent is one side of a duel, with the connections to it.
type opponent struct {
	*child
	load *load
}

func (b *bench) openDuel(ctx context.Context, h *house, row string) (d *duel, err error) {
	d = &duel{house: h}
	defer func() {
		if err != nil {
			d.close()
		}
	}()
	if d.server, err = b.oppose(ctx, Side{Name: "server", Data: h.data, Profile: b.profileOf(row)}); err != nil {
		return d, err
	}
	d.echo, err = b.oppose(ctx, Side{Name: "echo"})
	return d, err
}

func (b *bench) oppose(ctx context.Context, s Side) (*opponent, error) {
	c, err := b.start(ctx, s)
	if err != nil {
		return nil, err
	}
	l, err := openLoad(ctx, c.addr, connections)
	if err != nil {
		return nil, errors.Join(err, c.stop())
	}
	return &opponent{child: c, load: l}, nil
}

func (d *duel) close() {
	for _, o := range []*opponent{d.server, d.echo} {
		if o != nil {
			o.load.close()
			_ = o.stop() // what it had to say is on the log
		}
	}
}

// openRaw opens a copy of the house's database as it is now, for nobody but the raw limit. It is removed on close.
func (d *duel) openRaw(dir string) (*raw, error) {
	file, err := os.CreateTemp(dir, "raw-*.db")
	if err != nil {
		return nil, fmt.Errorf("make raw database: %w", err)
	}
	_ = file.Close()
	if err := copyDatabase(d.house.database(), file.Name()); err != nil {
		return nil, err
	}
	return openRaw(file.Name())
}

// anybody is some person's visitor.
func (d *duel) anybody() int64 {
	return int64(d.house.first.Visitor) + rand.Int64N(int64(d.house.people))
}

// changing is an opponent under a load of people, drawn anew for each repetition, of whom something new is said each
// time. No two connections ever speak for the same person.
func (d *duel) changing(b *bench, o *opponent) side {
	return func(ctx context.Context, _ int) ([]float64, error) {
		crowd := d.draw(min(d.house.people, 40_000))
		return d.fight(ctx, b, o, crowd, func(nth uint64) int { return int(nth) })
	}
}

// draw chooses n different people at random.
func (d *duel) draw(n int) []*request {
	chosen := make([]*request, 0, n)
	seen := make(map[int]bool, n)
	for len(chosen) < n {
		if who := rand.IntN(d.house.people); !seen[who] {
			seen[who] = true
			chosen = append(chosen, d.house.identifyOf(who))
		}
	}
	return chosen
}

// fight has each connection speak for its own part of the crowd, one after the other. It returns answers per second, the
// 99th percentile of their milliseconds, and the microseconds of processor that the opponent took for each.
func (d *duel) fight(ctx context.Context, b *bench, o *opponent, crowd []*request, seats func(nth uint64) int) ([]float64, error) {
	turns := make([]int, connections)
	before, err := o.usage()
	if err != nil && !errors.Is(err, errNotTold) {
		return nil, err
	}
	first := d.commands.Load()
	perSecond, p99, err := o.load.run(ctx, b.slice, func(line int) []byte {
		who := (line + turns[line]*connections) % (len(crowd) / connections * connections)
		turns[line]++
		nth := d.commands.Add(1)
		return crowd[who].saying(nth, seats(nth))
	})
	if err != nil {
		return nil, err
	}
	after, err := o.usage()
	if err != nil && !errors.Is(err, errNotTold) {
		return nil, err
	}
	each := float64((after.cpu - before.cpu).Microseconds()) / float64(d.commands.Load()-first)
	return []float64{perSecond, p99, each}, nil
}

// costs says what an answer took beside the rate of answers, which load and server share the cores for.
func costs(ours, bare []Sample) string {
	return fmt.Sprintf("99 of 100 were answered within %s ms. An answer took %s µs of the server's processor, the bare one %s µs.",
		short(figure(ours, 1).Median()), short(figure(ours, 2).Median()), short(figure(bare, 2).Median()))
}
