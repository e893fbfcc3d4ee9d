package presence

import (
	"slices"
	"time"
)

// frameGap is the least time between two frames of a window: the first change goes at once, then at most 5 a second.
const frameGap = 200 * time.Millisecond

// pane is one window of a view, shared by all who look at it.
type pane struct {
	view     *view
	pin      *row // the place of its first row; nil: the top
	count    int
	watchers map[*Subscription]struct{}

	n     int // of the newest frame
	shows shown
	sent  map[*row]uint64 // the rows that it showed, with the versions
	last  time.Time       // when it was sent
	dirty bool
	whole bool   // somebody knows a state in between: the next frame says everything
	now   *Frame // a snapshot that is as good as the newest frame
}

// shown is what a frame says besides rows.
type shown struct {
	first  int
	order  []RowID
	counts Counts
	trend  int // the number of its newest point
}

// pane finds or opens a window, for one more who looks.
func (v *view) pane(w Window) *pane {
	i := slices.IndexFunc(v.panes, func(p *pane) bool { return p.isLike(w) })
	if i >= 0 {
		return v.panes[i]
	}
	p := &pane{view: v, count: w.Count, watchers: map[*Subscription]struct{}{}, n: 1}
	if w.First > 0 {
		p.pin = v.pinAt(w.First)
	}
	v.panes = append(v.panes, p)
	p.sent, p.shows = p.walk()
	p.hold(1)
	return p
}

// pinAt is a row in the place of the one with that index, or of the last one.
func (v *view) pinAt(index int) *row {
	r, ok := v.rows.GetAt(min(index, v.rows.Len()-1))
	if !ok {
		return nil
	}
	return &row{id: r.id, placed: r.placed}
}

// isLike reports whether the pane is, by now, the window that is asked for.
func (p *pane) isLike(w Window) bool {
	if p.count != w.Count || (p.pin == nil) != (w.First == 0) {
		return false
	}
	return p.pin == nil || p.view.index(p.pin) == w.First
}

func (p *pane) close() {
	p.hold(-1)
	p.dirty = false
	p.view.panes = slices.DeleteFunc(p.view.panes, func(o *pane) bool { return o == p })
}

// hold counts how many windows show each row.
func (p *pane) hold(n int) {
	for r := range p.sent {
		r.panes += n
	}
}

func (p *pane) isShowing(r *row) bool {
	_, ok := p.sent[r]
	return ok
}

// mark says that there may be something to tell.
func (p *pane) mark() {
	if p.dirty {
		return
	}
	p.dirty = true
	r := p.view.board.room
	r.dirty = append(r.dirty, p)
	r.pace.wakeIn(frameGap - r.pace.since(p.last))
}

// walk looks at the window as it is now.
func (p *pane) walk() (rows map[*row]uint64, s shown) {
	rows = make(map[*row]uint64, p.count)
	s = shown{order: []RowID{}, counts: p.view.counts(), trend: p.view.board.trend.number}
	for r := range p.view.from(p.pin, p.count) {
		rows[r] = r.version
		s.order = append(s.order, r.id)
	}
	if p.pin != nil {
		s.first = p.view.index(p.pin)
	}
	return rows, s
}

// snapshot is the whole window as it is now, for one who comes late. It carries the number of the newest frame, so that
// the next one continues it. What it shows may be newer than that frame; then the next frame says everything again.
func (p *pane) snapshot() *Frame {
	p.whole = p.whole || p.dirty
	if p.now == nil {
		_, s := p.walk()
		p.now = p.tell(s, p.n, func(*row) bool { return true })
		p.now.Snapshot = true
	}
	return p.now
}

// flush sends what has changed since the newest frame, if anything has.
func (p *pane) flush() {
	p.dirty = false
	f := p.diff()
	if f == nil {
		return
	}
	p.now, p.whole, p.last = nil, false, time.Now()
	for s := range p.watchers {
		s.deliver(f, false)
	}
}

// diff notes the window as it is now and returns how it differs from before; nil if it doesn't.
func (p *pane) diff() *Frame {
	rows, s := p.walk()
	f := p.tell(s, p.n+1, func(r *row) bool {
		version, known := p.sent[r]
		return p.whole || !known || version != r.version
	})
	if !p.whole {
		f.leaveOut(s, p.shows)
	}
	if f.isEmpty() {
		return nil
	}
	p.hold(-1)
	p.n, p.sent, p.shows = f.N, rows, s
	p.hold(1)
	return f
}

// tell spells a frame that says everything, but only those rows.
func (p *pane) tell(s shown, n int, which func(*row) bool) *Frame {
	f := &Frame{N: n, First: &s.first, Order: s.order, Counts: &s.counts, Trend: p.view.board.trend.points}
	for r := range p.view.from(p.pin, p.count) {
		if which(r) {
			f.Rows = append(f.Rows, r.spell())
		}
	}
	return f
}
