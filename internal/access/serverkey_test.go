package access_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/nametag-dev/nametag/internal/access"
)

func TestServerKeyIsMadeOnceAndKept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	first := mustLoad(t, dir)
	for path, want := range map[string]os.FileMode{"keys": 0o700, "keys/server.key": 0o600} {
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: got mode %04o, want %04o", path, got, want)
		}
	}
	if again := mustLoad(t, dir); !bytes.Equal(first.Derive("x", 1), again.Derive("x", 1)) {
		t.Error("loaded again, the key derives others")
	}
	if other := mustLoad(t, t.TempDir()); bytes.Equal(first.Derive("x", 1), other.Derive("x", 1)) {
		t.Error("two servers have the same key")
	}
}

// Of programs that start at once, one makes the key and all read it.
func TestServerKeyIsMadeByOne(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	derived := make([][]byte, 8)
	var wg sync.WaitGroup
	for i := range derived {
		wg.Go(func() {
			if k, err := access.LoadServerKey(dir); err != nil {
				t.Error(err)
			} else {
				derived[i] = k.Derive("x", 1)
			}
		})
	}
	wg.Wait()
	for _, key := range derived {
		if !bytes.Equal(key, derived[0]) {
			t.Fatal("programs that started at once have different keys")
		}
	}
	left, err := os.ReadDir(filepath.Join(dir, "keys"))
	if err != nil || len(left) != 1 {
		t.Errorf("got %v, %v, want the key alone in its folder", left, err)
	}
}

func TestServerKeyRefusesWhatOthersCanRead(t *testing.T) {
	t.Parallel()
	for path, mode := range map[string]os.FileMode{"keys": 0o750, "keys/server.key": 0o640} {
		dir := t.TempDir()
		mustLoad(t, dir)
		at := filepath.Join(dir, path)
		if err := os.Chmod(at, mode); err != nil {
			t.Fatal(err)
		}
		_, err := access.LoadServerKey(dir)
		if err == nil || !strings.Contains(err.Error(), "chmod") || !strings.Contains(err.Error(), at) {
			t.Errorf("%s with mode %04o: got %v, want an error that says what to do", path, mode, err)
		}
	}
}

func TestServerKeyRefusesDamage(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{"empty": "", "short": "AAAA\n", "no base64": strings.Repeat("!", 43), "long": strings.Repeat("A", 64)} {
		dir := t.TempDir()
		mustLoad(t, dir)
		at := filepath.Join(dir, "keys", "server.key")
		if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := access.LoadServerKey(dir); err == nil {
			t.Errorf("%s: got no error", name)
		}
		if kept, err := os.ReadFile(at); err != nil || string(kept) != content {
			t.Errorf("%s: the damaged file was written over", name)
		}
	}
}

// A new key beside data that rests on another would silently make all of it void.
func TestServerKeyIsNotMadeBesideADatabaseInUse(t *testing.T) {
	t.Parallel()
	for content, made := range map[string]bool{"": true, "SQLite format 3": false} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, access.DatabaseFile), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := access.LoadServerKey(dir)
		if made && err != nil || !made && (!errors.Is(err, access.ErrKeyLost) || !strings.Contains(err.Error(), "restore keys/server.key")) {
			t.Errorf("beside %q: got %v, want a key: %t", content, err, made)
		}
		if _, err := os.Stat(filepath.Join(dir, "keys", "server.key")); (err == nil) != made {
			t.Errorf("beside %q: got %v, want a key file: %t", content, err, made)
		}
	}
}

func TestDeriveTellsPurposesAndSitesApart(t *testing.T) {
	t.Parallel()
	k := mustLoad(t, t.TempDir())
	seen := map[string]bool{}
	for _, purpose := range []string{"", "a", "b", "1/a", "a/1"} {
		for site := range int64(12) {
			key := k.Derive(purpose, site)
			if len(key) != 32 || seen[string(key)] {
				t.Errorf("%q of site %d: got %d bytes, or those of another", purpose, site, len(key))
			}
			if !bytes.Equal(key, k.Derive(purpose, site)) {
				t.Errorf("%q of site %d: derived again, it differs", purpose, site)
			}
			seen[string(key)] = true
		}
	}
}

func mustLoad(t *testing.T, dir string) *access.ServerKey {
	t.Helper()
	k, err := access.LoadServerKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	return k
}
