package bench

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// Inhabit brings visitors to a server whose rooms have just been opened. It returns when ctx ends.
type Inhabit func(ctx context.Context, service *nametag.Service, room *presence.Room) error

// Serve runs the real server on a folder of data until ctx ends, and has it inhabited, unless inhabit is nil.
type Serve func(ctx context.Context, data string, out io.Writer, inhabit Inhabit) error

// Crowd is visitors who are made up, for a panel to look at.
type Crowd struct {
	Visitors int    // who are online from the beginning
	Changes  int    // a second
	Seed     uint64 // the same seed is the same people
	Profile  string // file for a CPU profile from when they all are here; "": none is made
}

// Inhabit is an [Inhabit]. It says on out when all are here.
func (c Crowd) Inhabit(ctx context.Context, out io.Writer, service *nametag.Service, room *presence.Room) error {
	p, err := newPeople(ctx, c.Seed, service, room)
	if err != nil {
		return err
	}
	if err := p.fill(ctx, c.Visitors); err != nil {
		return err
	}
	stop, err := profile(c.Profile)
	if err != nil {
		return err
	}
	defer stop()
	fmt.Fprintf(out, "%d visitors are here; from now on %d things happen a second\n", c.Visitors, c.Changes)
	p.stir(ctx, c.Changes)
	return nil
}

// crowdSeed is that of the people who are measured.
const crowdSeed = 1

// inhabitByOrder has people come and do things when it is told to.
func inhabitByOrder(orders <-chan order, out io.Writer) Inhabit {
	return func(ctx context.Context, service *nametag.Service, room *presence.Room) error {
		p, err := newPeople(ctx, crowdSeed, service, room)
		if err != nil {
			return err
		}
		var stirring sync.WaitGroup
		defer stirring.Wait()
		for {
			select {
			case <-ctx.Done():
				return nil
			case o := <-orders:
				if o.n, err = p.obey(ctx, o, &stirring); err != nil {
					return err
				}
				o.done(out)
			}
		}
	}
}

// obey carries out an order and returns the number that was asked for.
func (p *people) obey(ctx context.Context, o order, stirring *sync.WaitGroup) (int, error) {
	switch o.what {
	case orderFill:
		return o.n, p.fill(ctx, o.n)
	case orderStir:
		stirring.Go(func() { p.stir(ctx, o.n) })
	case orderCount:
		return int(p.made.Load()), nil
	}
	return o.n, nil
}
