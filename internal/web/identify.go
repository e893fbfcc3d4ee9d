package web

import (
	"context"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// identify says who the visitor is (spec identity).
func (t *talk) identify(ctx context.Context, command wire.Command) (any, error) {
	return t.claim(ctx, nametag.CallIdentify, command)
}

// update says something of the visitor without saying that it is another person.
func (t *talk) update(ctx context.Context, command wire.Command) (any, error) {
	return t.claim(ctx, nametag.CallUpdate, command)
}

func (t *talk) claim(ctx context.Context, call nametag.Call, command wire.Command) (any, error) {
	claim, err := wire.ParseClaim(command.Args)
	if err != nil {
		return nil, err
	}
	return t.carryOutClaim(ctx, call, claim, command)
}

func (t *talk) carryOutClaim(ctx context.Context, call nametag.Call, claim nametag.Claim, command wire.Command) (any, error) {
	out, err := t.Service.Identify(ctx, t.browser, nametag.Command{ID: nametag.CommandID(command.ID), Call: call, Claim: claim, Place: t.place})
	t.went(command, out, err)
	return wire.SpellAnswer(out.Answer), err
}
