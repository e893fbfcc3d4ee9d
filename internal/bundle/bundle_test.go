package bundle_test

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/nametag-dev/nametag/internal/bundle"
)

const (
	root = "../.."

	widgetBudgetBytes = 4_096  // nametag.js, brotli (spec widget §5 names the goal, 3,072)
	carryBudgetBytes  = 1_024  // nametag-carry.js, brotli
	panelBudgetBytes  = 60_000 // the panel's first load, brotli
)

// built is made once: every test looks at the same output.
var built = sync.OnceValues(func() (bundle.Output, error) {
	at, err := filepath.Abs(root)
	if err != nil {
		return bundle.Output{}, err
	}
	return bundle.Build(at)
})

func build(t *testing.T) bundle.Output {
	t.Helper()
	if _, err := os.Stat(filepath.Join(root, "node_modules", "preact")); err != nil {
		t.Fatal("the panel's libraries are missing: run `npm ci` in the repository's root first")
	}
	out, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDistIsFresh proves that what is committed is what the sources give, byte for byte.
func TestDistIsFresh(t *testing.T) {
	t.Parallel()
	out := build(t)
	dist, err := bundle.Read(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range out.Files {
		if got, ok := dist[name]; !ok || !bytes.Equal(got, want) {
			t.Errorf("%s/%s is not what the sources give: run `go run ./internal/bundle/build`", bundle.Dist, name)
		}
	}
	for name := range dist {
		if _, ok := out.Files[name]; !ok {
			t.Errorf("%s/%s comes from no source: run `go run ./internal/bundle/build`", bundle.Dist, name)
		}
	}
}

func TestSameSourcesGiveSameBytes(t *testing.T) {
	t.Parallel()
	first := build(t)
	at, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	second, err := bundle.Build(at)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.EqualFunc(first.Files, second.Files, bytes.Equal) {
		t.Error("two builds of the same sources differ")
	}
}

func TestWidgetBudget(t *testing.T) {
	t.Parallel()
	out := build(t)
	for name, budget := range map[string]int{"nametag.js": widgetBudgetBytes, "nametag-carry.js": carryBudgetBytes} {
		logParts(t, out, name)
		if got := len(out.Files[name+".br"]); got == 0 || got > budget {
			t.Errorf("%s weighs %d bytes brotli, of %d", name, got, budget)
		}
	}
}

func TestPanelBudget(t *testing.T) {
	t.Parallel()
	out := build(t)
	logParts(t, out, "panel/panel.js")
	total := 0
	for _, name := range []string{"panel/index.html.br", "panel/panel.js.br", "panel/panel.css.br"} {
		if len(out.Files[name]) == 0 {
			t.Errorf("%s is missing", name)
		}
		total += len(out.Files[name])
	}
	t.Logf("first load: %d bytes brotli", total)
	if total > panelBudgetBytes {
		t.Errorf("the panel's first load weighs %d bytes brotli, more than %d", total, panelBudgetBytes)
	}
}

// logParts prints what each source file adds, so that a growth can be traced.
func logParts(t *testing.T, out bundle.Output, name string) {
	t.Helper()
	t.Logf("%s: %d bytes, %d gzip, %d brotli", name, len(out.Files[name]), len(out.Files[name+".gz"]), len(out.Files[name+".br"]))
	for _, p := range out.Parts[name] {
		t.Logf("%7d  %s", p.Bytes, p.Source)
	}
}

// TestPanelNamesItsFilesByHash: what the page refers to can be cached for ever.
func TestPanelNamesItsFilesByHash(t *testing.T) {
	t.Parallel()
	page := string(build(t).Files["panel/index.html"])
	for _, plain := range []string{"panel.js", "panel.css"} {
		if strings.Contains(page, plain) {
			t.Errorf("the panel's page refers to %s by its plain name", plain)
		}
	}
}

// TestNeverInARelease: esbuild and the code that drives it stay out of the program.
func TestNeverInARelease(t *testing.T) {
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "./server")
	cmd.Dir = root
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, said)
	}
	deps := strings.Fields(string(said))
	for _, banned := range []string{"github.com/evanw/esbuild", "github.com/nametag-dev/nametag/internal/bundle"} {
		if slices.ContainsFunc(deps, func(d string) bool { return d == banned || strings.HasPrefix(d, banned+"/") }) {
			t.Errorf("./server links %s", banned)
		}
	}
}
