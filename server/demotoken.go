package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// demoKeyName is what the shop's signing key is called.
const demoKeyName = "Demo shop"

// demoSecret is the secret that the shop signs with. A key of it that was retired is never taken up again: the next one
// has another secret.
func demoSecret(ctx context.Context, h *house, site *nametag.Site) (string, error) {
	keys, err := h.service.SigningKeys(ctx, site)
	if err != nil {
		return "", fmt.Errorf("list the demo's keys: %w", err)
	}
	retired := int64(0)
	secret := func() string {
		return base64.RawURLEncoding.EncodeToString(h.key.Derive("demo shop tokens", retired))
	}
	for _, k := range keys {
		switch {
		case k.Name != demoKeyName:
		case k.Active():
			return secret(), nil
		default:
			retired++
		}
	}
	if _, _, err := h.service.CreateSigningKey(ctx, site, demoKeyName, nil, secret()); err != nil {
		return "", fmt.Errorf("make the demo's key: %w", err)
	}
	return secret(), nil
}

// tokenLife is how long the shop's tokens live. They begin with the login, and again half of that later: the page says the
// same on every page, and a login that was revoked stays so.
const tokenLife = 24 * time.Hour

// token says who is logged in, signed as any customer's server would sign it. "" for who comes by the shop's old app, which
// doesn't know how to.
func (d *demo) token(who customer, s *shopSession, now time.Time) string {
	if who.Unproven {
		return ""
	}
	since := time.Unix(s.Since, 0)
	issued := since.Add(now.Sub(since).Truncate(tokenLife / 2))
	text, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"sub": who.ID, "email": who.Email, "email_verified": true, "iat": issued.Unix(), "exp": issued.Add(tokenLife).Unix(),
	}).SignedString([]byte(d.secret))
	if err != nil {
		d.log.Error("sign the demo's token", "error", err)
	}
	return text
}
