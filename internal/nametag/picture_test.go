package nametag_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// listed are a site's hosts in the tests below.
var listed = []string{"pictures.example", "*.cdn.example", "*.xn--bcher-kva.example"}

// Whose picture agents may load (spec security §6): the browser's own reading of an address never decides it.
func TestPicturesOfListedHosts(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://pictures.example/jane.png?s=80#x":      "https://pictures.example/jane.png?s=80#x",
		"https://pictures.example":                      "https://pictures.example",
		"https://pictures.example?u=@evil.example":      "https://pictures.example?u=@evil.example",
		"https://pictures.example#@evil.example":        "https://pictures.example#@evil.example",
		"https://pictures.example/@evil.example:443/":   "https://pictures.example/@evil.example:443/",
		"https://pictures.example//evil.example/":       "https://pictures.example//evil.example/",
		`https://pictures.example\@evil.example`:        `https://pictures.example\@evil.example`, // a path to browsers
		"HTTPS://PICTURES.Example/Jane.PNG":             "https://pictures.example/Jane.PNG",
		"https://a.cdn.example/":                        "https://a.cdn.example/",
		"https://a.b.cdn.example/":                      "https://a.b.cdn.example/",
		"https://a.bücher.example/":                     "https://a.xn--bcher-kva.example/",
		"https://a.XN--BCHER-KVA.example/":              "https://a.xn--bcher-kva.example/",
		"https://ｐictures\u3002example/":                "https://pictures.example/",
		"https://pic\u00adtures.example/":               "https://pictures.example/",
		"https://a.bu\u0308cher.example/":               "https://a.xn--bcher-kva.example/",
		"http://pictures.example/":                      "",
		"//pictures.example/":                           "",
		" https://pictures.example/":                    "",
		"https:/pictures.example/":                      "",
		"https:pictures.example/":                       "",
		`https:\\pictures.example/`:                     "",
		"https:///pictures.example/":                    "",
		`https://\pictures.example/`:                    "",
		"data:image/png;base64,AA":                      "",
		"javascript:alert(1)//https://pictures.example": "",
		"https://evil.example/":                         "",
		"https://evil.example/pictures.example":         "",
		"https://evil.example/https://pictures.example": "",
		"https://pictures.example.evil.example/":        "",
		"https://evilpictures.example/":                 "",
		"https://a.pictures.example/":                   "",
		"https://cdn.example/":                          "",
		"https://evilcdn.example/":                      "",
		"https://.cdn.example/":                         "",
		"https://a..cdn.example/":                       "",
		"https://user@pictures.example/":                "",
		"https://pictures.example@evil.example/":        "",
		"https://pictures.example:x@evil.example/":      "",
		"https://pictures.example:443/":                 "",
		"https://pictures.example:8443/":                "",
		"https://pictures.example:/":                    "",
		"https://pictures.example./":                    "",
		"https://a.cdn.example./":                       "",
		"https://pictures.example\t.evil.example/":      "",
		"https://pictures.example\n/":                   "",
		"https://pict\x00ures.example/":                 "",
		"https://pictures%2eexample/":                   "",
		"https://pictures.example%2f.evil.example/":     "",
		"https://pictures.example\u2100.evil.example/":  "", // ℀ is a/c to some
		"https://pictures.example\uff0f.evil.example/":  "", // a slash of full width
		"https://pıctures.example/":                     "", // without its dot
		"https://рictures.example/":                     "", // of another alphabet
		"https://xn--bcher-kva.example/":                "",
		"https://*.cdn.example/":                        "",
		"https://[::1]/":                                "",
		"https://":                                      "",
		"":                                              "",
	} {
		if got := (nametag.Picture{Address: address}).Shown(listed); got != want {
			t.Errorf("%q, said by a stranger: got %q, want %q", address, got, want)
		}
		if got := (nametag.Picture{Address: address}).Shown(nil); got != "" {
			t.Errorf("%q, where nothing is listed: got %q", address, got)
		}
		vouched := ""
		if strings.HasPrefix(strings.ToLower(address), "https://") {
			vouched = address
		}
		if got := (nametag.Picture{Address: address, Vouched: true}).Shown(nil); got != vouched {
			t.Errorf("%q, vouched for: got %q, want %q", address, got, vouched)
		}
	}
}

// What a stranger's address is shown as has the host that is listed, whoever reads it, and nothing before it.
func FuzzPicture(f *testing.F) {
	for _, address := range []string{"https://pictures.example/a", `https://pictures.example\@evil.example`, "https://a.BÜCHER.example?x", "https://u@pictures.example:443", "https://a.cdn.example.", "https://ｐictures\u3002example#"} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		shown := nametag.Picture{Address: address}.Shown(listed)
		if shown == "" {
			return
		}
		host, https := strings.CutPrefix(shown, "https://")
		if end := strings.IndexAny(host, `/?#\`); end >= 0 {
			host = host[:end]
		}
		if strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789.-_") != "" || !https ||
			host != listed[0] && !strings.HasSuffix(host, ".cdn.example") && !strings.HasSuffix(host, ".xn--bcher-kva.example") {
			t.Errorf("%q is shown as %q", address, shown)
		}
		if again := (nametag.Picture{Address: shown}).Shown(listed); again != shown {
			t.Errorf("%q is shown as %q, and that as %q", address, shown, again)
		}
	})
}

func TestParseAvatarHost(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"pictures.example": "pictures.example", " *.Pictures.EXAMPLE ": "*.pictures.example", "bücher.example": "xn--bcher-kva.example",
		"XN--BCHER-kva.example": "xn--bcher-kva.example", "*.a_b.c-d.example": "*.a_b.c-d.example",
	} {
		if got, err := nametag.ParseAvatarHost(text); err != nil || got != want {
			t.Errorf("ParseAvatarHost(%q): got %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "*", "*.", "example", "*.example", "*.com", "localhost", "https://a.example", "//a.example", "a.example/", "a.example/b.png", "a.example:443", "u@a.example", "a.example.",
		"*.a.example.", "*.*.a.example", "a.*.example", ".a.example", "a..example", "a b.example", "a%2eb.example", "a.example?", "a.example#", `a.example\b`, "a.example,b.example",
		"127.0.0.1", "*.127.0.0.1", "0x7f.1", "[::1]", "a\x00.example", "\xff.example", strings.Repeat("a", 64) + ".example", "null",
	} {
		var e *nametag.Error
		if got, err := nametag.ParseAvatarHost(text); !errors.Is(err, nametag.ErrBadValue) || !errors.As(err, &e) || e.Field != "avatar_hosts" {
			t.Errorf("ParseAvatarHost(%q): got %q, %v, want that it isn't taken", text, got, err)
		}
	}
}
