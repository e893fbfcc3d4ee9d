package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// heapFloor is the heap below which the garbage collector isn't worth its work.
const heapFloor = 16 << 20 // bytes

// keepHeapFloor lets a small heap grow to heapFloor between collections, until ctx ends. A young server holds a few
// megabytes, and by default would collect hundreds of times a second under load: a third of its processor.
func keepHeapFloor(ctx context.Context) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		metrics.Read(live)
		debug.SetGCPercent(gcPercent(live[0].Value.Uint64()))
		select {
		case <-ctx.Done():
			return
		case <-second.C:
		}
	}
}

// gcPercent makes the next collection come at heapFloor, or at twice what lives where that is more.
func gcPercent(liveBytes uint64) int {
	const usual, most = 100, 1600
	if liveBytes >= heapFloor/2 {
		return usual
	}
	return int(min(most, usual*(heapFloor-liveBytes)/max(liveBytes, 1<<20)))
}
