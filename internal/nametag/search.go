package nametag

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Searchable is a text as searches compare it: without case and accents, so that jose finds José.
func Searchable(text string) string {
	if isASCII(text) {
		return strings.ToLower(text)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
