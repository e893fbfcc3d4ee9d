package wire

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// saidArgs is how many arguments any call of a page takes; what it says beyond is nobody's.
const saidArgs = 3

// Said are the arguments of a page's call, by position: nil where there was none.
type Said [saidArgs]jsontext.Value

// ParseSaid reads them from {"0": …, "1": …}, as a page's JSON.stringify writes {...arguments}: what is undefined isn't
// there.
func ParseSaid(said jsontext.Value) (Said, error) {
	var args Said
	if said.Kind() != '{' {
		return args, nametag.ErrWrongType.For("said")
	}
	w := walkOver(said)
	defer w.release()
	err := w.object(func(key string) error {
		value := w.value()
		if len(key) == 1 && key[0] >= '0' && key[0] < '0'+saidArgs {
			args[key[0]-'0'] = bytes.Clone(value)
		}
		return nil
	})
	return args, err
}

// Text is an argument that must be a text.
func (s Said) Text(i int, name string) (string, error) {
	switch s[i].Kind() {
	case '"':
		return unquote(s[i]), nil
	case 0:
		return "", nametag.ErrMissingField.For(name)
	}
	return "", nametag.ErrWrongType.For(name)
}

// ParseIdentify spells identify(id, traits, proof), and identify({external_id, …}), as a claim (spec widget §2).
func ParseIdentify(said Said) (nametag.Claim, error) {
	person, id, proof := said[1], said[0], said[2]
	if id.Kind() == '{' {
		person, id = id, nil
	}
	var p claimParser
	if err := p.over("traits", person, p.arg); err != nil {
		return p.claim, err
	}
	if id != nil {
		var err error
		if p.claim.ExternalID, err = externalID(id); err != nil {
			return p.claim, err
		}
	}
	if err := p.proof(proof); err != nil {
		return p.claim, err
	}
	return p.adopted(), nil
}

// ParsePerson spells setAttributes({…}) as a claim.
func ParsePerson(said Said) (nametag.Claim, error) {
	var p claimParser
	err := p.over("attributes", said[0], p.arg)
	return p.adopted(), err
}

// ParseConnection spells updateConnection({uniqueId, metadata, integrationIds, …}), Upscope's words, as a claim.
func ParseConnection(said Said) (nametag.Claim, error) {
	var p claimParser
	err := p.over("connection", said[0], func(key string) error {
		if ours, ok := connectionWords[key]; ok {
			key = ours
		}
		return p.arg(key)
	})
	return p.adopted(), err
}

var connectionWords = map[string]string{"uniqueId": "external_id", "metadata": "custom_data", "integrationIds": "integration_ids"}

// proof takes a hash, a token, which has dots, or an object that holds one.
func (p *claimParser) proof(said jsontext.Value) error {
	if said.Kind() != '"' {
		return p.over("proof", said, func(key string) error {
			switch key {
			case "hash", "user_hash", "token":
				return p.arg(key)
			}
			p.value()
			p.reject(shorten(key), "unknown_field")
			return nil
		})
	}
	if text := unquote(said); strings.Contains(text, ".") {
		p.claim.Token = text
	} else {
		p.claim.Hash = text
	}
	return nil
}

// over goes over an object that may be left out, or null.
func (p *claimParser) over(name string, object jsontext.Value, each func(key string) error) error {
	switch object.Kind() {
	case 0, 'n':
		return nil
	case '{':
		p.walker = walkOver(object)
		defer p.release()
		return p.object(each)
	}
	return nametag.ErrWrongType.For(name)
}

// adopted is the claim with what stood in its traits.
func (p *claimParser) adopted() nametag.Claim {
	p.adopt("external_id", &p.claim.ExternalID, p.inside.externalID)
	p.adopt("email", &p.claim.Email, p.inside.email)
	return p.claim
}
