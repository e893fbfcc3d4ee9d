package sqlite

import (
	"fmt"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// apply writes a decision.
func (t *tx) apply(d nametag.Decision) error {
	if err := t.applyContacts(d.Contacts); err != nil {
		return err
	}
	for _, v := range d.Visitors {
		if err := t.applyVisitor(v, slices.Contains(d.Returned, v.ID)); err != nil {
			return fmt.Errorf("write visitor %s: %w", v.ID, err)
		}
	}
	if d.Erasure != nil {
		if err := t.erase(d.Erasure); err != nil {
			return err
		}
	}
	for _, r := range d.Remember {
		if err := t.remember(r); err != nil {
			return err
		}
	}
	for i := range d.Entries {
		if err := t.append(&d.Entries[i]); err != nil {
			return fmt.Errorf("append entry %d: %w", d.Entries[i].Seq, err)
		}
	}
	return nil
}

func (t *tx) applyContacts(contacts []*nametag.Contact) error {
	if len(contacts) > 1 {
		if err := t.release(contacts); err != nil {
			return err
		}
	}
	for _, c := range contacts {
		if err := t.applyContact(c); err != nil {
			return fmt.Errorf("write contact %s: %w", c.ID, err)
		}
	}
	return nil
}

// release lets go of identifiers that change hands within one decision: whoever gets one may be written first.
func (t *tx) release(contacts []*nametag.Contact) error {
	for _, c := range contacts {
		was, _, err := t.contact(c.ID)
		if err != nil {
			return err
		}
		if was == nil || namesOf(was) == namesOf(c) {
			continue
		}
		if _, err := t.exec(releaseContact, int64(c.ID)); err != nil {
			return fmt.Errorf("release identifiers of %s: %w", c.ID, err)
		}
	}
	return nil
}

func (t *tx) applyContact(c *nametag.Contact) error {
	was, _, err := t.contact(c.ID)
	if err != nil {
		return err
	}
	if err := t.writeContact(was, c); err != nil {
		return err
	}
	t.contacts[c.ID] = c
	if c.ExternalID != "" {
		t.byID[identifier{c.Site, c.ExternalID}] = c.ID
	}
	if was == nil || namesOf(was) != namesOf(c) {
		t.forgetHolders(was)
		t.forgetHolders(c)
	}
	return nil
}

// forgetHolders forgets whom the contact's email leads to.
func (t *tx) forgetHolders(c *nametag.Contact) {
	if c != nil && c.Email.Folded != "" {
		t.byEmail[identifier{c.Site, c.Email.Folded}] = nil
	}
}

func (t *tx) applyVisitor(v *nametag.Visitor, returned bool) error {
	was, _, err := t.visitor(v.ID)
	if err != nil {
		return err
	}
	if err := t.writeVisitor(was, v, returned); err != nil {
		return err
	}
	t.visitors[v.ID] = v
	if v.Fenced() && (was == nil || !was.Fenced()) {
		_, err = t.exec(deleteCodeOf, int64(v.ID)) // spec widget §2: gone on reset
	}
	return err
}
