package web

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// pageCalls are the calls as pages make them, by name (spec widget §2); what they answer is what the page's promise
// resolves with.
var pageCalls = map[string]func(*talk, context.Context, wire.Command, wire.Said) (any, error){
	"identify":         (*talk).saidIdentify,
	"updateConnection": (*talk).saidConnection,
	"setAttributes":    (*talk).saidAttributes,
	"reset":            (*talk).saidReset,
	"identityToken":    (*talk).saidToken,
	"linkTo":           (*talk).saidLink,
	"carry":            (*talk).saidCarry,
	"lookupCode":       (*talk).saidLookupCode,
}

// How long a call may wait for its server (spec widget §3): one that says who somebody is, for a day; one whose answer soon
// helps nobody, not. A reset comes never too late: the page has taken it for done since it was called.
const (
	entryLife   = 24 * time.Hour
	passingLife = 2 * time.Minute
)

// pageCall carries out a call as a page made it, unless it comes too late.
func (t *talk) pageCall(ctx context.Context, command wire.Command) (any, error) {
	carryOut, known := pageCalls[command.Call]
	if !known {
		return nil, nametag.ErrUnknownCall.For("call").Saying("There is no call %q.", shortened(command.Call))
	}
	said, err := wire.ParseSaid(command.Said)
	if err != nil {
		return nil, err
	}
	if err := t.checkAge(command); err != nil {
		return nil, err
	}
	by := t.browser
	switch speaker, err := t.speaker(ctx, command); {
	case err != nil:
		return nil, err
	case speaker != by.Visitor:
		return t.saidByAnother(ctx, command, speaker)
	}
	ok, err := carryOut(t, ctx, command, said)
	if err == nil && command.Speaker() == "" && t.token != "" {
		// The page may be gone before it hears of that, and another say it again under a token of somebody else.
		_, err = t.Service.Begin(ctx, by, nametag.CommandID(command.ID), saysOf(command))
	}
	return ok, err
}

// outOfOrder is how long a call is asked for again that came before the one that it follows.
const outOfOrder = time.Minute

// speaker is who said a call. It names the visitor that its page took itself for, or that one's token, or the call before it
// where that wasn't answered yet: then whoever came out of that has said it. Returns ErrStale where the call before it hasn't
// come: the page is to send both in their order.
func (t *talk) speaker(ctx context.Context, command wire.Command) (nametag.VisitorID, error) {
	as := command.Speaker()
	switch as {
	case "":
		return t.firstSpeaker(ctx, command)
	case t.nobodys:
		return t.browser.Visitor, nil
	}
	speaker, err := nametag.ParseVisitorID(as)
	if err != nil {
		speaker, err = t.whoCameOutOf(ctx, as)
		switch isLate := t.sentAt-command.At > float64(outOfOrder.Milliseconds()); {
		case errors.Is(err, nametag.ErrFenced) && !isLate:
			return 0, nametag.ErrStale
		case errors.Is(err, nametag.ErrFenced):
			return 0, nil
		case err != nil:
			return 0, err
		}
	}
	if speaker == t.browser.Visitor {
		return speaker, nil
	}
	if ranOut, err := t.Service.RanOut(ctx, t.browser.Site, speaker); ranOut || err != nil {
		return t.browser.Visitor, err // nobody ended it: what it said last is said by the one after
	}
	return speaker, nil
}

// firstSpeaker is who said a call of a page that didn't know yet who it is: whom the first batch that it was in has made the
// browser, or as whom it was carried out. Where it comes for the first time, that is who is here, if nobody came before that
// one; else nobody.
func (t *talk) firstSpeaker(ctx context.Context, command wire.Command) (nametag.VisitorID, error) {
	b := t.browser
	age := time.Duration(t.sentAt-command.At) * time.Millisecond
	if t.token == "" || command.At == 0 || !b.Visitor.Time().After(t.Now().Add(-age)) {
		return b.Visitor, nil
	}
	begun, err := t.Service.BegunBy(ctx, b.Site, nametag.CommandID(command.ID), saysOf(command))
	if !errors.Is(err, nametag.ErrFenced) {
		return begun, err
	}
	if follows, err := t.Service.Follows(ctx, b); follows || err != nil {
		return 0, err
	}
	return b.Visitor, nil
}

// saidByAnother answers a call of a visitor whom another call has ended since: as before if it was carried out in time, with
// ErrFenced if not; but a reset has come true by that. What the page said behind it goes on as who came out of it.
func (t *talk) saidByAnother(ctx context.Context, command wire.Command, speaker nametag.VisitorID) (any, error) {
	done, err := t.Service.Again(ctx, t.browser, nametag.CommandID(command.ID))
	isReset := command.Call == "reset"
	switch {
	case err == nil:
		speaker = done.Answer.Visitor
	case isReset && errors.Is(err, nametag.ErrFenced):
		var next nametag.Browser
		next, err = t.Service.Begin(ctx, t.browser, nametag.CommandID(command.ID), "") // for what other pages say behind it
		speaker = next.Visitor
	}
	t.after[command.ID] = speaker
	if isReset {
		return wire.ResetDone{VisitorID: speaker.String()}, err
	}
	return wire.SpellAnswer(done.Answer), err
}

// whoCameOutOf is who the browser was after a call, or whom a token names that stands in its place. Returns ErrFenced, or
// ErrStale, for a call that wasn't carried out.
func (t *talk) whoCameOutOf(ctx context.Context, command string) (nametag.VisitorID, error) {
	if who, ok := t.after[command]; ok {
		return who, nil
	}
	if token := t.Service.Open(t.browser.Site, command); token.Valid {
		return token.Visitor, nil
	}
	done, err := t.Service.Again(ctx, t.browser, nametag.CommandID(command))
	if errors.Is(err, nametag.ErrFenced) {
		return t.Service.BegunBy(ctx, t.browser.Site, nametag.CommandID(command), "") // it may be a reset that had come true
	}
	return done.Answer.Visitor, err
}

func (t *talk) checkAge(command wire.Command) error {
	life := passingLife
	if isClaim(command) {
		life = entryLife
	}
	if command.Call != "reset" && command.At > 0 && t.sentAt-command.At > float64(life.Milliseconds()) {
		return nametag.ErrExpired
	}
	return nil
}

// isClaim reports whether a page's call says something of a person.
func isClaim(command wire.Command) bool {
	switch command.Call {
	case "identify", "updateConnection", "setAttributes":
		return command.Said != nil
	}
	return false
}

// eventOf is what a page is told, beside its promise, of a call that failed.
func eventOf(command wire.Command) string {
	if isClaim(command) {
		return "identityRejected"
	}
	return ""
}

func (t *talk) saidIdentify(ctx context.Context, command wire.Command, said wire.Said) (any, error) {
	return t.saidClaim(ctx, nametag.CallIdentify, command, said, wire.ParseIdentify)
}

func (t *talk) saidConnection(ctx context.Context, command wire.Command, said wire.Said) (any, error) {
	return t.saidClaim(ctx, nametag.CallUpdate, command, said, wire.ParseConnection)
}

func (t *talk) saidAttributes(ctx context.Context, command wire.Command, said wire.Said) (any, error) {
	return t.saidClaim(ctx, nametag.CallUpdate, command, said, wire.ParsePerson)
}

func (t *talk) saidClaim(
	ctx context.Context, call nametag.Call, command wire.Command, said wire.Said, parse func(wire.Said) (nametag.Claim, error),
) (any, error) {
	claim, err := parse(said)
	if err != nil {
		return nil, err
	}
	return t.carryOutClaim(ctx, call, claim, command)
}

// saidReset fences the browser. Whose token is dead already is a new visitor by that, the same one each time the call is
// sent; what the page says after it is said by that one.
func (t *talk) saidReset(ctx context.Context, command wire.Command, _ wire.Said) (any, error) {
	done, err := t.reset(ctx, wire.Command{ID: command.ID})
	if !errors.Is(err, nametag.ErrFenced) {
		return done, err
	}
	b, err := t.Service.Begin(ctx, t.Service.After(t.browser), nametag.CommandID(command.ID), "")
	if err != nil {
		return nil, fmt.Errorf("begin browser: %w", err)
	}
	t.browser, t.settled = b, false
	return wire.ResetDone{VisitorID: b.Visitor.String()}, nil
}

// saidToken is identityToken({for: origin}).
func (t *talk) saidToken(ctx context.Context, command wire.Command, said wire.Said) (any, error) {
	token, err := t.carryToken(ctx, wire.Command{ID: command.ID, Args: said[0]})
	if err != nil {
		return nil, err
	}
	return token.(wire.Token).Token, nil
}

// leadsTo is where an address leads. What follows it is the browser's to read.
var leadsTo = regexp.MustCompile(`^[A-Za-z]+://[^/?#]+`)

// saidLink is linkTo(url): the address with a fresh token in its fragment (spec security §1d).
func (t *talk) saidLink(ctx context.Context, _ wire.Command, said wire.Said) (any, error) {
	text, err := said.Text(0, "url")
	if err != nil {
		return nil, err
	}
	target := leadsTo.FindString(text)
	if target == "" {
		return nil, nametag.ErrBadValue.For("url").Saying("It is not a whole address such as https://help.example.com/start.")
	}
	token, _, err := t.carryTo(ctx, target, "url")
	if err != nil {
		return nil, err
	}
	return wire.LinkWith(text, token), nil
}

// saidCarry is carry(token).
func (t *talk) saidCarry(ctx context.Context, command wire.Command, said wire.Said) (any, error) {
	token, err := said.Text(0, "token")
	if err != nil {
		return nil, err
	}
	return t.arriveWith(ctx, command, token)
}

func (t *talk) saidLookupCode(ctx context.Context, command wire.Command, _ wire.Said) (any, error) {
	return t.lookupCode(ctx, wire.Command{ID: command.ID})
}

// noEnd is for ever, in milliseconds that JavaScript can hold.
const noEnd = 9e15

// restsUntil is until when a claim that was carried out needn't be sent again: for half of its link's life, by the page's
// clock; 0 for other calls.
func (t *talk) restsUntil(command wire.Command) float64 {
	end := t.browser.Link.Until
	switch {
	case !isClaim(command) || t.sentAt == 0:
		return 0
	case end.IsZero():
		return noEnd
	}
	return t.sentAt + float64(end.Sub(t.Now()).Milliseconds()/2)
}

// shortened is the beginning of a name that a stranger chose.
func shortened(name string) string {
	const letters = 64
	if runes := []rune(name); len(runes) > letters {
		return string(runes[:letters]) + "…"
	}
	return name
}
