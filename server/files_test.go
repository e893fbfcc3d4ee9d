package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/nametag-dev/nametag/static"
)

// buildOf makes ./static hold another build's scripts; --dev serves them. For tests that are alone.
func buildOf(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, content := range files {
		at := filepath.Join("static", "dist", name)
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A page pins a script by its hashed name: whichever builds serve the data after, it gets those very bytes, and their
// compressed forms. It changes the working directory, so it is alone.
func TestScriptsOutliveAnUpgrade(t *testing.T) {
	data := t.TempDir()
	builds := []map[string]string{
		{"nametag.js": "first", "nametag.js.br": "first br", "nametag.js.gz": "first gz", "nametag-beats.js": "", "nametag-carry.js": "first carry", "nametag-code.js": "", "nametag-debug.js": "", "panel/panel.js": "first panel"},
		{"nametag.js": "second", "nametag.js.br": "second br", "nametag.js.gz": "second gz", "nametag-beats.js": "", "nametag-carry.js": "first carry", "nametag-code.js": "", "nametag-debug.js": "", "panel/panel.js": "second panel"},
	}
	pinned := func(name, content string) string {
		return "/" + name + "." + static.Hash([]byte(content)) + ".js"
	}
	for at, build := range []int{0, 1, 0} {
		buildOf(t, builds[build])
		s := serveHere(t, data, "--dev")
		if got := s.ask("GET", "/nametag.js", "", "Accept-Encoding", "identity"); got.body != builds[build]["nametag.js"] {
			t.Errorf("start %d: the plain name gives %q", at, got.body)
		}
		for _, brought := range builds[:min(at, 1)+1] {
			path := pinned("nametag", brought["nametag.js"])
			for encoding, file := range map[string]string{"identity": "nametag.js", "br": "nametag.js.br", "gzip": "nametag.js.gz"} {
				got := s.ask("GET", path, "", "Accept-Encoding", encoding)
				if got.status != 200 || got.body != brought[file] || got.header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
					t.Errorf("start %d: %s as %s: got %d %q, want %q for ever", at, path, encoding, got.status, got.body, brought[file])
				}
			}
			if got := s.ask("GET", pinned("nametag-carry", "first carry"), ""); got.status != 200 || got.body != "first carry" {
				t.Errorf("start %d: what it loads: got %d %q", at, got.status, got.body)
			}
		}
		for _, path := range []string{pinned("nametag", "never"), pinned("panel/panel", builds[1-build]["panel/panel.js"])} {
			if got := s.ask("GET", path, ""); got.status != 404 {
				t.Errorf("start %d: %s: got %d %q, want 404", at, path, got.status, got.body)
			}
		}
		s.end()
	}
}
