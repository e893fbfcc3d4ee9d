package sqlite

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Traits are one document: {"profile":{key:[value,trust,source,seq,at]},"custom":{…}}, keys in order, so that equal
// traits are equal texts. No traits are no document.

func encodeTraits(t nametag.Traits) string {
	if t.Empty() {
		return ""
	}
	return string(appendTraits(make([]byte, 0, 512), t))
}

func appendTraits(b []byte, t nametag.Traits) []byte {
	b = append(b, `{"profile":`...)
	b = appendValues(b, t.Profile)
	b = append(b, `,"custom":`...)
	b = appendValues(b, t.Custom)
	return append(b, '}')
}

func appendValues[K ~string](b []byte, values map[K]nametag.Value) []byte {
	var room [16]K
	keys := slices.AppendSeq(room[:0], maps.Keys(values))
	slices.Sort(keys)
	b = append(b, '{')
	for i, k := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, string(k)), ':')
		b = appendValue(b, values[k])
	}
	return append(b, '}')
}

func appendValue(b []byte, v nametag.Value) []byte {
	b = append(append(b, '['), v.JSON...)
	b = strconv.AppendInt(append(b, ','), int64(v.Trust), 10)
	b = appendString(append(b, ','), string(v.Source))
	b = strconv.AppendInt(append(b, ','), int64(v.Seq), 10)
	b = append(b, ',')
	if v.At.IsZero() {
		b = append(b, "null"...)
	} else {
		b = strconv.AppendInt(b, v.At.UnixMilli(), 10)
	}
	return append(b, ']')
}

func decodeTraits(text string) (nametag.Traits, error) {
	if text == "" {
		return nametag.Traits{}, nil
	}
	s := scanner{text: text}
	t := s.traits()
	return t, s.end()
}

func (s *scanner) traits() (t nametag.Traits) {
	s.object(func(part string) {
		switch part {
		case "profile":
			t.Profile = scanValues[nametag.Field](s)
		case "custom":
			t.Custom = scanValues[string](s)
		default:
			s.fail()
		}
	})
	return t
}

func scanValues[K ~string](s *scanner) map[K]nametag.Value {
	var values map[K]nametag.Value
	s.object(func(key string) {
		if values == nil {
			values = make(map[K]nametag.Value)
		}
		values[K(key)] = s.trait()
	})
	return values
}

func (s *scanner) trait() (v nametag.Value) {
	s.need('[')
	v.JSON = s.value()
	s.need(',')
	v.Trust = nametag.Trust(s.int())
	s.need(',')
	v.Source = nametag.Source(s.string())
	s.need(',')
	v.Seq = nametag.Seq(s.int())
	s.need(',')
	if s.next('n') {
		s.need('u')
		s.need('l')
		s.need('l')
	} else {
		v.At = time.UnixMilli(s.int()).UTC()
	}
	s.need(']')
	return v
}
