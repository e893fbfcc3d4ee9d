package web_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/web"
)

// scriptHeader is what every script is sent with, whatever else.
var scriptHeader = map[string]string{
	"Content-Type": "text/javascript; charset=utf-8", "X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding", "Set-Cookie": "",
	"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", "Timing-Allow-Origin": "*",
}

const (
	aWhile  = "public, max-age=300"
	forEver = "public, max-age=31536000, immutable"
)

// Every script is had by its plain name and its hashed one, and for ever by those that it had in other builds.
func TestScripts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for path, want := range map[string]struct{ body, hash, cache string }{
		"/nametag.js":                {"plain", "1f2e3d4c", aWhile},
		"/nametag.1f2e3d4c.js":       {"plain", "1f2e3d4c", forEver},
		"/nametag-carry.js":          {"plain", "1f2e3d4c", aWhile},
		"/nametag-carry.1f2e3d4c.js": {"plain", "1f2e3d4c", forEver},
		"/nametag.0badcafe.js":       {"older", "0badcafe", forEver},

		"/compat/upscope.js":                   {"plain", "1f2e3d4c", aWhile},
		"/compat/upscope.1f2e3d4c.js":          {"plain", "1f2e3d4c", forEver},
		"/compat/upscope.0badcafe.js":          {"older", "0badcafe", forEver},
		"/compat/upscope/k_1.js":               {"plain", "1f2e3d4c", aWhile},
		"/compat/upscope/old.0badcafe.js":      {"plain", "1f2e3d4c", aWhile},
		"/compat/upscope.js?widgetId=0badcafe": {"plain", "1f2e3d4c", aWhile},
	} {
		a := request(t, w, "GET", path, "").ok(nil).header("Cache-Control", want.cache).header("ETag", `W/"`+want.hash+`"`)
		for name, line := range scriptHeader {
			a.header(name, line)
		}
		if a.Body != want.body {
			t.Errorf("%s: got %q, want %q", path, a.Body, want.body)
		}
	}
	request(t, w, "GET", "/nametag.0badcafe.js", "", "Accept-Encoding: br").ok(nil).header("Content-Encoding", "br")
}

// The store is asked for hashed names alone: what else somebody makes up costs nothing.
func TestOnlyHashedScriptsAreLookedUp(t *testing.T) {
	t.Parallel()
	var asked []string
	w := newWorld(t, func(c *web.Config) {
		c.Kept = func(_ context.Context, name string) (web.File, error) {
			asked = append(asked, name)
			return web.File{}, nametag.ErrNotFound
		}
	})
	for _, path := range []string{
		"/nametag", "/nametags.js", "/nametag.js.br", "/nametag.0badcaf.js", "/nametag.0badcafe1.js", "/nametag.0BADCAFE.js", "/nametag.0badcafe.js.gz",
		"/nametag/x.0badcafe.js", "/nametag.0badcafe.js%0a", "/nametag-debug.00000000.js",
		"/compat/", "/compat/nobody.js", "/compat/nobody/k_1.js", "/compat/upscope/", "/compat/upscope/a/b.js",
	} {
		request(t, w, "GET", path, "").fails(path, http.StatusNotFound, "not_found", "*")
	}
	if want := []string{"nametag-debug.00000000.js"}; !slices.Equal(asked, want) {
		t.Errorf("asked the store for %q, want %q", asked, want)
	}
}

// Over a real connection: HEAD says what GET would and sends nothing, a script that the browser has is known by the same
// headers, and who asks for a part is given all of it.
func TestScriptsAsTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	url := w.listen().URL
	ask := func(method, path string, headers ...string) *answer {
		r, err := http.NewRequestWithContext(t.Context(), method, url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "br")
		for _, header := range headers {
			name, value, _ := strings.Cut(header, ": ")
			r.Header.Set(name, value)
		}
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		body, err := io.ReadAll(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		return &answer{t: t, Status: got.StatusCode, Header: got.Header, Body: string(body)}
	}
	for path, body := range map[string]string{"/nametag.js": "br", "/nametag.1f2e3d4c.js": "br", "/nametag.0badcafe.js": "older br"} {
		whole := ask("GET", path).ok(nil)
		head := ask("HEAD", path).ok(nil)
		part := ask("GET", path, "Range: bytes=1-1").ok(nil)
		if whole.Body != body || part.Body != body || head.Body != "" {
			t.Errorf("%s: got %q, a part of it %q, its head %q", path, whole.Body, part.Body, head.Body)
		}
		held := ask("GET", path, "If-None-Match: "+whole.Header.Get("ETag"))
		if held.Status != http.StatusNotModified || held.Body != "" {
			t.Errorf("%s: got %d %q, want 304", path, held.Status, held.Body)
		}
		for _, name := range []string{"Cache-Control", "ETag", "Vary", "Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "Timing-Allow-Origin"} {
			held.header(name, whole.Header.Get(name))
		}
		for _, name := range []string{"Cache-Control", "ETag", "Vary", "Content-Type", "Content-Encoding", "Content-Length", "Access-Control-Allow-Origin"} {
			head.header(name, whole.Header.Get(name))
		}
		part.header("Accept-Ranges", "").header("Content-Range", "")
	}
}

func TestScriptsAreSentAsTheBrowserLikesBest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for accept, want := range map[string]string{
		"":                          "plain",
		"gzip, deflate, br, zstd":   "br",
		"GZIP":                      "gz",
		"gzip;q=1.0, br;q=0":        "gz",
		"br;q=0.000, gzip; q=0":     "plain",
		"br ; q=0.5":                "br",
		"identity":                  "plain",
		"brotli, x-gzip":            "plain",
		"br;q=x":                    "plain",
		strings.Repeat(",", 10_000): "plain",
	} {
		a := request(t, w, "GET", "/nametag.js", "", "Accept-Encoding: "+accept).ok(nil)
		if a.Body != want {
			t.Errorf("Accept-Encoding %.40q: got %q, want %q", accept, a.Body, want)
		}
		a.header("Content-Encoding", map[string]string{"plain": "", "br": "br", "gz": "gzip"}[want])
	}
}

func TestScriptsThatTheBrowserHasAreNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for held, want := range map[string]int{
		`W/"1f2e3d4c"`:             http.StatusNotModified,
		`"1f2e3d4c"`:               http.StatusNotModified,
		`"x", W/"1f2e3d4c"`:        http.StatusNotModified,
		`*`:                        http.StatusNotModified,
		`W/"00000000"`:             http.StatusOK,
		``:                         http.StatusOK,
		strings.Repeat(`,"`, 4000): http.StatusOK,
	} {
		a := request(t, w, "GET", "/nametag.js", "", "If-None-Match: "+held)
		if a.Status != want || want == http.StatusNotModified && a.Body != "" {
			t.Errorf("If-None-Match %.40s: got %d %q, want %d", held, a.Status, a.Body, want)
		}
	}
}

func TestHeadHasTheHeadersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/nametag.js", "/panel/", "/panel/panel.js", "/help", "/healthz"} {
		if a := request(t, w, "HEAD", path, ""); a.Status != http.StatusOK || a.Header.Get("Content-Type") == "" {
			t.Errorf("HEAD %s: got %d, want 200", path, a.Status)
		}
	}
}

const panelCSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; " +
	"font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// The panel finds its own way: every address under /panel/ that isn't a file is its page.
func TestThePanelsPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/panel/", "/panel/settings/install", "/panel/visitors/v_0c4j8x6rm2a9k", "/panel/contacts/c_0c4j8x6rm2b1p", "/panel/setup", "/panel/index.html"} {
		a := request(t, w, "GET", path, "").ok(nil)
		if !strings.Contains(a.Body, "<title>Panel</title>") {
			t.Errorf("%s: got %q, want the page", path, a.Body)
		}
		a.header("Content-Security-Policy", panelCSP).header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "no-referrer").
			header("Cross-Origin-Opener-Policy", "same-origin").header("Cache-Control", "no-store").header("X-Frame-Options", "DENY").
			header("Access-Control-Allow-Origin", "")
	}
	for _, path := range []string{"/", "/panel"} {
		if a := request(t, w, "GET", path, ""); a.Status != http.StatusFound || a.Header.Get("Location") != "/panel/" {
			t.Errorf("%s: got %d to %q, want the panel", path, a.Status, a.Header.Get("Location"))
		}
	}
}

func TestThePanelsFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request(t, w, "GET", "/panel/panel.00000002.js", "").ok(nil).header("Cache-Control", "public, max-age=31536000, immutable").
		header("Content-Security-Policy", panelCSP)
	request(t, w, "GET", "/panel/panel.js", "").ok(nil).header("Cache-Control", "no-cache")
}

func TestTheDemoIsThereOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	with, without := newWorld(t, withDemo), newWorld(t)
	if a := request(t, with, "GET", "/demo/cart", "").ok(nil); a.Body != "the shop at /demo/cart" {
		t.Errorf("got %q, want the shop", a.Body)
	}
	if a := request(t, with, "GET", "/demo", ""); a.Header.Get("Location") != "/demo/" {
		t.Errorf("got %d, want to be led to the shop", a.Status)
	}
	request(t, without, "GET", "/demo/cart", "").fails("without", http.StatusNotFound, "not_found", "*")
}
