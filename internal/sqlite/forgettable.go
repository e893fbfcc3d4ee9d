package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// A contact may be forgotten that was never secured, is in no merge, has no living link that is verified, and of which
// nothing was heard since @by: it isn't younger, has no entry, and neither it nor its visitors have a session. That others
// were erased is no sign of life; what may be below such an entry is left to who decides.
const forgettableContact = `c.merged_into IS NULL AND c.secured_at IS NULL AND NOT c.brought AND c.first_seen <= @by
	AND NOT EXISTS (SELECT 1 FROM ledger AS l WHERE l.seq = c.head AND l.at > @by AND l.kind <> 'erased')
	AND NOT EXISTS (SELECT 1 FROM contact AS m WHERE m.merged_into = c.id)
	AND NOT EXISTS (SELECT 1 FROM visitor AS v WHERE v.contact = c.id AND v.trust >= 2 AND v.fenced_at IS NULL)
	AND NOT EXISTS (SELECT 1 FROM session AS s WHERE s.contact = c.id AND s.seen > @by)
	AND NOT EXISTS (SELECT 1 FROM visitor AS v CROSS JOIN session AS s ON s.visitor = v.id WHERE v.contact = c.id AND s.seen > @by)`

// contactStretch is a stretch of the contacts in their own order, each with whether it may be forgotten.
var contactStretch = define(by(unprovenBy, `SELECT c.id, c.site, `+forgettableContact+`
	FROM contact AS c CROSS JOIN site AS t ON t.id = c.site WHERE c.id > ?3 ORDER BY c.id LIMIT ?4`))

// Forgettable implements [nametag.Store].
func (s *Store) Forgettable(
	ctx context.Context, behind nametag.ContactID, now time.Time, life time.Duration, limit int,
) (found []nametag.Forgettable, next nametag.ContactID, err error) {
	for range sweepTimes {
		n := 0
		err = s.reads.each(ctx, contactStretch, []any{now.UnixMilli(), lifeMillis(life), int64(behind), int64(sweepRows)}, func(r row) error {
			n++
			behind = nametag.ContactID(r.int(0))
			if !r.flag(2) {
				return nil
			}
			found = append(found, nametag.Forgettable{Site: nametag.SiteID(r.int(1)), Contact: behind})
			if len(found) == limit {
				return errEnough
			}
			return nil
		})
		switch {
		case err != nil:
			return nil, 0, fmt.Errorf("look for forgettable contacts: %w", err)
		case len(found) == limit:
			return found, behind, nil
		case n < sweepRows:
			return found, 0, nil
		}
	}
	return found, behind, nil
}
