// Package static holds what browsers load: the widget, the panel and the demo shop, each file with its compressed
// forms and the hash in its name. It serves nothing itself.
package static

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed all:dist
var embedded embed.FS

const (
	hashLetters = 8 // of a file's sha256, in hex, in its hashed name
	onDisk      = "static"
	distFolder  = "dist"
	devFolder   = "dev" // beside dist, for Files(true) alone: no release holds it
)

// Aside are the scripts that nametag.js loads where they are needed. They share a hash, that of all of them together:
// nametag.js must name it, and there each byte counts.
var Aside = []string{"nametag-beats.js", "nametag-carry.js", "nametag-code.js", "nametag-debug.js"}

// File is one built file.
type File struct {
	Name   string // its plain name under dist, such as "nametag.js"
	Pinned string // its hashed name, such as "nametag.1f2e3d4c.js"
	Type   string // its media type
	Hash   string // the first 8 hex digits of its content's sha256, or of that of all the [Aside]
	Hashed bool   // it was asked for by its hashed name, so it never changes under it
	Bytes  []byte
	Brotli []byte // nil where the build made none
	Gzip   []byte // nil where the build made none
}

// Folder gives out the files; safe for many goroutines.
type Folder struct {
	files fs.FS
	dev   bool
	mu    sync.Mutex
	read  map[string]File // never filled in dev
}

// Files returns the files that were built into the program; with dev, those in the disk's ./static as they are
// at each call, so that what the bundler writes shows at once, and what is for developers alone.
func Files(dev bool) *Folder {
	f := &Folder{files: embedded, dev: dev, read: map[string]File{}}
	if dev {
		f.files = os.DirFS(onDisk)
	}
	return f
}

// File returns a file of dist by its plain name ("panel/panel.js") or its hashed one ("panel/panel.1f2e3d4c.js").
// A name that isn't there, or a hash that isn't its present one, is [fs.ErrNotExist].
func (f *Folder) File(name string) (File, error) {
	plain, hash := splitHash(name)
	file, err := f.plain(plain)
	if errors.Is(err, fs.ErrNotExist) && hash != "" {
		return f.plain(name) // a plain name that happens to look hashed
	}
	if err != nil {
		return File{}, err
	}
	if hash != "" && hash != file.Hash {
		return File{}, fmt.Errorf("open %s: %w", name, fs.ErrNotExist)
	}
	file.Hashed = hash != ""
	return file, nil
}

func (f *Folder) plain(name string) (File, error) {
	if f.dev {
		file, err := load(f.files, distFolder, name)
		if errors.Is(err, fs.ErrNotExist) {
			return load(f.files, devFolder, name)
		}
		return file, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if file, ok := f.read[name]; ok {
		return file, nil
	}
	file, err := load(f.files, distFolder, name)
	if err == nil {
		f.read[name] = file
	}
	return file, err
}

func load(files fs.FS, folder, name string) (File, error) {
	if !fs.ValidPath(name) || path.Ext(name) == "" { // a folder has no extension
		return File{}, fmt.Errorf("read built file %q: %w", name, fs.ErrNotExist)
	}
	at := path.Join(folder, name)
	content, err := fs.ReadFile(files, at)
	if err != nil {
		return File{}, fmt.Errorf("read built file: %w", err)
	}
	br, err := optional(files, at+".br")
	if err != nil {
		return File{}, err
	}
	gz, err := optional(files, at+".gz")
	if err != nil {
		return File{}, err
	}
	hash := Hash(content)
	if slices.Contains(Aside, name) {
		hash, err = hashAside(files)
	}
	return File{Name: name, Pinned: joinHash(name, hash), Type: mediaType(name), Hash: hash, Bytes: content, Brotli: br, Gzip: gz}, err
}

func optional(files fs.FS, at string) ([]byte, error) {
	b, err := fs.ReadFile(files, at)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read built file: %w", err)
	}
	return b, nil
}

// Hash returns the part of a content's sha256 that its hashed name carries. Files that share a hash are one content, each
// behind the one before.
func Hash(contents ...[]byte) string {
	sum := sha256.Sum256(bytes.Join(contents, nil))
	return hex.EncodeToString(sum[:])[:hashLetters]
}

func hashAside(files fs.FS) (string, error) {
	contents := make([][]byte, len(Aside))
	for i, name := range Aside {
		var err error
		if contents[i], err = fs.ReadFile(files, path.Join(distFolder, name)); err != nil {
			return "", fmt.Errorf("read built file: %w", err)
		}
	}
	return Hash(contents...), nil
}

var hashed = regexp.MustCompile(`^(.+)\.([0-9a-f]{8})(\.[a-z]+)$`)

// splitHash takes "a.1f2e3d4c.js" apart into "a.js" and "1f2e3d4c"; a name without a hash stays whole.
func splitHash(name string) (plain, hash string) {
	m := hashed.FindStringSubmatch(name)
	if m == nil {
		return name, ""
	}
	return m[1] + m[3], m[2]
}

// joinHash is splitHash turned round.
func joinHash(plain, hash string) string {
	ext := path.Ext(plain)
	return strings.TrimSuffix(plain, ext) + "." + hash + ext
}

// types are said here, since the machine's own table differs from one to the next.
var types = map[string]string{
	".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp", ".ico": "image/x-icon",
	".json": "application/json", ".woff2": "font/woff2", ".map": "application/json",
}

func mediaType(name string) string {
	ext := path.Ext(name)
	return cmp.Or(types[ext], mime.TypeByExtension(ext), "application/octet-stream")
}
