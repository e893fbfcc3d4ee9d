package wire

import (
	"bytes"
	"iter"
	"math"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// ParseClaim spells the args of identify and update (spec api §2) as a claim. Identifiers and proofs of a wrong type
// are errors; any other field that can't be read is left out and named in Rejected.
func ParseClaim(args jsontext.Value) (nametag.Claim, error) {
	p := claimParser{claim: nametag.Claim{Profile: map[nametag.Field]nametag.Words{}, Custom: map[string]string{}}}
	if args == nil {
		return p.claim, nil
	}
	if args.Kind() != '{' {
		return p.claim, nametag.ErrWrongType.For("args")
	}
	for key, value := range members(args) {
		if err := p.arg(key, value); err != nil {
			return p.claim, err
		}
	}
	return p.claim, nil
}

type claimParser struct{ claim nametag.Claim }

func (p *claimParser) arg(key string, value jsontext.Value) (err error) {
	switch key {
	case "hash", "user_hash":
		p.claim.Hash, err = proofText(key, value)
	case "token":
		p.claim.Token, err = proofText(key, value)
	case "require_email", "persist":
		if k := value.Kind(); k != 't' && k != 'f' {
			return nametag.ErrWrongType.For(key)
		}
	case "traits":
		return p.traits(value)
	case "external_id":
		p.claim.ExternalID, err = externalID(value)
	case "email":
		p.claim.Email, err = email(value)
	default:
		p.trait(key, value)
	}
	return err
}

// traits reads the nested object. An identifier inside it is a claim too, unless args name one themselves.
func (p *claimParser) traits(value jsontext.Value) (err error) {
	switch value.Kind() {
	case 'n':
		return nil
	case '{':
	default:
		return nametag.ErrWrongType.For("traits")
	}
	for key, value := range members(value) {
		switch key {
		case "external_id":
			if !p.claim.ExternalID.Present {
				p.claim.ExternalID, err = externalID(value)
			}
		case "email":
			if !p.claim.Email.Present {
				p.claim.Email, err = email(value)
			}
		default:
			p.trait(key, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *claimParser) trait(key string, value jsontext.Value) {
	if key == "custom_data" {
		p.customData(value)
		return
	}
	for _, known := range nametag.Fields {
		if string(known.Field) == key {
			p.profile(known.Field, known.List, value)
			return
		}
	}
	p.reject(shorten(key), "unknown_field")
}

func (p *claimParser) profile(field nametag.Field, list bool, value jsontext.Value) {
	words := nametag.Words{}
	switch kind := value.Kind(); {
	case kind == 'n':
	case kind == '"' && (!list || len(value) == 2):
		words.Text = unquote(value)
	case kind == '[' && list:
		for entry := range elements(value) {
			if entry.Kind() != '"' {
				p.reject(string(field), "wrong_type")
				return
			}
			words.List = append(words.List, unquote(entry))
		}
	default:
		p.reject(string(field), "wrong_type")
		return
	}
	p.claim.Profile[field] = words
}

func (p *claimParser) customData(value jsontext.Value) {
	switch value.Kind() {
	case 'n':
		p.claim.ClearCustom = true
	case '{':
		for key, v := range members(value) {
			p.custom(key, v)
		}
	default:
		p.reject("custom_data", "wrong_type")
	}
}

// custom keeps a value as JSON.stringify would write it; null and "" remove the key.
func (p *claimParser) custom(key string, value jsontext.Value) {
	if value.Kind() == 'n' || string(value) == `""` {
		p.claim.Custom[key] = ""
		return
	}
	text := value.Clone()
	if err := text.Format(jsontext.CanonicalizeRawInts(true), jsontext.CanonicalizeRawFloats(true)); err != nil || overflows(value) {
		p.reject("custom_data."+shorten(key), "wrong_type")
		return
	}
	p.claim.Custom[key] = string(text)
}

// overflows reports whether a value holds a number that JavaScript has no number for, such as 1e400.
func overflows(value jsontext.Value) bool {
	d := jsontext.NewDecoder(bytes.NewBuffer(value))
	for {
		token, err := d.ReadToken()
		if err != nil {
			return false // the end
		}
		if token.Kind() == '0' && math.IsInf(numberOf(token), 0) {
			return true
		}
	}
}

func numberOf(token jsontext.Token) float64 {
	f, _ := strconv.ParseFloat(token.String(), 64) // ±Inf where it is out of range
	return f
}

func (p *claimParser) reject(field, reason string) {
	if len(p.claim.Rejected) < maxRejections {
		p.claim.Rejected = append(p.claim.Rejected, nametag.Rejection{Field: field, Reason: reason})
	}
}

// maxRejections bounds an answer to a claim of nothing but mistakes.
const maxRejections = 20

// externalID takes a string or an integer that JavaScript can hold; null and "" remove.
func externalID(value jsontext.Value) (nametag.Said, error) {
	switch value.Kind() {
	case 'n':
		return nametag.Said{Present: true}, nil
	case '"':
		return nametag.Said{Present: true, Text: unquote(value)}, nil
	case '0':
		f, err := strconv.ParseFloat(string(value), 64)
		if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53-1 {
			return nametag.Said{}, nametag.ErrBadExternalID.Saying("The external id is a number that JavaScript can't hold exactly.")
		}
		return nametag.Said{Present: true, Text: strconv.FormatInt(int64(f), 10)}, nil
	}
	return nametag.Said{}, nametag.ErrBadExternalID.Saying("The external id is neither a string nor an integer.")
}

func email(value jsontext.Value) (nametag.Said, error) {
	switch value.Kind() {
	case 'n':
		return nametag.Said{Present: true}, nil
	case '"':
		return nametag.Said{Present: true, Text: unquote(value)}, nil
	}
	return nametag.Said{}, nametag.ErrBadEmail.Saying("The email is not a string.")
}

func proofText(key string, value jsontext.Value) (string, error) {
	switch value.Kind() {
	case 'n':
		return "", nil
	case '"':
		return unquote(value), nil
	}
	return "", nametag.ErrWrongType.For(key)
}

func unquote(value jsontext.Value) string {
	b, _ := jsontext.AppendUnquote(nil, value) // was read as a strict JSON string
	return string(b)
}

// members goes over an object that was read strictly before.
func members(object jsontext.Value) iter.Seq2[string, jsontext.Value] {
	return func(yield func(string, jsontext.Value) bool) {
		d := jsontext.NewDecoder(bytes.NewBuffer(object))
		_, _ = d.ReadToken()
		for d.PeekKind() == '"' {
			key, _ := d.ReadToken()
			name := key.String()
			value, _ := d.ReadValue()
			if !yield(name, value) {
				return
			}
		}
	}
}

// elements goes over an array that was read strictly before.
func elements(array jsontext.Value) iter.Seq[jsontext.Value] {
	return func(yield func(jsontext.Value) bool) {
		d := jsontext.NewDecoder(bytes.NewBuffer(array))
		_, _ = d.ReadToken()
		for d.PeekKind() != ']' {
			value, _ := d.ReadValue()
			if !yield(value) {
				return
			}
		}
	}
}
