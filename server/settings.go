package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// change returns what the flags say of a site; its lists grow by what is new in them.
func (c *settings) change(site *nametag.Site) nametag.Settings {
	return nametag.Settings{
		Aliases: given(with(site.Aliases, c.Alias)), Origins: given(with(site.Origins, c.Origin)),
		LinkedDomains: given(with(site.LinkedDomains, c.LinkedDomain)), Enforcement: c.Enforcement,
		EmailsConfirmed: c.EmailsConfirmed, Unproven: c.Unproven, MatchUnprovenEmail: c.MatchUnprovenEmail,
		LinkHours: c.LinkHours, CookieDomain: c.CookieDomain, CustomDataBytes: c.CustomDataBytes,
		AnonymousDays: c.AnonymousDays, UnprovenDays: c.UnprovenDays, StoreIPs: c.StoreIPs,
		AvatarHosts: given(with(site.AvatarHosts, c.AvatarHost)), Dev: c.SiteDev,
	}
}

// check refuses what can't be a site's, and spells origins and hosts as they will be written, so that an error names the flag.
func (c *settings) check() error {
	if c.LinkHours != nil && (*c.LinkHours < 1 || *c.LinkHours > nametag.MaxLinkHours) {
		return fmt.Errorf("--link-hours: give a number from 1 to %d", nametag.MaxLinkHours)
	}
	if c.CustomDataBytes != nil && (*c.CustomDataBytes < 1 || *c.CustomDataBytes > nametag.MaxCustomDataBytes) {
		return fmt.Errorf("--custom-data-bytes: give a number from 1 to %d", nametag.MaxCustomDataBytes)
	}
	const origin = "an origin such as https://example.com or https://*.example.com"
	return errors.Join(
		spellEach(c.Origin, "--origin", origin, nametag.ParseOrigin), spellEach(c.LinkedDomain, "--linked-domain", origin, nametag.ParseOrigin),
		spellEach(c.AvatarHost, "--avatar-host", "a host such as pictures.example.com or *.example.com", nametag.ParseAvatarHost),
	)
}

func spellEach(list []string, flag, what string, spell func(string) (string, error)) error {
	for i, text := range list {
		spelt, err := spell(text)
		if err != nil {
			return fmt.Errorf("%s: %q is not %s", flag, text, what)
		}
		list[i] = spelt
	}
	return nil
}

func given[T any](v T) *T { return &v }

// orAbsent is a value, or nothing where it is blank.
func orAbsent[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// orZero is a flag's value, or the zero value where it wasn't given.
func orZero[T any](v *T) (zero T) {
	if v == nil {
		return zero
	}
	return *v
}

func with(have, more []string) []string {
	all := slices.Clone(have)
	for _, m := range more {
		if !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return all
}
