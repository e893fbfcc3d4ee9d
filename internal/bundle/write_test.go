package bundle_test

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/bundle"
)

func TestWriteLeavesExactlyTheFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, want := range []map[string][]byte{
		{"a.js": []byte("a"), "panel/b.js": []byte("b")},
		{"a.js": []byte("changed"), "panel/c.js": []byte("c")},
	} {
		if err := bundle.Write(dir, want); err != nil {
			t.Fatal(err)
		}
		got, err := bundle.Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		if !maps.EqualFunc(got, want, bytes.Equal) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestReadWithoutDistIsEmpty(t *testing.T) {
	t.Parallel()
	got, err := bundle.Read(t.TempDir())
	if err != nil || len(got) != 0 {
		t.Errorf("got %v, %v; want nothing", got, err)
	}
}

// TestBrokenSourceIsNamed: the error is esbuild's own text, with the place.
func TestBrokenSourceIsNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for entry, source := range map[string]string{bundle.WidgetEntry: "let = ;", bundle.BeatsEntry: "", bundle.CarryEntry: "", bundle.CodeEntry: "", bundle.DebugEntry: ""} {
		file := filepath.Join(dir, entry)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, err := bundle.Build(dir)
	if !errors.Is(err, bundle.ErrSource) || !strings.Contains(err.Error(), bundle.WidgetEntry) {
		t.Errorf("got %v, want an error that names %s", err, bundle.WidgetEntry)
	}
}
