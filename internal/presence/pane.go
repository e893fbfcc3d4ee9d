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
	window   Window
	watchers map[*Subscription]struct{}

	n      int             // of the newest frame
	sent   map[*row]uint64 // what it showed, with the versions
	order  []RowID
	counts Counts
	last   time.Time // when it was sent
	dirty  bool
	whole  bool   // somebody knows a state in between: the next frame says everything
	now    *Frame // a snapshot that is as good as the newest frame
}

func (p *pane) open() {
	p.n = 1
	p.sent, p.order = p.walk()
	p.counts = p.view.board.counts
	p.hold(p.sent, 1)
}

func (p *pane) close() {
	p.hold(p.sent, -1)
	p.dirty = false
	delete(p.view.panes, p.window)
}

// hold counts how many windows show each row.
func (p *pane) hold(rows map[*row]uint64, n int) {
	for r := range rows {
		r.panes += n
	}
}

func (p *pane) shows(r *row) bool {
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

// walk lists the window as it is now.
func (p *pane) walk() (rows map[*row]uint64, order []RowID) {
	rows, order = make(map[*row]uint64, len(p.order)), make([]RowID, 0, len(p.order))
	for r := range p.view.window(p.window) {
		rows[r] = r.version
		order = append(order, r.id)
	}
	return rows, order
}

// snapshot is the whole window as it is now, for one who comes late. It carries the number of the newest frame, so that
// the next one continues it. What it shows may be newer than that frame; then the next frame says everything again.
func (p *pane) snapshot() *Frame {
	p.whole = p.whole || p.dirty
	if p.now != nil {
		return p.now
	}
	f := &Frame{N: p.n, Snapshot: true, Order: []RowID{}}
	for r := range p.view.window(p.window) {
		f.Order = append(f.Order, r.id)
		f.Rows = append(f.Rows, r.spell())
	}
	counts := p.view.board.counts
	f.Counts = &counts
	p.now = f
	return f
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
		s.deliver(f)
	}
}

// diff notes the window as it is now and returns how it differs from before; nil if it doesn't.
func (p *pane) diff() *Frame {
	rows, order := p.walk()
	f := &Frame{N: p.n + 1}
	if p.whole || !slices.Equal(order, p.order) {
		f.Order = order
	}
	if counts := p.view.board.counts; p.whole || counts != p.counts {
		f.Counts = &counts
	}
	for r := range p.view.window(p.window) {
		if version, known := p.sent[r]; p.whole || !known || version != r.version {
			f.Rows = append(f.Rows, r.spell())
		}
	}
	if f.Order == nil && f.Counts == nil && f.Rows == nil {
		return nil
	}
	p.hold(p.sent, -1)
	p.hold(rows, 1)
	p.n, p.sent, p.order, p.counts = f.N, rows, order, p.view.board.counts
	return f
}
