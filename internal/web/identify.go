package web

import (
	"context"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// identify carries out an identify or update call (spec identity).
func (t *talk) identify(ctx context.Context, call nametag.Call, command wire.Command) (any, error) {
	claim, err := wire.ParseClaim(command.Args)
	if err != nil {
		return nil, err
	}
	out, err := t.Service.Identify(ctx, t.browser, nametag.Command{ID: nametag.CommandID(command.ID), Call: call, Claim: claim, Place: t.place})
	t.went(out, err)
	return wire.SpellAnswer(out.Answer), err
}
