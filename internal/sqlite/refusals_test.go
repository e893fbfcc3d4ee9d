package sqlite_test

import (
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Where all refusals of a person are wanted, all are listed, over however many merges; else those of a thousand contacts.
func TestRefusalsOfALargeFamily(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane := w.contact("42", "")
	family, refusals := []any{jane}, []nametag.Refusals{}
	for range 1100 {
		merged := w.contact("", "")
		merged.MergedInto = jane.ID
		family = append(family, merged)
		refusals = append(refusals, nametag.Refusals{Site: shop, Contact: merged.ID, Day: at, Reason: "hash_mismatch", Count: 1, First: at, Last: at})
	}
	w.write(family...)
	w.must(w.SaveTally(t.Context(), nametag.Tally{Refusals: refusals}))
	for limit, want := range map[int]int{nametag.WholeFamily: 1100, 1000: 999, 10: 10} {
		if got, err := w.Refusals(t.Context(), shop, jane.ID, limit); err != nil || len(got) != want {
			t.Errorf("at most %d: got %d, want %d (%v)", limit, len(got), want, err)
		}
	}
}
