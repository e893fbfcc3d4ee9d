package sqlite_test

import (
	"database/sql"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/nametag-dev/nametag/internal/sqlite"
)

var update = flag.Bool("update", false, "write golden files anew")

// raw opens the world's file without the store.
func (w *world) raw() *sql.DB {
	w.Helper()
	db, err := sql.Open("sqlite", "file:"+w.path)
	w.must(err)
	w.Cleanup(func() { _ = db.Close() })
	return db
}

func TestSchemaIsGolden(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rows, err := w.raw().QueryContext(t.Context(), `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
		AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%' ORDER BY tbl_name, type DESC, name`)
	w.must(err)
	defer rows.Close()
	var schema strings.Builder
	for rows.Next() {
		var text string
		w.must(rows.Scan(&text))
		schema.WriteString(text + ";\n")
	}
	w.must(rows.Err())

	golden := filepath.Join("testdata", "schema.golden.sql")
	if *update {
		w.must(os.WriteFile(golden, []byte(schema.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	w.must(err)
	if got := schema.String(); got != string(want) {
		t.Errorf("the schema is not testdata/schema.golden.sql (run with -update):\n%s", got)
	}
}

func TestEveryTableIsStrict(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var lax int
	err := w.raw().QueryRowContext(t.Context(), `SELECT count(*) FROM pragma_table_list
		WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`).Scan(&lax)
	w.must(err)
	if lax != 0 {
		t.Errorf("%d tables are not STRICT", lax)
	}
}

// Processes that start at once on a new file all come up.
func TestOpenAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a folder", "100% new?#.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	var group errgroup.Group
	for range 16 {
		group.Go(func() error {
			s, err := sqlite.Open(t.Context(), sqlite.Config{Path: path})
			if err != nil {
				return err
			}
			return s.Close()
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]sqlite.Config{
		"an unknown way to be synchronous": {Path: filepath.Join(t.TempDir(), "a.db"), Synchronous: "OFF"},
		"a folder that is not there":       {Path: filepath.Join(t.TempDir(), "none", "a.db")},
	} {
		if s, err := sqlite.Open(t.Context(), config); err == nil {
			t.Errorf("%s: no error", name)
			_ = s.Close()
		}
	}
}

// What visitors say, and sealed secrets, are in the file.
func TestFileIsItsOwners(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, suffix := range []string{"", "-wal"} {
		info, err := os.Stat(w.path + suffix)
		w.must(err)
		if got := info.Mode().Perm(); got != 0o600 {
			t.Errorf("%q has mode %o", suffix, got)
		}
	}
}

func TestANewerProgramsFileIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.raw().ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	w.must(err)
	again, err := sqlite.Open(t.Context(), sqlite.Config{Path: w.path})
	if err == nil {
		w.must(again.Close())
	}
	if err == nil || !strings.Contains(err.Error(), "newer Nametag") {
		t.Errorf("got %v, want it refused", err)
	}
}
