package presence

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Sort is an order of rows.
type Sort string

const (
	Newest  Sort = "newest"  // those whose session started last first
	Longest Sort = "longest" // those who are here for longest first
	ByName  Sort = "name"    // by the alphabet; whoever has no name comes last, the newest first
)

var sorts = []Sort{Newest, Longest, ByName}

// Query says which people of a site are looked at, and in which order. Queries that mean the same are equal, and those
// who ask them share one list. The zero Query is everybody but known bots, the newest first.
type Query struct {
	search string // its terms as they are compared
	sort   Sort   // "" is Newest
}

const (
	searchLetters = 200
	searchTerms   = 10
)

// ParseQuery reads a search (spec live §3) and a sort, "" being [Newest]. Returns ErrBadValue for "q" or "sort".
func ParseQuery(search string, sort Sort) (Query, error) {
	if sort == Newest {
		sort = ""
	}
	if sort != "" && !slices.Contains(sorts, sort) {
		return Query{}, nametag.ErrBadValue.For("sort").Saying("Sort by newest, longest or name.")
	}
	if utf8.RuneCountInString(search) > searchLetters {
		return Query{}, nametag.ErrBadValue.For("q").Saying("A search has at most %d letters.", searchLetters).Over(searchLetters)
	}
	words := splitSearch(search)
	if len(words) > searchTerms {
		return Query{}, nametag.ErrBadValue.For("q").Saying("A search has at most %d terms.", searchTerms).Over(searchTerms)
	}
	for _, w := range words {
		if _, err := w.term(); err != nil {
			return Query{}, err
		}
	}
	return Query{search: spellSearch(words), sort: sort}, nil
}

// less is the order of rows, as they were placed. Among equals the newest is first.
func (q Query) less() func(a, b *row) bool {
	switch q.sort {
	case Longest:
		return func(a, b *row) bool { return newerThan(b, a) }
	case ByName:
		return func(a, b *row) bool {
			if a.placed.name != b.placed.name {
				return b.placed.name == "" || a.placed.name != "" && a.placed.name < b.placed.name
			}
			return newerThan(a, b)
		}
	}
	return newerThan
}

func newerThan(a, b *row) bool {
	if a.placed.since != b.placed.since {
		return a.placed.since > b.placed.since
	}
	return a.id > b.id
}

// word is a part of a search between blanks: "-email:jane" is not one whose key is email and whose value is jane.
type word struct {
	not    bool
	quoted bool // it is text, whatever it looks like
	key    string
	value  string
}

// splitSearch reads the words of a search. What is in quotes is one, blanks and all; a quote that isn't closed goes on to
// the end.
func splitSearch(search string) (words []word) {
	rest := nametag.Searchable(search)
	for {
		rest = strings.TrimLeft(rest, " \t\r\n")
		if rest == "" {
			return words
		}
		var w word
		w, rest = nextWord(rest)
		if w.value != "" {
			words = append(words, w)
		}
	}
}

func nextWord(rest string) (w word, after string) {
	if len(rest) > 1 && rest[0] == '-' {
		w.not, rest = true, rest[1:]
	}
	if !strings.HasPrefix(rest, `"`) {
		if key, value, ok := strings.Cut(untilBlank(rest), ":"); ok && keyed[key] != nil {
			w.key, rest = key, rest[len(key)+1:]
			if value == "" { // typed no further yet
				return w, rest
			}
		}
	}
	if quoted, ok := strings.CutPrefix(rest, `"`); ok {
		w.quoted = w.key == ""
		w.value, after, _ = strings.Cut(quoted, `"`)
		w.value = strings.TrimSpace(w.value)
		return w, after
	}
	w.value = untilBlank(rest)
	return w, rest[len(w.value):]
}

func untilBlank(text string) string {
	if end := strings.IndexAny(text, " \t\r\n"); end >= 0 {
		return text[:end]
	}
	return text
}

func spellSearch(words []word) string {
	spelt := make([]string, len(words))
	for i, w := range words {
		if w.not {
			spelt[i] = "-"
		}
		if w.key != "" {
			spelt[i] += w.key + ":"
		}
		if w.quoted || untilBlank(w.value) != w.value {
			w.value = `"` + w.value + `"`
		}
		spelt[i] += w.value
	}
	return strings.Join(spelt, " ")
}
