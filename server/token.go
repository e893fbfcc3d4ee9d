package main

import (
	"context"
	"io"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// madeToken is what token create prints with --json.
type madeToken struct {
	Token     string  `json:"token"`
	ExpiresAt *string `json:"expires_at"`
}

func (c *tokenCreate) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		site, err := h.site(ctx, c.Site)
		if err != nil {
			return err
		}
		wish := nametag.TokenWish{Life: time.Duration(c.ExpiresIn) * time.Second}
		if c.ExternalID != "" {
			wish.ExternalID = nametag.Said{Present: true, Text: c.ExternalID}
		}
		if c.Email != "" {
			wish.Email = nametag.Said{Present: true, Text: c.Email}
		}
		if c.Name != "" {
			wish.Profile = map[nametag.Field]nametag.Words{nametag.Name: {Text: c.Name}}
		}
		token, expires, err := h.service.CreateToken(ctx, site, wish)
		if err != nil {
			return err
		}
		return c.show(t.out, madeToken{Token: token, ExpiresAt: stamp(expires)}, func(w io.Writer) {
			row(w, "token", token)
			row(w, "until", date(expires))
		})
	})
}
