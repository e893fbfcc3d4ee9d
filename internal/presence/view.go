package presence

import (
	"iter"
	"sort"
	"time"

	"github.com/tidwall/btree"
)

// Window is a part of a view. But at the top, it goes with the row that is its first when it is asked for: whoever reads
// further down isn't disturbed by those who come and go above.
type Window struct {
	First int // 0 is the top
	Count int
}

// MaxWindow is how many rows a window may hold.
const MaxWindow = 200

// Bounded is the window as it is given: what was asked for, within bounds.
func (w Window) Bounded() Window {
	return Window{First: max(0, w.First), Count: min(max(1, w.Count), MaxWindow)}
}

// view is the list of a board's rows that a query asks for, with the windows that are looked at. It lives as long as
// somebody looks.
type view struct {
	board   *board
	query   Query
	filter  filter
	rows    *btree.BTreeG[*row]
	holds   map[*row]struct{}
	panes   []*pane
	lookers int // who look, or are about to

	full   bool  // every row was considered
	filled Place // up to there
}

// Place is where a row stands, the newest first. It stays one when the row has gone; the zero Place is the top.
type Place struct {
	Since time.Time
	Row   RowID
}

// Place is where the row stands.
func (r *Row) Place() Place { return Place{Since: r.Since, Row: r.ID} }

func (r *row) where() Place { return Place{Since: r.placed.since.time(), Row: r.id} }

// place is by what lists sort a row.
type place struct {
	since instant
	name  string // where somebody sorts by name
}

// concerns reports whether a list of this order has another place for a row.
func (q Query) concerns(was, is place) bool {
	return was.since != is.since || q.sort == ByName && was.name != is.name
}

func sorted(less func(a, b *row) bool) *btree.BTreeG[*row] {
	return btree.NewBTreeGOptions(less, btree.Options{NoLocks: true})
}

func newView(b *board, q Query) *view {
	return &view{board: b, query: q, filter: q.filter(), rows: sorted(q.less()), holds: map[*row]struct{}{}}
}

// fill considers a stretch of the rows that were there before the view. Those that come or change meanwhile were
// considered then.
func (v *view) fill() {
	v.full = v.board.stretch(v.filled, func(r *row) bool {
		v.filled = r.where()
		if _, there := v.holds[r]; !there && v.filter.passes(r) {
			r.placed = r.place() // a name, if this is the first list by name
			v.holds[r] = struct{}{}
			v.rows.Load(r) // at the end, where the order is the same
		}
		return true
	})
}

func (v *view) counts() Counts {
	c := v.board.counts
	c.Total = v.rows.Len()
	return c
}

// from walks that many rows from a place on, nil being the top.
func (v *view) from(pin *row, count int) iter.Seq[*row] {
	return func(yield func(*row) bool) {
		left := count
		some := func(r *row) bool {
			left--
			return left >= 0 && yield(r)
		}
		if pin == nil {
			v.rows.Scan(some)
			return
		}
		v.rows.Ascend(pin, some)
	}
}

// index is how many rows stand above a place.
func (v *view) index(pin *row) int {
	less := v.query.less()
	return sort.Search(v.rows.Len(), func(i int) bool {
		r, _ := v.rows.GetAt(i)
		return !less(r, pin)
	})
}

// lift takes a row out of the place where it stands no longer. A settle follows.
func (v *view) lift(r *row) {
	if _, there := v.holds[r]; there {
		v.rows.Delete(r)
	}
}

// settle has the row in the list if it belongs there. lifted: it was taken out, whether it was in it or not.
func (v *view) settle(r *row, lifted bool) {
	_, was := v.holds[r]
	is := v.filter.passes(r)
	if !was && !is {
		return
	}
	switch {
	case is && (!was || lifted):
		v.rows.Set(r)
		v.holds[r] = struct{}{}
	case is:
		v.tell(r)
		return
	default:
		if !lifted {
			v.rows.Delete(r)
		}
		delete(v.holds, r)
	}
	v.recounted()
}

// remove takes a row out that is no more.
func (v *view) remove(r *row) {
	if _, there := v.holds[r]; there {
		v.rows.Delete(r)
		delete(v.holds, r)
	}
}

// tell says that a row says something else in its place. Windows that don't show it have nothing to tell.
func (v *view) tell(r *row) {
	if r.panes == 0 {
		return
	}
	for _, p := range v.panes {
		if !p.dirty && p.isShowing(r) {
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
