package sqlite

import (
	"context"
	"fmt"
	"sync"
	"time"
)

var (
	sweepOnce  = define(`DELETE FROM once WHERE key IN (SELECT key FROM once WHERE expires <= ? LIMIT ?)`)
	sweepPanel = define(`DELETE FROM panel_session WHERE hash IN (
		SELECT hash FROM panel_session WHERE expires_at <= ? LIMIT ?)`)
	sweepCodes = define(`DELETE FROM lookup_code WHERE (site, code) IN (
		SELECT site, code FROM lookup_code WHERE site = ? AND expires <= ? LIMIT ?)`)
	// A stretch of the sessions in their own order, each with whether it is to go.
	sweepStretch = define(`SELECT s.visitor, s.id, s.seen <= ?3 AND s.contact IS NULL AND NOT EXISTS (
			SELECT 1 FROM visitor AS v WHERE v.id = s.visitor AND v.contact IS NOT NULL)
		FROM session AS s WHERE (s.visitor, s.id) > (?1, ?2) ORDER BY s.visitor, s.id LIMIT ?4`)
	// The visitor may have been linked since.
	sweepSession = define(`DELETE FROM session WHERE visitor = ?1 AND id = ?2 AND seen <= ?3 AND contact IS NULL
		AND NOT EXISTS (SELECT 1 FROM visitor AS v WHERE v.id = ?1 AND v.contact IS NOT NULL)`)
)

const (
	// anonymousFor is how long sessions of visitors are kept whom nobody named (spec security §6).
	anonymousFor   = 30 * 24 * time.Hour
	sweepRows      = 500 // of one transaction
	sweepSessions  = 500
	sweepStretches = 20 // of one sweep
)

// sweeps remembers where the next sweep goes on among the sessions.
type sweeps struct {
	mu          sync.Mutex
	visitor, id int64
}

// Sweep deletes what has expired: things to remember once, lookup codes, logins, and sessions of 30 days ago whose
// visitor is linked to nobody. It does a bounded part of the work; called every minute or so, it keeps up.
func (s *Store) Sweep(ctx context.Context, now time.Time) error {
	ms := now.UnixMilli()
	if err := s.sweep(ctx, sweepOnce, ms, int64(sweepRows)); err != nil {
		return fmt.Errorf("sweep what was remembered: %w", err)
	}
	if err := s.sweep(ctx, sweepPanel, ms, int64(sweepRows)); err != nil {
		return fmt.Errorf("sweep logins: %w", err)
	}
	sites, err := s.Sites(ctx)
	if err != nil {
		return err
	}
	for _, site := range sites {
		if err := s.sweep(ctx, sweepCodes, int64(site.ID), ms, int64(sweepRows)); err != nil {
			return fmt.Errorf("sweep lookup codes: %w", err)
		}
	}
	return s.sweepSessions(ctx, now.Add(-anonymousFor))
}

func (s *Store) sweep(ctx context.Context, q query, args ...any) error {
	for range sweepStretches {
		var gone int64
		err := s.writer.do(ctx, func(t *tx) (err error) {
			gone, err = t.exec(q, args...)
			return err
		})
		if err != nil || gone < sweepRows {
			return err
		}
	}
	return nil
}

func (s *Store) sweepSessions(ctx context.Context, seen time.Time) error {
	s.sweeps.mu.Lock()
	defer s.sweeps.mu.Unlock()
	for range sweepStretches {
		last, err := s.sweepStretch(ctx, seen)
		if err != nil {
			return fmt.Errorf("sweep sessions: %w", err)
		}
		if last {
			s.sweeps.visitor, s.sweeps.id = 0, 0
			return nil
		}
	}
	return nil
}

// sweepStretch goes over the next sessions; last is true at the end of the table.
func (s *Store) sweepStretch(ctx context.Context, seen time.Time) (last bool, err error) {
	var old [][2]int64
	n := 0
	visitor, id := s.sweeps.visitor, s.sweeps.id
	err = s.reads.each(ctx, sweepStretch, []any{visitor, id, seen.UnixMilli(), int64(sweepSessions)}, func(r row) error {
		n++
		visitor, id = r.int(0), r.int(1)
		if r.flag(2) {
			old = append(old, [2]int64{visitor, id})
		}
		return nil
	})
	if err == nil && len(old) > 0 {
		err = s.writer.do(ctx, func(t *tx) error { return t.deleteSessions(old, seen) })
	}
	if err != nil {
		return false, err
	}
	s.sweeps.visitor, s.sweeps.id = visitor, id
	return n < sweepSessions, nil
}

func (t *tx) deleteSessions(old [][2]int64, seen time.Time) error {
	for _, s := range old {
		if _, err := t.exec(sweepSession, s[0], s[1], seen.UnixMilli()); err != nil {
			return err
		}
	}
	return nil
}
