package presence_test

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// BenchmarkHundredThousand is a busy site: 100,000 visitors, 10 agents on 3 windows (performance.md). One operation is
// one change; 5,000 of them a second are what is asked for.
func BenchmarkHundredThousand(b *testing.B) {
	const visitors = 100_000
	room := presence.Open(presence.Config{})
	defer func() { _ = room.Close(b.Context()) }()
	before := heap()
	keys := make([]presence.Tab, visitors)
	ids := nametag.IDs{}
	for i := range keys {
		keys[i] = presence.Tab{Visitor: nametag.VisitorID(ids.Next(time.Now())), Name: fmt.Sprint("t", i)}
		arrive(room, keys[i])
	}
	weight := float64(heap()-before) / visitors
	var frames, rows atomic.Int64
	for i := range 10 {
		room.Subscribe(shop.ID, presence.Query{}, presence.Window{First: i % 3 * 100, Count: 100}, func(f *presence.Frame, _ bool) {
			frames.Add(1)
			rows.Add(int64(len(f.Rows)))
		})
	}
	b.ResetTimer()
	step := uint64(1)
	for i := 0; b.Loop(); i++ {
		step++
		change(room, keys[i*7919%visitors], step, i)
	}
	b.StopTimer()
	b.ReportMetric(float64(frames.Load())/b.Elapsed().Seconds(), "frames/s")
	b.ReportMetric(weight, "B/visitor")
}

func arrive(room *presence.Room, key presence.Tab) {
	a := nametag.Arrival{Browser: nametag.Browser{Site: shop, Visitor: key.Visitor, Known: true, Valid: true}}
	room.Arrive(a, presence.Hello{
		Tab: key.Name, Stamp: presence.Stamp{Socket: 1, Step: 1}, Visible: true, Client: desktop,
		Page: nametag.Page{URL: fmt.Sprintf("https://shop.example/mugs/%s", key.Name), Title: "A mug", Referrer: "https://search.example/"},
	})
}

// change is what a change is on a busy site: mostly pages and signs of life, now and then a tab that goes or an identify.
func change(room *presence.Room, key presence.Tab, step uint64, i int) {
	stamp := presence.Stamp{Socket: 1, Step: step}
	switch i % 10 {
	case 0:
		room.Leave(key, stamp, false)
		a := nametag.Arrival{Browser: nametag.Browser{Site: shop, Visitor: key.Visitor, Known: true, Valid: true}}
		room.Arrive(a, presence.Hello{Tab: key.Name, Stamp: presence.Stamp{Socket: 1, Step: step + 1}, Visible: true, Client: desktop})
	case 1:
		c := &nametag.Contact{ID: nametag.ContactID(key.Visitor), Site: shop.ID, ExternalID: "42", Head: nametag.Seq(step)}
		room.Publish(nametag.Change{
			Site: shop.ID, Visitor: key.Visitor, Seq: c.Head, Contact: c, At: time.Now(), Link: nametag.Link{Contact: c.ID, Trust: nametag.Claimed},
		})
	case 2, 3:
		room.Alive(key, stamp)
	default:
		room.Page(key, stamp, nametag.Page{URL: fmt.Sprint("https://shop.example/", i%50), Title: "Another"})
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkSearch is a search among 100,000 visitors, of whom a tenth is somebody: until its first rows are there.
func BenchmarkSearch(b *testing.B) {
	room := presence.Open(presence.Config{})
	defer func() { _ = room.Close(b.Context()) }()
	ids := nametag.IDs{}
	for i := range 100_000 {
		key := presence.Tab{Visitor: nametag.VisitorID(ids.Next(time.Now())), Name: fmt.Sprint("t", i)}
		arrive(room, key)
		if i%10 == 0 {
			change(room, key, 2, 1)
		}
	}
	for _, search := range []string{"", "is:online", "jane", "is:verified page:/mugs/t77", "4f2a"} {
		for _, sort := range []presence.Sort{presence.Newest, presence.ByName} {
			b.Run(fmt.Sprintf("%s by %s", search, sort), func(b *testing.B) {
				for b.Loop() {
					room.Subscribe(shop.ID, query(b, search, sort), presence.Window{Count: 50}, func(*presence.Frame, bool) {}).Close()
				}
			})
		}
	}
}
