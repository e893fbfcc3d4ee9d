package presence

import (
	"slices"
	"sync"
)

// Frame is a window of a view, or what changed in it since the frame before. All who look at the same window get the
// same frame. It must not be changed.
type Frame struct {
	N        int     // one more than the frame before; a snapshot starts anywhere
	Snapshot bool    // all of the window: what was known before is void
	First    *int    // how many rows are above the window; nil: as before
	Order    []RowID // the rows in the window, top first; nil: as before
	Rows     []Row   // whole rows that are new in the window or have changed
	Counts   *Counts // nil: as before
	Trend    *Trend  // nil: as before, or nothing yet

	once   sync.Once
	spelt  any
	failed error
}

// leaveOut takes out what is as before.
func (f *Frame) leaveOut(now, before shown) {
	if now.first == before.first {
		f.First = nil
	}
	if slices.Equal(now.order, before.order) {
		f.Order = nil
	}
	if now.counts == before.counts {
		f.Counts = nil
	}
	if now.trend == before.trend {
		f.Trend = nil
	}
}

func (f *Frame) isEmpty() bool {
	return f.First == nil && f.Order == nil && f.Rows == nil && f.Counts == nil && f.Trend == nil
}

// Encoded returns what encode makes of the frame. It is made once, however many ask.
func (f *Frame) Encoded(encode func(*Frame) (any, error)) (any, error) {
	f.once.Do(func() { f.spelt, f.failed = encode(f) })
	return f.spelt, f.failed
}
