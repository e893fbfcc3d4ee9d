// Package snippets holds the code that customers copy: how their own servers sign who their users are, in each language
// with its standard library alone. It is built into the program; the panel shows the same files.
package snippets

import (
	"embed"
	"slices"
	"strings"
)

//go:embed stub.js arrival.js node python php ruby go java csharp perl
var files embed.FS

// The lines that pages have besides the script's tag, each to stand in a <script> of its own (spec widget §1): Stub keeps
// calls made before the script has loaded, Arrival, behind it, takes out of the address what a link carried (security §1d).
var Stub, Arrival = line("stub.js"), line("arrival.js")

// Snippet is the code of one language: one function that makes a hash, one that makes a hash of a bare id or email, and
// one that makes a token.
type Snippet struct {
	Key, Name        string // "node", "JavaScript (Node)"
	Hash, Raw, Token string
}

// For returns the code for signing keys of a use: "token", "json", "raw-id" or "raw-email" (spec security §1a).
func (s Snippet) For(use string) string {
	switch use {
	case "token":
		return s.Token
	case "json":
		return s.Hash
	}
	return s.Raw
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
	in := func(name string) string { return text(key + "/" + name + "." + extension) }
	return Snippet{key, name, in("hash"), in("raw"), in("token")}
}

func line(name string) string { return strings.TrimSpace(text(name)) }

func text(name string) string {
	b, err := files.ReadFile(name)
	if err != nil {
		panic("snippets: " + err.Error()) // a mistake in the list above: every test sees it
	}
	return string(b)
}
