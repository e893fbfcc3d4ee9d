package presence

import "sync"

// Frame is a window of a view, or what changed in it since the frame before. All who look at the same window get the
// same frame. It must not be changed.
type Frame struct {
	N        int     // one more than the frame before; a snapshot starts anywhere
	Snapshot bool    // all of the window: what was known before is void
	Order    []RowID // the rows in the window, top first; nil: as before
	Rows     []Row   // whole rows that are new in the window or have changed
	Counts   *Counts // nil: as before

	once   sync.Once
	spelt  any
	failed error
}

// Encoded returns what encode makes of the frame. It is made once, however many ask.
func (f *Frame) Encoded(encode func(*Frame) (any, error)) (any, error) {
	f.once.Do(func() { f.spelt, f.failed = encode(f) })
	return f.spelt, f.failed
}
