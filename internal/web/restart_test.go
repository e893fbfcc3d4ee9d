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

// naming gives n names, one after the other: more than the rows remember.
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

// The rows hold a visitor's last 16 commands. A longer batch whose answer was lost in a restart is known by those: sent again,
// under whichever token, none of it is carried out twice (spec widget §3).
func TestALongBatchIsKnownAfterARestart(t *testing.T) {
	t.Parallel()
	for name, says := range map[string][]saying{
		"names":                      naming("Jane", 40),
		"a claim, names":             slices.Concat([]saying{{"identify", `{"0":"42"}`}}, naming("Jane", 40)),
		"names, a claim, names":      slices.Concat(naming("Jane", 20), []saying{{"identify", `{"0":"42"}`}}, naming("Joan", 20)),
		"a claim, emails":            slices.Concat([]saying{{"identify", `{"0":"42"}`}}, mailing(40)),
		"emails, a claim, emails":    slices.Concat(mailing(20), []saying{{"identify", `{"0":"42"}`}}, mailing(20)),
		"names, a claim":             slices.Concat(naming("Jane", 20), []saying{{"identify", `{"0":"42"}`}}),
		"names, a reset, names":      slices.Concat(naming("Jane", 20), []saying{{"reset", `{}`}}, naming("Eve", 20)),
		"names, a reset, a few":      slices.Concat(naming("Jane", 20), []saying{{"reset", `{}`}}, naming("Eve", 3)),
		"names, a reset":             slices.Concat(naming("Jane", 20), []saying{{"reset", `{}`}}),
		"two people":                 slices.Concat([]saying{{"identify", `{"0":"42"}`}}, naming("Jane", 20), []saying{{"identify", `{"0":"43"}`}}, naming("Ravi", 20)),
		"two people, the second few": slices.Concat([]saying{{"identify", `{"0":"42"}`}}, naming("Jane", 20), []saying{{"identify", `{"0":"43"}`}}, naming("Ravi", 3)),
	} {
		for _, under := range []string{"no token", "the token of before", "the token of after"} {
			t.Run(name+", under "+under, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				p := w.page()
				if under != "no token" {
					p.send()
				}
				var commands []string
				for _, s := range says {
					commands = append(commands, p.says(s.call, s.said))
				}
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

// What is new is carried out, also where the browser says it before what it said already: with room in the rows, they would know
// it; with none, unless what follows is the oldest that they hold.
func TestANewCallBeforeKnownOnesIsCarriedOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ said, from int }{
		"one": {1, 0}, "as many as they hold but one": {15, 0}, "more than they hold, before the second of them": {40, 25},
	} {
		w := newWorld(t)
		p := w.page()
		p.identify(`{"external_id":"42"}`)
		var commands []string
		for _, s := range naming("Jane", c.said) {
			commands = append(commands, p.says(s.call, s.said))
		}
		p.send(commands...)
		w.restart()
		p.send(append([]string{p.says("setAttributes", `{"0":{"name":"Joan"}}`)}, commands[c.from:]...)...).identified(t, 0)
		if got := w.Contact("42").Text(nametag.Name); got != "Joan" {
			t.Errorf("%s: got the name %q, want the new one", name, got)
		}
	}
}
