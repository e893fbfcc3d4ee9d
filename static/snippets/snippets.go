// Package snippets holds the code that customers copy: how their own servers sign who their users are, in each language
// with its standard library alone. It is built into the program; the panel shows the same files.
package snippets

import (
	"embed"
	"slices"
)

//go:embed node python php ruby go java csharp perl
var files embed.FS

// Snippet is the code of one language: one function that makes a hash, and one that makes a token.
type Snippet struct {
	Key, Name   string // "node", "JavaScript (Node)"
	Hash, Token string
}

// All are the snippets, in the order in which they are offered.
var All = []Snippet{
	read("node", "JavaScript (Node)", "js"), read("python", "Python", "py"), read("php", "PHP", "php"), read("ruby", "Ruby", "rb"),
	read("go", "Go", "go"), read("java", "Java", "java"), read("csharp", "C#", "cs"), read("perl", "Perl", "pl"),
}

// In returns the snippet of a language by its key.
func In(key string) (Snippet, bool) {
	at := slices.IndexFunc(All, func(s Snippet) bool { return s.Key == key })
	if at < 0 {
		return Snippet{}, false
	}
	return All[at], true
}

func read(key, name, extension string) Snippet {
	return Snippet{key, name, text(key + "/hash." + extension), text(key + "/token." + extension)}
}

func text(name string) string {
	b, err := files.ReadFile(name)
	if err != nil {
		panic("snippets: " + err.Error()) // a mistake in the list above: every test sees it
	}
	return string(b)
}
