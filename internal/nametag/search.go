package nametag

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// SearchableBytes is how much of a text can be searched, as it was said and as it is compared: as long as a page's address
// may be. There are letters that are spelt out as eighteen others.
const SearchableBytes = 2048

// Searchable is a text as searches compare it: without case and accents, so that jose finds José. Of a longer one than
// [SearchableBytes], it is the beginning.
func Searchable(text string) string {
	text = upTo(text, SearchableBytes)
	if isASCII(text) {
		return strings.ToLower(text)
	}
	var b strings.Builder
	var spelt norm.Iter
	for spelt.InitString(norm.NFKD, text); !spelt.Done(); {
		for _, r := range string(spelt.Next()) {
			if unicode.Is(unicode.Mn, r) {
				continue
			}
			r = unicode.ToLower(r)
			if b.Len()+utf8.RuneLen(r) > SearchableBytes {
				return b.String()
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// upTo is as much of a text as has that many bytes, in whole letters.
func upTo(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
