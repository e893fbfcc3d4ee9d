package bundle

import (
	"cmp"
	"fmt"
	"slices"
)

// Part is one source's share of a bundle.
type Part struct {
	Source string // "" is what the bundler adds
	Bytes  int    // minified
	Brotli int    // of the compressed file
}

// Weigh says what each source adds to a compressed file, heaviest first. A part weighs what the file would lose without
// its text. What several parts have in common would be lost with none of them: so the weights are scaled to add up to the
// file's. That takes a compression for each part.
func Weigh(pieces []Piece) ([]Part, error) {
	whole, err := brotliBytes(pieces)
	if err != nil {
		return nil, err
	}
	bySource := map[string]Part{}
	for _, p := range pieces {
		bySource[p.Source] = Part{Source: p.Source, Bytes: bySource[p.Source].Bytes + len(p.Text)}
	}
	var parts []Part
	for source, part := range bySource {
		rest, err := brotliBytes(slices.DeleteFunc(slices.Clone(pieces), func(p Piece) bool { return p.Source == source }))
		if err != nil {
			return nil, err
		}
		part.Brotli = max(0, whole-rest)
		parts = append(parts, part)
	}
	slices.SortFunc(parts, heavier)
	scale(parts, whole)
	slices.SortFunc(parts, heavier) // rounded, two of nearly the same weight may have changed places
	return parts, nil
}

func brotliBytes(pieces []Piece) (int, error) {
	var text []byte
	for _, p := range pieces {
		text = append(text, p.Text...)
	}
	br, err := brotlied(text)
	if err != nil {
		return 0, fmt.Errorf("weigh: %w", err)
	}
	return len(br), nil
}

// scale makes the parts' weights add up to the whole's, rounding the sums so that nothing is lost.
func scale(parts []Part, whole int) {
	sum := 0
	for _, p := range parts {
		sum += p.Brotli
	}
	upTo, given := 0, 0
	for i := range parts {
		upTo += parts[i].Brotli
		parts[i].Brotli = upTo*whole/max(sum, 1) - given
		given += parts[i].Brotli
	}
}

func heavier(a, b Part) int {
	return cmp.Or(cmp.Compare(b.Brotli, a.Brotli), cmp.Compare(b.Bytes, a.Bytes), cmp.Compare(a.Source, b.Source))
}
