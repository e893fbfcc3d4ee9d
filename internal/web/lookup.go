package web

import (
	"context"

	"github.com/nametag-dev/nametag/internal/wire"
)

// lookupCode gives the browser the code that its visitor reads to an agent (spec widget §2). It takes no arguments.
func (t *talk) lookupCode(ctx context.Context, command wire.Command) (any, error) {
	if err := noArgs(command); err != nil {
		return nil, err
	}
	code, expires, err := t.Service.LookupCode(ctx, t.browser)
	if err != nil {
		return nil, err
	}
	return wire.SpellLookupCode(code, expires), nil
}
