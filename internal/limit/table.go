// Package limit counts what strangers do, and says for how long one who did too much must wait (spec security §6). It
// knows addresses and numbers only: whoever counts says what they stand for. Its memory is fixed, whatever comes.
package limit

import (
	"hash/maphash"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate is how much one may do. The zero Rate is no limit.
type Rate struct {
	PerSecond float64 // in the long run
	Burst     int     // at once, for one who did nothing for a while
}

// Table counts what each of many does. A nil Table lets everything pass. Its methods are safe for many goroutines.
//
// It has so many places and never more. Who comes new takes, of the eight places where it may stand, a free one or that
// of the one who has most left to spend. So the first to be forgotten are those who may spend everything again, of whom
// there is nothing to remember, and the last are those at their limit: a flood of strangers who each do a little makes
// nobody's count useless. To be forgotten is to be given more, never less. Which eight places those are rests on a
// secret of the process, so nobody can aim at another's.
type Table[K comparable] struct {
	rate Rate
	seed maphash.Seed
	sets []set
}

const placesOfOne = 8

type set struct {
	mu     sync.Mutex
	places [placesOfOne]place
}

// place is somebody's count. The name is a hash: names themselves, such as addresses, are kept nowhere.
type place struct {
	name   uint64
	bucket *rate.Limiter // nil: nobody's
}

// NewTable makes a table for about so many at a time, which takes at most 100 bytes for each. Returns nil for the zero
// Rate.
func NewTable[K comparable](r Rate, places int) *Table[K] {
	if r == (Rate{}) {
		return nil
	}
	return &Table[K]{rate: r, seed: maphash.MakeSeed(), sets: make([]set, max(1, places/placesOfOne))}
}

// Take spends n, or nothing if that is more than is left; then it returns how long to wait. Nothing costs more than a
// burst but one: it would never come through otherwise, where knowing what it costs has cost one already.
func (t *Table[K]) Take(who K, n int, now time.Time) (wait time.Duration) {
	if t == nil || n <= 0 {
		return 0
	}
	n = min(n, max(t.rate.Burst-1, 1))
	s, name := t.set(who)
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.bucketLocked(name, t.rate, now)
	if b.AllowN(now, n) {
		return 0
	}
	return t.until(b, n, now)
}

// Wait returns how long until there is one to spend, and spends nothing.
func (t *Table[K]) Wait(who K, now time.Time) time.Duration {
	if t == nil {
		return 0
	}
	s, name := t.set(who)
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.findLocked(name)
	if p == nil || p.bucket.TokensAt(now) >= 1 {
		return 0
	}
	return t.until(p.bucket, 1, now)
}

// Owe spends one, whether or not there is one left: who did several things at once waits for all of them afterwards.
func (t *Table[K]) Owe(who K, now time.Time) {
	if t == nil {
		return
	}
	s, name := t.set(who)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bucketLocked(name, t.rate, now).ReserveN(now, 1)
}

// until is how long a bucket takes to hold n: something, even where rounding says nothing.
func (t *Table[K]) until(b *rate.Limiter, n int, now time.Time) time.Duration {
	lacking := float64(n) - b.TokensAt(now)
	return max(time.Duration(lacking/t.rate.PerSecond*float64(time.Second)), 1)
}

func (t *Table[K]) set(who K) (s *set, name uint64) {
	name = maphash.Comparable(t.seed, who)
	return &t.sets[name%uint64(len(t.sets))], name
}

// findLocked returns the place of that name, nil if it has none.
func (s *set) findLocked(name uint64) *place {
	for i := range s.places {
		if p := &s.places[i]; p.bucket != nil && p.name == name {
			return p
		}
	}
	return nil
}

// bucketLocked returns the bucket of that name, a full one if it had none.
func (s *set) bucketLocked(name uint64, r Rate, now time.Time) *rate.Limiter {
	p := s.findLocked(name)
	if p == nil {
		p = s.freestLocked(now)
		*p = place{name, rate.NewLimiter(rate.Limit(r.PerSecond), r.Burst)}
	}
	return p.bucket
}

// freestLocked is a free place, or that of the one who has most left.
func (s *set) freestLocked(now time.Time) (freest *place) {
	var most float64
	for i := range s.places {
		p := &s.places[i]
		if p.bucket == nil {
			return p
		}
		if left := p.bucket.TokensAt(now); freest == nil || left > most {
			freest, most = p, left
		}
	}
	return freest
}
