package bundle_test

import (
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/bundle"
)

// saying has several sources in each bundle, and for each of them what it alone says.
func saying(t *testing.T) (out bundle.Output, says map[string]string) {
	t.Helper()
	dir, put := small(t)
	put("widget/src/main.ts", `import { tell } from './other.ts'; tell('from the main source')`)
	put("widget/src/other.ts", `export const tell = (what: string) => { document.title = what; addEventListener('from the other one', () => tell(what)) }`)
	put("static/panel/main.tsx", "import './strange.ts'\nimport './plain.ts'\nconsole.log('from the page')")
	put("static/panel/strange.ts", `console.log("Grüße aus der 🦊-Höhle")`)
	put("static/panel/plain.ts", `console.log("from the plain one")`)
	put("static/panel/panel.css", "@import './other.css'; .from-the-styles { color: red }")
	put("static/panel/other.css", ".from-other-styles { color: blue }")
	out, err := bundle.Build(dir)
	if err != nil {
		t.Fatal(err)
	}
	return out, map[string]string{
		"widget/src/main.ts":      "from the main source",
		"widget/src/other.ts":     "from the other one",
		"static/panel/main.tsx":   "from the page",
		"static/panel/strange.ts": "Grüße aus der 🦊-Höhle",
		"static/panel/plain.ts":   "from the plain one",
		"static/panel/panel.css":  ".from-the-styles",
		"static/panel/other.css":  ".from-other-styles",
	}
}

// TestPiecesNameTheirSources: through both foldings of the widget, and past characters that are not one byte each.
func TestPiecesNameTheirSources(t *testing.T) {
	t.Parallel()
	out, says := saying(t)
	said := map[string]string{}
	for name, pieces := range out.Pieces {
		whole := ""
		for _, p := range pieces {
			whole += p.Text
			said[p.Source] += p.Text
		}
		if whole != string(out.Files[name]) {
			t.Errorf("the pieces of %s are %q, the file is %q", name, whole, out.Files[name])
		}
	}
	for source, text := range said {
		for of, own := range says {
			if strings.Contains(text, own) != (of == source) {
				t.Errorf("%s says %q: has it %q of %s?", source, text, own, of)
			}
		}
	}
	for source := range says {
		if said[source] == "" {
			t.Errorf("nothing comes from %s", source)
		}
	}
}

func TestWeightsAddUpToTheFile(t *testing.T) {
	t.Parallel()
	out, _ := saying(t)
	for name, pieces := range out.Pieces {
		parts, err := bundle.Weigh(pieces)
		if err != nil {
			t.Fatal(err)
		}
		brotli, minified := 0, 0
		for i, p := range parts {
			brotli += p.Brotli
			minified += p.Bytes
			if i > 0 && p.Brotli > parts[i-1].Brotli {
				t.Errorf("%s: %s stands behind a lighter part", name, p.Source)
			}
		}
		if want := len(out.Files[name+".br"]); brotli != want {
			t.Errorf("%s: the parts weigh %d, the file %d", name, brotli, want)
		}
		if want := len(out.Files[name]); minified != want {
			t.Errorf("%s: the parts have %d bytes, the file %d", name, minified, want)
		}
	}
}
