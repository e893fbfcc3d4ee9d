package nametag

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Values are kept as the JSON that JSON.stringify writes (RFC 8785 but for the order of keys), so that their size
// can be told and two of them compared without reading them.

// quote writes a string as JSON.stringify does.
func quote(text string) string {
	b, _ := jsontext.AppendQuote(nil, text) // valid UTF-8: the wire refuses anything else
	return string(b)
}

// quoteList writes a list of strings as JSON.stringify does.
func quoteList(list []string) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, text := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(text))
	}
	b.WriteByte(']')
	return b.String()
}

func textOf(value string) string {
	if !strings.HasPrefix(value, `"`) {
		return ""
	}
	b, _ := jsontext.AppendUnquote(nil, value)
	return string(b)
}

func listOf(value string) []string {
	var list []string
	if !strings.HasPrefix(value, "[") || json.Unmarshal([]byte(value), &list) != nil {
		return nil
	}
	return list
}

// customBytes is what JSON.stringify of an object with these keys and values weighs in UTF-8.
func customBytes(custom map[string]Value) int {
	size := len("{}") + max(0, len(custom)-1) // and the commas
	for key, v := range custom {
		size += quotedBytes(key) + len(":") + len(v.JSON)
	}
	return size
}

func quotedBytes(text string) int {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' {
			return len(quote(text))
		}
	}
	return len(text) + len(`""`)
}

// CustomBytes is what custom_data weighs, as JSON.stringify would write it (spec identity §2).
func (t Traits) CustomBytes() int { return customBytes(t.Custom) }

// Stringify spells a value as JSON.stringify does; ok is false if JavaScript can't hold it. The value was read strictly
// before.
func Stringify(value jsontext.Value) (text string, ok bool) {
	if isStringified(value) {
		return string(value), true
	}
	if overflows(value) {
		return "", false
	}
	spelt := value.Clone()
	err := spelt.Format(jsontext.CanonicalizeRawInts(true), jsontext.CanonicalizeRawFloats(true))
	return string(spelt), err == nil
}

// safeDigits is how many digits every number of that length JavaScript holds exactly.
const safeDigits = 15

// isStringified knows the plain values, which most are: they need no second spelling.
func isStringified(value jsontext.Value) bool {
	switch value.Kind() {
	case 't', 'f':
		return true
	case '"':
		return bytes.IndexByte(value, '\\') < 0
	case '0':
		return len(value) <= safeDigits && value[0] != '-' && !bytes.ContainsAny(value, ".eE")
	}
	return false
}

// overflows reports whether a value holds a number that JavaScript has no number for, such as 1e400.
func overflows(value jsontext.Value) bool {
	decoder := jsontext.NewDecoder(bytes.NewReader(value))
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return false // the end
		}
		if token.Kind() == '0' && math.IsInf(NumberOf(jsontext.Value(token.String())), 0) {
			return true
		}
	}
}

// NumberOf is the number that JavaScript reads, ±Inf where it is out of range.
func NumberOf(value jsontext.Value) float64 {
	f, _ := strconv.ParseFloat(string(value), 64)
	return f
}
