package bench

import (
	"context"
	"fmt"
)

// repeat measures identifies that say what was said before, of people who were here lately.
func (b *bench) repeat(ctx context.Context) error {
	h, err := b.house(ctx, b.manyPeople)
	if err != nil {
		return err
	}
	d, err := b.openDuel(ctx, h, "repeat")
	if err != nil {
		return err
	}
	defer d.close()
	lately := d.draw(b.lately)
	if err := d.introduce(ctx, lately); err != nil {
		return err
	}
	again := func(o *opponent) side {
		return func(ctx context.Context, _ int) ([]float64, error) {
			return d.fight(ctx, b, o, lately, func(uint64) int { return seatsOnce })
		}
	}
	all, err := interleave(ctx, b.reps, again(d.server), again(d.echo))
	if err != nil {
		return err
	}
	b.add(Measure{
		Row: "repeat", What: fmt.Sprintf("unchanged identify, %s seen lately of %s", short(float64(b.lately)), short(float64(b.manyPeople))),
		Unit: "/s", Ours: figure(all[0], 0), Limit: figure(all[1], 0), Bare: "Echo ack", Want: ratioAtLeast(0.50),
		Note: costs(all[0], all[1]),
	})
	return nil
}

// seatsOnce is what everybody has who is to be found unchanged.
const seatsOnce = 77

// introduce has everybody seen once, each with the number of seats that stays.
func (d *duel) introduce(ctx context.Context, crowd []*request) error {
	share := len(crowd)/connections + 1
	errs := make(chan error, connections)
	for line, l := range d.server.load.lines {
		go func() { // ends with its share
			for i := range share {
				if who := line + i*connections; who < len(crowd) && ctx.Err() == nil {
					if err := l.ask(crowd[who].saying(d.commands.Add(1), seatsOnce)); err != nil {
						errs <- err
						return
					}
				}
			}
			errs <- nil
		}()
	}
	var failed error
	for range connections {
		if err := <-errs; err != nil {
			failed = fmt.Errorf("introduce people: %w", err)
		}
	}
	return failed
}
