package bench

import (
	"context"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// people are visitors who do things at random.
type people struct {
	room     *presence.Room
	ids      *nametag.IDs
	site     *nametag.Site
	here     []person
	made     atomic.Int64
	stirring sync.WaitGroup
}

func newPeople(room *presence.Room, ids *nametag.IDs) *people {
	return &people{room: room, ids: ids, site: &nametag.Site{ID: 1, Key: "k_crowd", Name: "Crowd"}}
}

type person struct {
	tab  presence.Tab
	step uint64
}

// stir makes so many changes a second until ctx ends.
func (p *people) stir(ctx context.Context, perSecond int) {
	const beat = 10 * time.Millisecond
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	for started := time.Now(); ; {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		due := int64(time.Since(started).Seconds() * float64(perSecond))
		for due > p.made.Load() && ctx.Err() == nil {
			p.change()
		}
	}
}

// change has somebody come, or leave, or in 23 of 25 cases open a page: people stay for eight minutes on average.
func (p *people) change() {
	switch n := p.made.Add(1); n % 25 {
	case 0:
		p.arrive()
	case 12:
		who := rand.IntN(len(p.here))
		p.room.Leave(p.here[who].tab, p.here[who].next(), false)
		last := len(p.here) - 1
		p.here[who], p.here = p.here[last], p.here[:last]
	default:
		who := &p.here[rand.IntN(len(p.here))]
		p.room.Page(who.tab, who.next(), pageNow())
	}
}

// arrive brings somebody new; every fourth is known.
func (p *people) arrive() {
	now := time.Now()
	id := nametag.VisitorID(p.ids.Next(now))
	b := nametag.Browser{Site: p.site, Visitor: id, Known: true, Valid: true}
	arrival := nametag.Arrival{Browser: b}
	if nth := len(p.here); nth%4 == 0 {
		arrival.Contact = &nametag.Contact{ID: nametag.ContactID(id), Site: p.site.ID, ExternalID: nameOf(nth), Head: 1, FirstSeen: now,
			Traits: nametag.Traits{Profile: map[nametag.Field]nametag.Value{nametag.Name: {JSON: `"Jane ` + nameOf(nth) + `"`}}}}
		arrival.Browser.Link = nametag.Link{Contact: arrival.Contact.ID, Trust: nametag.Claimed}
	}
	who := person{tab: presence.Tab{Visitor: id, Name: "t" + strconv.FormatInt(int64(id&0xfffff), 36)}}
	p.room.Arrive(arrival, presence.Hello{
		Ticket: p.room.Expect(p.site.ID, id), Tab: who.tab.Name, Stamp: who.next(), Page: pageNow(), Visible: true,
		Client: presence.Client{Device: nametag.Device{Kind: "desktop", Browser: "Chrome 130", OS: "macOS"}, Country: "DE"},
	})
	p.here = append(p.here, who)
}

func (p *person) next() presence.Stamp {
	p.step++
	return presence.Stamp{Socket: 1, Step: p.step}
}

// pageNow is a page whose title says when it was opened.
func pageNow() nametag.Page {
	now := strconv.FormatInt(time.Now().UnixNano(), 10)
	return nametag.Page{URL: origin + "/mugs/" + now[len(now)-3:], Title: now, Referrer: "https://search.example/"}
}
