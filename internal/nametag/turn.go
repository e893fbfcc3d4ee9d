package nametag

import (
	"context"
	"slices"
	"time"
)

// FenceMemory is how long a fencing command that is sent again leads to the same successor (spec widget §3).
const FenceMemory = 24 * time.Hour

// turn is one browser's command inside Decide: what is known, and what becomes of it.
type turn struct {
	pen
	known Known
	by    Browser

	visitor  *Visitor // who the browser is by now
	linked   Found    // whom that visitor is linked to by now
	written  bool     // the visitor's row must be written
	keptOut  []string // identifiers that nothing became of
	fenced   *Visitor
	answered *Mark // of a command that was carried out before
	tooLarge int   // bytes that custom_data would have had; 0: it wasn't refused
	outcome  Outcome
	arrived  bool // by a link, as somebody
	renewed  bool // the visitor's token
	refusal  *Error
}

// command runs one browser's command as a turn, tells the feed what came of it and says who the browser is now.
func (s *Service) command(ctx context.Context, b Browser, keys Keys, id CommandID, do func(*turn) error) (Outcome, error) {
	if !b.Valid {
		return Outcome{Browser: b}, ErrFenced
	}
	leaked, err := s.LeakedKeys(ctx, b.Site.ID)
	if err != nil {
		return Outcome{Browser: b}, err
	}
	keys.Site, keys.Visitor = b.Site.ID, b.Visitor
	d, err := s.Store.Decide(ctx, keys, func(known Known) (Decision, error) {
		t := &turn{pen: pen{Service: s, now: s.now(), site: b.Site, command: id, first: known.Next, leaked: leaked}, known: known, by: b}
		done, err := t.admit()
		if err != nil {
			return Decision{}, err
		}
		if !done {
			err = do(t)
		}
		if err != nil {
			return Decision{}, err
		}
		return t.decision(), nil
	})
	if err != nil {
		return Outcome{Browser: b}, err
	}
	if d.Mark != (Mark{}) {
		s.Memory.note(d.Mark)
	}
	s.publish(ctx, b.Site, d)
	if d.Refusal != nil {
		return d.Outcome, d.Refusal
	}
	return d.Outcome, nil
}

// Again answers a command as it was answered when it was carried out. Returns ErrFenced for one that wasn't.
func (s *Service) Again(ctx context.Context, b Browser, id CommandID) (Outcome, error) {
	return s.command(ctx, b, Keys{}, id, func(*turn) error { return ErrFenced })
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
		case t.Lives.Of(t.site).ranOut(t.by.Visitor, t.known.ForgottenBy, t.now):
			return false, ErrStale // it ran out, nobody ended it: sent again as a new visitor, the call isn't lost
		}
		v = t.anonymous(t.by.Visitor)
		done = t.wasCarriedOut(v)
	case v.Fenced() && v.FencedBy.same(t.command.Mark(v.ID)) && t.now.Sub(v.FencedAt) <= FenceMemory:
		next := t.successor(v)
		if number := v.FencedBy.number(); next.Fenced() || next.Number > number {
			next = t.anonymous(next.ID) // what became of it since is told to whoever knows the commands that did it
			next.Number = number
		}
		t.visitor, t.answered = next, &v.FencedBy
		return true, nil
	case t.wasCarriedOut(v) && t.isPlanted(v):
		t.visitor, t.outcome.Ended = t.anonymous(v.ID), true
		t.visitor.Number = t.by.Number
		return true, nil
	case t.answered != nil: // also before what fenced it
		done, t.outcome.Ended = true, v.Fenced()
	case v.Fenced():
		return false, ErrFenced
	case t.by.Number != v.Number:
		return false, ErrStale
	}
	t.visitor, t.linked = v.At(t.now, t.leaked), t.known.Linked
	if t.visitor.Link.Contact == 0 {
		t.linked = Found{} // it acted as somebody, and the key leaked
	}
	return done, nil
}

// isPlanted reports whether the token is too old for what the command that is sent again may know. Whoever sent it first
// may have planted its token in the browser of somebody who renewed it since: only the command that did leads to the newer
// one.
func (t *turn) isPlanted(v *Visitor) bool {
	return !v.Fenced() && t.by.Number != v.Number && !v.Recent.renewedLast(t.command.Mark(v.ID))
}

// wasCarriedOut looks for the command's mark on the rows that it may have written, also as one of a visitor whom this one
// followed.
func (t *turn) wasCarriedOut(v *Visitor) bool {
	sent := t.command.Mark(v.ID)
	mark, found := v.Recent.FindAny(sent)
	if linked := t.known.Linked; !found && linked.Contact != nil {
		if mark, found = linked.Contact.Recent.Find(sent); !found {
			mark, found = linked.Row.Recent.Find(sent)
		}
	}
	for i := 0; !found && i <= len(v.Recent); i++ {
		if i > 0 {
			sent.Visitor = v.Recent[i-1].Visitor
		}
		mark, found = t.Memory.find(sent)
	}
	if !found {
		mark, found = t.wasForgotten(v)
	}
	if found {
		t.answered = &mark
	}
	return found
}

// wasForgotten finds out from what a browser made later that a command was carried out, too: its calls are carried out in
// their order, and the oldest that the rows hold of whom it was is one of the later.
func (t *turn) wasForgotten(v *Visitor) (Mark, bool) {
	if len(t.by.Later) == 0 {
		return Mark{}, false
	}
	rows := []Recent{v.Recent}
	if linked := t.known.Linked; linked.Contact != nil {
		rows = append(rows, linked.Contact.Recent, linked.Row.Recent)
	}
	for _, was := range v.Recent.by() {
		for _, row := range rows {
			brink, full := row.brink(was)
			if full && slices.ContainsFunc(t.by.Later, func(c CommandID) bool { return brink.same(c.Mark(was)) }) {
				return brink, true
			}
		}
	}
	return Mark{}, false
}

// anonymous is a visitor that has no row yet.
func (t *turn) anonymous(id VisitorID) *Visitor {
	return &Visitor{ID: id, Site: t.site.ID, FirstSeen: id.Time()}
}

// successor is who a fenced visitor became; one that did nothing since has no row.
func (t *turn) successor(v *Visitor) *Visitor {
	if t.known.Successor != nil {
		return t.known.Successor.At(t.now, t.leaked)
	}
	return t.anonymous(v.Successor)
}

// change returns a copy of the visitor's row that will be written.
func (t *turn) change() *Visitor {
	if !t.written {
		t.written = true
		t.visitor = t.visitor.Clone()
	}
	return t.visitor
}

// renew makes older tokens of the visitor dead, so that nobody who knew one before goes on with it.
func (t *turn) renew() (number int64) {
	v := t.change()
	v.Number++
	t.renewed = true
	return v.Number
}

// history is the contact whose chain the visitor's own entries belong to: who impersonates has no part in it.
func (t *turn) history() *Contact {
	if t.visitor.Link.Actor != "" {
		return nil
	}
	return t.linked.Contact
}

// fence ends the visitor: nothing of it is visible or writable any more. Who comes next is a new one.
func (t *turn) fence(kind Kind, reason string) {
	old := t.visitor.Clone()
	t.end(old)
	old.keepMarks(t.linked)
	e := Entry{Kind: kind, Visitor: old.ID, Trust: old.Link.Trust, Reason: reason, Effect: Effect{Successor: old.Successor}}
	if c := t.history(); c != nil {
		t.record(e, t.draft(c))
	} else {
		t.recordVisitor(e, old)
	}
	t.fenced = old
	t.visitor, t.linked, t.written = t.anonymous(old.Successor), Found{}, true
	t.visitor.Recent = old.Recent // commands of before are known to come from this browser
}

// sideOf is the row by which a contact was found, where that was merged into it.
func sideOf(f Found) ContactID {
	if f.Contact == nil || f.Row.ID == f.Contact.ID {
		return 0
	}
	return f.Row.ID
}

// decision gathers what the turn came to.
func (t *turn) decision() Decision {
	t.remember()
	d := Decision{Outcome: t.outcome, Refusal: t.refusal, Contacts: t.contacts(), Entries: t.entries, Merged: t.merged, Remember: t.remembers}
	if t.fenced != nil {
		d.Visitors = append(d.Visitors, t.fenced)
	}
	if t.written {
		d.Visitors = append(d.Visitors, t.visitor)
	}
	v, link := t.visitor, t.standing()
	b := &d.Outcome.Browser
	*b = Browser{Site: t.site, Visitor: v.ID, Number: v.Number, Known: true, Valid: true, Link: link, Named: v.Bag.named()}
	a := &d.Outcome.Answer
	a.Visitor, a.Trust, a.Expires = v.ID, link.Standing(), link.Until
	if !a.Expires.IsZero() {
		a.Expires = a.Expires.Truncate(time.Second)
	}
	if t.answered != nil {
		d.Outcome.Again = true
		t.answered.tell(a)
		t.tooLarge = int(t.answered.Size)
	}
	if t.tooLarge > 0 {
		a.Rejected = append(a.Rejected, Rejection{Field: "custom_data", Reason: "too_large", Limit: t.site.CustomDataBytes, Size: t.tooLarge})
	}
	if !d.Empty() {
		d.Changes = []Change{t.told(link)}
	}
	if t.answered == nil && t.refusal == nil {
		d.Mark = t.mark()
	}
	return d
}

// standing is the visitor's link as others see it: to the contact that lives.
func (t *turn) standing() Link {
	link := t.visitor.Link
	if t.linked.Contact != nil {
		link.Contact = t.linked.Contact.ID
	}
	return link
}

// remember leaves the command's mark on a row that is written anyway, so that it changes nothing when sent again.
func (t *turn) remember() {
	mark := t.mark()
	switch {
	case t.refusal != nil && t.fenced == nil: // it is refused again, or by then accepted
	case t.written:
		t.visitor.Recent = t.visitor.Recent.With(mark)
	case t.linked.Contact != nil && len(t.entries) > 0:
		d := t.draft(t.linked.Contact)
		d.now.Recent = d.now.Recent.With(mark)
	}
	if t.fenced != nil {
		t.fenced.FencedBy = mark
	}
}

func (t *turn) mark() Mark {
	return t.command.Mark(t.visitor.ID).answering(t.visitor.Link, t.outcome.Answer.Switched, t.renewed, t.tooLarge)
}

// told is what the feed is told of the visitor.
func (t *turn) told(link Link) Change {
	v := t.visitor
	c := Change{Site: t.site.ID, Visitor: v.ID, Number: v.Number, Link: link, Bag: v.Bag, At: t.now, Arrived: t.arrived}
	if t.fenced != nil {
		c.Visitor, c.Successor = t.fenced.ID, v.ID
	}
	if t.linked.Contact != nil {
		c.Contact = t.draft(t.linked.Contact).now
		c.Seq = c.Contact.Head
	}
	return c
}
