package sqlite

// query is one statement of this package: the number of its text in texts.
type query int

var texts []string

// define registers a statement. For package variables only.
func define(text string) query {
	texts = append(texts, text)
	return query(len(texts) - 1)
}

func (q query) text() string { return texts[q] }
