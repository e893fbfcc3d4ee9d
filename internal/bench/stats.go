package bench

import (
	"math"
	"slices"
)

// Sample is what was measured at each repetition, in order.
type Sample []float64

// Median is the middle of the sample, NaN if it is empty.
func (s Sample) Median() float64 { return s.Quantile(0.5) }

// Quantile is the value below which a share q of the sample lies, NaN if it is empty.
func (s Sample) Quantile(q float64) float64 {
	if len(s) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(s))
	at := q * float64(len(sorted)-1)
	below, above := sorted[int(math.Floor(at))], sorted[int(math.Ceil(at))]
	return below + (above-below)*(at-math.Floor(at))
}

// over divides each repetition by the one of o that was measured beside it.
func (s Sample) over(o Sample) Sample {
	ratios := make(Sample, 0, len(s))
	for i := range min(len(s), len(o)) {
		if o[i] != 0 {
			ratios = append(ratios, s[i]/o[i])
		}
	}
	return ratios
}
