package web

import (
	"context"
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
		return nil, nametag.ErrMissingField.For("for").Saying("Say for which origin the token is.")
	}
	target, err := nametag.ParseOrigin(args.For)
	if err != nil {
		return nil, nametag.ErrBadValue.For("for").Saying("It is not an origin such as https://help.example.com.")
	}
	token, expires, err := t.Service.CarryToken(ctx, t.browser, target)
	if err != nil {
		return nil, err
	}
	return wire.Token{Token: token, ExpiresAt: expires.UTC().Format(time.RFC3339)}, nil
}

// carry takes in a token that the page found in its address. Whatever is wrong with it, the answer is who the browser is.
func (t *talk) carry(ctx context.Context, command wire.Command) (any, error) {
	var args wire.CarryArgs
	if err := wire.DecodeArgs(command.Args, &args); err != nil {
		return nil, err
	}
	switch {
	case args.Token == "":
		return nil, nametag.ErrMissingField.For("token")
	case len(args.Token) > proof.TokenBytes:
		return nil, nametag.ErrTooLarge.For("token").Over(proof.TokenBytes)
	}
	claim := nametag.Claim{Token: args.Token, Arriving: t.origin}
	out, err := t.Service.Carry(ctx, t.browser, nametag.Command{ID: nametag.CommandID(command.ID), Claim: claim, Place: t.place})
	t.went(out, err)
	return wire.SpellAnswer(out.Answer), err
}
