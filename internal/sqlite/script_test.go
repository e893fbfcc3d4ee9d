package sqlite_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// What one process kept, every other serves, byte for byte, and nobody writes over it.
func TestScriptsAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	whole := sqlite.Script{Name: "nametag.00000001.js", Content: []byte("one\x00\xff"), Brotli: []byte("br"), Gzip: []byte("gz")}
	bare := sqlite.Script{Name: "nametag.00000002.js", Content: []byte("two")}
	w.must(w.KeepScripts(t.Context(), []sqlite.Script{whole}))
	other := w.open(sqlite.Config{})
	w.must(other.KeepScripts(t.Context(), []sqlite.Script{{Name: whole.Name, Content: []byte("another")}, bare}))
	for _, store := range []*sqlite.Store{w.Store, other} {
		for _, want := range []sqlite.Script{whole, bare} {
			if got, err := store.Script(t.Context(), want.Name); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v (%v)", got, want, err)
			}
		}
		if got, err := store.Script(t.Context(), "nametag.00000003.js"); !errors.Is(err, nametag.ErrNotFound) {
			t.Errorf("unknown: got %+v, %v", got, err)
		}
	}
}
