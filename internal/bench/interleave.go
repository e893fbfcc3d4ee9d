package bench

import (
	"context"
	"fmt"
)

// side is measured once per repetition; what comes back are its figures, always as many.
type side func(ctx context.Context, rep int) ([]float64, error)

// interleave measures the sides in turns, A B A B …, and returns the samples of each side's figures. When the time is up
// it returns the repetitions that were whole.
func interleave(ctx context.Context, reps int, sides ...side) ([][]Sample, error) {
	all := make([][]Sample, len(sides))
	for rep := range reps {
		figures := make([][]float64, len(sides))
		for i, measure := range sides {
			var err error
			if figures[i], err = measure(ctx, rep); ctx.Err() != nil {
				return all, nil
			} else if err != nil {
				return nil, fmt.Errorf("repetition %d, side %d: %w", rep+1, i+1, err)
			}
		}
		for i := range sides {
			all[i] = grow(all[i], figures[i])
		}
	}
	return all, nil
}

func grow(samples []Sample, figures []float64) []Sample {
	if samples == nil {
		samples = make([]Sample, len(figures))
	}
	for i, f := range figures {
		samples[i] = append(samples[i], f)
	}
	return samples
}

// figure is one of a side's samples; empty where no repetition was whole.
func figure(samples []Sample, i int) Sample {
	if i >= len(samples) {
		return nil
	}
	return samples[i]
}
