package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// remove takes off a site's lists what the flags say: all of it, or nothing with an error.
func (c *siteSet) remove(site *nametag.Site) error {
	var errs [4]error
	origins, linked, aliases, hosts := site.Origins, site.LinkedDomains, site.Aliases, site.AvatarHosts
	origins, errs[0] = without(origins, c.Origin, c.RemoveOrigin, "origin", as(nametag.ParseOrigin))
	linked, errs[1] = without(linked, c.LinkedDomain, c.RemoveLinkedDomain, "linked-domain", as(nametag.ParseOrigin))
	aliases, errs[2] = without(aliases, c.Alias, c.RemoveAlias, "alias", func(alias string) string { return alias })
	hosts, errs[3] = without(hosts, c.AvatarHost, c.RemoveAvatarHost, "avatar-host", as(nametag.ParseAvatarHost))
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	site.Origins, site.LinkedDomains, site.Aliases, site.AvatarHosts = origins, linked, aliases, hosts
	return nil
}

// without returns a list of its own, so that the store's stays as it is. What is to go must be there, and not come at once.
func without(have, more, gone []string, flag string, spell func(string) string) ([]string, error) {
	left := slices.Clone(have)
	for _, text := range gone {
		is := func(one string) bool { return one == text || one == spell(text) }
		switch {
		case slices.ContainsFunc(more, is):
			return nil, fmt.Errorf("--remove-%s: %q is given with --%s, too; leave out one of the two", flag, text, flag)
		case len(have) == 0:
			return nil, fmt.Errorf("--remove-%s: %q is not on the list, which is empty", flag, text)
		case !slices.ContainsFunc(have, is):
			return nil, fmt.Errorf("--remove-%s: %q is not on the list, which holds %s", flag, text, list(have))
		}
		left = slices.DeleteFunc(left, is)
	}
	return left, nil
}

// as spells something as it is on the list. What can't be spelt may be there as well: earlier versions took more.
func as(spell func(string) (string, error)) func(string) string {
	return func(text string) string {
		spelt, err := spell(text)
		if err != nil {
			return text
		}
		return spelt
	}
}
