package web_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// restart makes the server forget what it had in mind.
func (w *world) restart() { w.Service.Memory = &nametag.Memory{} }

// saying is one call of a page, without its id.
type saying struct{ call, said string }

// naming gives n names, one after the other.
func naming(as string, n int) (sayings []saying) {
	for i := range n {
		sayings = append(sayings, saying{"setAttributes", fmt.Sprintf(`{"0":{"name":"%s %d"}}`, as, i)})
	}
	return sayings
}

// mailing gives n addresses: they are written to the visitor's own row.
func mailing(n int) (sayings []saying) {
	for i := range n {
		sayings = append(sayings, saying{"setAttributes", fmt.Sprintf(`{"0":{"email":"jane%d@example.com"}}`, i)})
	}
	return sayings
}

// written is how much the store was told.
func (w *world) written() (entries int64) {
	w.t.Helper()
	err := w.Store.Snapshot(w.t.Context(), func(s nametag.Snapshot) (err error) {
		_, _, entries, err = s.Sizes()
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return entries
}

// The rows hold a visitor's last 48 commands. A longer batch whose answer was lost in a restart is known by those: sent again,
// under whichever token, none of it is carried out twice (spec widget §3).
func TestALongBatchIsKnownAfterARestart(t *testing.T) {
	t.Parallel()
	for name, says := range map[string][]saying{
		"names":                      naming("Jane", 60),
		"a claim, names":             slices.Concat([]saying{{"identify", `{"0":"42"}`}}, naming("Jane", 60)),
		"names, a claim, names":      slices.Concat(naming("Jane", 20), []saying{{"identify", `{"0":"42"}`}}, naming("Joan", 55)),
		"a claim, emails":            slices.Concat([]saying{{"identify", `{"0":"42"}`}}, mailing(60)),
		"emails, a claim, emails":    slices.Concat(mailing(30), []saying{{"identify", `{"0":"42"}`}}, mailing(55)),
		"names, a claim":             slices.Concat(naming("Jane", 60), []saying{{"identify", `{"0":"42"}`}}),
		"names, a reset, names":      slices.Concat(naming("Jane", 30), []saying{{"reset", `{}`}}, naming("Eve", 60)),
		"names, a reset, a few":      slices.Concat(naming("Jane", 60), []saying{{"reset", `{}`}}, naming("Eve", 3)),
		"names, a reset":             slices.Concat(naming("Jane", 60), []saying{{"reset", `{}`}}),
		"two people":                 slices.Concat([]saying{{"identify", `{"0":"42"}`}}, naming("Jane", 30), []saying{{"identify", `{"0":"43"}`}}, naming("Ravi", 55)),
		"two people, the second few": slices.Concat([]saying{{"identify", `{"0":"42"}`}}, naming("Jane", 55), []saying{{"identify", `{"0":"43"}`}}, naming("Ravi", 3)),
	} {
		for _, under := range []string{"no token", "the token of before", "the token of after"} {
			t.Run(name+", under "+under, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				p := w.page()
				if under != "no token" {
					p.send()
				}
				commands := p.saysInARow(says)
				before := *p
				first := p.send(commands...)
				written := w.written()
				w.restart()
				again := &before
				if under == "the token of after" {
					again = p
				}
				got := again.send(commands...)
				for i := range got.Answers {
					if got.code(i) != "" {
						t.Errorf("command %d: got %q, want it to be known", i, got.code(i))
					}
				}
				if got.Visitor.ID != first.Visitor.ID || w.written() != written {
					t.Errorf("got %s and %d entries, want %s and %d", got.Visitor.ID, w.written(), first.Visitor.ID, written)
				}
			})
		}
	}
}

// saysInARow spells calls of which each is said behind the one before.
func (p *page) saysInARow(says []saying) (commands []string) {
	as := ""
	for _, s := range says {
		commands = append(commands, p.says(s.call, s.said, as))
		as = fmt.Sprintf(`,"as":"%p-%d-of-128-bits"`, p, p.calls)
	}
	return commands
}

// What is new is carried out, also where a batch holds it before what the browser has said already: another page may have.
func TestANewCallBeforeKnownOnesIsCarriedOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ said, from int }{
		"one": {1, 0}, "as many as they hold but one": {47, 0},
		"more than they hold, before the second of them": {60, 13}, "more than they hold, before the oldest of them": {60, 12},
	} {
		w := newWorld(t)
		p := w.page()
		p.identify(`{"external_id":"42"}`)
		commands := p.saysInARow(naming("Jane", c.said))
		p.send(commands...)
		w.restart()
		p.send(append([]string{p.says("setAttributes", `{"0":{"name":"Joan"}}`)}, commands[c.from:]...)...).identified(t, 0)
		if got := w.Contact("42").Text(nametag.Name); got != "Joan" {
			t.Errorf("%s: got the name %q, want the new one", name, got)
		}
	}
}
