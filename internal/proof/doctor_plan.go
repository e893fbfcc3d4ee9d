package proof

import (
	"bytes"
	"iter"
	"slices"
)

// plan is how somebody wrote down whom a hash is about, and what is wrong with that. It has the layout and the names of
// the right JSON unless a mistake changed them.
type plan struct {
	use       Use    // whose form it has: JSON, or a bare id or email
	id, email string // "" is left out
	number    string // the id as a number, in place of the text
	idName    string
	emailName string
	reversed  bool // the email first
	layout    layout
	more      string    // what else stands in the JSON
	escapes   *spelling // in place of the encoders' own
	wrap      []func([]byte) []byte
	wrong     []*Reason
}

// layout is what stands between the parts of JSON.
type layout struct{ open, colon, comma, close string }

var compact = layout{"{", ":", ",", "}"}

// plansOf are what should have been signed, and what people sign who mistake whom the hash is to be about.
func plansOf(c Case) []plan {
	plans := plansFor(formsOf(c.Who))
	switch {
	case c.Who.ExternalID != "":
		for _, email := range c.Who.emails() {
			plans = append(plans, plansFor([]form{{use: UseJSON, email: email}, {use: UseRawEmail, email: email}}, wrongEmail)...)
		}
	default:
		for _, email := range c.Who.emails() {
			plans = append(plans, plansFor([]form{{use: UseJSON, id: email}}, wrongID)...)
		}
	}
	if c.Said != (Said{}) && c.Said != (Said{c.Who.ExternalID, c.Who.Email}) {
		plans = append(plans, plansFor(formsOf(Identity{c.Said.ExternalID, c.Said.Email, c.Who.Folded}), wrongTrim)...)
	}
	return plans
}

func plansFor(forms []form, wrong ...*Reason) (plans []plan) {
	for _, f := range forms {
		p := planOf(f)
		p.wrong = wrong
		plans = append(plans, p)
	}
	return plans
}

func planOf(f form) plan {
	p := plan{use: f.use, id: f.id, email: f.email, idName: "id", emailName: "email", layout: compact}
	if f.number {
		p.number = f.id
	}
	return p
}

// but is the plan with one more thing wrong.
func (p plan) but(r *Reason) plan {
	p.wrong = append(slices.Clip(p.wrong), r)
	return p
}

// wrapped is the plan whose message went through something more.
func (p plan) wrapped(r *Reason, through func([]byte) []byte) plan {
	p.wrap = append(slices.Clip(p.wrap), through)
	return p.but(r)
}

// isJSON reports whether the plan has members to go wrong.
func (p plan) isJSON() bool { return p.use == UseJSON }

// signedBy is the use of the keys that would have signed such a message.
func (p plan) signedBy() Use {
	if slices.Contains(p.wrong, wrongEmail) && p.use == UseRawEmail {
		return "" // a key for emails did what it is for
	}
	return p.use
}

// texts yields the message in each of the encoders' spellings, once.
func (p plan) texts() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if !p.isJSON() {
			yield(p.through([]byte(p.id + p.email)))
			return
		}
		var seen [][]byte
		for _, s := range p.spellings() {
			text := p.through(p.json(s))
			if slices.ContainsFunc(seen, func(b []byte) bool { return bytes.Equal(b, text) }) {
				continue
			}
			if !yield(text) {
				return
			}
			seen = append(seen, text)
		}
	}
}

func (p plan) spellings() []spelling {
	switch {
	case p.escapes != nil:
		return []spelling{*p.escapes}
	case isPlain(p.id) && isPlain(p.email):
		return spellings[:1]
	}
	return spellings
}

func (p plan) through(text []byte) []byte {
	for _, wrap := range p.wrap {
		text = wrap(text)
	}
	return text
}

// json writes the members as the plan has them.
func (p plan) json(s spelling) []byte {
	var members [][]byte
	add := func(name string, value []byte) {
		members = append(members, append([]byte(`"`+name+`"`+p.layout.colon), value...))
	}
	switch {
	case p.number != "":
		add(p.idName, []byte(p.number))
	case p.id != "":
		add(p.idName, s.appendQuoted(nil, p.id))
	}
	if p.email != "" {
		add(p.emailName, s.appendQuoted(nil, p.email))
	}
	if p.reversed {
		slices.Reverse(members)
	}
	if p.more != "" {
		members = append(members, []byte(p.more))
	}
	b := append([]byte(p.layout.open), bytes.Join(members, []byte(p.layout.comma))...)
	return append(b, p.layout.close...)
}
