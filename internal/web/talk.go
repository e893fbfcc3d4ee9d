package web

import (
	"context"
	"errors"
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// talk is one batch of a browser: who the browser is changes as its commands are carried out.
type talk struct {
	*server
	browser nametag.Browser
	token   string          // that the browser came with
	nobodys string          // the token that it came with in truth, where that isn't ours
	came    nametag.Browser // whom the token names
	origin  string          // of the page
	place   nametag.Place   // of the page, for the counts
	settled bool            // the last thing that became of the browser came from a command that was carried out
	sentAt  float64         // by the page's clock, in unix milliseconds
	waiting []int           // the commands of the batch whose token was renewed since
	stale   nametag.Browser // who the browser was when it said those

	after map[string]nametag.VisitorID // who the browser was after each command of the batch
}

func (s *server) openTalk(site *nametag.Site, batch wire.Batch, origin string) talk {
	token, address := batch.Token(), ""
	if batch.Page != nil {
		address = batch.Page.URL
	}
	b := s.Service.Open(site, token)
	nobodys := ""
	if !b.Valid && batch.IsPages() { // a page goes on as a new visitor
		nobodys, token, b = token, "", s.Service.Open(site, "")
	}
	t := talk{server: s, browser: b, token: token, nobodys: nobodys, came: b, origin: origin, place: nametag.PlaceOf(origin, address), after: map[string]nametag.VisitorID{}}
	if batch.SentAt != nil {
		t.sentAt = *batch.SentAt
	}
	return t
}

// answer carries out one command. An error of the catalogue is the command's own answer. Any other error is that of
// the whole batch, so that the browser sends it again.
func (t *talk) answer(ctx context.Context, command wire.Command) (wire.Answer, error) {
	ok, err := t.call(ctx, command)
	var known *nametag.Error
	switch {
	case err == nil:
		return wire.Answer{ID: command.ID, OK: ok, Until: t.restsUntil(command)}, nil
	case errors.As(err, &known) && known.Kind != nametag.Internal && known.Kind != nametag.Unavailable:
		if errors.Is(err, nametag.ErrStale) {
			return wire.Answer{ID: command.ID, Error: wire.SpellError(known), Again: true}, nil
		}
		return wire.Answer{ID: command.ID, Error: wire.SpellError(known), Event: eventOf(command)}, nil
	}
	return wire.Answer{}, fmt.Errorf("carry out %s: %w", command.Call, err)
}

// calls are the calls that a browser can make, by name (spec api §2).
var calls = map[string]func(*talk, context.Context, wire.Command) (any, error){
	"identify":    (*talk).identify,
	"update":      (*talk).update,
	"reset":       (*talk).reset,
	"token":       (*talk).carryToken,
	"carry":       (*talk).carry,
	"lookup_code": (*talk).lookupCode,
}

func (t *talk) call(ctx context.Context, command wire.Command) (any, error) {
	if command.Said != nil {
		return t.pageCall(ctx, command)
	}
	carryOut, known := calls[command.Call]
	if !known {
		return nil, nametag.ErrUnknownCall.For("call")
	}
	return carryOut(t, ctx, command)
}

// went notes what became of the browser, and who it was after the command: carried out before, that may be one of before.
func (t *talk) went(command wire.Command, out nametag.Outcome, err error) {
	t.browser, t.settled = out.Browser, err == nil && !out.Ended
	if err == nil {
		t.after[command.ID] = out.Answer.Visitor
	}
}

// inTurn answers the next command of a batch and, where that proves the browser to be its visitor under the newer token,
// those before it that came with the older one.
func (t *talk) inTurn(ctx context.Context, batch wire.Batch, answers []wire.Answer) ([]wire.Answer, error) {
	a, err := t.answerOne(ctx, batch.Commands[len(answers):])
	if err != nil {
		return nil, err
	}
	answers = append(answers, a)
	if a.Again {
		t.waiting, t.stale = append(t.waiting, len(answers)-1), t.browser
		return answers, nil
	}
	if !t.settled || len(t.waiting) == 0 || t.browser.Visitor == t.stale.Visitor && t.browser.Number == t.stale.Number {
		return answers, nil
	}
	waiting := t.waiting
	t.waiting = nil
	for _, i := range waiting {
		if t.browser.Visitor != t.stale.Visitor {
			command := batch.Commands[i]
			answers[i] = wire.Answer{ID: command.ID, Error: wire.SpellError(nametag.ErrFenced), Event: eventOf(command)}
		} else if answers[i], err = t.answerOne(ctx, batch.Commands[i:]); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// answerOne answers the first of the commands. What is said behind one that is to come again waits for that: nobody knows yet
// who will have said it.
func (t *talk) answerOne(ctx context.Context, commands []wire.Command) (wire.Answer, error) {
	command := commands[0]
	t.browser.Later = saidBehind(command, commands[1:])
	a, err := t.answer(ctx, command)
	if _, known := t.after[command.ID]; !known && !a.Again {
		t.after[command.ID] = t.browser.Visitor
	}
	return a, err
}

// saidBehind are those of the later commands that were said behind this one: a batch may hold what several pages have said,
// each for itself.
func saidBehind(command wire.Command, later []wire.Command) (ids []nametag.CommandID) {
	last := command.ID
	for _, c := range later {
		if c.Speaker() == last || c.Said == nil {
			last, ids = c.ID, append(ids, nametag.CommandID(c.ID))
		}
	}
	return ids
}

// whoNow says who the browser is after its commands. One whose token turned out to be dead is offered a new anonymous
// visitor.
func (t *talk) whoNow(ctx context.Context) (wire.VisitorState, error) {
	offered := false
	if !t.settled {
		out, err := t.Service.Hello(ctx, t.browser)
		if err != nil {
			return wire.VisitorState{}, fmt.Errorf("say hello: %w", err)
		}
		offered = out.Browser.Visitor != t.browser.Visitor
		t.browser = out.Browser
	}
	b := t.browser
	who := wire.VisitorState{ID: b.Visitor.String(), Token: t.Service.TokenAt(b, t.origin), Trust: b.Link.Standing(), Stale: offered}
	who.Identity = wire.Identity{VisitorID: who.ID, Trust: who.Trust, ExternalID: b.Named.ExternalID, Email: b.Named.Email}
	return who, nil
}
