package nametag_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
)

func TestParseExternalID(t *testing.T) {
	t.Parallel()
	for text, expected := range map[string]string{
		"42": "42", " 42\t": "42", "\uFEFF42\u00a0": "42", "Abc": "Abc", "jane@example.com": "jane@example.com",
		"00": "00", "-2": "-2", "users": "users", strings.Repeat("x", 255): strings.Repeat("x", 255),
	} {
		got, err := nametag.ParseExternalID(text)
		if err != nil || got != expected {
			t.Errorf("ParseExternalID(%q): got %q, %v, want %q", text, got, err, expected)
		}
	}
	for _, text := range []string{
		"undefined", "null", "NaN", "none", "nil", "TRUE", "false", "0", "-1", "[object Object]", "Anonymous", " guest ",
		"user id", "user_id", "userid", "YOUR_UNIQUE_CUSTOM_ID", "USER UNIQUE ID", "your_user_id_123",
		"{{ user.id }}", "<%= id %>", "${id}", "x{{",
	} {
		if _, err := nametag.ParseExternalID(text); !errors.Is(err, nametag.ErrPlaceholderID) {
			t.Errorf("ParseExternalID(%q): got %v, want ErrPlaceholderID", text, err)
		}
	}
	for _, text := range []string{"", "  ", strings.Repeat("x", 256), strings.Repeat("é", 128), "a\x00b", "a\ufffdb"} {
		if _, err := nametag.ParseExternalID(text); !errors.Is(err, nametag.ErrBadExternalID) {
			t.Errorf("ParseExternalID(%.20q): got %v, want ErrBadExternalID", text, err)
		}
	}
}

func TestParseEmail(t *testing.T) {
	t.Parallel()
	for text, folded := range map[string]string{
		" Jane@Example.COM ": "jane@example.com", "a+b.c@x.co": "a+b.c@x.co", "é@x.co": "é@x.co", "e\u0301@x.co": "é@x.co",
		"ÄÖ@EXÄMPLE.com": "äö@exämple.com", strings.Repeat("x", 250) + "@x.y": strings.Repeat("x", 250) + "@x.y",
	} {
		got, err := nametag.ParseEmail(text)
		if err != nil || got.Folded != folded || got.Shown != strings.TrimSpace(text) {
			t.Errorf("ParseEmail(%q): got %+v, %v, want %q", text, got, err, folded)
		}
	}
	for _, text := range []string{
		"", "jane", "@x.com", "jane@", "a@b@c", "a b@x.com", "a\u00a0b@x.com", "a\n@x.com", "a\x00@x.com",
		strings.Repeat("x", 251) + "@x.y",
		"\u212Aate@x.com",  // the Kelvin sign folds to k
		"\u0130rene@x.com", // a capital i with a dot folds to i
		"jan\ufffd@x.com", "jan\xff@x.com",
		"I\u0307rene@x.com",      // the same of two
		"e\u0301\u212Aate@x.com", // however many letters are composed away beside it
		"\u0130van@x.com",        // a dotted capital I folds to i and a dot
		"\u202emoc.x@enaj",       // shown from right to left
		"ja\u200bne@x.com", "ja\u00adne@x.com", "jane\u2066@x.com",
	} {
		if got, err := nametag.ParseEmail(text); !errors.Is(err, nametag.ErrBadEmail) {
			t.Errorf("ParseEmail(%.30q): got %+v, %v, want ErrBadEmail", text, got, err)
		}
	}
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	noon := nametag.Site{}.CreatedAt
	for _, c := range []struct {
		patterns, origin string
		allowed          bool
	}{
		{"https://x.com", "https://x.com", true},
		{"https://x.com", "http://x.com", false},
		{"https://x.com", "https://x.com:8443", false},
		{"https://x.com", "https://x.com.evil.com", false},
		{"https://*.x.com", "https://a.x.com", true},
		{"https://*.x.com", "https://a.b.x.com", true},
		{"https://*.x.com", "https://x.com", false},
		{"https://*.x.com", "https://evilx.com", false},
		{"https://*.x.com", "https://.x.com", false},
		{"https://*.x.com", "https://evil.com/.x.com", false},
		{"https://*.x.com", "https://\xff.x.com", false},
		{"https://*.x.com", "https://é.x.com", false},
		{"https://*.x.com", "https://a..x.com", false},
		{"https://*.x.com", "https://evil.com\\.x.com", false},
		{"https://x.com", "null", false},
		{"null", "null", true},
		{"https://x.com", "", false},
		{"https://x.com", "http://localhost:3000", false},
	} {
		site := nametag.Site{Origins: strings.Fields(c.patterns)}
		if got := site.Allows(c.origin, noon); got != c.allowed {
			t.Errorf("%s allows %s: got %v, want %v", c.patterns, c.origin, got, c.allowed)
		}
	}
	dev := nametag.Site{DevUntil: noon.Add(nametag.DevFor)}
	for origin, allowed := range map[string]bool{
		"http://localhost:3000": true, "http://127.0.0.1:9": true, "http://[::1]:80": true, "https://app.localhost": true, "": true,
		"https://localhost.evil.com": false, "https://x.com": false, "http://192.168.1.2": false,
	} {
		if got := dev.Allows(origin, noon); got != allowed {
			t.Errorf("development mode allows %q: got %v, want %v", origin, got, allowed)
		}
		if dev.Allows(origin, noon.Add(nametag.DevFor)) {
			t.Errorf("development mode did not end by itself for %q", origin)
		}
	}
}

// 254 bytes bound the email as it is given too, which is kept for display.
func TestAnEmailIsBoundedAsItIsGiven(t *testing.T) {
	t.Parallel()
	_, err := nametag.ParseEmail(strings.Repeat("e\u0301", 100) + "@x.co") // 305 bytes, folded 205
	want(t, "refused", errors.Is(err, nametag.ErrBadEmail), true)
}
