package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/nametag-dev/nametag"

// room says what one folder may import, tests aside. Of ours: names of rooms. Of theirs: module paths; what isn't
// listed here is refused, the standard library is free but for what banned names.
type room struct {
	ours   []string
	theirs []string
	banned []string
}

var (
	sqlBanned  = []string{"database/sql"}
	codec      = "github.com/go-json-experiment/json"
	everything = []string{"nametag", "proof", "access", "client", "limit", "sqlite", "presence", "live", "web", "wire", "bench", "static"}
)

// The import table of internal/README.md.
var rooms = map[string]room{
	"internal/nametag":     {ours: []string{"proof"}, theirs: []string{codec, "golang.org/x/text", "golang.org/x/net/idna"}, banned: []string{"net/http", "os", "database/sql", "log", "log/slog"}},
	"internal/nametagtest": {ours: []string{"nametag", "proof", "sqlite", "presence"}},
	"internal/proof":       {theirs: []string{"github.com/golang-jwt/jwt/v5", codec}, banned: []string{"net/http", "os", "database/sql", "io"}},
	"internal/access":      {ours: []string{"limit"}, theirs: []string{"golang.org/x/crypto", "golang.org/x/text"}, banned: []string{"net/http", "database/sql"}},
	"internal/limit":       {theirs: []string{"golang.org/x/time"}, banned: []string{"net/http", "database/sql", "log", "log/slog"}},
	"internal/client":      {theirs: []string{"github.com/mileusna/useragent", "github.com/oschwald/maxminddb-golang/v2"}, banned: sqlBanned},
	"internal/presence":    {ours: []string{"nametag"}, theirs: []string{"github.com/tidwall/btree"}, banned: []string{"net/http", "database/sql"}},
	"internal/sqlite":      {ours: []string{"nametag", "access"}, theirs: []string{"modernc.org/sqlite", "github.com/pressly/goose/v3", codec}, banned: []string{"net/http"}},
	"internal/wire":        {ours: []string{"nametag"}, theirs: []string{codec}, banned: []string{"net/http", "os", "database/sql", "encoding/json"}},
	"internal/live":        {ours: []string{"nametag", "presence", "wire", "access", "limit"}, theirs: []string{"github.com/gorilla/websocket"}, banned: sqlBanned},
	"internal/web":         {ours: []string{"nametag", "proof", "presence", "wire", "access", "client", "limit", "live"}, theirs: []string{"github.com/labstack/echo/v4", "github.com/google/uuid"}, banned: sqlBanned},
	"internal/bundle":      {ours: []string{"bundle", "static"}, theirs: []string{"github.com/evanw/esbuild", "github.com/andybalholm/brotli"}},
	"internal/bench":       {ours: everything, theirs: []string{"github.com/labstack/echo/v4", "github.com/gorilla/websocket", "modernc.org/sqlite", codec}},
	"static":               {},
	"server":               {ours: everything, theirs: []string{"github.com/alecthomas/kong", "github.com/golang-jwt/jwt/v5", "github.com/gofrs/flock", "github.com/schollz/progressbar/v3", "golang.org/x/term"}, banned: sqlBanned},
}

// TestImportTable is the house: who may know whom.
func TestImportTable(t *testing.T) {
	t.Parallel()
	for file, imports := range sources(t, "..") {
		home, allowed := homeOf(file)
		if allowed == nil {
			t.Errorf("%s: no room of internal/README.md", file)
			continue
		}
		for _, imported := range imports {
			if problem := check(home, *allowed, imported); problem != "" {
				t.Errorf("%s: %s", file, problem)
			}
		}
	}
}

func check(home string, r room, imported string) string {
	if ours, is := strings.CutPrefix(imported, module+"/"); is {
		name := strings.Split(strings.TrimPrefix(ours, "internal/"), "/")[0]
		if name != path.Base(home) && !slices.Contains(r.ours, name) {
			return "may not import " + ours
		}
		return ""
	}
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") {
		if slices.Contains(r.banned, imported) {
			return "may not touch " + imported
		}
		return ""
	}
	if !slices.ContainsFunc(r.theirs, func(m string) bool { return imported == m || strings.HasPrefix(imported, m+"/") }) {
		return "may not touch " + imported
	}
	return ""
}

// homeOf finds the room a file is in.
func homeOf(file string) (string, *room) {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if r, ok := rooms[dir]; ok {
			return dir, &r
		}
	}
	return "", nil
}

// sources are the Go files below root that aren't tests, with what they import.
func sources(t *testing.T, root string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == "data"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		found[filepath.ToSlash(rel)] = nil
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[filepath.ToSlash(rel)] = append(found[filepath.ToSlash(rel)], imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatal("found no source: the test looks at nothing")
	}
	return found
}

// TestClockStaysOutside finds domain code that reads the time by itself: its clock is handed in.
func TestClockStaysOutside(t *testing.T) {
	t.Parallel()
	for _, room := range []string{"nametag", "proof"} {
		files, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range []string{"time.Now()", "time.Since(", "time.Until("} {
				if !strings.HasSuffix(file, "_test.go") && strings.Contains(string(source), call) {
					t.Errorf("%s calls %s", file, call)
				}
			}
		}
	}
}
