package web

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/proof"
	"github.com/nametag-dev/nametag/internal/wire"
)

// carryToken gives the browser a token with which its identity arrives at another domain (spec security §1d).
func (t *talk) carryToken(ctx context.Context, command wire.Command) (any, error) {
	var args wire.CarryTokenArgs
	if err := wire.DecodeArgs(command.Args, &args); err != nil {
		return nil, err
	}
	if args.For == "" {
		if args.For = t.onlyLinked(); args.For == "" {
			return nil, nametag.ErrMissingField.For("for").Saying("Say for which origin the token is.")
		}
	}
	token, expires, err := t.carryTo(ctx, args.For, "for")
	if err != nil {
		return nil, err
	}
	return wire.Token{Token: token, ExpiresAt: expires.UTC().Format(time.RFC3339)}, nil
}

// onlyLinked is the one other origin to which the site's identities are carried; "" where there isn't just one.
func (t *talk) onlyLinked() string {
	others := slices.DeleteFunc(t.browser.Site.LinkedNow(t.Now()), func(origin string) bool { return origin == t.origin })
	if len(others) != 1 {
		return ""
	}
	return others[0]
}

// carryTo makes a token for an origin, as somebody wrote it in this field.
func (t *talk) carryTo(ctx context.Context, origin, field string) (token string, expires time.Time, err error) {
	target, err := nametag.ParseOrigin(origin)
	if err != nil {
		return "", time.Time{}, nametag.ErrBadValue.For(field).Saying("It is not an origin such as https://help.example.com.")
	}
	token, expires, err = t.Service.CarryToken(ctx, t.browser, target)
	if errors.Is(err, nametag.ErrNotLinked) {
		err = nametag.ErrNotLinked.For(field)
	}
	return token, expires, err
}

// carry takes in a token that the page found in its address. Whatever is wrong with it, the answer is who the browser is.
func (t *talk) carry(ctx context.Context, command wire.Command) (any, error) {
	var args wire.CarryArgs
	if err := wire.DecodeArgs(command.Args, &args); err != nil {
		return nil, err
	}
	return t.arriveWith(ctx, command, args.Token)
}

func (t *talk) arriveWith(ctx context.Context, command wire.Command, token string) (any, error) {
	switch {
	case token == "":
		return nil, nametag.ErrMissingField.For("token")
	case len(token) > proof.TokenBytes:
		return nil, nametag.ErrTooLarge.For("token").Over(proof.TokenBytes)
	}
	claim := nametag.Claim{Token: token, Arriving: t.origin}
	out, err := t.Service.Carry(ctx, t.browser, nametag.Command{ID: nametag.CommandID(command.ID), Claim: claim, Place: t.place})
	t.went(command, out, err)
	return wire.SpellAnswer(out.Answer), err
}
