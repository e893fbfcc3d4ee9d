package sqlite

import (
	"context"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var (
	contactsAfter     = define(`SELECT ` + contactColumns + ` FROM contact WHERE id > ? ORDER BY id LIMIT ?`)
	visitorsAfter     = define(`SELECT ` + visitorColumns + ` FROM visitor WHERE id > ? ORDER BY id LIMIT ?`)
	entriesOfContacts = define(`SELECT ` + entryColumns + ` FROM ledger WHERE contact > ? AND contact <= ? ORDER BY seq`)
	entriesOfVisitors = define(`SELECT ` + entryColumns + ` FROM ledger WHERE visitor > ? AND visitor <= ? ORDER BY seq`)
	selectSnapshotLen = define(`SELECT (SELECT count(*) FROM contact), (SELECT count(*) FROM visitor), (SELECT max(seq) FROM ledger)`)
)

// Snapshot implements [nametag.Store].
func (s *Store) Snapshot(ctx context.Context, read func(nametag.Snapshot) error) error {
	return s.reads.at(ctx, func(c *conn) error { return read(snapshot{ctx, c}) })
}

type snapshot struct {
	ctx  context.Context
	conn *conn
}

func (t snapshot) Contacts(after nametag.ContactID, limit int) (list []*nametag.Contact, err error) {
	err = t.conn.each(t.ctx, contactsAfter, []any{int64(after), int64(limit)}, func(r row) error {
		c, err := scanContact(r)
		list = append(list, c)
		return err
	})
	return list, err
}

func (t snapshot) Visitors(after nametag.VisitorID, limit int) (list []*nametag.Visitor, err error) {
	err = t.conn.each(t.ctx, visitorsAfter, []any{int64(after), int64(limit)}, func(r row) error {
		v, err := scanVisitor(r)
		list = append(list, v)
		return err
	})
	return list, err
}

func (t snapshot) ContactEntries(after, last nametag.ContactID, each func(nametag.Entry) error) error {
	return t.entries(entriesOfContacts, int64(after), int64(last), each)
}

func (t snapshot) VisitorEntries(after, last nametag.VisitorID, each func(nametag.Entry) error) error {
	return t.entries(entriesOfVisitors, int64(after), int64(last), each)
}

func (t snapshot) entries(q query, after, last int64, each func(nametag.Entry) error) error {
	return t.conn.each(t.ctx, q, []any{after, last}, func(r row) error {
		e, err := scanEntry(r)
		if err != nil {
			return err
		}
		return each(e)
	})
}

func (t snapshot) Sizes() (contacts, visitors, entries int64, err error) {
	r, err := t.conn.one(t.ctx, selectSnapshotLen)
	if err != nil {
		return 0, 0, 0, err
	}
	return r.int(0), r.int(1), r.int(2), nil
}
