package sqlite

import (
	"context"
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// family is a contact and all that were merged into it.
const family = `WITH RECURSIVE family (id) AS (
		SELECT ?1 UNION SELECT c.id FROM family AS f CROSS JOIN contact AS c ON c.merged_into = f.id LIMIT ?2)`

var (
	selectVisitorsOf = define(family + ` SELECT ` + visitorColumns + ` FROM visitor WHERE id IN (
		SELECT id FROM visitor WHERE contact IN (SELECT id FROM family) ORDER BY id DESC LIMIT ?3) ORDER BY id DESC`)
	selectFamily = define(family + ` SELECT ` + contactColumns + ` FROM contact WHERE id IN (SELECT id FROM family) ORDER BY id`)
)

// Visitor implements [nametag.Store].
func (s *Store) Visitor(ctx context.Context, site nametag.SiteID, id nametag.VisitorID) (*nametag.Visitor, error) {
	v, ok := s.cache.visitor(id)
	if !ok {
		r, err := s.reads.one(ctx, selectVisitor, int64(id))
		if err != nil {
			return nil, fmt.Errorf("read visitor: %w", err)
		}
		if r == nil {
			return nil, nametag.ErrNotFound.For("visitor")
		}
		if v, err = scanVisitor(r); err != nil {
			return nil, err
		}
	}
	if v.Site != site {
		return nil, nametag.ErrNotFound.For("visitor")
	}
	return v, nil
}

// Contact implements [nametag.Store].
func (s *Store) Contact(ctx context.Context, site nametag.SiteID, id nametag.ContactID) (*nametag.Contact, error) {
	c, ok := s.cache.contact(id)
	if !ok {
		err := s.reads.with(ctx, func(conn *conn) (err error) {
			c, _, err = survivor(reading{ctx, conn}, id)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if c == nil || c.Site != site {
		return nil, nametag.ErrNotFound.For("contact")
	}
	return c, nil
}

// Row implements [nametag.Store].
func (s *Store) Row(ctx context.Context, site nametag.SiteID, id nametag.ContactID) (c *nametag.Contact, err error) {
	err = s.reads.with(ctx, func(conn *conn) error {
		c, _, err = reading{ctx, conn}.contact(id)
		return err
	})
	if err == nil && (c == nil || c.Site != site) {
		err = nametag.ErrNotFound.For("contact")
	}
	return c, err
}

// reading finds contacts in the file.
type reading struct {
	ctx  context.Context
	conn *conn
}

func (f reading) contact(id nametag.ContactID) (*nametag.Contact, bool, error) {
	r, err := f.conn.one(f.ctx, selectContact, int64(id))
	if err != nil {
		return nil, false, fmt.Errorf("read contact: %w", err)
	}
	if r == nil {
		return nil, true, nil
	}
	c, err := scanContact(r)
	return c, err == nil, err
}

// VisitorsOf implements [nametag.Store].
func (s *Store) VisitorsOf(
	ctx context.Context, site nametag.SiteID, id nametag.ContactID, limit int,
) (list []*nametag.Visitor, err error) {
	err = s.reads.each(ctx, selectVisitorsOf, []any{int64(id), int64(max(limit, shownFamily)), int64(limit)}, func(r row) error {
		v, err := scanVisitor(r)
		if err == nil && v.Site == site {
			list = append(list, v)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list visitors: %w", err)
	}
	return list, nil
}

// shownFamily is of how many contacts of a family visitors, sessions and entries are listed.
const shownFamily = 1000

// Family implements [nametag.Store].
func (s *Store) Family(
	ctx context.Context, site nametag.SiteID, id nametag.ContactID, limit int,
) (list []*nametag.Contact, err error) {
	c, err := s.Contact(ctx, site, id)
	if err != nil {
		return nil, err
	}
	list = append(list, c)
	err = s.reads.each(ctx, selectFamily, []any{int64(c.ID), int64(limit)}, func(r row) error {
		member, err := scanContact(r)
		if err == nil && member.ID != c.ID {
			list = append(list, member)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read family: %w", err)
	}
	return list, nil
}
