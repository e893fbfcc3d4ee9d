package web_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestScripts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for path, cache := range map[string]string{
		"/nametag.js":          "public, max-age=300",
		"/nametag.1f2e3d4c.js": "public, max-age=31536000, immutable",
		"/nametag-carry.js":    "public, max-age=300",
	} {
		a := request(t, w, "GET", path, "").ok(nil)
		a.header("Cache-Control", cache).header("Content-Type", "text/javascript; charset=utf-8").header("Access-Control-Allow-Origin", "*").
			header("Cross-Origin-Resource-Policy", "cross-origin").header("Timing-Allow-Origin", "*").header("X-Content-Type-Options", "nosniff").
			header("Vary", "Accept-Encoding").header("ETag", `W/"1f2e3d4c"`).header("Set-Cookie", "")
		if a.Body != "plain" {
			t.Errorf("%s: got %q, want the script", path, a.Body)
		}
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
	for _, path := range []string{"/nametag.js", "/panel/", "/panel/panel.js", "/healthz"} {
		if a := request(t, w, "HEAD", path, ""); a.Status != http.StatusOK || a.Header.Get("Content-Type") == "" {
			t.Errorf("HEAD %s: got %d, want 200", path, a.Status)
		}
	}
}

const panelCSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// The panel finds its own way: every address under /panel/ that isn't a file is its page.
func TestThePanelsPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/panel/", "/panel/install", "/panel/visitors/v_0c4j8x6rm2a9k", "/panel/contacts/c_0c4j8x6rm2b1p", "/panel/setup", "/panel/index.html"} {
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
