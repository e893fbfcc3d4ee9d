package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var (
	addEvidence = define(`INSERT INTO evidence (site, hour, outcome, reason, origin, path, count) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET count = count + excluded.count`)
	moreEvidence = define(`UPDATE evidence SET count = count + ?7 WHERE site = ?1 AND hour = ?2 AND outcome = ?3 AND reason = ?4
		AND origin = ?5 AND path = ?6`)
	countEvidence  = define(`SELECT count(*) FROM evidence WHERE site = ? AND hour = ?`)
	selectEvidence = define(`SELECT hour, outcome, reason, origin, path, count FROM evidence WHERE site = ? AND hour >= ?`)
	sweepEvidence  = define(`DELETE FROM evidence WHERE (site, hour, outcome, reason, origin, path) IN (
		SELECT site, hour, outcome, reason, origin, path FROM evidence WHERE hour <= ? LIMIT ?)`)

	// An example takes the place of the oldest of its reason, once there are as many as are kept.
	putExample = define(`INSERT OR REPLACE INTO evidence_example (site, outcome, reason, place, at, origin, path, visitor)
		SELECT ?1, ?2, ?3, coalesce((SELECT CASE WHEN count(*) < ?8 THEN count(*) ELSE
				(SELECT place FROM evidence_example WHERE site = ?1 AND outcome = ?2 AND reason = ?3 ORDER BY at, place LIMIT 1) END
			FROM evidence_example WHERE site = ?1 AND outcome = ?2 AND reason = ?3), 0), ?4, ?5, ?6, ?7`)
	sweepExamples = define(`DELETE FROM evidence_example WHERE (site, outcome, reason, place) IN (
		SELECT site, outcome, reason, place FROM evidence_example WHERE at <= ? LIMIT ?)`)
	deleteExamplesOf = define(`DELETE FROM evidence_example WHERE visitor = ?`)
	selectExamples   = define(`SELECT outcome, reason, at, origin, path, visitor FROM evidence_example WHERE site = ? AND at >= ?
		ORDER BY at DESC, place`)

	selectErased = define(`SELECT 1 FROM visitor AS v JOIN ledger AS l ON l.seq = v.head WHERE v.id = ? AND l.kind = ?`)

	addKeyUse = define(`INSERT INTO key_use (kid, hour, count, last) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET count = count + excluded.count, last = max(last, excluded.last)`)
	markKeyUsed  = define(`UPDATE signing_key SET used_at = max(coalesce(used_at, 0), ?) WHERE kid = ?`)
	sweepKeyUse  = define(`DELETE FROM key_use WHERE (kid, hour) IN (SELECT kid, hour FROM key_use WHERE hour <= ? LIMIT ?)`)
	selectKeyUse = define(`SELECT k.kid, k.used_at, (SELECT sum(count) FROM key_use AS u WHERE u.kid = k.kid AND u.hour >= ?2),
			CASE WHEN k.leaked THEN 0 ELSE
				(SELECT count(*) FROM (SELECT 1 FROM visitor AS v WHERE v.kid = k.kid AND v.until > ?3 AND v.fenced_at IS NULL LIMIT ?4)) END
		FROM signing_key AS k WHERE k.site = ?1`)
)

// SaveTally implements [nametag.Store].
func (s *Store) SaveTally(ctx context.Context, tally nametag.Tally) error {
	return s.writer.do(ctx, func(t *tx) error {
		for kind, n := range tally.Claims {
			if err := t.countClaims(kind, n); err != nil {
				return fmt.Errorf("count claims: %w", err)
			}
		}
		for _, e := range tally.Examples {
			if err := t.keepExample(e); err != nil {
				return fmt.Errorf("keep example: %w", err)
			}
		}
		for _, u := range tally.Keys {
			_, err := t.exec(addKeyUse, u.KID, u.Hour.UnixMilli(), u.Count, u.Last.UnixMilli())
			if err == nil {
				_, err = t.exec(markKeyUsed, u.Last.UnixMilli(), u.KID)
			}
			if err != nil {
				return fmt.Errorf("count uses of a key: %w", err)
			}
		}
		return t.countRefusals(tally.Refusals)
	})
}

// countClaims adds claims of one kind. Where a site's hour has as many kinds as are told apart, a new one loses its place.
func (t *tx) countClaims(kind nametag.ClaimKind, n int64) error {
	args := []any{int64(kind.Site), kind.Hour.UnixMilli(), string(kind.Outcome), kind.Reason, kind.Origin, kind.Path, n}
	known, err := t.exec(moreEvidence, args...)
	if err != nil || known > 0 {
		return err
	}
	r, err := t.one(countEvidence, int64(kind.Site), kind.Hour.UnixMilli())
	if err != nil {
		return err
	}
	if r.int(0) >= nametag.EvidenceKinds {
		args[4], args[5] = "", ""
	}
	_, err = t.exec(addEvidence, args...)
	return err
}

// keepExample writes an example, unless its visitor was erased since: it was counted a while ago.
func (t *tx) keepExample(e nametag.ClaimExample) error {
	gone, err := t.one(selectErased, int64(e.Visitor), string(nametag.Erased))
	if err != nil || gone != nil {
		return err
	}
	_, err = t.exec(putExample, int64(e.Site), string(e.Outcome), e.Reason, e.At.UnixMilli(), e.Origin, e.Path, int64(e.Visitor),
		int64(nametag.EvidenceExamples))
	return err
}

// Evidence implements [nametag.Store].
func (s *Store) Evidence(ctx context.Context, site nametag.SiteID, since time.Time) (map[nametag.ClaimKind]int64, error) {
	claims := map[nametag.ClaimKind]int64{}
	err := s.reads.each(ctx, selectEvidence, []any{int64(site), since.UnixMilli()}, func(r row) error {
		claims[nametag.ClaimKind{
			Site: site, Hour: r.time(0), Outcome: nametag.ClaimOutcome(r.text(1)), Reason: r.text(2),
			Place: nametag.Place{Origin: r.text(3), Path: r.text(4)},
		}] = r.int(5)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read evidence: %w", err)
	}
	return claims, nil
}

// EvidenceExamples implements [nametag.Store].
func (s *Store) EvidenceExamples(
	ctx context.Context, site nametag.SiteID, since time.Time,
) (list []nametag.ClaimExample, err error) {
	err = s.reads.each(ctx, selectExamples, []any{int64(site), since.UnixMilli()}, func(r row) error {
		list = append(list, nametag.ClaimExample{
			Site: site, Outcome: nametag.ClaimOutcome(r.text(0)), Reason: r.text(1), At: r.time(2),
			Place: nametag.Place{Origin: r.text(3), Path: r.text(4)}, Visitor: nametag.VisitorID(r.int(5)),
		})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read examples: %w", err)
	}
	return list, nil
}

// KeyUses implements [nametag.Store].
func (s *Store) KeyUses(
	ctx context.Context, site nametag.SiteID, since, now time.Time, limit int,
) (map[string]nametag.KeyUsage, error) {
	uses := map[string]nametag.KeyUsage{}
	err := s.reads.each(ctx, selectKeyUse, []any{int64(site), since.UnixMilli(), now.UnixMilli(), int64(limit)}, func(r row) error {
		uses[r.text(0)] = nametag.KeyUsage{Last: r.time(1), Count: r.int(2), Links: int(r.int(3))}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read uses of keys: %w", err)
	}
	return uses, nil
}
