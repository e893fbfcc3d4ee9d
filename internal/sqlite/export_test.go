package sqlite

import (
	"runtime"
	"time"
)

// What tests may see of the inside.

// Statements are all statements of the package.
func Statements() []string { return texts }

// Polling returns the config with the moments at which to look for other writers given by ticks.
func (c Config) Polling(ticks <-chan time.Time) Config {
	c.poll = ticks
	return c
}

// Checkpointing returns the config with a checkpoint after so many bytes, and a reset of a log of so many.
func (c Config) Checkpointing(after, reset int64) Config {
	c.checkpointBytes, c.resetBytes = after, reset
	return c
}

var (
	EncodeTraits    = encodeTraits
	DecodeTraits    = decodeTraits
	EncodeBag       = encodeBag
	DecodeBag       = decodeBag
	EncodeEffect    = encodeEffect
	DecodeEffect    = decodeEffect
	EncodeConflicts = encodeConflicts
	DecodeConflicts = decodeConflicts
	EncodeRecent    = encodeRecent
	DecodeRecent    = decodeRecent
)

// Statements that tests look at one by one.
var (
	SelectHolders    = selectHolders.text()
	SelectConflicted = selectConflicted.text()
	// ReadAll are those that are there to read whole tables.
	ReadAll = []string{entriesOfContacts.text(), entriesOfVisitors.text(), selectSnapshotLen.text(), selectAccounts.text()}
)

// Queued returns once n callers wait for the writer, which must be held.
func (s *Store) Queued(n int) {
	for len(s.writer.queue) < n {
		runtime.Gosched()
	}
}

// Clock is a bounded map of the cache.
type Clock struct{ clock[int, int] }

func NewClock(limit int) *Clock             { return &Clock{clock[int, int]{limit: limit}} }
func (c *Clock) Get(k int) (v int, ok bool) { return c.get(k) }
func (c *Clock) Put(k, v int)               { c.put(k, v) }
func (c *Clock) Remove(k int)               { c.remove(k) }
func (c *Clock) Size() int                  { return max(len(c.at), len(c.slots)) }
