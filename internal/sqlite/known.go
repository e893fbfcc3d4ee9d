package sqlite

import (
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// finder looks things up; found is false if it doesn't know the answer. "There is none" is an answer too: nil or 0.
type finder interface {
	contactFinder
	visitor(nametag.VisitorID) (v *nametag.Visitor, found bool, err error)
	holder(externalID identifier) (c nametag.ContactID, found bool, err error)
	holders(email identifier) (h holders, found bool, err error)
}

type contactFinder interface {
	contact(nametag.ContactID) (c *nametag.Contact, found bool, err error)
}

// find gathers all that is known under keys, but for Next.
func find(f finder, keys nametag.Keys) (known nametag.Known, found bool, err error) {
	if found, err = findVisitor(f, keys, &known); !found {
		return known, found, err
	}
	if found, err = findByID(f, keys, &known); !found {
		return known, found, err
	}
	found, err = findByEmail(f, keys, &known)
	return known, found, err
}

func findVisitor(f finder, keys nametag.Keys, known *nametag.Known) (bool, error) {
	if keys.Visitor == 0 {
		return true, nil
	}
	v, found, err := f.visitor(keys.Visitor)
	if !found || v == nil || v.Site != keys.Site {
		return found, err
	}
	known.Visitor = v
	if v.Successor != 0 {
		if known.Successor, found, err = f.visitor(v.Successor); !found {
			return false, err
		}
	}
	known.Linked, found, err = survivor(f, v.Link.Contact)
	return found, err
}

func findByID(f finder, keys nametag.Keys, known *nametag.Known) (bool, error) {
	if keys.ExternalID == "" {
		return true, nil
	}
	if c := known.Linked; c != nil && c.ExternalID == keys.ExternalID {
		known.ByID = c
		return true, nil
	}
	id, found, err := f.holder(identifier{keys.Site, keys.ExternalID})
	if !found {
		return false, err
	}
	known.ByID, found, err = survivor(f, id)
	return found, err
}

func findByEmail(f finder, keys nametag.Keys, known *nametag.Known) (bool, error) {
	if keys.Email == "" {
		return true, nil
	}
	h, found, err := f.holders(identifier{keys.Site, keys.Email})
	if !found {
		return false, err
	}
	if known.ByEmail.Verified, found, err = survivor(f, h.verified); !found {
		return false, err
	}
	known.ByEmail.Free, found, err = survivor(f, h.free)
	return found, err
}

// mergeHops bounds how far a chain of merges is followed.
const mergeHops = 64

// survivor finds a contact, or whom it was merged into. Of 0 it is nil.
func survivor(f contactFinder, id nametag.ContactID) (*nametag.Contact, bool, error) {
	for range mergeHops {
		if id == 0 {
			return nil, true, nil
		}
		c, found, err := f.contact(id)
		if !found || c == nil || c.MergedInto == 0 {
			return c, found, err
		}
		id = c.MergedInto
	}
	return nil, false, fmt.Errorf("follow merges of %s: more than %d", id, mergeHops)
}
