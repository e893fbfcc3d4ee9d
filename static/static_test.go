package static_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"github.com/nametag-dev/nametag/static"
)

func TestFileByPlainAndHashedName(t *testing.T) {
	t.Parallel()
	files := static.Files(false)
	plain, err := files.File("nametag.js")
	if err != nil {
		t.Fatal(err)
	}
	if plain.Pinned != "nametag."+plain.Hash+".js" {
		t.Errorf("got the hashed name %q", plain.Pinned)
	}
	if plain.Hashed || plain.Hash != static.Hash(plain.Bytes) || !strings.HasPrefix(plain.Type, "text/javascript") {
		t.Errorf("got hashed %v, hash %s, type %s", plain.Hashed, plain.Hash, plain.Type)
	}
	hashed, err := files.File(plain.Pinned)
	if err != nil || !hashed.Hashed || !bytes.Equal(hashed.Bytes, plain.Bytes) {
		t.Errorf("by hashed name: hashed %v, %v", hashed.Hashed, err)
	}
}

// TestScriptsAsideShareAHash: the one that nametag.js names, so that a page which pins that has all of its version.
func TestScriptsAsideShareAHash(t *testing.T) {
	t.Parallel()
	files := static.Files(false)
	var contents [][]byte
	for _, name := range static.Aside {
		f, err := files.File(name)
		if err != nil {
			t.Fatal(err)
		}
		contents = append(contents, f.Bytes)
	}
	main, err := files.File("nametag.js")
	if err != nil {
		t.Fatal(err)
	}
	hash := static.Hash(contents...)
	if !bytes.Contains(main.Bytes, []byte("."+hash+".js")) {
		t.Errorf("nametag.js doesn't name %s", hash)
	}
	for i, name := range static.Aside {
		plain := strings.TrimSuffix(name, ".js")
		if f, err := files.File(plain + "." + hash + ".js"); err != nil || !f.Hashed || !bytes.Equal(f.Bytes, contents[i]) {
			t.Errorf("%s by the hash of all: hashed %v, %v", name, f.Hashed, err)
		}
		if _, err := files.File(plain + "." + static.Hash(contents[i]) + ".js"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s by its own hash: %v, want fs.ErrNotExist", name, err)
		}
	}
}

func TestFileThatIsNotThere(t *testing.T) {
	t.Parallel()
	files := static.Files(false)
	for _, name := range []string{"", "..", "../static.go", "nametag.00000000.js", "nothing.js", "panel", "/nametag.js", "nametag.js\x00"} {
		if f, err := files.File(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("File(%q): got %d bytes, %v; want fs.ErrNotExist", name, len(f.Bytes), err)
		}
	}
}

// TestScripts: what strangers' pages load, and nothing of the panel's.
func TestScripts(t *testing.T) {
	t.Parallel()
	files := static.Files(false)
	scripts, err := files.Scripts()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range scripts {
		names = append(names, f.Name)
		want, err := files.File(f.Pinned)
		if kept := static.Kept(f.Pinned, f.Bytes, f.Brotli, f.Gzip); err != nil || !reflect.DeepEqual(kept, want) {
			t.Errorf("%s: kept, it is %s %s %s (%v)", f.Pinned, kept.Name, kept.Type, kept.Hash, err)
		}
	}
	for _, name := range []string{"nametag.js", "nametag-carry.js", "compat/servicebell.js"} {
		if !slices.Contains(names, name) {
			t.Errorf("got %v, without %s", names, name)
		}
	}
	if slices.ContainsFunc(names, func(n string) bool { return !strings.HasPrefix(n, "nametag") && !strings.HasPrefix(n, "compat/") }) {
		t.Errorf("got %v", names)
	}
}

func TestCompressedFormsHoldTheSame(t *testing.T) {
	t.Parallel()
	files := static.Files(false)
	for _, name := range []string{"nametag.js", "nametag-carry.js", "nametag-code.js", "nametag-debug.js", "compat/servicebell.js", "panel/index.html", "panel/panel.js", "panel/chunk.js", "panel/settings-page.js", "panel/panel.css", "panel/help.css"} {
		f, err := files.File(name)
		if err != nil {
			t.Fatal(err)
		}
		br, err := io.ReadAll(brotli.NewReader(bytes.NewReader(f.Brotli)))
		if err != nil || !bytes.Equal(br, f.Bytes) {
			t.Errorf("%s: brotli holds something else (%v)", name, err)
		}
		r, err := gzip.NewReader(bytes.NewReader(f.Gzip))
		if err != nil {
			t.Fatal(err)
		}
		gz, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(gz, f.Bytes) {
			t.Errorf("%s: gzip holds something else (%v)", name, err)
		}
	}
}

// TestPanelPageFindsItsFiles: every file that the page names can be had by that very name.
func TestPanelPageFindsItsFiles(t *testing.T) {
	t.Parallel()
	files := static.Files(false)
	page, err := files.File("panel/index.html")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, part := range strings.Split(string(page.Bytes), `"`) {
		name, ok := strings.CutPrefix(part, "/panel/panel.")
		if !ok {
			continue
		}
		named++
		if f, err := files.File("panel/panel." + name); err != nil || !f.Hashed {
			t.Errorf("%s: hashed %v, %v", part, f.Hashed, err)
		}
	}
	if named != 2 {
		t.Errorf("the page names %d files, want a script and styles", named)
	}
}

// TestDevReadsTheDisk: what the bundler writes shows at once. It changes the working directory, so it is alone.
func TestDevReadsTheDisk(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	at := filepath.Join(dir, "static", "dist", "nametag.js")
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		t.Fatal(err)
	}
	files := static.Files(true)
	for _, want := range []string{"first", "second"} {
		if err := os.WriteFile(at, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := files.File("nametag.js")
		if err != nil || string(f.Bytes) != want || f.Brotli != nil {
			t.Errorf("got %q, brotli %v, %v; want %q", f.Bytes, f.Brotli, err, want)
		}
	}
}

// TestWhatIsForDevelopersAlone: the gallery is there with --dev, and in no release.
func TestWhatIsForDevelopersAlone(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for name, content := range map[string]string{"dev/panel/gallery.html": "gallery", "dev/panel/panel.js": "old", "dist/panel/panel.js": "new"} {
		at := filepath.Join("static", name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, []byte(content), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{"panel/gallery.html": "gallery", "panel/panel.js": "new"} {
		if got, err := static.Files(true).File(name); err != nil || string(got.Bytes) != want {
			t.Errorf("%s: got %q, %v, want %q", name, got.Bytes, err, want)
		}
	}
	if _, err := static.Files(false).File("panel/gallery.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a release has the gallery, or says %v", err)
	}
}
