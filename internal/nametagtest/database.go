package nametagtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/nametag-dev/nametag/internal/sqlite"
)

// Database is the path of an empty database of the test's own, with its schema: that takes SQLite longer than most tests
// take, so it is made once and copied.
func Database(t testing.TB) string {
	t.Helper()
	empty, err := emptyDatabase()
	path := filepath.Join(t.TempDir(), "nametag.db")
	if err == nil {
		err = os.WriteFile(path, empty, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var emptyDatabase = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "nametag.db")
	store, err := sqlite.Open(context.Background(), sqlite.Config{Path: path})
	if err != nil {
		return nil, err
	}
	if err := store.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
