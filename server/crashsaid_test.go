package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// crashSaid is one command of a browser, and what became of it. Each value that it writes is its own id, so that what
// was applied can be told by whatever holds it.
type crashSaid struct {
	id, call, args string
	keys           []string   // that it writes, as the ledger spells them
	about          string     // whom it is about, by name; "" if nobody
	with           *crashSaid // the claim with which its values come to a contact; nil if they never do
	refused        bool       // it can't be applied
	fences         bool       // the visitor ends with it
	from           string     // whom that visitor was linked to; "" if to nobody
	switches       bool       // it fences because it names another person

	answer    string // as it came, "" until then
	visitor   string // that it fenced
	successor string
}

// crashAnswer is the answer to one command.
type crashAnswer struct {
	ID string
	OK *struct {
		VisitorID string `json:"visitor_id"`
		Trust     string
		Switched  bool
		Rejected  []json.RawMessage
	}
	Error *struct{ Code string }
}

// wrong says what is wrong with the answer, "" if nothing is.
func (c *crashSaid) wrong(a crashAnswer) string {
	switch {
	case a.ID != c.id:
		return "it answers another command"
	case c.refused:
		if a.Error == nil || a.Error.Code != "placeholder_id" {
			return "want it refused as placeholder_id"
		}
	case a.OK == nil:
		return "want it ok"
	case c.call != "reset" && (a.OK.Switched != c.switches || a.OK.Trust != c.trust() || a.OK.Rejected != nil):
		return fmt.Sprintf("want switched %v, trust %s and nothing rejected", c.switches, c.trust())
	}
	return ""
}

func (c *crashSaid) trust() string {
	if c.with != c {
		return "anonymous"
	}
	return "claimed"
}

// due is how often the ledger must at least, and may at most, hold what the command says.
func (c *crashSaid) due() (least, most int) {
	switch {
	case c.refused || c.with == nil:
		return 0, 0
	case c.answer == "" || c.with.answer == "":
		return 0, 1
	}
	return 1, 1
}

// crashBatch is the commands of one request. It is sent again as it was, with the token of then.
type crashBatch struct {
	token, visitor string // of the browser before; "" if it was new
	said           []*crashSaid
}

func (b *crashBatch) body(site string) string {
	token := "null"
	if b.token != "" {
		token = fmt.Sprintf("%q", b.token)
	}
	var commands []string
	for _, c := range b.said {
		args := ""
		if c.args != "" {
			args = `,"args":` + c.args
		}
		commands = append(commands, fmt.Sprintf(`{"id":%q,"call":%q%s}`, c.id, c.call, args))
	}
	return fmt.Sprintf(`{"site":%q,"visitor":%s,"commands":[%s]}`, site, token, strings.Join(commands, ","))
}

func (b *crashBatch) fences() bool {
	return slices.ContainsFunc(b.said, func(c *crashSaid) bool { return c.fences })
}

// dead reports whether command i, sent again after the batch was carried out, is said with a dead token: then it answers
// fenced, as a later one of the batch is what fenced (spec widget §3). A first batch has no token that could be dead.
func (b *crashBatch) dead(i int) bool {
	c := b.said[i]
	rest := crashBatch{said: b.said[i+1:]}
	return b.token != "" && !c.fences && !c.refused && rest.fences()
}
