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
	came    nametag.Browser // whom it names
	origin  string          // of the page
	place   nametag.Place   // of the page, for the counts
	settled bool            // the last thing that became of the browser came from a command that was carried out
}

func (s *server) openTalk(site *nametag.Site, batch wire.Batch, origin string) talk {
	token, address := "", ""
	if batch.Visitor != nil {
		token = *batch.Visitor
	}
	if batch.Page != nil {
		address = batch.Page.URL
	}
	b := s.Service.Open(site, token)
	return talk{server: s, browser: b, token: token, came: b, origin: origin, place: nametag.PlaceOf(origin, address)}
}

// answer carries out one command. An error of the catalogue is the command's own answer. Any other error is that of
// the whole batch, so that the browser sends it again.
func (t *talk) answer(ctx context.Context, command wire.Command) (wire.Answer, error) {
	ok, err := t.call(ctx, command)
	var known *nametag.Error
	switch {
	case err == nil:
		return wire.Answer{ID: command.ID, OK: ok}, nil
	case errors.As(err, &known) && known.Kind != nametag.Internal && known.Kind != nametag.Unavailable:
		return wire.Answer{ID: command.ID, Error: wire.SpellError(known)}, nil
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
	carryOut, known := calls[command.Call]
	if !known {
		return nil, nametag.ErrUnknownCall.For("call")
	}
	return carryOut(t, ctx, command)
}

// went notes what became of the browser.
func (t *talk) went(out nametag.Outcome, err error) {
	t.browser, t.settled = out.Browser, err == nil && !out.Ended
}

// whoNow says who the browser is after its commands. One whose token turned out to be dead is offered a new anonymous
// visitor.
func (t *talk) whoNow(ctx context.Context) (wire.VisitorState, error) {
	if !t.settled {
		out, err := t.Service.Hello(ctx, t.browser)
		if err != nil {
			return wire.VisitorState{}, fmt.Errorf("say hello: %w", err)
		}
		t.browser = out.Browser
	}
	b, token := t.browser, t.token
	if token == "" || b.Visitor != t.came.Visitor || b.Number != t.came.Number {
		token = t.Service.Token(b)
	}
	return wire.VisitorState{ID: b.Visitor.String(), Token: token, Trust: b.Link.Standing()}, nil
}
