package sqlite_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/sqlite"
)

// A clock may forget, but it is never wrong and never larger than its limit.
func TestClock(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 5).Draw(t, "limit")
		c, all := sqlite.NewClock(limit), map[int]int{}
		key := rapid.IntRange(0, 9)
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				k, v := key.Draw(t, "key"), rapid.Int().Draw(t, "value")
				c.Put(k, v)
				all[k] = v
				if got, ok := c.Get(k); !ok || got != v {
					t.Fatalf("just put: %d, %v", got, ok)
				}
			},
			"remove": func(t *rapid.T) {
				k := key.Draw(t, "key")
				c.Remove(k)
				delete(all, k)
			},
			"": func(t *rapid.T) {
				if c.Size() > limit {
					t.Fatalf("%d of %d", c.Size(), limit)
				}
				for k := range 10 {
					want, has := all[k]
					if got, ok := c.Get(k); ok && (!has || got != want) {
						t.Fatalf("%d is %d, want %d, %v", k, got, want, has)
					}
				}
			},
		})
	})
}

// What was used since the hand last passed outlives what wasn't.
func TestClockKeepsWhatIsUsed(t *testing.T) {
	t.Parallel()
	c := sqlite.NewClock(4)
	for k := range 100 {
		c.Put(k, k)
		if _, ok := c.Get(0); !ok {
			t.Fatalf("0 was forgotten at %d", k)
		}
	}
}
