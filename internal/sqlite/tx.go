package sqlite

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// tx is one transaction of the writer: the work of one group of callers. It sees what the group's earlier callers
// wrote, then what the cache holds, then the file. A nil visitor or contact is known not to exist, nil holders are
// known to have changed.
type tx struct {
	conn       *conn
	cache      *cache
	next       nametag.Seq
	wrote      bool // since the present caller began
	visitors   map[nametag.VisitorID]*nametag.Visitor
	contacts   map[nametag.ContactID]*nametag.Contact
	byID       map[identifier]nametag.ContactID
	byEmail    map[identifier]*[]nametag.ContactID
	remembered map[string]nametag.Remembered
	forgotten  map[nametag.SiteID]time.Time
	sites      bool // some were written
	erased     bool // somebody was
}

func newTx(c *conn, k *cache, next nametag.Seq) *tx {
	return &tx{
		conn: c, cache: k, next: next,
		visitors:   map[nametag.VisitorID]*nametag.Visitor{},
		contacts:   map[nametag.ContactID]*nametag.Contact{},
		byID:       map[identifier]nametag.ContactID{},
		byEmail:    map[identifier]*[]nametag.ContactID{},
		remembered: map[string]nametag.Remembered{},
		forgotten:  map[nametag.SiteID]time.Time{},
	}
}

// exec writes. It takes no context: a group is never left half done because one caller went away.
func (t *tx) exec(q query, args ...any) (int64, error) {
	t.wrote = true
	return t.conn.exec(context.Background(), q, args...)
}

func (t *tx) one(q query, args ...any) (row, error) {
	return t.conn.one(context.Background(), q, args...)
}

func (t *tx) visitor(id nametag.VisitorID) (*nametag.Visitor, bool, error) {
	if v, ok := t.visitors[id]; ok {
		return v, true, nil
	}
	if v, ok := t.cache.visitor(id); ok {
		return v, true, nil
	}
	r, err := t.one(selectVisitor, int64(id))
	if err != nil {
		return nil, false, fmt.Errorf("read visitor: %w", err)
	}
	var v *nametag.Visitor
	if r != nil {
		if v, err = scanVisitor(r); err != nil {
			return nil, false, err
		}
	}
	t.visitors[id] = v
	return v, true, nil
}

func (t *tx) contact(id nametag.ContactID) (*nametag.Contact, bool, error) {
	if c, ok := t.contacts[id]; ok {
		return c, true, nil
	}
	if c, ok := t.cache.row(id); ok {
		return c, true, nil
	}
	r, err := t.one(selectContact, int64(id))
	if err != nil {
		return nil, false, fmt.Errorf("read contact: %w", err)
	}
	var c *nametag.Contact
	if r != nil {
		if c, err = scanContact(r); err != nil {
			return nil, false, err
		}
	}
	t.contacts[id] = c
	return c, true, nil
}

func (t *tx) holder(id identifier) (nametag.ContactID, bool, error) {
	if holder, ok := t.holding(id); ok {
		return holder, true, nil
	}
	r, err := t.one(selectHolder, int64(id.site), id.text)
	if err != nil {
		return 0, false, fmt.Errorf("read holder of external id: %w", err)
	}
	if r == nil {
		return 0, true, nil
	}
	holder := nametag.ContactID(r.int(0))
	t.byID[id] = holder
	return holder, true, nil
}

// holding asks memory for the holder of an external id, and the contact whether it still holds it.
func (t *tx) holding(id identifier) (nametag.ContactID, bool) {
	holder, ok := t.byID[id]
	if !ok {
		holder, ok = t.cache.holder(id)
	}
	if !ok {
		return 0, false
	}
	c, _, err := t.contact(holder)
	return holder, err == nil && c != nil && c.Site == id.site && c.ExternalID == id.text
}

func (t *tx) holders(email identifier) ([]nametag.ContactID, bool, error) {
	h, mine := t.byEmail[email]
	if h != nil {
		return *h, true, nil
	}
	if !mine {
		if h, ok := t.cache.holders(email); ok {
			return h, true, nil
		}
	}
	rows := []nametag.ContactID{}
	err := t.conn.each(context.Background(), selectHolders, []any{int64(email.site), email.text}, func(r row) error {
		if id := nametag.ContactID(r.int(0)); !slices.Contains(rows, id) {
			rows = append(rows, id)
		}
		return nil
	})
	if err != nil {
		return nil, false, fmt.Errorf("read holders of email: %w", err)
	}
	t.byEmail[email] = &rows
	return rows, true, nil
}
