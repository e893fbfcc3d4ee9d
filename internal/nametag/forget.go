package nametag

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Retention is the reason of entries that nobody's decision but time brought about.
const Retention = "retention"

// Forgettable is a contact that may be forgotten.
type Forgettable struct {
	Site    SiteID
	Contact ContactID
}

// forgetContacts is how many contacts are forgotten at a time.
const forgetContacts = 1000

// ForgetUnproven erases contacts that were never secured, once nothing was heard of them for as long as such are kept
// (spec security §6). It does a bounded part of the work, from a contact on, and returns where to go on (0: at the beginning).
// One that can't be erased doesn't keep the others: the first such error is returned.
func (s *Service) ForgetUnproven(ctx context.Context, from ContactID) (next ContactID, err error) {
	sites, err := s.Sites(ctx)
	if err != nil {
		return from, err
	}
	if !slices.ContainsFunc(sites, func(site *Site) bool { return s.Lives.Of(site).Unproven > 0 }) {
		return 0, nil
	}
	now := s.now()
	found, next, err := s.Store.Forgettable(ctx, from, now, s.Lives.Unproven, forgetContacts)
	if err != nil {
		return from, err
	}
	for _, f := range found {
		at := slices.IndexFunc(sites, func(site *Site) bool { return site.ID == f.Site })
		if at < 0 {
			continue
		}
		life := s.Lives.Of(sites[at]).Unproven
		if life == 0 {
			continue
		}
		if failed := s.forget(ctx, sites[at], f.Contact, now.Add(-life)); failed != nil && err == nil {
			err = fmt.Errorf("forget contact %s: %w", f.Contact, failed)
		}
	}
	return next, err
}

// forget erases a contact, unless something became of it since it was found.
func (s *Service) forget(ctx context.Context, site *Site, id ContactID, by time.Time) error {
	still := func(e *erasing) bool { return e.isForgettable(by) }
	err := s.eraseIf(ctx, site, id, still, "", Retention)
	if errors.Is(err, ErrNotFound) { // somebody erased it
		return nil
	}
	return err
}

// isForgettable reports whether a person was never vouched for and nothing was heard of it since then: that others were erased
// is no sign of life. Sessions aren't looked at again: they are written later than they happen.
func (e *erasing) isForgettable(by time.Time) bool {
	c := e.family[0]
	later := func(entry Entry) bool { return entry.At.After(by) && entry.Kind != Erased }
	proven := func(v *Visitor) bool { return v.Link.Trust >= Verified && !v.Fenced() }
	return len(e.family) == 1 && !c.Secured() &&
		!slices.ContainsFunc(e.history, later) && !slices.ContainsFunc(e.visitors, proven)
}
