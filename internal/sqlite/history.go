package sqlite

import (
	"context"
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var selectHeads = define(family + ` SELECT c.id, c.head FROM family AS f CROSS JOIN contact AS c ON c.id = f.id
	WHERE c.head IS NOT NULL`)

// Entry implements [nametag.Store].
func (s *Store) Entry(ctx context.Context, site nametag.SiteID, seq nametag.Seq) (nametag.Entry, error) {
	r, err := s.reads.one(ctx, selectEntry, int64(seq))
	if err != nil {
		return nametag.Entry{}, fmt.Errorf("read entry %d: %w", seq, err)
	}
	if r == nil || nametag.SiteID(r.int(1)) != site {
		return nametag.Entry{}, nametag.ErrNotFound.For("entry")
	}
	return scanEntry(r)
}

// Chain implements [nametag.Store].
func (s *Store) Chain(ctx context.Context, site nametag.SiteID, from nametag.Seq) (list []nametag.Entry, err error) {
	err = s.reads.with(ctx, func(conn *conn) error {
		h := &history{ctx: ctx, conn: conn}
		for from != 0 {
			e, err := h.entry(from)
			if err != nil || e == nil || e.Site != site {
				return err
			}
			list, from = append(list, *e), e.Prev
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read chain from %d: %w", from, err)
	}
	return list, nil
}

// Entries implements [nametag.Store]: the entries numbered before or less, those of contacts that were merged into
// this one among them.
func (s *Store) Entries(
	ctx context.Context, site nametag.SiteID, id nametag.ContactID, before nametag.Seq, limit int,
) (list []nametag.Entry, err error) {
	c, err := s.Contact(ctx, site, id)
	if err != nil {
		return nil, err
	}
	err = s.reads.with(ctx, func(conn *conn) error {
		h, err := openHistory(ctx, conn, c.ID, before)
		for err == nil && len(list) < limit {
			var e *nametag.Entry
			if e, err = h.next(); e == nil {
				break
			}
			list = append(list, *e)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read ledger of %s: %w", c.ID, err)
	}
	return list, nil
}

// history walks the chains of a contact and of those merged into it, newest entry first.
type history struct {
	ctx    context.Context
	conn   *conn
	chains []*nametag.Entry // the next entry of each
}

func openHistory(ctx context.Context, conn *conn, id nametag.ContactID, before nametag.Seq) (*history, error) {
	h := &history{ctx: ctx, conn: conn}
	heads, err := h.heads(id)
	if err != nil {
		return nil, err
	}
	if before != 0 {
		if err := h.shorten(heads, before); err != nil {
			return nil, err
		}
	}
	for _, head := range heads {
		e, err := h.entry(head)
		for err == nil && e != nil && before != 0 && e.Seq > before {
			e, err = h.entry(e.Prev)
		}
		if err != nil {
			return nil, err
		}
		if e != nil {
			h.chains = append(h.chains, e)
		}
	}
	return h, nil
}

func (h *history) heads(id nametag.ContactID) (map[nametag.ContactID]nametag.Seq, error) {
	heads := map[nametag.ContactID]nametag.Seq{}
	err := h.conn.each(h.ctx, selectHeads, []any{int64(id), int64(shownFamily)}, func(r row) error {
		heads[nametag.ContactID(r.int(0))] = nametag.Seq(r.int(1))
		return nil
	})
	return heads, err
}

// shorten begins the chain that the entry is in at that entry: the walk to it could be long.
func (h *history) shorten(heads map[nametag.ContactID]nametag.Seq, at nametag.Seq) error {
	e, err := h.entry(at)
	if err != nil || e == nil {
		return err
	}
	if _, ours := heads[e.Contact]; ours {
		heads[e.Contact] = at
	}
	return nil
}

// next returns the newest entry that was not returned yet, nil after the last.
func (h *history) next() (*nametag.Entry, error) {
	newest := -1
	for i, e := range h.chains {
		if e != nil && (newest < 0 || e.Seq > h.chains[newest].Seq) {
			newest = i
		}
	}
	if newest < 0 {
		return nil, nil
	}
	e := h.chains[newest]
	var err error
	h.chains[newest], err = h.entry(e.Prev)
	return e, err
}

// entry returns nil where a chain ends.
func (h *history) entry(seq nametag.Seq) (*nametag.Entry, error) {
	if seq == 0 {
		return nil, nil
	}
	r, err := h.conn.one(h.ctx, selectEntry, int64(seq))
	if err != nil || r == nil {
		return nil, err
	}
	e, err := scanEntry(r)
	return &e, err
}
