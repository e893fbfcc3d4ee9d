package bench_test

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/bench"
)

func TestQuantiles(t *testing.T) {
	t.Parallel()
	odd, even := bench.Sample{9, 1, 5}, bench.Sample{4, 1, 3, 2}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"median of three", odd.Median(), 5},
		{"median of four lies between", even.Median(), 2.5},
		{"lowest", even.Quantile(0), 1},
		{"highest", odd.Quantile(1), 9},
		{"between", bench.Sample{0, 10}.Quantile(0.25), 2.5},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
		}
	}
	if got := (bench.Sample{}).Median(); !math.IsNaN(got) {
		t.Errorf("median of nothing: got %v, want NaN", got)
	}
	if !slices.Equal(odd, bench.Sample{9, 1, 5}) {
		t.Error("asking for the median changed the order of the repetitions")
	}
}

func TestRatioIsOfEachRepetition(t *testing.T) {
	t.Parallel()
	// The machine was twice as fast in the second repetition: the ratio says so of neither side.
	m := bench.Measure{Ours: bench.Sample{10, 20, 30}, Limit: bench.Sample{100, 200}}
	if got, want := m.Ratio(), (bench.Sample{0.1, 0.1}); !slices.Equal(got, want) {
		t.Errorf("ratio: got %v, want %v", got, want)
	}
}

func TestInterleaveTakesTurns(t *testing.T) {
	t.Parallel()
	var order []string
	side := func(name string, figure float64) func(context.Context, int) ([]float64, error) {
		return func(_ context.Context, rep int) ([]float64, error) {
			order = append(order, name)
			return []float64{figure + float64(rep), -figure}, nil
		}
	}
	all, err := bench.Interleave(t.Context(), 3, side("A", 10), side("B", 20))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"A", "B", "A", "B", "A", "B"}; !slices.Equal(order, want) {
		t.Errorf("order: got %v, want %v", order, want)
	}
	if got, want := all[1][0], (bench.Sample{20, 21, 22}); !slices.Equal(got, want) {
		t.Errorf("first figure of B: got %v, want %v", got, want)
	}
}

func TestInterleaveKeepsWholeRepetitions(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	a := func(context.Context, int) ([]float64, error) { return []float64{1}, nil }
	b := func(ctx context.Context, rep int) ([]float64, error) {
		if rep == 1 {
			cancel() // the time is up in the middle of the second repetition
		}
		return []float64{2}, ctx.Err()
	}
	all, err := bench.Interleave(ctx, 5, a, b)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(all[0][0]), 1; got != want {
		t.Errorf("repetitions of A: got %d, want %d", got, want)
	}
}

func TestPlanFitsTheTime(t *testing.T) {
	t.Parallel()
	usual, half := bench.PlanFor(false, 8*time.Minute), bench.PlanFor(false, 4*time.Minute)
	if bench.SliceOf(half)*2 != bench.SliceOf(usual) {
		t.Errorf("slice of half the time: got %s, want half of %s", bench.SliceOf(half), bench.SliceOf(usual))
	}
	if got := bench.RepsOf(usual); got < 5 {
		t.Errorf("repetitions: got %d, want at least 5", got)
	}
}
