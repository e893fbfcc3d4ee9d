package nametag

import (
	"context"
	"time"
)

// AnonymousLife is how long a visitor that was never identified is honoured (spec security §5, §6).
const AnonymousLife = 30 * 24 * time.Hour

// FenceMemory is how long a fencing command that is sent again leads to the same successor (spec widget §3).
const FenceMemory = 24 * time.Hour

// turn is one command's turn inside Decide: what is known, and what becomes of it. Rows are copied when first changed.
type turn struct {
	*Service
	now     time.Time
	site    *Site
	command CommandID
	known   Known
	by      Browser

	visitor  *Visitor // who the browser is by now
	linked   *Contact // whom that visitor is linked to by now
	written  bool     // the visitor's row must be written
	contacts []*Contact
	fenced   *Visitor
	entries  []Entry
	answered *Mark // of a command that was carried out before
	outcome  Outcome
	refusal  *Error
}

// command runs one browser's command as a turn, tells the feed what came of it and says who the browser is now.
func (s *Service) command(ctx context.Context, b Browser, keys Keys, id CommandID, do func(*turn)) (Outcome, error) {
	if !b.Valid {
		return Outcome{Browser: b}, ErrFenced
	}
	keys.Site, keys.Visitor = b.Site.ID, b.Visitor
	d, err := s.Store.Decide(ctx, keys, func(known Known) (Decision, error) {
		t := &turn{Service: s, now: s.Now(), site: b.Site, command: id, known: known, by: b}
		done, err := t.admit()
		if err != nil {
			return Decision{}, err
		}
		if !done {
			do(t)
		}
		return t.decision(), nil
	})
	if err != nil {
		return Outcome{Browser: b}, err
	}
	for _, c := range d.Changes {
		s.Feed.Publish(c)
	}
	if d.Refusal != nil {
		return d.Outcome, d.Refusal
	}
	return d.Outcome, nil
}

// admit lets a command in, or finds that it was carried out before. Returns ErrStale for a token that was renewed
// since, ErrFenced for one that is dead for good.
func (t *turn) admit() (done bool, err error) {
	v := t.known.Visitor
	switch {
	case v == nil:
		switch {
		case t.by.Number != 0:
			return false, ErrFenced
		case t.now.Sub(t.by.Visitor.Time()) > AnonymousLife:
			return false, ErrStale // it ran out, nobody ended it: sent again as a new visitor, the call isn't lost
		}
		v = &Visitor{ID: t.by.Visitor, Site: t.site.ID, FirstSeen: t.by.Visitor.Time()}
	case v.Fenced() && v.FencedBy.same(t.command.Mark(v.ID, Anonymous)) && t.now.Sub(v.FencedAt) <= FenceMemory:
		t.outcome.Answer.Switched = true
		t.visitor, t.answered = t.successor(v), &v.FencedBy
		return true, nil
	case v.Fenced() && !t.by.Again:
		return false, ErrFenced
	case t.wasCarriedOut(v): // of a first batch also before what fenced it
		done = true
	case v.Fenced():
		return false, ErrFenced
	case t.by.Number != v.Number:
		return false, ErrStale
	}
	t.visitor, t.linked = v, t.known.Linked
	return done, nil
}

// wasCarriedOut looks for the command's mark on the rows that it may have written.
func (t *turn) wasCarriedOut(v *Visitor) bool {
	sent := t.command.Mark(v.ID, Anonymous)
	mark, found := v.Recent.Find(sent)
	if !found && t.known.Linked != nil {
		mark, found = t.known.Linked.Recent.Find(sent)
	}
	if found {
		t.answered = &mark
	}
	return found
}

// successor is who a fenced visitor became; one that did nothing since has no row.
func (t *turn) successor(v *Visitor) *Visitor {
	if t.known.Successor != nil {
		return t.known.Successor
	}
	return &Visitor{ID: v.Successor, Site: t.site.ID, FirstSeen: v.FencedAt}
}

// next is the number of the entry that is recorded next.
func (t *turn) next() Seq { return t.known.Next + Seq(len(t.entries)) }

// change returns a copy of the visitor's row that will be written.
func (t *turn) change() *Visitor {
	if !t.written {
		t.written = true
		t.visitor = t.visitor.Clone()
	}
	return t.visitor
}

// touch returns a copy of a contact's row that will be written, the same one each time.
func (t *turn) touch(c *Contact) *Contact {
	for _, mine := range t.contacts {
		if mine.ID == c.ID {
			return mine
		}
	}
	mine := c.Clone()
	t.contacts = append(t.contacts, mine)
	return mine
}

// record appends an entry to the chain of a contact, or where c is nil to the visitor's own.
func (t *turn) record(e Entry, v *Visitor, c *Contact) {
	e.Seq, e.Site, e.At, e.Visitor, e.Command = t.next(), t.site.ID, t.now, v.ID, t.command
	if c == nil {
		e.Prev, v.Head = v.Head, e.Seq
	} else {
		e.Contact, e.Prev, c.Head = c.ID, c.Head, e.Seq
	}
	t.entries = append(t.entries, e)
}

// fence ends the visitor: nothing of it is visible or writable any more. Who comes next is a new one.
func (t *turn) fence(kind Kind) {
	old := t.visitor.Clone()
	old.FencedAt = t.now
	old.Successor = VisitorID(t.IDs.Next(t.now))
	var of *Contact
	if t.linked != nil {
		of = t.touch(t.linked)
	}
	t.record(Entry{Kind: kind, Trust: old.Link.Trust, Effect: Effect{Successor: old.Successor}}, old, of)
	t.fenced = old
	t.visitor, t.linked, t.written = &Visitor{ID: old.Successor, Site: t.site.ID, FirstSeen: t.now}, nil, false
}

// decision gathers what the turn came to.
func (t *turn) decision() Decision {
	t.remember()
	d := Decision{Outcome: t.outcome, Refusal: t.refusal, Contacts: t.contacts, Entries: t.entries}
	if t.fenced != nil {
		d.Visitors = append(d.Visitors, t.fenced)
	}
	if t.written {
		d.Visitors = append(d.Visitors, t.visitor)
	}
	v := t.visitor
	b := &d.Outcome.Browser
	*b = Browser{Site: t.site, Visitor: v.ID, Number: v.Number, Known: true, Valid: true, Link: v.Link, Again: t.by.Again}
	a := &d.Outcome.Answer
	a.Visitor, a.Trust, a.Expires = v.ID, v.Link.Standing(), v.Link.Until
	if t.answered != nil && v.Link.Actor == "" {
		a.Trust = t.answered.Trust().String()
	}
	if !d.Empty() {
		d.Changes = []Change{t.changed()}
	}
	return d
}

// remember leaves the command's mark on a row that is written anyway, so that it changes nothing when sent again.
// A fence remembers its command itself.
func (t *turn) remember() {
	mark := t.command.Mark(t.visitor.ID, t.visitor.Link.Trust)
	switch {
	case t.fenced != nil:
		t.fenced.FencedBy = t.command.Mark(t.fenced.ID, t.visitor.Link.Trust)
	case t.written:
		t.visitor.Recent = t.visitor.Recent.With(mark)
	case t.linked != nil && len(t.contacts) > 0:
		t.linked.Recent = t.linked.Recent.With(mark)
	}
}

func (t *turn) changed() Change {
	v := t.visitor
	c := Change{Site: t.site.ID, Visitor: v.ID, Number: v.Number, Link: v.Link, Contact: t.linked, Bag: v.Bag, At: t.now}
	if t.fenced != nil {
		c.Visitor, c.Successor = t.fenced.ID, v.ID
	}
	if t.linked != nil {
		c.Seq = t.linked.Head
	}
	return c
}
