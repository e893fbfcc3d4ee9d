package web_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// The network lost the answer: the same batch, sent again without a token, is the same visitor (spec widget §3).
func TestAFirstBatchSentAgainIsTheSameVisitor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	command := p.call("identify", `{"external_id":"42"}`)
	first := p.send(command)
	p.token = ""
	again := p.send(command)
	if again.Visitor != first.Visitor || string(again.Answers[0].OK) != string(first.Answers[0].OK) {
		t.Errorf("got %+v, want %+v", again, first)
	}
	if n := len(w.Contacts()); n != 1 {
		t.Errorf("got %d contacts, want 1", n)
	}
}

// Also what came before a fence in it: it was carried out, so its answer doesn't say that it wasn't.
func TestAFirstBatchThatFencesSentAgain(t *testing.T) {
	t.Parallel()
	for name, calls := range map[string][][2]string{
		"identify, reset":            {{"identify", `{"external_id":"42"}`}, {"reset", ""}},
		"two people":                 {{"identify", `{"external_id":"42"}`}, {"identify", `{"external_id":"43"}`}},
		"two people, then a change":  {{"identify", `{"external_id":"42"}`}, {"identify", `{"external_id":"43"}`}, {"update", `{"traits":{"name":"Ravi"}}`}},
		"anonymous, reset, identify": {{"update", `{"traits":{"name":"Jane"}}`}, {"reset", ""}, {"identify", `{"external_id":"42"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			p := w.page()
			var commands []string
			for _, c := range calls {
				commands = append(commands, p.call(c[0], c[1]))
			}
			first := p.send(commands...)
			heads := w.heads()
			p.token = ""
			again := p.send(commands...)
			if got, want := spell(again), spell(first); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			if got := w.heads(); !slices.Equal(got, heads) {
				t.Errorf("the newest entries are %v since, want %v", got, heads)
			}

			p.token = ""
			more := p.send(append(commands[:1:1], p.call("update", `{"traits":{"name":"Eve"}}`))...)
			if more.code(1) != "fenced" {
				t.Errorf("what it never said answers %q for the fenced visitor, want fenced", more.code(1))
			}
		})
	}
}

// identify, then away: the page is gone before its answer, but what it said is not lost.
func TestABatchOutlivesItsPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	gone, leave := context.WithCancel(t.Context())
	leave()
	requestWith(gone, t, w, "POST", "/v1/commands", p.batch(p.call("identify", `{"external_id":"42"}`)), browserType, fromShop)
	if n := len(w.Contacts()); n != 1 {
		t.Errorf("got %d contacts, want 1", n)
	}
}

func TestADeadTokenIsOfferedANewVisitor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.identify(`{"external_id":"42","traits":{"name":"Jane"}}`)
	old := *p
	p.send(p.call("reset", ""))
	for name, token := range map[string]string{"fenced": old.token, "forged": "vt_" + strings.Repeat("A", 38), "no token at all": "jane"} {
		tab := page{w: w, token: token, calls: 100}
		got := tab.send(tab.call("update", `{"traits":{"name":"Eve"}}`), tab.call("lookup_code", ""), tab.call("reset", ""))
		for i := range got.Answers {
			if got.code(i) != "fenced" {
				t.Errorf("%s: command %d: got %q, want fenced", name, i, got.code(i))
			}
		}
		if got.Visitor.Trust != "anonymous" || got.Visitor.Token == token {
			t.Errorf("%s: got %+v, want a new anonymous visitor", name, got.Visitor)
		}
		if next := tab.send(tab.call("update", `{"traits":{"name":"Eve"}}`)); next.code(0) != "" {
			t.Errorf("%s: got %q from the offered visitor, want it to live", name, next.code(0))
		}
	}
	if got := w.Contact("42").Text(nametag.Name); got != "Jane" {
		t.Errorf("got name %q, want Jane's to be as it was", got)
	}
}

// The command that fenced, sent again with the old token, leads to the same successor, and what follows it in the batch
// runs as that one (spec widget §3), even if an earlier command of the batch is too old to be answered again.
func TestAFenceSentAgainLeadsToTheSameSuccessor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.identify(`{"external_id":"42"}`)
	old := *p
	batch := []string{p.call("update", `{"traits":{"name":"Jane"}}`), p.call("reset", ""), p.call("identify", `{"external_id":"43"}`)}
	first := p.send(batch...)
	again := old.send(batch...)
	if again.Visitor.ID != first.Visitor.ID || again.code(1) != "" || again.code(2) != "" {
		t.Errorf("got %+v, want the visitor of %+v", again, first)
	}
}

func TestARenewedTokenIsStale(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.send()
	tab := *p
	p.identify(`{"external_id":"42"}`)
	got := tab.send(`{"id":"late","call":"update","args":{"traits":{"name":"Eve"}}}`)
	if got.code(0) != "stale_token" {
		t.Errorf("got %q, want stale_token", got.code(0))
	}
}

func spell(s said) string {
	b, _ := json.Marshal(s) // it came as JSON
	return string(b)
}

// heads are the newest entries of all contacts.
func (w *world) heads() (heads []nametag.Seq) {
	for _, c := range w.Contacts() {
		heads = append(heads, c.Head)
	}
	return heads
}
