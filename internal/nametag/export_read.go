package nametag

import (
	"context"
	"errors"
	"slices"
	"time"
)

func (e *Export) readFamily(ctx context.Context) error {
	family, err := e.service.Store.Family(ctx, e.site.ID, e.Contact.ID, WholeFamily)
	if err != nil {
		return err
	}
	for _, c := range family {
		e.family[c.ID] = c
	}
	e.Contact, e.Aliases, e.Sessions = family[0], family[1:], nil
	e.Refusals, err = e.service.Store.Refusals(ctx, e.site.ID, e.Contact.ID, WholeFamily)
	return err
}

// readVisitors leaves out who acts as the person: that is somebody else's browser.
func (e *Export) readVisitors(ctx context.Context) error {
	visitors, err := e.service.Store.VisitorsOf(ctx, e.site.ID, e.Contact.ID, WholeFamily)
	if err != nil {
		return err
	}
	leaked, err := e.service.LeakedKeys(ctx, e.site.ID)
	e.Visitors = nil
	for _, v := range visitors {
		if v.Link.Actor == "" {
			e.own[v.ID] = v
			e.Visitors = append(e.Visitors, v.At(e.service.now(), leaked))
		}
	}
	return err
}

// readLedger goes through the entries of the person, and of those who were merged into it: which they are, and who else is in
// them.
func (e *Export) readLedger(ctx context.Context) error {
	for _, c := range e.family {
		err := e.walk(ctx, c.Head, func(entry Entry) {
			e.entries[entry.Seq] = struct{}{}
			for _, id := range []ContactID{entry.Effect.Other, entry.Effect.Side} {
				if e.isOthers(id) {
					e.others[id] = struct{}{}
				}
			}
			if entry.Visitor != 0 && e.own[entry.Visitor] == nil && !e.isOthers(entry.Effect.Side) {
				e.strays[entry.Visitor] = max(e.strays[entry.Visitor], entry.Seq)
			}
			e.noteForeign(entry)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readOwn finds what the person's browsers said before they were linked. Where one came by a link from another domain, what it
// did before that is nobody's.
func (e *Export) readOwn(ctx context.Context) error {
	for _, v := range e.own {
		var since time.Time
		if v.Since != 0 {
			since = idTime(int64(v.Since))
		}
		err := e.walk(ctx, v.Head, func(entry Entry) {
			if !entry.At.Before(since) {
				e.entries[entry.Seq] = struct{}{}
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *Export) readStrays(ctx context.Context) error {
	for id, last := range e.strays {
		v, err := e.service.Store.Visitor(ctx, e.site.ID, id)
		if errors.Is(err, ErrNotFound) { // forgotten
			continue
		}
		if err == nil {
			err = e.walk(ctx, v.Head, func(entry Entry) {
				if entry.Seq < last {
					e.entries[entry.Seq] = struct{}{}
				}
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readOthers finds the person in the entries of those with whom it was one once, or who proved what was said of it.
func (e *Export) readOthers(ctx context.Context) error {
	for id := range e.others {
		c, err := e.service.Store.Row(ctx, e.site.ID, id)
		if errors.Is(err, ErrNotFound) { // erased
			continue
		}
		if err == nil {
			err = e.walk(ctx, c.Head, func(entry Entry) {
				if e.family[entry.Effect.Side] != nil || e.family[entry.Effect.Other] != nil {
					e.entries[entry.Seq] = struct{}{}
				}
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *Export) readClaims(ctx context.Context) error {
	all, err := e.service.Store.EvidenceExamples(ctx, e.site.ID, time.Time{})
	e.Claims = slices.DeleteFunc(all, func(c ClaimExample) bool { return e.own[c.Visitor] == nil })
	return err
}

// walk goes through a chain, newest first.
func (e *Export) walk(ctx context.Context, head Seq, see func(Entry)) error {
	for head != 0 {
		entry, err := e.service.Store.Entry(ctx, e.site.ID, head)
		if errors.Is(err, ErrNotFound) { // forgotten with its visitor
			return nil
		}
		if err != nil {
			return err
		}
		see(entry)
		head = entry.Prev
	}
	return nil
}
