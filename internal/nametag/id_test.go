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
