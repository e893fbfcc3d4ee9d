package presence

import (
	"net/netip"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// crowd are the visitors that are here from one address.
type crowd struct {
	from     netip.Addr
	visitors []*visitor
}

// enter counts the visitor among those of the address that it comes from (spec security §6: so many live visitors per
// address). Where there are as many as there may be, somebody who counts for less makes room: first who has left, then
// who is anonymous, then who only claims to be somebody. Among equals those who are here stay, so that a stranger who
// makes visitors by the thousand drives out none but such as itself. Returns ErrRateLimited where nobody makes room.
func (v *visitor) enter(from netip.Addr, link nametag.Link, now instant) error {
	r := v.board.room
	if v.crowd != nil && v.crowd.from == from {
		return nil
	}
	if r.config.VisitorsPerAddress == 0 || !from.IsValid() {
		v.leaveCrowd()
		return nil
	}
	c := r.crowds[from]
	if c != nil && len(c.visitors) >= r.config.VisitorsPerAddress {
		least := slices.MinFunc(c.visitors, func(a, b *visitor) int { return a.weight(now) - b.weight(now) })
		if least.weight(now) >= weightOf(link, v.board.leaked(), now) {
			return r.crowded()
		}
		least.crowdOut(now)
		c = r.crowds[from] // gone with its last
	}
	v.leaveCrowd()
	if c == nil {
		c = &crowd{from: from}
		r.crowds[from] = c
	}
	c.visitors = append(c.visitors, v)
	v.crowd = c
	return nil
}

func (v *visitor) leaveCrowd() {
	c := v.crowd
	if c == nil {
		return
	}
	v.crowd = nil
	i := slices.Index(c.visitors, v)
	c.visitors = slices.Delete(c.visitors, i, i+1)
	if len(c.visitors) == 0 {
		delete(v.board.room.crowds, c.from)
	}
}

// weight is how much the visitor counts in a crowd: nothing once it left.
func (v *visitor) weight(now instant) int {
	if !v.present(now) {
		return 0
	}
	return weightOf(v.link, v.board.leaked(), now)
}

func weightOf(link nametag.Link, leaked nametag.LeakedKeys, now instant) int {
	return 1 + int(link.At(now.time(), leaked).Trust)
}

// crowdOut drops the visitor, and tells of it who keeps its sockets.
func (v *visitor) crowdOut(now instant) {
	for w := range v.board.room.crowdedOut {
		w.tell(v.id)
	}
	v.forget(now)
}

// crowded says that there is no room from an address. A minute later some may have left.
func (r *Room) crowded() error {
	e := nametag.ErrRateLimited.Saying("Too many visitors are here from this address.").Over(r.config.VisitorsPerAddress)
	e.Wait = leftFor
	return e
}

type crowdedWatch struct{ tell func(nametag.VisitorID) }

// WatchCrowdedOut has tell called when a visitor is dropped for another of its address. tell must not block and must not
// call the room. off ends it.
func (r *Room) WatchCrowdedOut(tell func(nametag.VisitorID)) (off func()) {
	w := &crowdedWatch{tell}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.crowdedOut[w] = struct{}{}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.crowdedOut, w)
	}
}
