package bundle_test

import (
	"bytes"
	"cmp"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/nametag-dev/nametag/internal/bundle"
	"github.com/nametag-dev/nametag/static/snippets"
)

const (
	root = "../.."

	widgetBudgetBytes = 3_072  // nametag.js, brotli (spec widget §5)
	carryBudgetBytes  = 1_024  // nametag-carry.js, brotli
	codeBudgetBytes   = 1_024  // nametag-code.js, brotli
	debugBudgetBytes  = 2_048  // nametag-debug.js, brotli
	vendorBudgetBytes = 1_536  // what a vendor's script adds to nametag.js, brotli (vendors/README.md)
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
	for name, budget := range map[string]int{"nametag.js": widgetBudgetBytes, "nametag-carry.js": carryBudgetBytes, "nametag-code.js": codeBudgetBytes, "nametag-debug.js": debugBudgetBytes} {
		if got := len(out.Files[name+".br"]); got == 0 || got > budget {
			t.Errorf("%s weighs %d bytes brotli, of %d", name, got, budget)
		}
		logParts(t, out, name)
	}
}

func TestVendorBudget(t *testing.T) {
	t.Parallel()
	out := build(t)
	vendors := 0
	for name := range out.Files {
		if !strings.HasPrefix(name, "compat/") || !strings.HasSuffix(name, ".js") {
			continue
		}
		vendors++
		added := len(out.Files[name+".br"]) - len(out.Files["nametag.js.br"])
		t.Logf("%s adds %d bytes brotli", name, added)
		if added <= 0 || added > vendorBudgetBytes {
			t.Errorf("%s adds %d bytes brotli to nametag.js, of %d", name, added, vendorBudgetBytes)
		}
		logParts(t, out, name)
	}
	if vendors == 0 {
		t.Error("no vendor's script was built")
	}
}

func TestPanelBudget(t *testing.T) {
	t.Parallel()
	out := build(t)
	total := 0
	for _, name := range append(firstLoad(t, out), "panel/index.html") {
		total += len(out.Files[name+".br"])
	}
	t.Logf("first load: %d bytes brotli", total)
	if total > panelBudgetBytes {
		t.Errorf("the panel's first load weighs %d bytes brotli, more than %d", total, panelBudgetBytes)
	}
	logParts(t, out, "panel/panel.js")
}

// named finds what a file of the panel names, by their hashed names.
var named = regexp.MustCompile(`"(?:/panel|\.)/([a-z-]+)\.[0-9a-f]{8}(\.[a-z]+)"`)

// firstLoad lists what the panel's page names.
func firstLoad(t *testing.T, out bundle.Output) []string {
	t.Helper()
	var files []string
	for _, m := range named.FindAllSubmatch(out.Files["panel/index.html"], -1) {
		files = append(files, "panel/"+string(m[1])+string(m[2]))
	}
	for _, want := range []string{"panel/panel.js", "panel/chunk.js", "panel/panel.css"} {
		if !slices.Contains(files, want) || len(out.Files[want+".br"]) == 0 {
			t.Errorf("the panel's page names %v, and %s is not among them, or is missing", files, want)
		}
	}
	return files
}

// TestPanelComesAtOnce: what its scripts import, the page names, so that nothing waits for another; but what is imported
// when it is needed stays out of the first load.
func TestPanelComesAtOnce(t *testing.T) {
	t.Parallel()
	out := build(t)
	first := firstLoad(t, out)
	late := 0
	for _, m := range regexp.MustCompile(`(from|import\()"\./([a-z-]+)\.[0-9a-f]{8}\.js"`).FindAllSubmatch(out.Files["panel/panel.js"], -1) {
		name := "panel/" + string(m[2]) + ".js"
		if out.Files[name] == nil {
			t.Errorf("panel.js imports %s, which isn't there", name)
		}
		if slices.Contains(first, name) == (string(m[1]) == "import(") {
			t.Errorf("panel.js says %s %s, and the page names %v", m[1], name, first)
		}
		if string(m[1]) == "import(" {
			late++
		}
	}
	if late == 0 {
		t.Error("nothing comes late")
	}
}

// TestPanelOffersEverySnippet: the code in the panel is what the snippets' own tests run.
func TestPanelOffersEverySnippet(t *testing.T) {
	t.Parallel()
	late := string(build(t).Files["panel/settings-page.js"])
	for _, s := range snippets.All {
		if !strings.Contains(late, s.Name) {
			t.Errorf("the panel doesn't offer %s", s.Name)
		}
		for _, code := range []string{s.Hash, s.Raw, s.Token} {
			for line := range strings.Lines(code) {
				if line = strings.TrimSpace(line); !strings.ContainsAny(line, "\"'`\\$") && !strings.Contains(late, line) {
					t.Errorf("the panel's code for %s lacks the line %q", s.Name, line)
				}
			}
		}
	}
}

// logParts prints what each source adds, so that a growth can be traced. Weighing takes a while: it is for who looks.
func logParts(t *testing.T, out bundle.Output, name string) {
	t.Helper()
	t.Logf("%s: %d bytes, %d gzip, %d brotli", name, len(out.Files[name]), len(out.Files[name+".gz"]), len(out.Files[name+".br"]))
	if !testing.Verbose() && !t.Failed() {
		return
	}
	parts, err := bundle.Weigh(out.Pieces[name])
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%7s %7s", "brotli", "bytes")
	for _, p := range parts {
		t.Logf("%7d %7d  %s", p.Brotli, p.Bytes, cmp.Or(p.Source, "(the bundler)"))
	}
}

// TestPanelNamesItsFilesByHash: what the page refers to can be cached for ever.
func TestPanelNamesItsFilesByHash(t *testing.T) {
	t.Parallel()
	page := string(build(t).Files["panel/index.html"])
	for _, plain := range []string{"panel.js", "chunk.js", "panel.css"} {
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
