package sqlite

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A contact's document is written at every change and read at every miss of the cache, so it has a codec of its own,
// which takes values as the JSON texts that they are.

// appendString appends s as a JSON string.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

var errMalformed = errors.New("malformed document")

// scanner reads JSON that this package wrote: without spaces. After the first error it stays at its place, and
// every further read is empty.
type scanner struct {
	text string
	at   int
	err  error
}

func (s *scanner) fail() {
	if s.err == nil {
		s.err = fmt.Errorf("%w at byte %d", errMalformed, s.at)
	}
}

// next takes the next byte if it is c.
func (s *scanner) next(c byte) bool {
	if s.err != nil || s.at >= len(s.text) || s.text[s.at] != c {
		return false
	}
	s.at++
	return true
}

func (s *scanner) need(c byte) {
	if !s.next(c) {
		s.fail()
	}
}

// object calls member with every key; member reads the value.
func (s *scanner) object(member func(key string)) {
	s.need('{')
	for first := true; s.err == nil && !s.next('}'); first = false {
		if !first {
			s.need(',')
		}
		key := s.string()
		s.need(':')
		member(key)
	}
}

func (s *scanner) string() string {
	raw := s.value()
	if s.err != nil || len(raw) < 2 || raw[0] != '"' {
		s.fail()
		return ""
	}
	if strings.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	var text string
	if json.Unmarshal([]byte(raw), &text) != nil {
		s.fail()
	}
	return text
}

func (s *scanner) int() int64 {
	n, err := strconv.ParseInt(s.value(), 10, 64)
	if err != nil {
		s.fail()
	}
	return n
}

// value takes the text of any value.
func (s *scanner) value() string {
	start, depth := s.at, 0
	for s.err == nil && s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c == '"':
			s.skipString()
		case c == '{' || c == '[':
			depth++
			s.at++
		case depth > 0 && (c == '}' || c == ']'):
			depth--
			s.at++
		case depth == 0 && (c == ',' || c == ':' || c == '}' || c == ']'):
			s.fail()
		case depth == 0:
			s.skipScalar()
		default:
			s.at++
			continue
		}
		if depth == 0 && s.err == nil {
			return s.text[start:s.at]
		}
	}
	s.fail()
	return ""
}

func (s *scanner) skipString() {
	for s.at++; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '\\':
			s.at++
		case '"':
			s.at++
			return
		}
	}
	s.fail()
}

func (s *scanner) skipScalar() {
	if end := strings.IndexAny(s.text[s.at:], ",:}]"); end >= 0 {
		s.at += end
	} else {
		s.at = len(s.text)
	}
}

// end fails unless all was read.
func (s *scanner) end() error {
	if s.at < len(s.text) {
		s.fail()
	}
	return s.err
}
