package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/proof"
)

// madeKey is what the key commands print with --json. Secret is there once, when the key is made.
type madeKey struct {
	KID       string           `json:"kid"`
	Secret    string           `json:"secret,omitempty"`
	Name      string           `json:"name"`
	Uses      []nametag.KeyUse `json:"uses"`
	CreatedAt *string          `json:"created_at"`
	RetiredAt *string          `json:"retired_at"`
	Leaked    bool             `json:"leaked"`
}

func spellKey(k *nametag.SigningKey, secret string) madeKey {
	return madeKey{KID: k.KID, Secret: secret, Name: k.Name, Uses: k.Uses, CreatedAt: stamp(k.CreatedAt),
		RetiredAt: stamp(k.RetiredAt), Leaked: k.Leaked}
}

func (c *keyCreate) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		site, err := h.site(ctx, c.Site)
		if err != nil {
			return err
		}
		taken := ""
		if c.SecretStdin {
			if taken, err = readSecret(t.in, "--secret-stdin"); err != nil {
				return err
			}
		}
		key, secret, err := h.service.CreateSigningKey(ctx, site, c.Name, c.Use, taken)
		if err != nil {
			return err
		}
		c.warn(t.err)
		return c.show(t.out, spellKey(key, secret), func(w io.Writer) {
			row(w, "kid", key.KID)
			row(w, "secret", secret)
			fmt.Fprintln(w, "\nThe secret is shown this once. Keep it on your server, never in a page.")
		})
	})
}

// warn says what a raw key lets people do who choose their own ids (spec security §1a).
func (c *keyCreate) warn(errs io.Writer) {
	if slices.Contains(c.Use, proof.UseRawID) || slices.Contains(c.Use, proof.UseRawEmail) {
		fmt.Fprintln(errs, "warning: a raw-id or raw-email key signs bare text. Whoever may choose his own user id can have"+
			" another person's id or email signed for him. Use a key for tokens where you can.")
	}
}

func (c *keyList) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		site, err := h.site(ctx, c.Site)
		if err != nil {
			return err
		}
		keys, err := h.service.SigningKeys(ctx, site)
		if err != nil {
			return fmt.Errorf("list signing keys: %w", err)
		}
		made := make([]madeKey, len(keys))
		for i, k := range keys {
			made[i] = spellKey(k, "")
		}
		return c.show(t.out, map[string]any{"keys": made}, func(w io.Writer) {
			row(w, "KID", "NAME", "USES", "MADE", "RETIRED")
			for _, k := range keys {
				row(w, k.KID, k.Name, uses(k), date(k.CreatedAt), date(k.RetiredAt))
			}
		})
	})
}

func (c *keyRetire) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		key, err := h.service.RetireSigningKey(ctx, c.KID, c.Leaked)
		if err != nil {
			return unknown(err, "signing key", c.KID, "nametag key list --site KEY")
		}
		return c.show(t.out, spellKey(key, ""), func(w io.Writer) {
			fmt.Fprintf(w, "%s (%s) is retired: it proves nothing any more.\n", key.KID, key.Name)
		})
	})
}

func uses(k *nametag.SigningKey) string {
	words := make([]string, len(k.Uses))
	for i, u := range k.Uses {
		words[i] = string(u)
	}
	return list(words)
}
