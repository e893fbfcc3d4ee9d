package sqlite

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// finder looks things up; found is false if it doesn't know the answer. "There is none" is an answer too: nil or 0.
type finder interface {
	contactFinder
	visitor(nametag.VisitorID) (v *nametag.Visitor, found bool, err error)
	holder(externalID identifier) (c nametag.ContactID, found bool, err error)
	holders(email identifier) (rows []nametag.ContactID, found bool, err error)
	once(key string) (r nametag.Remembered, found bool, err error)
	forgottenBy(nametag.SiteID) (by time.Time, found bool, err error)
}

type contactFinder interface {
	contact(nametag.ContactID) (c *nametag.Contact, found bool, err error)
}

// find gathers all that is known under keys, but for Next.
func find(f finder, keys nametag.Keys) (known nametag.Known, found bool, err error) {
	if found, err = findVisitor(f, keys, &known); !found {
		return known, found, err
	}
	if known.ByID, found, err = findByID(f, keys.Site, keys.ExternalID, known.Linked); !found {
		return known, found, err
	}
	if keys.Settled == nil || !keys.Settled(known) {
		if known.ByEmail, found, err = findByEmail(f, keys.Site, keys.Email); !found {
			return known, found, err
		}
	}
	if known.ByFormerID, found, err = findByID(f, keys.Site, keys.FormerID, nametag.Found{}); !found {
		return known, found, err
	}
	if known.ByFormerEmail, found, err = findByEmail(f, keys.Site, keys.FormerEmail); !found {
		return known, found, err
	}
	for _, key := range keys.Once {
		r, found, err := f.once(key)
		if !found {
			return known, false, err
		}
		known.Once = append(known.Once, r)
	}
	for _, id := range keys.Visitors {
		v, found, err := f.visitor(id)
		if !found {
			return known, false, err
		}
		if v != nil && v.Site != keys.Site {
			v = nil
		}
		known.Visitors = append(known.Visitors, v)
	}
	found, err = findContacts(f, keys, &known)
	return known, found, err
}

func findVisitor(f finder, keys nametag.Keys, known *nametag.Known) (bool, error) {
	if keys.Visitor == 0 {
		return true, nil
	}
	v, found, err := f.visitor(keys.Visitor)
	switch {
	case !found:
		return false, err
	case v == nil || v.Site != keys.Site:
		known.ForgottenBy, found, err = f.forgottenBy(keys.Site)
		return found, err
	}
	known.Visitor = v
	if v.Successor != 0 {
		if known.Successor, found, err = f.visitor(v.Successor); !found {
			return false, err
		}
	}
	known.Linked, found, err = lead(f, v.Link.Contact)
	return found, err
}

// findByID finds who holds an external id; linked often does.
func findByID(f finder, site nametag.SiteID, id string, linked nametag.Found) (nametag.Found, bool, error) {
	if id == "" {
		return nametag.Found{}, true, nil
	}
	if linked.Row != nil && linked.Row.ExternalID == id {
		return linked, true, nil
	}
	holder, found, err := f.holder(identifier{site, id})
	if !found {
		return nametag.Found{}, false, err
	}
	return lead(f, holder)
}

// findByEmail lists who hold an email.
func findByEmail(f finder, site nametag.SiteID, email string) ([]nametag.Found, bool, error) {
	if email == "" {
		return nil, true, nil
	}
	rows, found, err := f.holders(identifier{site, email})
	if !found || len(rows) == 0 {
		return nil, found, err
	}
	list := make([]nametag.Found, 0, len(rows))
	for _, id := range rows {
		holder, found, err := lead(f, id)
		if !found {
			return nil, false, err
		}
		if holder.Contact != nil {
			list = append(list, holder)
		}
	}
	slices.SortFunc(list, compare)
	return list, true, nil
}

// compare orders holders as [nametag.Known] has them: of each rank the oldest contact first, by its own row before those
// that were merged into it.
func compare(a, b nametag.Found) int {
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Contact.ID, b.Contact.ID),
		cmp.Compare(min(a.Row.MergedInto, 1), min(b.Row.MergedInto, 1)), cmp.Compare(a.Row.ID, b.Row.ID))
}

// rank is 0 for a holder whose email is verified, 1 where that is on a merged row, 2 for one without an external id,
// else 3.
func rank(f nametag.Found) int {
	switch {
	case f.Row.EmailTrust >= nametag.Verified:
		return int(min(f.Row.MergedInto, 1))
	case !f.Contact.Named():
		return 2
	}
	return 3
}

func findContacts(f finder, keys nametag.Keys, known *nametag.Known) (bool, error) {
	for _, id := range keys.Contacts {
		c, found, err := lead(f, id)
		if !found {
			return false, err
		}
		if c.Row != nil && c.Row.Site != keys.Site {
			c = nametag.Found{}
		}
		known.Contacts = append(known.Contacts, c)
	}
	return true, nil
}

// lead finds a row and the contact that it leads to.
func lead(f contactFinder, id nametag.ContactID) (nametag.Found, bool, error) {
	if id == 0 {
		return nametag.Found{}, true, nil
	}
	row, found, err := f.contact(id)
	if !found || row == nil || row.MergedInto == 0 {
		return nametag.Found{Contact: row, Row: row}, found, err
	}
	c, found, err := survivor(f, row.MergedInto)
	return nametag.Found{Contact: c, Row: row}, found, err
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
