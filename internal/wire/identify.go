package wire

import (
	"math"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// ParseClaim spells the args of identify and update (spec api §2) as a claim. args were decoded strictly before.
// Identifiers and proofs of a wrong type are errors; any other field that can't be read is left out and named in
// Rejected.
func ParseClaim(args jsontext.Value) (nametag.Claim, error) {
	if args == nil {
		return nametag.Claim{}, nil
	}
	var p claimParser
	if args.Kind() != '{' {
		return p.claim, nametag.ErrWrongType.For("args")
	}
	err := p.over("args", args, p.arg)
	return p.adopted(), err
}

type claimParser struct {
	*walker
	claim  nametag.Claim
	inside struct{ externalID, email nametag.Said } // traits
}

// adopt takes over an identifier inside traits, which is a claim too, unless args name another one.
func (p *claimParser) adopt(key string, said *nametag.Said, inside nametag.Said) {
	switch {
	case !inside.Present:
	case !said.Present:
		*said = inside
	case *said != inside:
		p.reject("traits."+key, "differs")
	}
}

func (p *claimParser) arg(key string) (err error) {
	switch key {
	case "hash", "user_hash":
		p.claim.Hash, err = proofText(key, p.value())
	case "token":
		p.claim.Token, err = proofText(key, p.value())
	case "require_email":
		p.claim.NeedsEmail, err = yesOrNo(key, p.value())
	case "fill_blanks":
		p.claim.FillsBlanks, err = yesOrNo(key, p.value())
	case "persist": // the widget's business
		_, err = yesOrNo(key, p.value())
	case "traits":
		return p.traits()
	case "external_id":
		p.claim.ExternalID, err = externalID(p.value())
	case "email":
		p.claim.Email, err = email(p.value())
	default:
		p.trait(key)
	}
	return err
}

// traits reads the nested object.
func (p *claimParser) traits() error {
	switch p.kind() {
	case '{':
		return p.object(p.traitOrIdentifier)
	case 'n':
		p.value()
		return nil
	}
	return nametag.ErrWrongType.For("traits")
}

func (p *claimParser) traitOrIdentifier(key string) (err error) {
	switch key {
	case "external_id":
		p.inside.externalID, err = externalID(p.value())
	case "email":
		p.inside.email, err = email(p.value())
	default:
		p.trait(key)
	}
	return err
}

func (p *claimParser) trait(key string) {
	if key == "custom_data" {
		p.customData()
		return
	}
	for _, known := range nametag.Fields {
		if string(known.Field) == key {
			p.profile(known.Field, known.List)
			return
		}
	}
	p.value()
	p.reject(shorten(key), "unknown_field")
}

func (p *claimParser) profile(field nametag.Field, list bool) {
	words, ok := nametag.Words{}, true
	switch kind := p.kind(); {
	case kind == '[' && list:
		words.List, ok = p.texts()
	case kind == '"':
		words.Text = unquote(p.value())
		ok = !list || words.Text == ""
	default:
		p.value()
		ok = kind == 'n'
	}
	if !ok {
		p.reject(string(field), "wrong_type")
		return
	}
	if p.claim.Profile == nil {
		p.claim.Profile = map[nametag.Field]nametag.Words{}
	}
	p.claim.Profile[field] = words
}

func (p *claimParser) customData() {
	switch kind := p.kind(); kind {
	case '{':
		_ = p.object(p.custom)
	default:
		p.value()
		if p.claim.ClearCustom = kind == 'n'; kind != 'n' {
			p.reject("custom_data", "wrong_type")
		}
	}
}

// custom keeps a value as JSON.stringify would write it; null and "" remove the key.
func (p *claimParser) custom(key string) error {
	value, text := p.value(), ""
	if value.Kind() != 'n' && string(value) != `""` {
		var ok bool
		if text, ok = nametag.Stringify(value); !ok {
			p.reject("custom_data."+shorten(key), "wrong_type")
			return nil
		}
	}
	if p.claim.Custom == nil {
		p.claim.Custom = map[string]string{}
	}
	p.claim.Custom[key] = text
	return nil
}

// maxRejections bounds an answer to a claim of nothing but mistakes.
const maxRejections = 20

func (p *claimParser) reject(field, reason string) {
	if len(p.claim.Rejected) < maxRejections {
		p.claim.Rejected = append(p.claim.Rejected, nametag.Rejection{Field: field, Reason: reason})
	}
}

// externalID takes a string or an integer that JavaScript can hold; null and "" remove.
func externalID(value jsontext.Value) (nametag.Said, error) {
	switch value.Kind() {
	case 'n':
		return nametag.Said{Present: true}, nil
	case '"':
		return nametag.Said{Present: true, Text: unquote(value)}, nil
	case '0':
		f := nametag.NumberOf(value)
		if f != math.Trunc(f) || math.Abs(f) > 1<<53-1 {
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

func yesOrNo(key string, value jsontext.Value) (bool, error) {
	switch value.Kind() {
	case 't', 'f':
		return value.Kind() == 't', nil
	}
	return false, nametag.ErrWrongType.For(key)
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
