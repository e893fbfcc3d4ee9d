package wire

import (
	"errors"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Decode reads one JSON value strictly: invalid UTF-8, lone surrogates, duplicate keys, keys in another case, unknown
// members and anything after the value are refused. The error is a [nametag.Error] that names the field.
func Decode(data []byte, into any) error {
	return refusal(json.Unmarshal(data, into, json.RejectUnknownMembers(true)))
}

// refusal spells an error of the codec.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		field := fieldOf(semantic.JSONPointer)
		if errors.Is(err, json.ErrUnknownName) {
			return nametag.ErrUnknownField.For(field)
		}
		return nametag.ErrWrongType.For(field)
	}
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		refusal := nametag.ErrBadJSON.For(fieldOf(syntax.JSONPointer))
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return refusal.Saying("A key stands in an object twice.")
		}
		return refusal.Saying("The body is not strict JSON, at byte %d.", syntax.ByteOffset)
	}
	return nametag.ErrBadJSON // the input ended before the value did
}

// Encode spells a value of this package. What this package defines can always be spelt: bytes that are no UTF-8 become
// U+FFFD, even where two names become the same by that.
func Encode(v any) []byte {
	data, err := json.Marshal(v, json.Deterministic(true), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	if err != nil {
		panic("wire: encode: " + err.Error())
	}
	return data
}

// fieldOf spells a JSON pointer the way people write it: "commands[0].args.email".
func fieldOf(p jsontext.Pointer) string {
	var b strings.Builder
	for token := range p.Tokens() {
		if _, err := strconv.Atoi(token); err == nil {
			b.WriteString("[" + token + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(shorten(token))
	}
	return b.String()
}

// fieldBytes bounds what an error repeats of a key that a stranger chose.
const fieldBytes = 64

func shorten(key string) string {
	if len(key) <= fieldBytes {
		return key
	}
	return strings.ToValidUTF8(key[:fieldBytes], "") + "…"
}
