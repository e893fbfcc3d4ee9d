package sqlite

import (
	"context"
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var (
	selectLiving = define(family + ` SELECT id FROM visitor WHERE contact IN (SELECT id FROM family) AND fenced_at IS NULL
		AND id < ?3 ORDER BY id DESC LIMIT ?4`)
	selectActing = define(`SELECT id FROM visitor WHERE site = ? AND bag ->> '$.external_id' = ? AND actor IS NOT NULL
		AND contact IS NULL AND fenced_at IS NULL AND id < ? ORDER BY id DESC LIMIT ?`)
)

// LivingVisitors implements [nametag.Store].
func (s *Store) LivingVisitors(
	ctx context.Context, site nametag.SiteID, id nametag.ContactID, below nametag.VisitorID, limit int,
) ([]nametag.VisitorID, error) {
	if _, err := s.Contact(ctx, site, id); err != nil {
		return nil, err
	}
	return s.visitorIDs(ctx, selectLiving, int64(id), int64(nametag.WholeFamily), int64(below), int64(limit))
}

// ActingAs implements [nametag.Store].
func (s *Store) ActingAs(
	ctx context.Context, site nametag.SiteID, externalID string, below nametag.VisitorID, limit int,
) ([]nametag.VisitorID, error) {
	return s.visitorIDs(ctx, selectActing, int64(site), externalID, int64(below), int64(limit))
}

func (s *Store) visitorIDs(ctx context.Context, q query, args ...any) (list []nametag.VisitorID, err error) {
	err = s.reads.each(ctx, q, args, func(r row) error {
		list = append(list, nametag.VisitorID(r.int(0)))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list visitors: %w", err)
	}
	return list, nil
}
