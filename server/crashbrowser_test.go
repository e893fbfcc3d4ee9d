package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
)

// crashBrowser says things about people and keeps its token as the widget does: one batch in flight, sent again until
// it is answered.
type crashBrowser struct {
	*testing.T
	site string
	n    int
	dice *rand.Rand

	token, visitor string // "" while new
	person         crashPerson
	note           *crashSaid           // what it said last while anonymous: the next claim takes it along
	noted          map[crashPerson]bool // who has got such a note and still has it
	said           []*crashSaid         // all that it ever said
	answered       *crashBatch          // the last that was
	waiting        *crashBatch          // for its answer
}

func newCrashBrowser(t *testing.T, site string, n int, dice *rand.Rand) *crashBrowser {
	return &crashBrowser{T: t, site: site, n: n, dice: dice, noted: map[crashPerson]bool{}}
}

// settle gets the answer that an earlier server owes, and sees that what was answered is answered the same again.
func (b *crashBrowser) settle(s *served) {
	if b.answered != nil && (b.waiting == nil || !b.waiting.fences()) { // else a token may be dead by now
		b.again(s)
	}
	if b.waiting != nil {
		b.deliver(s, true)
	}
}

// talk says one thing after the other until the server is gone.
func (b *crashBrowser) talk(s *served, people int) {
	for b.waiting == nil && !b.Failed() {
		b.waiting = b.compose(people)
		b.deliver(s, false)
	}
}

// post sends a batch; ok is false if no answer came.
func (b *crashBrowser) post(s *served, batch *crashBatch) (state crashState, ok bool) {
	got, err := s.try("POST", "/v1/commands", batch.body(b.site), "Origin", s.url, "Content-Type", "text/plain")
	if err != nil {
		return state, false
	}
	if err := json.Unmarshal([]byte(got.body), &state); err != nil || got.status != 200 || len(state.Answers) != len(batch.said) {
		b.Errorf("%s: got %d %s, want 200 and its answers", batch.body(b.site), got.status, got.body)
		return state, false
	}
	return state, true
}

// crashState is the answer to a batch.
type crashState struct {
	Visitor struct{ ID, Token string }
	Answers []json.RawMessage
}

// deliver sends the waiting batch, and takes in the answer if one comes.
func (b *crashBrowser) deliver(s *served, again bool) {
	batch := b.waiting
	got, ok := b.post(s, batch)
	if !ok {
		return
	}
	visitor := batch.visitor
	for i, c := range batch.said {
		var a crashAnswer
		_ = json.Unmarshal(got.Answers[i], &a) // what can't be read is no answer to c
		c.answer = string(got.Answers[i])
		if again && batch.dead(i) && a.Error != nil && a.Error.Code == "fenced" {
			continue // it was carried out, since what stands after it was
		}
		if wrong := c.wrong(a); wrong != "" {
			b.Errorf("%s %s: got %s, %s", c.call, c.args, c.answer, wrong)
			return
		}
		if c.fences {
			c.visitor, c.successor = visitor, a.OK.VisitorID
		}
		if a.OK != nil {
			visitor = a.OK.VisitorID
		}
	}
	b.token, b.visitor = got.Visitor.Token, got.Visitor.ID
	b.answered, b.waiting = batch, nil
}

// again sends what was answered already: a network may have lost the answer.
func (b *crashBrowser) again(s *served) {
	got, ok := b.post(s, b.answered)
	if !ok {
		return
	}
	for i, c := range b.answered.said {
		var a crashAnswer
		_ = json.Unmarshal(got.Answers[i], &a) // then it isn't fenced
		if b.answered.dead(i) && a.Error != nil && a.Error.Code == "fenced" {
			continue
		}
		if string(got.Answers[i]) != c.answer {
			b.Errorf("%s %s, answered before the crash, sent again: got %s, want %s", c.call, c.args, got.Answers[i], c.answer)
		}
	}
}

// compose makes up a batch. What it is about is settled by what the browser said before it: the server is deterministic.
func (b *crashBrowser) compose(people int) *crashBatch {
	if b.dice.IntN(8) == 0 { // another browser takes its place
		b.token, b.visitor, b.person, b.note = "", "", 0, nil
	}
	batch := &crashBatch{token: b.token, visitor: b.visitor}
	for range 1 + b.dice.IntN(3) {
		c := b.next(people)
		b.said, batch.said = append(b.said, c), append(batch.said, c)
	}
	return batch
}

func (b *crashBrowser) next(people int) *crashSaid {
	anyone := crashPerson(people - b.dice.IntN(min(people, 6)))
	switch roll := b.dice.IntN(100); {
	case roll < 5:
		return b.placeholder()
	case roll < 15:
		return b.reset()
	case b.person == 0 && roll < 60:
		return b.anonymously()
	case b.person == 0 || roll < 30:
		return b.identify(anyone)
	case roll < 40:
		return b.identify(b.person)
	}
	return b.update()
}

func (b *crashBrowser) command(call string) *crashSaid {
	return &crashSaid{id: fmt.Sprintf("b%d-command-%08d", b.n, len(b.said)), call: call}
}

// identify claims to be p, and is a fence if the browser claimed to be somebody else before.
func (b *crashBrowser) identify(p crashPerson) *crashSaid {
	c := b.command("identify")
	takenBack := b.noted[p] // in this very claim: then an earlier note doesn't fill the blank
	c.args = fmt.Sprintf(`{%s,"traits":%s}`, p.identifiers(), b.traits(c, p))
	c.about, c.with = p.name(), c
	if b.person != 0 && b.person != p {
		c.fences, c.switches, c.from = true, true, b.person.name()
	}
	if b.note != nil && !takenBack {
		b.note.about, b.note.with, b.noted[p] = p.name(), c, true
	}
	b.person, b.note = p, nil
	return c
}

func (b *crashBrowser) update() *crashSaid {
	c := b.command("update")
	c.args = fmt.Sprintf(`{"traits":%s}`, b.traits(c, b.person))
	c.about, c.with = b.person.name(), c
	return c
}

// traits are two fields that all browsers write, and a key that is this browser's own. An earlier note is taken back, so
// that the next one finds a blank.
func (b *crashBrowser) traits(c *crashSaid, p crashPerson) string {
	c.keys = []string{"company", "custom_data." + b.own("said"), "name"}
	back := ""
	if b.noted[p] {
		back = fmt.Sprintf(`,%q:null,%q:null`, b.own("noted"), b.own("noted_too"))
		b.noted[p] = false
	}
	return fmt.Sprintf(`{"name":%q,"company":%q,"custom_data":{%q:%q%s}}`, c.id, c.id, b.own("said"), c.id, back)
}

// anonymously says something about a person who isn't named yet.
func (b *crashBrowser) anonymously() *crashSaid {
	c := b.command("update")
	c.args = fmt.Sprintf(`{"traits":{"custom_data":{%q:%q,%q:%q}}}`, b.own("noted"), c.id, b.own("noted_too"), c.id)
	c.keys = []string{"custom_data." + b.own("noted"), "custom_data." + b.own("noted_too")}
	b.note = c
	return c
}

// placeholder names nobody: none of it may be applied.
func (b *crashBrowser) placeholder() *crashSaid {
	c := b.command("identify")
	c.args = fmt.Sprintf(`{"external_id":"undefined","traits":%s}`, b.traits(c, 0))
	c.refused = true
	return c
}

func (b *crashBrowser) reset() *crashSaid {
	c := b.command("reset")
	c.fences = true
	if b.person != 0 {
		c.from = b.person.name()
	}
	b.person, b.note = 0, nil
	return c
}

// own spells a key that no other browser writes.
func (b *crashBrowser) own(key string) string { return fmt.Sprintf("%s_%d", key, b.n) }
