package nametag_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/nametag-dev/nametag/internal/nametag"
)

func TestSearchableIsWithoutCaseAndAccents(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":              "",
		"Doe & Sons":    "doe & sons",
		"José ÑANDÚ":    "jose nandu",
		"Jose\u0301":    "jose",
		"ＪＡＮＥ":          "jane",
		"買い物かご":         "買い物か\u3053",
		"\ufdfa":        "صلى الله عليه وسلم",
		"ß\xf4é":        "ß\ufffde",
		"한국":            "\u1112\u1161\u11ab\u1100\u116e\u11a8",
		"a\u0301\u0323": "a",
	} {
		if got := nametag.Searchable(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Whatever a stranger sends, what it takes to fold it is bounded: neither letters that are spelt out as many, nor accents
// that leave nothing, nor a text that is simply long, make it more.
func TestSearchableIsBounded(t *testing.T) {
	t.Parallel()
	for name, letter := range map[string]string{"spelt out": "x\ufdfa", "long": "買", "ASCII": "x"} {
		got := nametag.Searchable(strings.Repeat(letter, 5000))
		if len(got) > nametag.SearchableBytes || len(got) < nametag.SearchableBytes-2 || !utf8.ValidString(got) {
			t.Errorf("%s: got %d bytes, want at most %d, in whole letters", name, len(got), nametag.SearchableBytes)
		}
	}
	if got := nametag.Searchable(strings.Repeat("\u0301", 5000) + "x"); got != "" {
		t.Errorf("got %q, from behind what is searched", got)
	}
}

func BenchmarkSearchable(b *testing.B) {
	for name, text := range map[string]string{
		"address": "https://shop.example/cart?Step=2", "title": "買い物かご — お店へようこそ", "spelt out": strings.Repeat("\ufdfa", 682), "accents": "a" + strings.Repeat("\u0301\u0323", 511),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				nametag.Searchable(text)
			}
		})
	}
}
