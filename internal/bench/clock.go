package bench

import (
	"bytes"
	"sync"
	"sync/atomic"
	"time"
)

// clock notes when changes were sent, answered and seen.
type clock struct {
	mu                    sync.RWMutex
	sent, answered, first []atomic.Int64
}

func (c *clock) reset(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent, c.answered, c.first = make([]atomic.Int64, n), make([]atomic.Int64, n), make([]atomic.Int64, n)
}

// seen looks for changes in a frame.
func (c *clock) seen(frame []byte) {
	now := time.Now().UnixNano()
	c.mu.RLock()
	defer c.mu.RUnlock()
	for {
		_, after, ok := bytes.Cut(frame, []byte(companyMark))
		if !ok {
			return
		}
		if n, ok := numberAfter(after); ok && n < len(c.first) {
			c.first[n].CompareAndSwap(0, now)
		}
		frame = after
	}
}

// gaps are the milliseconds from answered, and from sent, to seen. What was seen before it was answered took none.
func (c *clock) gaps(counts func(nth int) bool) (fromAnswer, fromStart Sample) {
	for n := range c.first {
		seen := c.first[n].Load()
		if seen == 0 || c.sent[n].Load() == 0 || !counts(n) {
			continue
		}
		fromStart = append(fromStart, float64(seen-c.sent[n].Load())/1e6)
		fromAnswer = append(fromAnswer, max(0, float64(seen-c.answered[n].Load())/1e6))
	}
	return fromAnswer, fromStart
}
