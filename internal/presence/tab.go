package presence

import (
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// tabState is one tab of a visitor: it is open while a socket holds it, or the lease of its heartbeats runs. One that is
// gone is remembered for a while, so that old facts don't bring it back.
type tabState struct {
	name    string
	socket  Stamp // of the newest that its sockets said
	beat    Stamp // of its newest heartbeat
	page    nametag.Page
	visible bool
	gone    bool
	held    bool    // a socket holds it
	until   instant // when its lease ends; 0: it has none
	touched instant // when it was last shown, or showed another page
	alive   int     // its count of signs of life, or Uncounted
}

// newest is the stamp that one of its kind must be newer than.
func (t *tabState) newest(of Stamp) *Stamp {
	if of.isBeat() {
		return &t.beat
	}
	return &t.socket
}

// stay notes that a tab is open. One that has a socket sends no heartbeats from then on; one that was still on its way
// does no harm.
func (t *tabState) stay(by Stamp, now instant) {
	if by.isBeat() {
		t.until = now.add(BeatLease)
	} else {
		t.held, t.until = true, 0
	}
}

// goesOn notes that a tab's socket or its heartbeats ended, and reports whether it is still open by the other.
func (t *tabState) goesOn(without Stamp, now instant) bool {
	if without.isBeat() {
		t.until = 0
	} else {
		t.held = false
	}
	return t.held || t.until > now
}

// openTabs is how many tabs of a visitor can be open: their names are the browser's choice, and each fact looks at all.
const openTabs = 20

// goneTabs is how many tabs that are gone a visitor remembers.
const goneTabs = 4

func (v *visitor) tab(name string) *tabState {
	for i := range v.tabs {
		if v.tabs[i].name == name {
			return &v.tabs[i]
		}
	}
	return nil
}

// openTab finds or makes the tab of that name. isNew says that it wasn't open; of too many, another one makes place.
func (v *visitor) openTab(name string, now instant) (t *tabState, isNew bool) {
	t = v.tab(name)
	if t != nil && !t.gone {
		return t, false
	}
	if v.open() >= openTabs {
		v.closeTab(v.stalest(), now, now)
	}
	if t == nil {
		v.forgetTabs()
		v.tabs = append(v.tabs, tabState{name: name})
		t = &v.tabs[len(v.tabs)-1]
	}
	return t, true
}

// stalest is the open tab that was touched longest ago.
func (v *visitor) stalest() *tabState {
	var stalest *tabState
	for i := range v.tabs {
		if t := &v.tabs[i]; !t.gone && (stalest == nil || t.touched < stalest.touched) {
			stalest = t
		}
	}
	return stalest
}

// forgetTabs drops the oldest of the tabs that are gone.
func (v *visitor) forgetTabs() {
	gone := func(t tabState) bool { return t.gone }
	for surplus := v.countTabs(gone) - goneTabs; surplus > 0; surplus-- {
		i := slices.IndexFunc(v.tabs, gone)
		v.tabs = slices.Delete(v.tabs, i, i+1)
	}
}

func (v *visitor) countTabs(that func(tabState) bool) int {
	n := 0
	for _, t := range v.tabs {
		if that(t) {
			n++
		}
	}
	return n
}

func isOpen(t tabState) bool    { return !t.gone }
func isVisible(t tabState) bool { return !t.gone && t.visible }

// open is how many tabs the visitor has.
func (v *visitor) open() int { return v.countTabs(isOpen) }

// visible reports whether any tab can be seen.
func (v *visitor) visible() bool { return slices.ContainsFunc(v.tabs, isVisible) }

// show notes whether a tab can be seen. What can't be seen any more counts only after a grace: a page that is left is
// hidden before it is gone.
func (v *visitor) show(t *tabState, visible bool, now instant) {
	was := v.visible()
	if visible && !t.visible {
		t.touched = now
	}
	t.visible = visible
	switch {
	case v.visible():
	case was:
		v.unseen, v.hideAt = now, now.add(graceGoodbye)
	case v.unseen == 0: // came in the background
		v.unseen, v.hideAt = now, now
	}
	v.visit.watch(v, now)
}

// turnTo notes which page a tab shows.
func (v *visitor) turnTo(t *tabState, page nametag.Page, isNew bool, now instant) {
	if t.page == page && !isNew {
		return
	}
	known := t.page.URL
	if isNew {
		known = v.visit.lastURL()
	}
	t.page, t.touched = page, now
	v.visit.view(v, page, known, now)
}

// closeTab notes that a tab is gone; at leaveAt, its visitor is, if that was the last.
func (v *visitor) closeTab(t *tabState, now, leaveAt instant) {
	shown := v.shown(now)
	t.gone, t.visible, t.held, t.until = true, false, false, 0
	if shown && !v.visible() {
		if v.unseen == 0 || v.hideAt <= now {
			v.unseen = now
		}
		v.hideAt = max(v.hideAt, leaveAt)
	}
	if v.open() == 0 {
		v.gone, v.leaveAt = now, leaveAt
	}
	v.visit.watch(v, now)
}

// looked is the tab that was looked at last: a visible one, if there is any.
func (v *visitor) looked() *tabState {
	var best *tabState
	for i := range v.tabs {
		t := &v.tabs[i]
		switch {
		case t.gone:
		case best == nil, t.visible && !best.visible, t.visible == best.visible && t.touched > best.touched:
			best = t
		}
	}
	return best
}
