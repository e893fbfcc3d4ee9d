package bench

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/proof"
)

// people are made-up visitors of a server's oldest site. They come to the presence room without sockets, and say to the
// real domain who they are. Who they are, what they do and in which order follows from the seed.
type people struct {
	service *nametag.Service
	room    *presence.Room
	site    *nametag.Site
	secret  string // with which the site proves who they are
	seed    uint64
	chance  *rand.Rand
	came    int
	here    []*person
	unnamed []*person    // who will say who they are, the longest here first; some have gone
	made    atomic.Int64 // changes
	talking sync.WaitGroup
}

// person is a visitor with one tab.
type person struct {
	guise
	tab    presence.Tab
	step   uint64
	hidden bool
	gone   bool
}

func newPeople(ctx context.Context, seed uint64, service *nametag.Service, room *presence.Room) (*people, error) {
	sites, err := service.Sites(ctx)
	if err != nil {
		return nil, fmt.Errorf("find the people's site: %w", err)
	}
	p := &people{service: service, room: room, site: sites[0], seed: seed, chance: rand.New(rand.NewPCG(seed, 0))}
	if _, p.secret, err = service.CreateSigningKey(ctx, p.site, "Crowd", []nametag.KeyUse{proof.UseRawID}, ""); err != nil {
		return nil, fmt.Errorf("make the people's key: %w", err)
	}
	return p, nil
}

// fill has n come who have been here for a while, and say who they are if they ever do.
func (p *people) fill(ctx context.Context, n int) error {
	for range n {
		p.arrive(true)
	}
	const mouths = 256 // the store commits together what is said at the same time
	who, errs := p.unnamed, make([]error, mouths)
	p.unnamed = nil
	var saying sync.WaitGroup
	for mouth := range mouths {
		saying.Go(func() {
			for i := mouth; i < len(who) && errs[mouth] == nil; i += mouths {
				errs[mouth] = p.introduce(ctx, who[i])
			}
		})
	}
	saying.Wait()
	return firstOf(errs)
}

// stir makes so many changes a second until ctx ends.
func (p *people) stir(ctx context.Context, perSecond int) {
	const beat = 10 * time.Millisecond
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	defer p.talking.Wait()
	for started := time.Now(); ; {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		due := int64(time.Since(started).Seconds() * float64(perSecond))
		for due > p.made.Load() && ctx.Err() == nil {
			p.change(ctx)
		}
	}
}

// changesAre is what happens, for those who read the figures. People stay for eight minutes on average.
const changesAre = "of 100 changes 83 are a page, 4 an arrival, 4 a departure, 8 a tab that is hidden or shown again or a sign of life, 1 an identify"

func (p *people) change(ctx context.Context) {
	n := p.made.Add(1)
	if n%100 == 7 {
		p.introduceNext(ctx)
		return
	}
	switch n % 25 {
	case 0:
		p.arrive(false)
	case 12:
		p.leave()
	case 5, 18:
		p.someone().glance(p)
	default:
		p.someone().turn(p)
	}
}

func (p *people) someone() *person { return pick(p.chance, p.here) }

// arrive brings the next of all people. One who has been here for a while goes on with a session.
func (p *people) arrive(while bool) {
	now := time.Now()
	who := &person{guise: guiseOf(p.seed, p.came)}
	p.came++
	who.tab = presence.Tab{Visitor: who.visitor(p.service.IDs, now), Name: "t1"}
	page := openPage(p.chance, now)
	page.Referrer = who.referrer
	if who.campaign != "" {
		page.URL += "?utm_source=" + who.campaign
	}
	arrival := nametag.Arrival{Browser: who.browser(p.site)}
	if while {
		arrival.Last = who.session(p.service.IDs, page, now)
		page = openPage(p.chance, now)
	}
	_ = p.room.Arrive(arrival, presence.Hello{ // nobody is fenced, and nobody crowds: they have no address
		Ticket: p.room.Expect(p.site.ID, who.tab.Visitor), Tab: who.tab.Name, Stamp: who.next(), Page: page, Visible: true, Client: who.client,
	})
	p.here = append(p.here, who)
	if who.says != "" {
		p.unnamed = append(p.unnamed, who)
	}
}

// leave has somebody go, unless it is the last one.
func (p *people) leave() {
	if len(p.here) == 1 {
		return
	}
	at, last := p.chance.IntN(len(p.here)), len(p.here)-1
	who := p.here[at]
	p.here[at], p.here = p.here[last], p.here[:last]
	who.gone = true
	p.room.Leave(who.tab, who.next(), false)
}

// introduceNext has the next who hasn't yet say who they are, while others go on.
func (p *people) introduceNext(ctx context.Context) {
	for len(p.unnamed) > 0 {
		who := p.unnamed[0]
		p.unnamed = p.unnamed[1:]
		if who.gone {
			continue
		}
		p.talking.Go(func() {
			if err := p.introduce(ctx, who); err != nil && ctx.Err() == nil {
				slog.Error("a made-up visitor could not say who it is", "error", err)
			}
		})
		return
	}
}
