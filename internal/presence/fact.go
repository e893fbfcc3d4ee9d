package presence

import (
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Tab names one tab of one visitor. Its name is the browser's choice, so it means nothing without the visitor.
type Tab struct {
	Visitor nametag.VisitorID
	Name    string
}

// Stamp orders what is heard of one tab. Socket numbers the sockets that a tab speaks through, Step what each says; of
// heartbeats Socket is 0, and Step numbers them. A fact that isn't newer than the tab's newest changes nothing, so facts
// may come twice and late: a dead socket never closes the tab that has a newer one. Sockets and heartbeats overtake each
// other on their way, so neither makes the other's facts old.
type Stamp struct {
	Socket, Step uint64
}

func (s Stamp) isBeat() bool { return s.Socket == 0 }

func (s Stamp) after(o Stamp) bool {
	return s.Socket > o.Socket || s.Socket == o.Socket && s.Step > o.Step
}

// How long a tab that vanished may take to come back before anybody is told: a reload or a page change takes a moment,
// a phone that changes networks longer.
const (
	graceGoodbye = 4 * time.Second
	graceLost    = 15 * time.Second
)

// Uncounted is the count of a tab that doesn't count its signs of life: each of its heartbeats is one.
const Uncounted = -1

// Beat says that a tab that sends heartbeats is still here, and how it is, and returns its visitor's standing. It returns
// false if the tab must Arrive first: it isn't known, or its visitor's token isn't the one with this number.
func (r *Room) Beat(tab Tab, stamp Stamp, number int64, page nametag.Page, visible bool, alive int) (standing string, ok bool) {
	r.mu.Lock()
	defer r.unlock()
	v := r.visitors[tab.Visitor]
	if v == nil || v.fenced || v.number != number {
		return "", false
	}
	if t := v.tab(tab.Name); t == nil || t.gone {
		return "", false
	}
	r.heard(tab, stamp, func(v *visitor, t *tabState, now instant) {
		t.stay(stamp, now)
		v.update(t, page, visible, alive, now)
		if alive == Uncounted {
			v.live(now)
		}
	})
	return v.link.Standing(), true
}

// Update says how a tab is by now: which page it shows, whether it can be seen, and its count of signs of life.
func (r *Room) Update(tab Tab, stamp Stamp, page nametag.Page, visible bool, alive int) {
	r.mu.Lock()
	defer r.unlock()
	r.heard(tab, stamp, func(v *visitor, t *tabState, now instant) { v.update(t, page, visible, alive, now) })
}

// update takes another page, and that the tab is shown again, for signs of life; but not another title of the same page.
func (v *visitor) update(t *tabState, page nametag.Page, visible bool, alive int, now instant) {
	somebody := alive > t.alive || visible && !t.visible || page.URL != t.page.URL
	t.alive = max(alive, t.alive)
	v.count(alive, now)
	v.turnTo(t, page, false, now)
	v.show(t, visible, now)
	if somebody {
		v.live(now)
	}
}

// Page says that a tab shows another page.
func (r *Room) Page(tab Tab, stamp Stamp, page nametag.Page) {
	r.mu.Lock()
	defer r.unlock()
	r.heard(tab, stamp, func(v *visitor, t *tabState, now instant) {
		v.turnTo(t, page, false, now)
		v.live(now)
	})
}

// Visible says whether a tab can be seen.
func (r *Room) Visible(tab Tab, stamp Stamp, visible bool) {
	r.mu.Lock()
	defer r.unlock()
	r.heard(tab, stamp, func(v *visitor, t *tabState, now instant) {
		v.show(t, visible, now)
		if visible {
			v.live(now)
		}
	})
}

// Alive says that somebody is there.
func (r *Room) Alive(tab Tab, stamp Stamp) {
	r.mu.Lock()
	defer r.unlock()
	r.heard(tab, stamp, func(v *visitor, t *tabState, now instant) {
		v.act(now)
		v.live(now)
	})
}

// Leave says that a tab's socket ended, lost if it didn't say goodbye, or that its heartbeats do. With both, the tab is
// gone.
func (r *Room) Leave(tab Tab, stamp Stamp, lost bool) {
	r.mu.Lock()
	defer r.unlock()
	grace := graceGoodbye
	if lost {
		grace = graceLost
	}
	r.heard(tab, stamp, func(v *visitor, t *tabState, now instant) {
		if !t.goesOn(stamp, now) {
			v.closeTab(t, now, now.add(grace))
		}
	})
}

// heard carries out a fact about a known tab, unless a newer one came before.
func (r *Room) heard(tab Tab, stamp Stamp, fact func(*visitor, *tabState, instant)) {
	v := r.visitors[tab.Visitor]
	if v == nil || v.fenced {
		return
	}
	t := v.tab(tab.Name)
	if t == nil || t.gone || !stamp.after(*t.newest(stamp)) {
		return
	}
	*t.newest(stamp) = stamp
	now := r.now()
	fact(v, t, now)
	v.settle(now)
}
