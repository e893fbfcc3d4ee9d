package live_test

import (
	"context"

	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
)

// slowService is the domain, but for who asks for what waits at a gate.
type slowService struct {
	live.Service
	visitors, arrivals *gate // nil: nobody waits
}

// gate lets nobody through until it is opened.
type gate struct{ came, open chan struct{} }

func newGate() *gate { return &gate{came: make(chan struct{}), open: make(chan struct{})} }

// pass waits, and says first that somebody does.
func (g *gate) pass(ctx context.Context) {
	if g == nil {
		return
	}
	select {
	case g.came <- struct{}{}:
	case <-g.open:
	case <-ctx.Done():
	}
	select {
	case <-g.open:
	case <-ctx.Done():
	}
}

func (s slowService) Visitor(ctx context.Context, site *nametag.Site, id nametag.VisitorID) (nametag.Person, error) {
	s.visitors.pass(ctx)
	return s.Service.Visitor(ctx, site, id)
}

func (s slowService) Arrive(ctx context.Context, b nametag.Browser) (nametag.Arrival, error) {
	s.arrivals.pass(ctx)
	return s.Service.Arrive(ctx, b)
}
