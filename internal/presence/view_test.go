package presence_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// looker is an agent's panel: it takes snapshots and differences as they come.
type looker struct {
	s      *stage
	query  presence.Query
	window presence.Window
	sub    *presence.Subscription
	frames []*presence.Frame
	times  []time.Time

	n      int
	first  int
	order  []presence.RowID
	rows   map[presence.RowID]presence.Row
	counts presence.Counts
}

func (s *stage) look(w presence.Window) *looker { return s.ask(presence.Query{}, w) }

func (s *stage) ask(q presence.Query, w presence.Window) *looker {
	l := &looker{s: s, query: q, window: w}
	l.sub = s.room.Subscribe(shop.ID, l.query, w, l.take)
	return l
}

func (l *looker) take(f *presence.Frame, _ bool) {
	l.frames, l.times = append(l.frames, f), append(l.times, now())
	if !f.Snapshot && f.N != l.n+1 {
		l.s.t.Errorf("frame %d came after frame %d", f.N, l.n)
	}
	l.n = f.N
	if f.Snapshot {
		l.rows = nil
	}
	if f.First != nil {
		l.first = *f.First
	}
	if f.Order != nil {
		l.order = f.Order
	}
	if f.Counts != nil {
		l.counts = *f.Counts
	}
	known := l.rows
	l.rows = map[presence.RowID]presence.Row{}
	for _, r := range f.Rows {
		l.rows[r.ID] = r
	}
	for _, id := range l.order {
		if r, ok := known[id]; ok && l.rows[id].ID == 0 {
			l.rows[id] = r
		}
	}
}

// check compares what the panel shows with what a fresh snapshot shows.
func (l *looker) check() error {
	fresh := &looker{s: l.s, query: l.query}
	sub := l.s.room.Subscribe(shop.ID, l.query, presence.Window{First: l.first, Count: l.window.Count}, fresh.take)
	defer sub.Close()
	if !slices.Equal(l.order, fresh.order) || l.counts != fresh.counts {
		return fmt.Errorf("order %v counts %v, want %v %v", l.order, l.counts, fresh.order, fresh.counts)
	}
	for _, id := range l.order {
		if got, want := fmt.Sprintf("%+v", l.rows[id]), fmt.Sprintf("%+v", fresh.rows[id]); got != want {
			return fmt.Errorf("row %v:\n got %s\nwant %s", id, got, want)
		}
	}
	return nil
}

func (l *looker) wantFrames(want int) {
	l.s.t.Helper()
	if got := len(l.frames); got != want {
		l.s.t.Errorf("got %d frames, want %d", got, want)
	}
}

// spec live §3: the first change goes at once, then at most 5 frames a second.
func TestFramesAreCoalesced(t *testing.T) {
	play(t, func(s *stage) {
		tab := s.open(s.visitor(), "a", "https://shop.example/")
		s.pass(time.Second)
		l := s.look(presence.Window{Count: 10})
		began := now()
		for i := range 1000 {
			tab.page(fmt.Sprintf("https://shop.example/%d", i))
			s.pass(time.Millisecond)
		}
		s.pass(time.Second)
		if !l.times[1].Equal(began) {
			t.Errorf("the first change came %v late", l.times[1].Sub(began))
		}
		for i := 2; i < len(l.times); i++ {
			if gap := l.times[i].Sub(l.times[i-1]); gap < 200*time.Millisecond {
				t.Errorf("frames %d and %d are %v apart", i-1, i, gap)
			}
		}
		l.wantFrames(1 + 6) // a snapshot, one at once, five in the second
		if err := l.check(); err != nil {
			t.Error(err)
		}
	})
}

func TestAFrameHoldsOnlyWhatChanged(t *testing.T) {
	play(t, func(s *stage) {
		s.open(s.visitor(), "a", "https://shop.example/")
		tab := s.open(s.visitor(), "a", "https://shop.example/")
		s.pass(time.Second)
		l := s.look(presence.Window{Count: 10})
		tab.page("https://shop.example/mugs")
		l.wantFrames(2)
		if f := l.frames[1]; f.N != 2 || f.Order != nil || f.Counts != nil || len(f.Rows) != 1 {
			t.Errorf("got %+v, want frame 2 with one row", f)
		}
	})
}

func TestWhatHappensOutsideAWindowCostsNoFrame(t *testing.T) {
	play(t, func(s *stage) {
		below := s.open(s.visitor(), "a", "https://shop.example/")
		s.pass(time.Second)
		s.open(s.visitor(), "a", "https://shop.example/")
		s.pass(time.Second)
		l := s.look(presence.Window{Count: 1})
		below.page("https://shop.example/mugs")
		s.pass(time.Second)
		l.wantFrames(1)
		below.close()
		s.pass(5 * time.Second) // left: the counts change
		if f := l.frames[len(l.frames)-1]; f.Counts == nil || f.Counts.Online != 1 || f.Rows != nil || f.Order != nil {
			t.Errorf("got %+v, want counts alone", f)
		}
	})
}

// A thousand agents who look at the same window cost one frame: they get the very same.
func TestAWindowIsSharedByAllWhoLookAtIt(t *testing.T) {
	play(t, func(s *stage) {
		tab := s.open(s.visitor(), "a", "https://shop.example/")
		one, other := s.look(presence.Window{Count: 10}), s.look(presence.Window{Count: 10})
		tab.page("https://shop.example/mugs")
		s.pass(time.Second)
		if one.frames[0] != other.frames[0] || one.frames[1] != other.frames[1] {
			t.Error("two agents on one window got frames of their own")
		}
		spelt := 0
		spell := func(*presence.Frame) (any, error) { spelt++; return spelt, nil }
		_, _ = one.frames[1].Encoded(spell)
		_, _ = other.frames[1].Encoded(spell)
		if spelt != 1 {
			t.Errorf("the frame was encoded %d times, want once", spelt)
		}
	})
}

// Regression for counts that rise and fall again between two frames: one who came in between knew them risen, and no
// difference would ever have told him.
func TestWhoComesLateMissesNothingThatIsUndone(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.open(v, "a", "https://shop.example/")
		first := s.look(presence.Window{Count: 10})
		tab.page("https://shop.example/mugs") // goes at once; from here on, the next frame waits
		s.identify(v, s.contact("Jane"), nametag.Claimed)
		late := s.look(presence.Window{Count: 10})
		s.seq++
		s.publish(nametag.Change{Visitor: v, Seq: s.seq}) // an agent took the link away
		s.pass(time.Second)
		for name, l := range map[string]*looker{"the first": first, "the late": late} {
			if err := l.check(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAWindowMoves(t *testing.T) {
	play(t, func(s *stage) {
		var ids []presence.RowID
		for range 5 {
			s.open(s.visitor(), "a", "https://shop.example/")
			ids = append([]presence.RowID{s.rows()[0].ID}, ids...)
			s.pass(time.Second)
		}
		l := s.look(presence.Window{First: 1, Count: 2})
		if !slices.Equal(l.order, ids[1:3]) {
			t.Errorf("got %v, want %v", l.order, ids[1:3])
		}
		l.window = presence.Window{First: 3, Count: 200_000}
		l.sub.Move(l.query, l.window)
		if !slices.Equal(l.order, ids[3:]) || !l.frames[1].Snapshot {
			t.Errorf("got %v, want a snapshot of %v", l.order, ids[3:])
		}
		l.sub.Close()
		seen := len(l.frames)
		s.open(s.visitor(), "a", "https://shop.example/")
		s.pass(time.Second)
		l.wantFrames(seen)
	})
}

func TestNewestSessionsStandOnTop(t *testing.T) {
	play(t, func(s *stage) {
		first, second := s.visitor(), s.visitor()
		tab := s.open(first, "a", "https://shop.example/first")
		s.pass(time.Second)
		s.open(second, "a", "https://shop.example/second")
		s.pass(time.Second)
		tab.page("https://shop.example/first/again") // a page change moves nobody
		s.identify(first, s.contact("Jane"), nametag.Claimed)
		rows := s.rows()
		if rows[0].Visitor != second || rows[1].Visitor != first {
			t.Errorf("got %v then %v, want the newest session first", rows[0].Visitor, rows[1].Visitor)
		}
		s.pass(31 * time.Minute)
		tab.alive() // a new session
		if got := s.rows()[0].Visitor; got != first {
			t.Errorf("got %v on top, want %v, whose session is new", got, first)
		}
	})
}

func TestNobodySeesAnotherSite(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.open(v, "a", "https://shop.example/")
		if got := s.room.List(8, presence.Query{}, presence.Place{}, 10); len(got) != 0 {
			t.Errorf("another site lists %v", got)
		}
		if _, ok := s.room.Find(8, v); ok {
			t.Error("another site finds the visitor")
		}
		synctest.Wait()
	})
}

// Whoever reads further down isn't disturbed by those who come and go above: the window goes with its first row, and only
// how many rows are above it changes.
func TestAWindowFurtherDownGoesWithItsFirstRow(t *testing.T) {
	play(t, func(s *stage) {
		var tabs []*tab
		for range 6 {
			tabs = append(tabs, s.open(s.visitor(), "a", "https://shop.example/"))
			s.pass(time.Second)
		}
		l := s.look(presence.Window{First: 3, Count: 2})
		shown := slices.Clone(l.order)
		tabs[5].close()
		s.open(s.visitor(), "a", "https://shop.example/")
		s.open(s.visitor(), "a", "https://shop.example/")
		s.pass(time.Second)
		if !slices.Equal(l.order, shown) || l.first != 5 {
			t.Errorf("got %v from %d, want %v from 5", l.order, l.first, shown)
		}
		for _, f := range l.frames[1:] {
			if f.Order != nil || f.Rows != nil {
				t.Errorf("got %+v, want nothing but where it begins", f)
			}
		}
		s.pass(2 * time.Minute) // who left is listed no more
		if l.first != 4 {
			t.Errorf("got it from %d, want 4", l.first)
		}
		other := s.look(presence.Window{First: 4, Count: 2})
		if !slices.Equal(other.order, shown) {
			t.Errorf("who asks for what is there now got %v, want %v", other.order, shown)
		}
		beyond := s.look(presence.Window{First: 100, Count: 2})
		if beyond.first != 6 || len(beyond.order) != 1 {
			t.Errorf("beyond the end got %v from %d, want the last", beyond.order, beyond.first)
		}
	})
}
