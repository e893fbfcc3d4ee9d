package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/proof"
)

// madeKey is what the key commands print with --json. Secret is there once, when it is made.
type madeKey struct {
	KID       string           `json:"kid"`
	Secret    string           `json:"secret,omitempty"`
	Name      string           `json:"name"`
	Uses      []nametag.KeyUse `json:"uses"`
	CreatedAt *string          `json:"created_at"`
	RetiredAt *string          `json:"retired_at"`
	Leaked    bool             `json:"leaked"`
}

// listedKey is what key list prints of one.
type listedKey struct {
	madeKey
	LastUsedAt *string `json:"last_used_at"`
	Used24h    int64   `json:"used_24h"`
	Links      int     `json:"links"` // at most [nametag.MaxLinks]
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
		keys, err := h.service.SigningKeys(ctx, site)
		if err != nil {
			return fmt.Errorf("list signing keys: %w", err)
		}
		key, secret, err := h.service.CreateSigningKey(ctx, site, c.Name, c.Use, taken)
		if err != nil {
			return err
		}
		c.warn(t.err)
		if len(keys) == 0 {
			askConfirmed(t.err, site)
		}
		return c.show(t.out, spellKey(key, secret), func(w io.Writer) {
			row(w, "kid", key.KID)
			if secret == "" {
				fmt.Fprintln(w, "\nThe secret was taken over, and is not shown.")
				return
			}
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

// askConfirmed asks, when a site's first key is made, what proofs of emails are worth (spec identity §3). Until it is answered
// they verify none.
func askConfirmed(errs io.Writer, site *nametag.Site) {
	if !site.EmailsConfirmed {
		fmt.Fprintf(errs, "hint: does the site confirm its users' email addresses? If it does, say so with `nametag site set %s --emails-confirmed`:"+
			" until then no proof verifies an email, but for tokens that say email_verified.\n", site.Key)
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
		does, err := h.service.KeyUses(ctx, site)
		if err != nil {
			return fmt.Errorf("count uses of signing keys: %w", err)
		}
		listed := make([]listedKey, len(keys))
		for i, k := range keys {
			u := does[k.KID]
			listed[i] = listedKey{spellKey(k, ""), stamp(u.Last), u.Count, u.Links}
		}
		return c.show(t.out, map[string]any{"keys": listed}, func(w io.Writer) {
			row(w, "KID", "NAME", "USES", "MADE", "RETIRED", "LAST USED", "USED IN 24 H", "LINKS")
			for _, k := range keys {
				u := does[k.KID]
				row(w, k.KID, k.Name, uses(k), date(k.CreatedAt), retired(k), date(u.Last), fmt.Sprint(u.Count), links(u))
			}
		})
	})
}

func links(u nametag.KeyUsage) string {
	if u.Links >= nametag.MaxLinks {
		return fmt.Sprint(u.Links, "+")
	}
	return fmt.Sprint(u.Links)
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

func retired(k *nametag.SigningKey) string {
	if k.Leaked {
		return date(k.RetiredAt) + ", leaked"
	}
	return date(k.RetiredAt)
}
