package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// The ledger has no index but its numbers, which rise with time.
var (
	selectFirstFrom = define(`SELECT seq, at FROM ledger WHERE seq >= ? ORDER BY seq LIMIT 1`)
	selectProven    = define(`SELECT ` + entryColumns + ` FROM ledger WHERE seq >= ? AND seq < ? AND kid = ? AND site = ? ORDER BY seq LIMIT ?`)
)

// provenStretch is how many entries are looked through for one page.
const provenStretch = 20_000

// Proven implements [nametag.Store].
func (s *Store) Proven(
	ctx context.Context, site nametag.SiteID, kid string, since time.Time, from nametag.Seq, limit int,
) (list []nametag.Entry, next nametag.Seq, err error) {
	err = s.reads.with(ctx, func(c *conn) error {
		last, err := c.one(ctx, selectLast)
		if err != nil {
			return err
		}
		if from == 0 {
			if from, err = firstSince(ctx, c, since, nametag.Seq(last.int(0))); err != nil {
				return err
			}
		}
		end := min(from, nametag.Seq(last.int(0))+1) + provenStretch // a from that nobody gave may be any
		err = c.each(ctx, selectProven, []any{int64(from), int64(end), kid, int64(site), int64(limit)}, func(r row) error {
			e, err := scanEntry(r)
			list = append(list, e)
			return err
		})
		switch {
		case len(list) == limit:
			next = list[limit-1].Seq + 1
		case int64(end) <= last.int(0):
			next = end
		}
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list what a key proved: %w", err)
	}
	return list, next, nil
}

// firstSince finds the number of the first entry since a time, by halving.
func firstSince(ctx context.Context, c *conn, since time.Time, last nametag.Seq) (nametag.Seq, error) {
	low, high := nametag.Seq(1), last+1
	for low < high {
		middle := (low + high) / 2
		r, err := c.one(ctx, selectFirstFrom, int64(middle))
		if err != nil {
			return 0, err
		}
		if r == nil || !r.time(1).Before(since) {
			high = middle
		} else {
			low = nametag.Seq(r.int(0)) + 1
		}
	}
	return low, nil
}
