package main

import "testing"

func TestASmallHeapGrowsToTheFloorBeforeItIsCollected(t *testing.T) {
	t.Parallel()
	const mb = 1 << 20
	for _, c := range []struct {
		live    uint64
		percent int
	}{{0, 1600}, {1 * mb, 1500}, {4 * mb, 300}, {7 * mb, 128}, {8 * mb, 100}, {1024 * mb, 100}} {
		if got := gcPercent(c.live); got != c.percent {
			t.Errorf("%d MB: got %d %%, want %d %%", c.live/mb, got, c.percent)
		}
	}
}
