package web_test

import (
	"compress/gzip"
	"html"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/web"
)

func TestHelp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := request(t, w, "GET", "/help", "").ok(nil)
	a.header("Content-Type", "text/html; charset=utf-8").header("Cache-Control", "public, max-age=300").header("Set-Cookie", "").
		header("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'").
		header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "no-referrer")
	if found := regexp.MustCompile(`(?i)<script[^;]|<style|\sstyle=|\son\w+=|https?://[^ <]*["']`).FindString(strings.ReplaceAll(a.Body, "http://www.w3.org/2000/svg'", "")); found != "" {
		t.Errorf("the page has %q in it, which its policy forbids", found)
	}
	if again := request(t, w, "GET", "/help", "", "If-None-Match: "+a.Header.Get("ETag")); again.Status != http.StatusNotModified {
		t.Errorf("asked again: got %d, want 304", again.Status)
	}
	zipped := request(t, w, "GET", "/help", "", "Accept-Encoding: gzip").ok(nil).header("Content-Encoding", "gzip")
	if plain, err := gzip.NewReader(strings.NewReader(zipped.Body)); err != nil {
		t.Error(err)
	} else if got, err := io.ReadAll(plain); err != nil || string(got) != a.Body {
		t.Errorf("zipped: got %d bytes, %v; want the same page", len(got), err)
	}
	for _, address := range []string{"/help?code=bad_email", "/help?%22%3E%3Cscript%3E"} {
		if other := request(t, w, "GET", address, "").ok(nil); other.Body != a.Body {
			t.Errorf("%s: got another page", address)
		}
	}
}

// Whatever code somebody meets has a section of its name, and there is none besides.
func TestHelpHasEveryCode(t *testing.T) {
	t.Parallel()
	page := request(t, newWorld(t), "GET", "/help", "").ok(nil).Body
	var want []string
	for _, e := range nametag.Errors {
		want = append(want, e.Code)
	}
	for _, r := range nametag.Reasons {
		want = append(want, r.Code)
	}
	// Where codes stand in the sources, in whatever list they may be missing.
	for _, place := range []struct{ files, code string }{
		{"../nametag/*.go", `Error\{Kind: \w+, Code: "(\w+)"`},
		{"../nametag/*.go", `proof\.Reason\{Code: "(\w+)"`},
		{"../nametag/*.go", `Reason: "(\w+)"`},
		{"../proof/*.go", `Reason\{"(\w+)"`},
		{"../wire/*.go", `reject\(.*, "(\w+)"\)`},
		{"../../widget/src/mistakes.ts", `(?m)^  (\w+): '`},
		{"../../widget/src/*.ts", `\bcode[^\w']+'(\w+)'`},
		{"../../widget/src/compat/*.ts", `\bwarn\('(\w+)'`},
	} {
		want = append(want, codesIn(t, place.files, place.code)...)
	}
	slices.Sort(want)
	want = slices.Compact(want)
	var got []string
	for _, m := range regexp.MustCompile(`<article id="(\w+)">`).FindAllStringSubmatch(page, -1) {
		got = append(got, m[1])
	}
	slices.Sort(got)
	for _, code := range want {
		if !slices.Contains(got, code) {
			t.Errorf("/help says nothing of %s", code)
		}
	}
	for i, code := range got {
		if !slices.Contains(want, code) {
			t.Errorf("/help speaks of %s, which nobody meets", code)
		}
		if i > 0 && got[i-1] == code {
			t.Errorf("/help speaks of %s twice", code)
		}
	}
	for _, code := range web.HelpAsides() {
		if !slices.Contains(want, code) {
			t.Errorf("there is an aside on %s, which nobody meets", code)
		}
	}
}

// What /help lists as a page's calls are those of the package, which are the widget's (widget/test/package.test.ts).
func TestHelpListsThePagesCalls(t *testing.T) {
	t.Parallel()
	page := request(t, newWorld(t), "GET", "/help", "").ok(nil).Body
	_, list, _ := strings.Cut(page, "A page&#39;s calls are ")
	list, _, _ = strings.Cut(list, ".")
	got := regexp.MustCompile(`, | and `).Split(list, -1)
	source, err := os.ReadFile("../../widget/npm/index.ts")
	if err != nil {
		t.Fatal(err)
	}
	_, calls, _ := strings.Cut(string(source), "export const nametag: Nametag = {")
	var want []string
	for _, m := range regexp.MustCompile(`(?m)^  (\w+)[:,]`).FindAllStringSubmatch(calls, -1) {
		want = append(want, m[1])
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || len(want) == 0 {
		t.Errorf("got the calls %v, want %v", got, want)
	}
}

// codesIn finds codes in sources, tests aside.
func codesIn(t *testing.T, files, code string) []string {
	t.Helper()
	names, err := filepath.Glob(files)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(code).FindAllStringSubmatch(string(source), -1) {
			if !strings.HasSuffix(name, "_test.go") {
				found = append(found, m[1])
			}
		}
	}
	if len(found) < 3 {
		t.Errorf("%s: found the codes %v, want more", files, found)
	}
	return found
}

// Each section says what is wrong and what to do, in the words of the catalogue and of the reasons.
func TestHelpSaysWhatTheCatalogueSays(t *testing.T) {
	t.Parallel()
	page := request(t, newWorld(t), "GET", "/help", "").ok(nil).Body
	says := func(code, what, do string) {
		_, section, _ := strings.Cut(page, `<article id="`+code+`">`)
		section, _, _ = strings.Cut(section, "</article>")
		text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(section, ""))
		for _, sentence := range []string{what, "What to do " + do} {
			if sentence = strings.ReplaceAll(sentence, "`", ""); !strings.Contains(text, sentence) {
				t.Errorf("%s: got %q, want %q in it", code, text, sentence)
			}
		}
	}
	for _, e := range nametag.Errors {
		says(e.Code, e.Message, e.Help)
	}
	for _, r := range nametag.Reasons {
		says(r.Code, r.Message, r.Help)
	}
}

// The code of our own snippets stands where it helps.
func TestHelpShowsTheSnippets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *web.Config) {
		c.Snippet = func(language string) (web.Snippet, bool) { return python{}, language == "node" }
	})
	page := request(t, w, "GET", "/help", "").ok(nil).Body
	for _, use := range []string{"json", "token"} {
		if strings.Count(page, "<code>sign with a key for "+use+"</code>") != 1 {
			t.Errorf("the page doesn't show the code for %s", use)
		}
	}
}
