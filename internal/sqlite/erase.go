package sqlite

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var (
	rewriteEntry     = define(`UPDATE ledger SET effect = ?, command = NULL WHERE seq = ? AND site = ?`)
	selectLinkedTo   = define(`SELECT 1 FROM visitor WHERE contact = ? LIMIT 1`)
	deleteContact    = define(`DELETE FROM contact WHERE id = ?`)
	deleteStayed     = define(`DELETE FROM session WHERE contact = ?`)
	deleteSessionsOf = define(`DELETE FROM session WHERE visitor = ?`)
)

// erase takes away for good what a decision says, from the pages that become free too. The write-ahead log is emptied after
// the commit.
func (t *tx) erase(e *nametag.Erasure) (err error) {
	t.erased = true
	if err := t.conn.run(context.Background(), "PRAGMA secure_delete(ON)"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.conn.run(context.Background(), "PRAGMA secure_delete(FAST)")) }()
	for _, entry := range e.Entries {
		if _, err := t.exec(rewriteEntry, encodeEffect(&entry), int64(entry.Seq), int64(entry.Site)); err != nil {
			return fmt.Errorf("rewrite entry %d: %w", entry.Seq, err)
		}
	}
	for _, id := range e.Visitors {
		if _, err := t.exec(deleteSessionsOf, int64(id)); err != nil {
			return fmt.Errorf("erase sessions of %s: %w", id, err)
		}
		if _, err := t.exec(deleteExamplesOf, int64(id)); err != nil {
			return fmt.Errorf("erase examples of %s: %w", id, err)
		}
	}
	for _, id := range e.Contacts {
		if err := t.eraseContact(id); err != nil {
			return fmt.Errorf("erase contact %s: %w", id, err)
		}
	}
	return nil
}

func (t *tx) eraseContact(id nametag.ContactID) error {
	was, _, err := t.contact(id)
	if err != nil || was == nil {
		return err
	}
	switch r, err := t.one(selectLinkedTo, int64(id)); {
	case err != nil:
		return err
	case r != nil: // somebody came meanwhile who isn't in the decision
		return nametag.ErrMoved
	}
	if _, err := t.exec(deleteStayed, int64(id)); err != nil {
		return err
	}
	if _, err := t.exec(deleteRefusals, int64(id)); err != nil {
		return err
	}
	if _, err := t.exec(deleteContact, int64(id)); err != nil {
		return err
	}
	t.contacts[id] = nil
	t.forgetHolders(was)
	return nil
}

// Rivals implements [nametag.Store].
func (s *Store) Rivals(ctx context.Context, site nametag.SiteID, of []nametag.ContactID) (rivals []nametag.ContactID, err error) {
	err = s.reads.with(ctx, func(c *conn) error {
		rivals, err = rivalsOf(ctx, c, site, of)
		return err
	})
	return rivals, err
}

var selectConflicts = define(`SELECT id, conflicts FROM contact WHERE site = ? AND conflicts IS NOT NULL`)

// rivalsOf looks at every contact with conflicts: they are few, and it is seldom asked.
func rivalsOf(ctx context.Context, c *conn, site nametag.SiteID, of []nametag.ContactID) (rivals []nametag.ContactID, err error) {
	if len(of) == 0 {
		return nil, nil
	}
	err = c.each(ctx, selectConflicts, []any{int64(site)}, func(r row) error {
		conflicts, err := decodeConflicts(r.text(1))
		if slices.ContainsFunc(conflicts, func(k nametag.Conflict) bool { return slices.Contains(of, k.Other) }) {
			rivals = append(rivals, nametag.ContactID(r.int(0)))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list rivals: %w", err)
	}
	return rivals, nil
}
