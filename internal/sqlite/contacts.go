package sqlite

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var (
	selectNewest = define(`SELECT id FROM contact WHERE site = ? AND merged_into IS NULL AND id < ? ORDER BY id DESC LIMIT ?`)
	// selectConflicted looks at the newest thousand rows with conflicts.
	selectConflicted = define(`SELECT id FROM contact WHERE site = ?1 AND conflicts IS NOT NULL ORDER BY id DESC LIMIT 1000`)
	selectByEmail    = define(`SELECT id FROM contact WHERE site = ? AND email = ? ORDER BY id DESC LIMIT 1000`)
	// selectPrefix looks at the first thousand of each, so that a short prefix costs no more than a long one.
	selectPrefix = define(`SELECT id FROM (
			SELECT * FROM (SELECT id FROM contact WHERE site = ?1 AND external_id >= ?2 AND external_id < ?3 LIMIT 1000)
			UNION SELECT * FROM (SELECT id FROM contact WHERE site = ?1 AND email >= ?4 AND email < ?5 LIMIT 1000))
		WHERE id < ?6 ORDER BY id DESC`)
)

// Contacts implements [nametag.Store]. An identifier that a merged contact holds finds its survivor, a prefix only
// live contacts.
func (s *Store) Contacts(ctx context.Context, site nametag.SiteID, q nametag.ContactQuery) ([]*nametag.Contact, error) {
	before := int64(q.Before)
	if before == 0 {
		before = 1<<63 - 1
	}
	switch {
	case q.ExternalID != "":
		return s.holdersOf(ctx, site, q, selectHolder, q.ExternalID)
	case q.Email != "":
		return s.holdersOf(ctx, site, q, selectByEmail, q.Email)
	case q.Prefix != "":
		folded := strings.ToLower(q.Prefix)
		return s.live(ctx, site, q.Limit, selectPrefix, int64(site), q.Prefix, after(q.Prefix), folded, after(folded), before)
	}
	return s.live(ctx, site, q.Limit, selectNewest, int64(site), before, int64(q.Limit))
}

// Conflicted implements [nametag.Store].
func (s *Store) Conflicted(
	ctx context.Context, site nametag.SiteID, before nametag.ContactID, limit int,
) (list []*nametag.Contact, err error) {
	err = s.reads.with(ctx, func(conn *conn) error {
		find := reading{ctx, conn}
		seen := map[nametag.ContactID]bool{}
		return conn.each(ctx, selectConflicted, []any{int64(site)}, func(r row) error {
			f, _, err := lead(find, nametag.ContactID(r.int(0)))
			if err != nil || f.Contact == nil || seen[f.Contact.ID] || !slices.ContainsFunc(f.Row.Conflicts, nametag.Conflict.Open) {
				return err
			}
			seen[f.Contact.ID] = true
			list = append(list, f.Contact)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("list conflicts: %w", err)
	}
	slices.SortFunc(list, func(a, b *nametag.Contact) int { return cmp.Compare(b.ID, a.ID) })
	if before != 0 {
		list = slices.DeleteFunc(list, func(c *nametag.Contact) bool { return c.ID >= before })
	}
	return list[:min(limit, len(list))], nil
}

// after returns the first text behind all that begin with prefix: U+10FFFF is in none.
func after(prefix string) string { return prefix + "\U0010FFFF" }

// live reads the contacts whose ids a query gives, in its order, without the merged ones.
func (s *Store) live(
	ctx context.Context, site nametag.SiteID, limit int, q query, args ...any,
) (list []*nametag.Contact, err error) {
	err = s.reads.with(ctx, func(conn *conn) error {
		find := reading{ctx, conn}
		return conn.each(ctx, q, args, func(r row) error {
			if len(list) >= limit {
				return errEnough
			}
			c, _, err := find.contact(nametag.ContactID(r.int(0)))
			if err == nil && c != nil && c.Site == site && c.MergedInto == 0 {
				list = append(list, c)
			}
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("list contacts: %w", err)
	}
	return list, nil
}

// holdersOf lists the contacts that an identifier leads to, merges followed.
func (s *Store) holdersOf(
	ctx context.Context, site nametag.SiteID, q nametag.ContactQuery, by query, identifier string,
) (list []*nametag.Contact, err error) {
	var ids []nametag.ContactID
	err = s.reads.each(ctx, by, []any{int64(site), identifier}, func(r row) error {
		ids = append(ids, nametag.ContactID(r.int(0)))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list holders: %w", err)
	}
	seen := map[nametag.ContactID]bool{}
	for _, id := range ids {
		c, err := s.Contact(ctx, site, id)
		if errors.Is(err, nametag.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !seen[c.ID] && (q.Before == 0 || c.ID < q.Before) {
			list = append(list, c)
		}
		seen[c.ID] = true
	}
	slices.SortFunc(list, func(a, b *nametag.Contact) int { return cmp.Compare(b.ID, a.ID) })
	return list[:min(len(list), q.Limit)], nil
}
