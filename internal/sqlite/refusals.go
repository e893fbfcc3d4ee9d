package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var (
	moreRefusals  = define(`UPDATE refusal SET count = count + ?4, last = max(last, ?5) WHERE contact = ?1 AND day = ?2 AND reason = ?3`)
	countRefusals = define(`SELECT count(*) FROM refusal WHERE day = ? AND site = ?`)
	// Of somebody who was erased meanwhile nothing is kept.
	addRefusals = define(`INSERT INTO refusal (contact, day, reason, site, count, first, last) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
		WHERE EXISTS (SELECT 1 FROM contact WHERE id = ?1 AND site = ?4)`)
	selectRefusals = define(family + ` SELECT r.contact, r.day, r.reason, r.count, r.first, r.last FROM family AS f CROSS JOIN refusal AS r ON r.contact = f.id
		WHERE r.site = ?3 ORDER BY r.last DESC, r.contact, r.reason LIMIT ?4`)
	deleteRefusals = define(`DELETE FROM refusal WHERE contact = ?`)
	sweepRefusals  = define(`DELETE FROM refusal WHERE (contact, day, reason) IN (SELECT contact, day, reason FROM refusal WHERE day <= ? LIMIT ?)`)
)

// siteDay is what refusals are bounded by.
type siteDay struct {
	site nametag.SiteID
	day  time.Time
}

// countRefusals adds refusals. Where a site's day has as many kinds as are told apart, new ones are left out.
func (t *tx) countRefusals(list []nametag.Refusals) error {
	room := map[siteDay]int64{}
	for _, r := range list {
		known, err := t.exec(moreRefusals, int64(r.Contact), r.Day.UnixMilli(), r.Reason, r.Count, r.Last.UnixMilli())
		if err == nil && known == 0 {
			err = t.addRefusals(r, room)
		}
		if err != nil {
			return fmt.Errorf("count refusals: %w", err)
		}
	}
	return nil
}

func (t *tx) addRefusals(r nametag.Refusals, room map[siteDay]int64) error {
	of := siteDay{r.Site, r.Day}
	if _, asked := room[of]; !asked {
		n, err := t.one(countRefusals, r.Day.UnixMilli(), int64(r.Site))
		if err != nil {
			return err
		}
		room[of] = nametag.RefusalKinds - n.int(0)
	}
	if room[of] <= 0 {
		return nil
	}
	added, err := t.exec(addRefusals, int64(r.Contact), r.Day.UnixMilli(), r.Reason, int64(r.Site), r.Count, r.First.UnixMilli(), r.Last.UnixMilli())
	room[of] -= added
	return err
}

// Refusals implements [nametag.Store].
func (s *Store) Refusals(
	ctx context.Context, site nametag.SiteID, id nametag.ContactID, limit int,
) (list []nametag.Refusals, err error) {
	err = s.reads.each(ctx, selectRefusals, []any{int64(id), int64(max(limit, shownFamily)), int64(site), int64(limit)}, func(r row) error {
		list = append(list, nametag.Refusals{
			Site: site, Contact: nametag.ContactID(r.int(0)), Day: r.time(1), Reason: r.text(2), Count: r.int(3), First: r.time(4), Last: r.time(5),
		})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list refusals: %w", err)
	}
	return list, nil
}
