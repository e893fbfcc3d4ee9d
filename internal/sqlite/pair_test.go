package sqlite_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"testing"
)

// modernc.org/sqlite is C code translated against one version of modernc.org/libc: any other is at one's own risk.
func TestLibcIsTheOneOfSQLite(t *testing.T) {
	t.Parallel()
	sqlite, libc := module(t, "modernc.org/sqlite"), module(t, "modernc.org/libc")
	text, err := os.ReadFile(sqlite.GoMod)
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`modernc\.org/libc (v\S+)`).FindSubmatch(text)
	if named == nil {
		t.Fatalf("%s names no libc", sqlite.GoMod)
	}
	if got, want := libc.Version, string(named[1]); got != want {
		t.Errorf("modernc.org/libc is %s, modernc.org/sqlite %s wants %s", got, sqlite.Version, want)
	}
}

type moduleInfo struct{ Version, GoMod string }

func module(t *testing.T, path string) (m moduleInfo) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-json", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &m); err != nil {
		t.Fatal(err)
	}
	return m
}
