package proof

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// spelling is how an encoder writes a JSON string. All write \b, \f, \n, \r, \t alike, and other control characters as
// \u and four digits.
type spelling struct {
	backslashed string            // what only gets a backslash
	escaped     func(r rune) bool // what is written as \u and four digits, beyond what must be
	digits      string
}

const lowerHex, upperHex = "0123456789abcdef", "0123456789ABCDEF"

// The spellings of the mainstream encoders as they come, the commonest first (spec security §1a). Most texts are
// spelt alike by all of them.
var spellings = []spelling{
	{`"\`, among(""), lowerHex},                                          // JavaScript; Jackson, serde and most others
	{`"\`, func(r rune) bool { return r > '~' }, lowerHex},               // Python
	{`"\/`, func(r rune) bool { return r > unicode.MaxASCII }, lowerHex}, // PHP
	{`"\`, among("<>&\u2028\u2029"), lowerHex},                           // Go, Rails
	{`"\`, among("<>&='\u2028\u2029"), lowerHex},                         // Gson
	{`\`, func(r rune) bool { return r > '~' || dotNet(r) }, upperHex},   // System.Text.Json
}

var dotNet = among("\"&'+<>`")

func among(set string) func(rune) bool {
	return func(r rune) bool { return strings.ContainsRune(set, r) }
}

// appendQuoted appends a text as a JSON string.
func (s spelling) appendQuoted(b []byte, text string) []byte {
	if isPlain(text) {
		return append(append(append(b, '"'), text...), '"')
	}
	b = append(b, '"')
	for _, r := range text {
		b = s.appendRune(b, r)
	}
	return append(b, '"')
}

func (s spelling) appendRune(b []byte, r rune) []byte {
	short := strings.IndexRune("\b\f\n\r\t", r)
	switch {
	case strings.ContainsRune(s.backslashed, r):
		return append(b, '\\', byte(r))
	case short >= 0:
		return append(b, '\\', "bfnrt"[short])
	case r < ' ' || s.escaped(r):
		return s.appendHex(b, r)
	}
	return utf8.AppendRune(b, r)
}

func (s spelling) appendHex(b []byte, r rune) []byte {
	for _, u := range utf16.AppendRune(make([]uint16, 0, 2), r) {
		b = append(b, '\\', 'u', s.digits[u>>12], s.digits[u>>8&15], s.digits[u>>4&15], s.digits[u&15])
	}
	return b
}

// isPlain reports whether all encoders write a text alike: as it is.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf || !plain[text[i]] {
			return false
		}
	}
	return true
}

var plain = plainCharacters()

func plainCharacters() (plain [utf8.RuneSelf]bool) {
	for c := range plain {
		plain[c] = !slices.ContainsFunc(spellings, func(s spelling) bool { return len(s.appendRune(nil, rune(c))) > 1 })
	}
	return plain
}
