package sqlite

import (
	"encoding/json"
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// An effect is {"created":true,"set":[{"key":…,"old":…,"new":…}],"protected":[…],"link":{"from":"c_…","to":"c_…",
// "trust":"claimed"},"successor":"v_…"} with what it has of these. A blank old or new is left out.

func encodeEffect(e nametag.Effect) string {
	b := append(make([]byte, 0, 256), '{')
	part := func(key string) {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(appendString(b, key), ':')
	}
	if e.Created {
		part("created")
		b = append(b, "true"...)
	}
	if len(e.Set) > 0 {
		part("set")
		b = appendList(b, e.Set, appendEdit)
	}
	if len(e.Protected) > 0 {
		part("protected")
		b = appendList(b, e.Protected, appendString)
	}
	if e.Link != nil {
		part("link")
		b = appendLink(b, *e.Link)
	}
	if e.Successor != 0 {
		part("successor")
		b = appendString(b, e.Successor.String())
	}
	return string(append(b, '}'))
}

func appendList[T any](b []byte, list []T, item func([]byte, T) []byte) []byte {
	for i, x := range list {
		if i == 0 {
			b = append(b, '[')
		} else {
			b = append(b, ',')
		}
		b = item(b, x)
	}
	return append(b, ']')
}

func appendEdit(b []byte, e nametag.Edit) []byte {
	b = appendString(append(b, `{"key":`...), e.Key)
	if e.Old != "" {
		b = append(append(b, `,"old":`...), e.Old...)
	}
	if e.New != "" {
		b = append(append(b, `,"new":`...), e.New...)
	}
	return append(b, '}')
}

func appendLink(b []byte, l nametag.LinkEffect) []byte {
	b = append(b, '{')
	if l.From != 0 {
		b = append(appendString(append(b, `"from":`...), l.From.String()), ',')
	}
	if l.To != 0 {
		b = append(appendString(append(b, `"to":`...), l.To.String()), ',')
	}
	b = appendString(append(b, `"trust":`...), l.Trust.String())
	return append(b, '}')
}

// effect is what decodeEffect reads; ids and trusts are still words.
type effect struct {
	Created bool `json:"created"`
	Set     []struct {
		Key string          `json:"key"`
		Old json.RawMessage `json:"old"`
		New json.RawMessage `json:"new"`
	} `json:"set"`
	Protected []string `json:"protected"`
	Link      *struct {
		From  string `json:"from"`
		To    string `json:"to"`
		Trust string `json:"trust"`
	} `json:"link"`
	Successor string `json:"successor"`
}

func decodeEffect(text string) (e nametag.Effect, err error) {
	var d effect
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return e, fmt.Errorf("decode effect: %w", err)
	}
	e.Created, e.Protected = d.Created, d.Protected
	for _, s := range d.Set {
		e.Set = append(e.Set, nametag.Edit{Key: s.Key, Old: string(s.Old), New: string(s.New)})
	}
	if d.Link != nil {
		e.Link, err = decodeLink(d.Link.From, d.Link.To, d.Link.Trust)
	}
	if err == nil && d.Successor != "" {
		e.Successor, err = nametag.ParseVisitorID(d.Successor)
	}
	return e, err
}

func decodeLink(from, to, trust string) (*nametag.LinkEffect, error) {
	var l nametag.LinkEffect
	var err error
	if from != "" {
		l.From, err = nametag.ParseContactID(from)
	}
	if err == nil && to != "" {
		l.To, err = nametag.ParseContactID(to)
	}
	if err != nil {
		return nil, fmt.Errorf("decode link: %w", err)
	}
	for t := nametag.Anonymous; t <= nametag.Attested; t++ {
		if t.String() == trust {
			l.Trust = t
			return &l, nil
		}
	}
	return nil, fmt.Errorf("decode link's trust %q: %w", trust, errMalformed)
}
