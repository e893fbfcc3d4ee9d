package presence

import (
	"slices"
	"strings"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// filter is a search in force: a row passes if every term does.
type filter struct {
	terms []term
	bots  bool // it asks for bots, who else are in no list
}

type term func(r *row) bool

// filter of a query that was parsed before.
func (q Query) filter() (f filter) {
	for _, w := range splitSearch(q.search) {
		t, _ := w.term()
		f.terms = append(f.terms, t)
		f.bots = f.bots || w.key == "is" && w.value == "bot" && !w.not
	}
	return f
}

func (f filter) passes(r *row) bool {
	if r.isBot() && !f.bots {
		return false
	}
	for _, t := range f.terms {
		if !t(r) {
			return false
		}
	}
	return true
}

// term is what the word asks of a row. Returns ErrBadValue for "q".
func (w word) term() (term, error) {
	t, err := w.positive()
	if err != nil || !w.not {
		return t, err
	}
	return func(r *row) bool { return !t(r) }, nil
}

func (w word) positive() (term, error) {
	if w.key != "" {
		return keyed[w.key](w.value)
	}
	if w.quoted {
		return saying(w.value), nil
	}
	if tag, ok := strings.CutPrefix(w.value, "#"); ok && tag != "" {
		return tagged(tag), nil
	}
	if w.value == "online" { // Upscope's word for is:online
		return standing("online"), nil
	}
	return either(saying(w.value), showing(w.value), knownAs(w.value)), nil
}

// keyed are the terms with a key before a colon. Any other key is a part of the text: ids look like that, too.
var keyed = map[string]func(value string) (term, error){
	"is":             being,
	"email":          always(withEmail),
	"id":             always(func(id string) term { return either(withID(id), knownAs(id)) }),
	"integration":    always(integratedAs),
	"integration_id": always(integratedAs), // Upscope's spelling
	"page":           always(onPage),
	"from":           always(from),
	"company":        always(of),
	"country":        always(in),
	"device":         always(on),
}

func always(t func(string) term) func(string) (term, error) {
	return func(value string) (term, error) { return t(value), nil }
}

func either(terms ...term) term {
	return func(r *row) bool { return slices.ContainsFunc(terms, func(t term) bool { return t(r) }) }
}

// standings are the words that may follow is:, in the order in which they are told.
var standings = []struct {
	word string
	is   term
}{
	{"online", func(r *row) bool { return r.summary.state != Left }},
	{"left", func(r *row) bool { return r.summary.state == Left }},
	{"active", func(r *row) bool { return r.summary.state == Active }},
	{"idle", func(r *row) bool { return r.summary.state == Idle }},
	{"away", func(r *row) bool { return r.summary.state == Away }},
	{"anonymous", func(r *row) bool { return r.key.contact == 0 }},
	{"identified", func(r *row) bool { return r.key.contact != 0 }},
	{"claimed", func(r *row) bool { return r.key.trust == nametag.Claimed && r.key.actor == "" }},
	{"verified", func(r *row) bool { return r.key.trust == nametag.Verified && r.key.actor == "" }},
	{"acting", func(r *row) bool { return r.key.actor != "" }},
	{"new", func(r *row) bool { return !r.isReturning() }},
	{"returning", func(r *row) bool { return r.isReturning() }},
	{"bot", func(r *row) bool { return r.isBot() }},
}

// standing is what a word asks that may follow is:, nil where it is none.
func standing(word string) term {
	for _, s := range standings {
		if s.word == word {
			return s.is
		}
	}
	return nil
}

func being(what string) (term, error) {
	if t := standing(what); t != nil {
		return t, nil
	}
	words := make([]string, len(standings))
	for i, s := range standings {
		words[i] = s.word
	}
	return nil, nametag.ErrBadValue.For("q").Saying("There is no is:%s. After is: comes %s.", what, strings.Join(words, ", "))
}

// saying looks in what is known of the person: name, email, id, company.
func saying(text string) term {
	return func(r *row) bool {
		p := r.foldedPerson()
		return strings.Contains(p.name, text) || strings.Contains(p.email, text) || strings.Contains(p.externalID, text) || strings.Contains(p.company, text)
	}
}

// showing finds who shows a lookup code.
func showing(code string) term {
	return func(r *row) bool {
		return slices.ContainsFunc(r.visitors, func(v *visitor) bool { return v.code == code })
	}
}

// knownAs finds visitors and contacts by their ids, and who has no name by the nickname that the panel gives it: "Visitor"
// and the last four letters of its id.
func knownAs(id string) term {
	wanted, _ := nametag.ParseVisitorID(id)
	contact, _ := nametag.ParseContactID(id)
	return func(r *row) bool {
		switch {
		case wanted != 0:
			return slices.ContainsFunc(r.visitors, func(v *visitor) bool { return v.id == wanted })
		case contact != 0:
			return r.key.contact == contact
		case r.key.contact != 0:
			return false
		}
		return len(id) == nickLetters && strings.HasSuffix(r.summary.visitor.String(), id) || len(id) >= nickLetters && strings.HasPrefix("visitor", id)
	}
}

const nickLetters = 4

func withEmail(text string) term {
	return func(r *row) bool { return strings.Contains(r.foldedPerson().email, text) }
}

func withID(id string) term {
	return func(r *row) bool { return r.foldedPerson().externalID == id }
}

func of(company string) term {
	return func(r *row) bool { return strings.Contains(r.foldedPerson().company, company) }
}

func tagged(tag string) term {
	is := func(t string) bool { return strings.TrimPrefix(t, "#") == tag }
	return func(r *row) bool { return slices.ContainsFunc(r.foldedPerson().tags, is) }
}

// integratedAs finds by "name:id", or by the name alone.
func integratedAs(id string) term {
	name, _, whole := strings.Cut(strings.TrimSuffix(id, ":"), ":")
	is := func(i string) bool { return i == id || !whole && strings.HasPrefix(i, name+":") }
	return func(r *row) bool { return slices.ContainsFunc(r.foldedPerson().integrations, is) }
}

// onPage finds by the beginning of a path, or by anything in the page's address or title.
func onPage(text string) term {
	return func(r *row) bool {
		p := r.foldedPage()
		if text[0] == '/' {
			return strings.HasPrefix(pathOf(p.url), text)
		}
		return strings.Contains(p.url, text) || strings.Contains(p.title, text)
	}
}

func pathOf(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if slash := strings.IndexByte(rest, '/'); ok && slash >= 0 {
		return rest[slash:]
	}
	return "/"
}

func from(text string) term {
	return func(r *row) bool {
		v := r.foldedVisit()
		return strings.Contains(v.referrer, text) || strings.Contains(v.campaign, text)
	}
}

func in(country string) term {
	return func(r *row) bool { return strings.EqualFold(r.summary.client.country, country) }
}

func on(device string) term {
	return func(r *row) bool {
		v := r.foldedVisit()
		return r.device().Kind == device || strings.Contains(v.browser, device) || strings.Contains(v.os, device)
	}
}
