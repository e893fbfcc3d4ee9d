package presence_test

import (
	"slices"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

func TestATrendHasAPointAMinuteForAnHour(t *testing.T) {
	play(t, func(s *stage) {
		l := s.look(presence.Window{Count: 10})
		if l.frames[0].Trend != nil {
			t.Errorf("got %+v before the first minute, want none", l.frames[0].Trend)
		}
		v := s.visitor()
		s.open(v, "a", "https://shop.example/")
		s.pass(time.Minute)
		s.identify(v, s.contact("Jane"), nametag.Verified)
		s.pass(time.Minute)
		got := s.look(presence.Window{Count: 10}).frames[0].Trend
		if got == nil || !slices.Equal(got.Online, []int{1, 1}) || !slices.Equal(got.Verified, []int{0, 1}) {
			t.Fatalf("got %+v, want one online, verified in the second minute", got)
		}
		if age := now().Sub(got.At); age < 0 || age > time.Minute {
			t.Errorf("the last point is of %v, now is %v", got.At, now())
		}
		told := slices.IndexFunc(l.frames, func(f *presence.Frame) bool { return f.Trend != nil && slices.Equal(f.Trend.Online, []int{1, 1}) })
		if told < 1 {
			t.Error("who looked on wasn't told of it")
		}
		s.pass(2 * time.Hour)
		if got := s.look(presence.Window{Count: 10}).frames[0].Trend; len(got.Online) != 60 || len(got.Verified) != 60 {
			t.Errorf("got %d and %d points, want those of an hour", len(got.Online), len(got.Verified))
		}
	})
}
