package nametag_test

import (
	"errors"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

func TestIDSpellsAndParses(t *testing.T) {
	t.Parallel()
	id := nametag.VisitorID(new(nametag.IDs).Next(time.UnixMilli(1_763_700_000_000)))
	got, err := nametag.ParseVisitorID(id.String())
	if err != nil || got != id {
		t.Errorf("ParseVisitorID(%q): got %v, %v, want %v", id.String(), got, err, id)
	}
}

func TestWhatIsNoIDIsNotFound(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "v_", "v_0000000000000", "c_0cmxgpcmrv82y", "v_0cmxgpcmrv82", "v_0cmxgpcmrv82yy", "v_zzzzzzzzzzzzz", "v_0cmxgpcmrv82u",
	} {
		if id, err := nametag.ParseVisitorID(text); !errors.Is(err, nametag.ErrNotFound) {
			t.Errorf("ParseVisitorID(%q): got %v, %v, want ErrNotFound", text, id, err)
		}
	}
}

// The ids of two visitors must not tell whether a contact was made between them (spec identity §7, §9.9).
func TestContactsLeaveNoGapBetweenVisitors(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_763_700_000_000)
	for range 1000 {
		ids := new(nametag.IDs)
		first := ids.Next(now)
		ids.Contact(now)
		if second, third := ids.Next(now), ids.Next(now.Add(-time.Hour)); second <= first || third != second+1 {
			t.Fatalf("got %d, %d, %d", first, second, third)
		}
	}
}
