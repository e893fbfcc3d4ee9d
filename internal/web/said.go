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

// How long a call may wait for its server (spec widget §3): one that says who somebody is, or is nobody any more, for a
// day; one whose answer soon helps nobody, not.
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
	if t.isSomebodyElses(command) {
		if command.Call == "reset" { // it has come true already
			return wire.ResetDone{VisitorID: t.browser.Visitor.String()}, nil
		}
		return nil, nametag.ErrFenced
	}
	return carryOut(t, ctx, command, said)
}

// isSomebodyElses reports whether the page took itself for a visitor whom another page's call has ended since.
func (t *talk) isSomebodyElses(command wire.Command) bool {
	return command.As != "" && command.As != t.came.Visitor.String() && command.As != t.browser.Visitor.String()
}

func (t *talk) checkAge(command wire.Command) error {
	life := passingLife
	if isClaim(command) || command.Call == "reset" {
		life = entryLife
	}
	if command.At > 0 && t.sentAt-command.At > float64(life.Milliseconds()) {
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
	ok, err := t.carryOutClaim(ctx, call, claim, command)
	if err == nil {
		t.noteSaid(command, ok)
	}
	return ok, err
}

// saidReset fences the browser. Whose token is dead already is a new visitor by that, the same one each time the call is
// sent; what the page says after it is said by that one.
func (t *talk) saidReset(ctx context.Context, command wire.Command, _ wire.Said) (any, error) {
	done, err := t.reset(ctx, wire.Command{ID: command.ID})
	if !errors.Is(err, nametag.ErrFenced) {
		return done, err
	}
	b, err := t.Service.Begin(ctx, t.Service.Open(t.browser.Site, ""), nametag.CommandID(command.ID), "")
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

// latestClaim is the latest claim of a page that was answered, and the visitor and token that it was answered to.
type latestClaim struct {
	visitor nametag.VisitorID
	number  int64
	said    wire.LatestSaid
}

// noEnd is for ever, in milliseconds that JavaScript can hold.
const noEnd = 9e15

// noteSaid notes until when a claim needn't be sent again: for half of its link's life, by the page's clock.
func (t *talk) noteSaid(command wire.Command, ok any) {
	until := float64(noEnd)
	if end := t.browser.Link.Until; !end.IsZero() {
		until = t.sentAt + float64(end.Sub(t.Now()).Milliseconds()/2)
	}
	if t.sentAt > 0 {
		t.latest = latestClaim{t.browser.Visitor, t.browser.Number, wire.LatestSaid{wire.Digest(command), until, ok}}
	}
}

// shortened is the beginning of a name that a stranger chose.
func shortened(name string) string {
	const letters = 64
	if runes := []rune(name); len(runes) > letters {
		return string(runes[:letters]) + "…"
	}
	return name
}
