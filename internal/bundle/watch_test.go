package bundle_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/bundle"
	"go.uber.org/goleak"
)

// TestWatchBuildsAgain: a change of a source shows in dist, and the watcher ends with its context.
func TestWatchBuildsAgain(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	dir, put := small(t)
	ctx, stop := context.WithCancel(t.Context())
	said, out := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- bundle.Watch(ctx, dir, out) }()
	lines := bufio.NewScanner(said)
	expect := func(want string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), "built") {
				break
			}
		}
		files, err := bundle.Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(files["nametag.js"]); !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
	expect("first")
	put(bundle.WidgetEntry, "console.log('the second')")
	expect("second")
	if _, err := os.Stat(filepath.Join(dir, bundle.Dev, "panel/gallery.js")); err != nil {
		t.Errorf("the gallery isn't built beside it: %v", err)
	}
	stop()
	go func() { _, _ = io.Copy(io.Discard, said) }()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	_ = out.Close()
}

// small is a folder with the least that can be built, and what puts a source into it.
func small(t *testing.T) (dir string, put func(name, content string)) {
	t.Helper()
	dir = t.TempDir()
	put = func(name, content string) {
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put(bundle.WidgetEntry, "console.log('first')")
	put(bundle.BeatsEntry, "console.log('beats')")
	put(bundle.CarryEntry, "console.log('carry')")
	put(bundle.CodeEntry, "console.log('code')")
	put(bundle.DebugEntry, "console.log('debug')")
	put(bundle.PanelEntry, "console.log('panel')")
	put(strings.ReplaceAll(bundle.FlagSources, "?", "X"), `<svg viewBox="0 0 3 2"><path d=""/></svg>`)
	put(bundle.GalleryEntry, "console.log('gallery')")
	put("static/panel/gallery/gallery.css", "body{margin:0}")
	put("static/panel/gallery/gallery.html", `<script src="/panel/gallery.js"></script>`)
	put("static/panel/panel.css", "body{margin:0}")
	put("static/panel/help.css", "body{margin:0}")
	put("static/panel/index.html", `<script src="/panel/panel.js"></script>`)
	put(bundle.StubSource, "console.log('stub')")
	put("internal/wire/wire.ts", "")
	return dir, put
}
