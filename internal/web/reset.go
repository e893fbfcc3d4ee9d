package web

import (
	"context"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// reset fences the browser to a new anonymous visitor (spec identity §5). It takes no arguments.
func (t *talk) reset(ctx context.Context, command wire.Command) (any, error) {
	if err := noArgs(command); err != nil {
		return nil, err
	}
	out, err := t.Service.Reset(ctx, t.browser, nametag.CommandID(command.ID))
	t.went(command, out, err)
	return wire.ResetDone{VisitorID: out.Answer.Visitor.String()}, err
}

// noArgs refuses arguments where there are none to be had.
func noArgs(command wire.Command) error {
	if len(command.Args) == 0 || command.Args.Kind() == 'n' {
		return nil
	}
	return wire.Decode(command.Args, &struct{}{})
}
