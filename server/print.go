package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
)

// show prints what a command made or found: as JSON for programs, or what words writes for people.
func (p printed) show(out io.Writer, made any, words func(io.Writer)) error {
	if !p.JSON {
		columns := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		words(columns)
		return columns.Flush()
	}
	spelled := json.NewEncoder(out)
	spelled.SetEscapeHTML(false)
	spelled.SetIndent("", "  ")
	return spelled.Encode(made)
}

// advice spells an error for the person at the terminal: what is wrong with which flag, and what helps.
func advice(err error) string {
	var refused *nametag.Error
	if errors.As(err, &refused) {
		return naming(refused.Field, refused.Message+" "+refused.Help)
	}
	var input *access.InputError
	if errors.As(err, &input) {
		return naming(input.Field, input.Message)
	}
	if errors.Is(err, access.ErrLastAdmin) {
		return "nobody else who can log in is an admin; make somebody else one first: nametag admin create --role admin"
	}
	return err.Error()
}

// flags are the fields whose flag has another name.
var flags = map[string]string{
	"password": "password-stdin", "secret": "secret-stdin", "aliases": "alias",
	"origins": "origin", "linked_domains": "linked-domain", "uses": "use",
}

func naming(field, sentence string) string {
	if field == "" {
		return sentence
	}
	flag := cmp.Or(flags[field], strings.ReplaceAll(field, "_", "-"))
	return "--" + flag + ": " + sentence
}

// date spells a time in a list; the zero time is a dash.
func date(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// stamp spells a time in JSON; the zero time is null.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(time.RFC3339)
	return &s
}

func row(w io.Writer, cells ...string) { fmt.Fprintln(w, strings.Join(cells, "\t")) }

// list spells several words in one cell; none is a dash.
func list(words []string) string {
	if len(words) == 0 {
		return "–"
	}
	return strings.Join(words, ", ")
}
