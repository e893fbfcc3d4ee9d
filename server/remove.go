package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// remove takes off a site's lists what the flags say: all of it, or nothing with an error.
func (c *siteSet) remove(site *nametag.Site) error {
	var errs [3]error
	origins, linked, aliases := site.Origins, site.LinkedDomains, site.Aliases
	origins, errs[0] = without(origins, c.Origin, c.RemoveOrigin, "origin", spelt)
	linked, errs[1] = without(linked, c.LinkedDomain, c.RemoveLinkedDomain, "linked-domain", spelt)
	aliases, errs[2] = without(aliases, c.Alias, c.RemoveAlias, "alias", func(alias string) string { return alias })
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	site.Origins, site.LinkedDomains, site.Aliases = origins, linked, aliases
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

// spelt is an origin as it is on the list. What isn't one may be there as well: earlier versions took more.
func spelt(text string) string {
	origin, err := nametag.ParseOrigin(text)
	if err != nil {
		return text
	}
	return origin
}
