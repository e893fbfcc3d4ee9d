package nametag_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// What is on a site's list is what browsers send.
func TestParseOrigin(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://X.com/": "https://x.com", "http://x.com:80": "http://x.com", "https://x.com:8443": "https://x.com:8443",
		"HTTPS://*.X.com": "https://*.x.com", " null ": "null", "https://x.com:443": "https://x.com", "http://x.com:443": "http://x.com:443",
		"https://x.com:65535": "https://x.com:65535", "https://*.x.com:8443": "https://*.x.com:8443",
		"http://localhost:3000": "http://localhost:3000", "https://x.com.": "https://x.com.", "https://a_b--c.x.com": "https://a_b--c.x.com",
		"https://bücher.example": "https://xn--bcher-kva.example", "https://*.BÜCHER.example": "https://*.xn--bcher-kva.example",
		"https://xn--bcher-kva.example": "https://xn--bcher-kva.example", "https://\u212aelvin.example": "https://kelvin.example",
		"https://\u0130rene.example": "https://xn--irene-7fd.example", "https://straße.example": "https://xn--strae-oqa.example",
		"https://a\u3002example": "https://a.example",
		"https://127.0.0.1:8080": "https://127.0.0.1:8080", "http://[::1]:80": "http://[::1]", "http://[::1]": "http://[::1]",
		"https://[2001:0DB8:0:0:0:0:0:1]:8443": "https://[2001:db8::1]:8443", "https://[::ffff:1.2.3.4]": "https://[::ffff:102:304]",
		"https://" + strings.Repeat("a", 63) + ".example": "https://" + strings.Repeat("a", 63) + ".example",
	} {
		if got, err := nametag.ParseOrigin(text); err != nil || got != want {
			t.Errorf("ParseOrigin(%q): got %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "x.com", "ftp://x.com", "https://", "https://*.com", "https://*.com.", "http://*.x.com", "https://x.com/a", "https://x.com?", "https://x.com?a",
		"https://a.*.com", "https://*", "https://*.", "https://*.*.x.com", "https://u@x.com", "https://@x.com", "*", "://x.com", "https:x.com", "https://x.com//",
		"https://a.example#", "https://a.example:", `https://a"b.example`, "https://a.example;", "https://a,b.example", "https://a b.example",
		"https://a%20b.example", "https://a..example", "https://.a.example", "https://a.example..", "https://.", "https://a\x00.example", "https://\xff.example",
		"https://a.example:0", "https://a.example:99999", "https://a.example:080", "https://a.example:0443", "https://a.example:+1", "https://a.example:1:2", "https://:80",
		"https://" + strings.Repeat("a", 64) + ".example", "https://" + strings.Repeat("abcdefg.", 32) + "example",
		"https://0x7f.1", "https://a.0x7f", "https://0x", "https://127.1", "https://2130706433", "https://127.0.0.01", "https://1.2.3.4.", "https://1.2.3.256", "https://a.42",
		"https://*.1.2.3.4", "https://*.[::1]", "https://[fe80::1%25eth0]", "https://[fe80::1%eth0]", "https://[1.2.3.4]", "https://[::1", "https://::1", "https://[]",
		"https://[::1].example", "https://[[::1]]", "https://xn--a.example", "https://xn--ascii-.example", "https://a.xn--", "https://\ufffd.example",
	} {
		if got, err := nametag.ParseOrigin(text); !errors.Is(err, nametag.ErrBadValue) {
			t.Errorf("ParseOrigin(%q): got %q, %v, want ErrBadValue", text, got, err)
		}
	}
}
