package main

import (
	"context"
	"fmt"
	"io"

	"github.com/nametag-dev/nametag/internal/access"
)

// madeAPIKey is what the apikey commands print with --json. Key is there once, when it is made.
type madeAPIKey struct {
	ID         string   `json:"id"`
	Key        string   `json:"key,omitempty"`
	Name       string   `json:"name"`
	Scopes     []string `json:"scopes"`
	CreatedAt  *string  `json:"created_at"`
	RevokedAt  *string  `json:"revoked_at"`
	LastUsedAt *string  `json:"last_used_at"` // to the minute or so
}

func spellAPIKey(k *access.APIKey, text string) madeAPIKey {
	return madeAPIKey{ID: access.SpellAPIKeyID(k.ID), Key: text, Name: k.Name, Scopes: k.Scopes,
		CreatedAt: stamp(k.CreatedAt), RevokedAt: stamp(k.RevokedAt), LastUsedAt: stamp(k.UsedAt)}
}

func (c *apikeyCreate) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		site, err := h.site(ctx, c.Site)
		if err != nil {
			return err
		}
		key, text, err := h.doors.CreateAPIKey(ctx, int64(site.ID), c.Name, c.Scopes)
		if err != nil {
			return err
		}
		return c.show(t.out, spellAPIKey(key, text), func(w io.Writer) {
			row(w, "id", access.SpellAPIKeyID(key.ID))
			row(w, "key", text)
			fmt.Fprintln(w, "\nThe key is shown this once.")
		})
	})
}

func (c *apikeyList) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		site, err := h.site(ctx, c.Site)
		if err != nil {
			return err
		}
		keys, err := h.doors.APIKeys(ctx, int64(site.ID))
		if err != nil {
			return fmt.Errorf("list API keys: %w", err)
		}
		made := make([]madeAPIKey, len(keys))
		for i, k := range keys {
			made[i] = spellAPIKey(k, "")
		}
		return c.show(t.out, map[string]any{"apikeys": made}, func(w io.Writer) {
			row(w, "ID", "NAME", "SCOPES", "MADE", "LAST USED", "REVOKED")
			for _, k := range keys {
				row(w, access.SpellAPIKeyID(k.ID), k.Name, list(k.Scopes), date(k.CreatedAt), date(k.UsedAt), date(k.RevokedAt))
			}
		})
	})
}

func (c *apikeyRevoke) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		id, err := access.ParseAPIKeyID(c.ID)
		if err != nil {
			return unknown(err, "API key", c.ID, "nametag apikey list --site KEY")
		}
		key, err := h.doors.RevokeAPIKey(ctx, id)
		if err != nil {
			return unknown(err, "API key", c.ID, "nametag apikey list --site KEY")
		}
		return c.show(t.out, spellAPIKey(key, ""), func(w io.Writer) {
			fmt.Fprintf(w, "%s (%s) is revoked: it opens nothing any more.\n", c.ID, key.Name)
		})
	})
}
