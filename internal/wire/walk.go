package wire

import (
	"bytes"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// walker goes over JSON that was read strictly before, so that none of its reads can fail.
type walker struct {
	decoder jsontext.Decoder
	input   bytes.Buffer
}

var walkers = sync.Pool{New: func() any { return new(walker) }}

// walkOver lends a walker that stands before value. Give it back with release.
func walkOver(value jsontext.Value) *walker {
	w := walkers.Get().(*walker)
	w.input = *bytes.NewBuffer(value) // which the decoder reads without a copy
	w.decoder.Reset(&w.input)
	return w
}

func (w *walker) release() { walkers.Put(w) }

// kind is that of the value that comes next: '{', '[', '"', '0', 't', 'f' or 'n'.
func (w *walker) kind() jsontext.Kind { return w.decoder.PeekKind() }

// object goes over the members of the object that comes next. each reads or skips every member's value.
func (w *walker) object(each func(key string) error) error {
	_, _ = w.decoder.ReadToken()
	for w.kind() == '"' {
		token, _ := w.decoder.ReadToken()
		if err := each(token.String()); err != nil {
			return err
		}
	}
	_, _ = w.decoder.ReadToken()
	return nil
}

// value reads the value that comes next; it holds until the next read.
func (w *walker) value() jsontext.Value {
	value, _ := w.decoder.ReadValue()
	return value
}

// texts reads the array that comes next; ok is false if it holds anything but strings.
func (w *walker) texts() (list []string, ok bool) {
	ok = true
	_, _ = w.decoder.ReadToken()
	for w.kind() != ']' {
		value := w.value()
		if ok = ok && value.Kind() == '"'; ok {
			list = append(list, unquote(value))
		}
	}
	_, _ = w.decoder.ReadToken()
	return list, ok
}

func unquote(value jsontext.Value) string {
	if bytes.IndexByte(value, '\\') < 0 {
		return string(value[1 : len(value)-1])
	}
	b, _ := jsontext.AppendUnquote(nil, value)
	return string(b)
}
