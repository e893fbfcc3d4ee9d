package limit_test

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/limit"
)

var (
	noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	two  = limit.Rate{PerSecond: 2, Burst: 10}
)

func TestTakeSpendsAndSaysWhenThereIsMore(t *testing.T) {
	t.Parallel()
	table := limit.NewTable[string](two, 64)
	steps := []struct {
		after time.Duration
		who   string
		n     int
		want  time.Duration
	}{
		{0, "ada", 4, 0}, {0, "ada", 6, 0}, // all of it
		{0, "ada", 1, 500 * time.Millisecond}, {0, "ada", 3, 1500 * time.Millisecond},
		{0, "bob", 10, 0},                     // another's
		{500 * time.Millisecond, "ada", 1, 0}, // what was refused cost nothing
		{0, "ada", 1, 500 * time.Millisecond},
		{0, "ada", 0, 0},                           // nothing is always left
		{time.Hour, "ada", 11, 0},                  // more than a burst but one is a burst but one
		{0, "ada", 1_000_000_000, 4 * time.Second}, // which it takes so long to have again
		{0, "ada", 1, 0},
		{-time.Hour, "ada", 1, 500 * time.Millisecond},
	}
	now := noon
	for i, s := range steps {
		now = now.Add(s.after)
		if got := table.Take(s.who, s.n, now); got != s.want {
			t.Errorf("step %d: %s takes %d: got a wait of %v, want %v", i, s.who, s.n, got, s.want)
		}
	}
}

func TestTheZeroRateIsNoLimit(t *testing.T) {
	t.Parallel()
	table, addresses := limit.NewTable[int](limit.Rate{}, 64), limit.NewAddresses(limit.Rate{}, 64)
	for range 1000 {
		table.Owe(1, noon)
		addresses.Owe(address("192.0.2.1"), noon)
		wait := table.Take(1, 1000, noon) + table.Wait(1, noon) + addresses.Take(address("192.0.2.1"), 1000, noon) + addresses.Wait(address("192.0.2.1"), noon)
		if wait != 0 {
			t.Fatalf("got a wait of %v, want none", wait)
		}
	}
}

// Several things at once are paid for afterwards.
func TestDebtsArePaid(t *testing.T) {
	t.Parallel()
	table := limit.NewTable[string](two, 64)
	if got := table.Wait("ada", noon); got != 0 {
		t.Errorf("at first: got a wait of %v, want none", got)
	}
	for range 13 {
		table.Owe("ada", noon)
	}
	if got := table.Wait("ada", noon); got != 2*time.Second {
		t.Errorf("got a wait of %v, want 2 s: for the three that were too many, and one more", got)
	}
	for at, want := range map[time.Duration]time.Duration{time.Second: time.Second, 2 * time.Second: 0} {
		if got := table.Wait("ada", noon.Add(at)); got != want {
			t.Errorf("after %v: got a wait of %v, want %v", at, got, want)
		}
	}
	if got := table.Wait("bob", noon); got != 0 {
		t.Errorf("another: got a wait of %v, want none", got)
	}
}

// Strangers without number come by, each a little: who is at the limit stays there, and who did half stays at half.
func TestAFloodOfStrangersMakesNoCountUseless(t *testing.T) {
	t.Parallel()
	table := limit.NewTable[uint64](limit.Rate{PerSecond: 1, Burst: 100}, 4096)
	const abusers = 40
	for who := range uint64(abusers) {
		spend(table, who, 100-int(who%2)*50) // every other one did half
	}
	for range 100_000 {
		if table.Take(rand.Uint64()|1<<63, 1, noon) > 0 {
			t.Fatal("a stranger who comes for the first time is told to wait")
		}
	}
	for who := range uint64(abusers) {
		left := int(who%2) * 50
		if table.Take(who, left+1, noon) == 0 {
			t.Errorf("abuser %d was forgotten: more than %d was left", who, left)
		}
		if left > 0 && table.Take(who, left, noon) > 0 {
			t.Errorf("abuser %d can't spend the %d that were left", who, left)
		}
	}
}

func spend(table *limit.Table[uint64], who uint64, n int) {
	for range n {
		table.Take(who, 1, noon)
	}
}

// Not even strangers who spend all they have make the table grow, and to be forgotten is only ever to be given more.
func TestMemoryIsBounded(t *testing.T) {
	const places = 4096
	table := limit.NewTable[uint64](two, places) // not parallel: it counts what the whole program takes
	before := heap()
	for range 100_000 {
		table.Take(rand.Uint64(), 10, noon)
	}
	if grown := heap() - before; grown > 100*places {
		t.Errorf("it grew by %d bytes, want at most %d", grown, 100*places)
	}
	if got := table.Take(0, 10, noon); got != 0 {
		t.Errorf("a newcomer in a full table: got a wait of %v, want none", got)
	}
	runtime.KeepAlive(table)
}

func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// Whatever one does, it never gets more than the rate allows, as long as it is not forgotten; and a wait is never too short.
func TestNobodyGetsMoreThanTheRate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := limit.Rate{PerSecond: rapid.Float64Range(0.1, 100).Draw(t, "rate"), Burst: rapid.IntRange(1, 100).Draw(t, "burst")}
		table, now, got := limit.NewTable[int](r, 8), noon, 0
		for range rapid.IntRange(1, 50).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(3*time.Second)).Draw(t, "pause")))
			n := rapid.IntRange(1, 150).Draw(t, "n")
			wait := table.Take(1, n, now)
			if wait == 0 {
				got += min(n, max(r.Burst-1, 1))
				continue
			}
			if rapid.Bool().Draw(t, "waits") {
				now = now.Add(wait + time.Microsecond) // rounding
				if table.Take(1, n, now) != 0 {
					t.Fatalf("after the wait of %v for %d there wasn't enough", wait, n)
				}
				got += min(n, max(r.Burst-1, 1))
			}
		}
		if most := float64(r.Burst) + r.PerSecond*now.Sub(noon).Seconds() + 1e-3; float64(got) > most {
			t.Fatalf("got %d in %v, want at most %.3f", got, now.Sub(noon), most)
		}
	})
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	table := limit.NewTable[int](limit.Rate{PerSecond: 1, Burst: 1000}, 64)
	var taken atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 500 {
				if table.Take(1, 1, noon) == 0 {
					taken.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if got := taken.Load(); got != 1000 {
		t.Errorf("got %d, want the 1000 of the burst", got)
	}
}

func BenchmarkTake(b *testing.B) {
	b.Run("known", func(b *testing.B) {
		table := limit.NewTable[int](limit.Rate{PerSecond: 1e9, Burst: 1e9}, 64<<10)
		b.ReportAllocs()
		for b.Loop() {
			table.Take(1, 1, noon)
		}
	})
	b.Run("stranger", func(b *testing.B) {
		table := limit.NewTable[uint64](two, 64<<10)
		b.ReportAllocs()
		for b.Loop() {
			table.Take(rand.Uint64(), 1, noon)
		}
	})
	b.Run("all of a command", func(b *testing.B) {
		browsers := limit.NewBrowsers(limit.Settings{Address: 1e6, Visitor: 1e6, Site: 1e6}, time.Now)
		from := address("192.0.2.1")
		b.ReportAllocs()
		for b.Loop() {
			browsers.FromAddress(from, 1)
			browsers.OfVisitor(7, 42, 1)
		}
	})
}
