package presence

import (
	"iter"
	"time"

	"github.com/tidwall/btree"
)

// Sort is an order of rows.
type Sort string

// Newest puts those first whose session started last.
const Newest Sort = "newest"

// Window is a part of a view.
type Window struct {
	First int // 0 is the top
	Count int
}

// MaxWindow is how many rows a window may hold.
const MaxWindow = 200

func (w Window) bounded() Window {
	return Window{First: max(0, w.First), Count: min(max(1, w.Count), MaxWindow)}
}

// Counts are of a whole view: all rows, those that haven't left, and of these the ones that aren't anonymous.
type Counts struct {
	Total, Online, Identified int
}

// view is one sorted list of a board's rows, with the windows that are looked at.
type view struct {
	board *board
	rows  *btree.BTreeG[*row]
	panes map[Window]*pane
}

// Place is where a row stands, the newest first. It stays one when the row has gone; the zero Place is the top.
type Place struct {
	Since time.Time
	Row   RowID
}

// Place is where the row stands.
func (r *Row) Place() Place { return Place{Since: r.Since, Row: r.ID} }

func newestFirst(a, b *row) bool {
	if a.since != b.since {
		return a.since > b.since
	}
	return a.id > b.id
}

func newView(b *board, less func(a, b *row) bool) *view {
	return &view{board: b, rows: btree.NewBTreeGOptions(less, btree.Options{NoLocks: true}), panes: map[Window]*pane{}}
}

// window walks the rows of a window, top first.
func (v *view) window(w Window) iter.Seq[*row] {
	return func(yield func(*row) bool) {
		top, ok := v.rows.GetAt(w.First)
		if !ok {
			return
		}
		left := w.Count
		v.rows.Ascend(top, func(r *row) bool {
			left--
			return left >= 0 && yield(r)
		})
	}
}

// below walks the rows below a place, top first.
func (v *view) below(p Place) iter.Seq[*row] {
	return func(yield func(*row) bool) {
		if p == (Place{}) {
			v.rows.Scan(yield)
			return
		}
		at := &row{id: p.Row, since: instantOf(p.Since)}
		v.rows.Ascend(at, func(r *row) bool { return r.id == at.id || yield(r) })
	}
}

func (v *view) add(r *row) {
	v.rows.Set(r)
	v.recounted()
}

func (v *view) remove(r *row) {
	v.rows.Delete(r)
	v.recounted()
}

// changed brings a row that says something else to its place. Windows that don't show it have nothing to tell.
func (v *view) changed(r *row) {
	if r.since != r.summary.since {
		v.rows.Delete(r)
		r.since = r.summary.since
		v.rows.Set(r)
		v.recounted()
		return
	}
	if r.panes == 0 {
		return
	}
	for _, p := range v.panes {
		if !p.dirty && p.shows(r) {
			p.mark()
		}
	}
}

// recounted says that rows came, went or moved, or that the counts changed: every window may have something to tell.
func (v *view) recounted() {
	for _, p := range v.panes {
		p.mark()
	}
}
