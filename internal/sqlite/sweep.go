package sqlite

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var (
	sweepOnce  = define(`DELETE FROM once WHERE key IN (SELECT key FROM once WHERE expires <= ? LIMIT ?)`)
	sweepPanel = define(`DELETE FROM panel_session WHERE hash IN (
		SELECT hash FROM panel_session WHERE expires_at <= ? LIMIT ?)`)
	sweepInvitations = define(`DELETE FROM invitation WHERE agent IN (
		SELECT agent FROM invitation WHERE expires_at <= ? LIMIT ?)`)
	sweepCodes = define(`DELETE FROM lookup_code WHERE (site, code) IN (
		SELECT site, code FROM lookup_code WHERE site = ? AND expires <= ? LIMIT ?)`)
)

const (
	sweepRows  = 500 // of one transaction
	sweepTimes = 20  // transactions of one kind in one sweep
)

// Sweep deletes what has expired: things to remember once, lookup codes, logins, invitations, counts of claims, and what is known of
// visitors whom nobody named. It does a bounded part of the work; called every minute or so, it keeps up.
func (s *Store) Sweep(ctx context.Context, now time.Time, lives nametag.Lives) error {
	ms := now.UnixMilli()
	if err := s.sweep(ctx, sweepOnce, ms, int64(sweepRows)); err != nil {
		return fmt.Errorf("sweep what was remembered: %w", err)
	}
	if err := s.sweep(ctx, sweepPanel, ms, int64(sweepRows)); err != nil {
		return fmt.Errorf("sweep logins: %w", err)
	}
	if err := s.sweep(ctx, sweepInvitations, ms, int64(sweepRows)); err != nil {
		return fmt.Errorf("sweep invitations: %w", err)
	}
	if err := s.sweepCounts(ctx, now, lives.Evidence); err != nil {
		return fmt.Errorf("sweep counts of claims: %w", err)
	}
	sites, err := s.Sites(ctx)
	if err != nil {
		return err
	}
	for _, site := range sites {
		if err := s.sweep(ctx, sweepCodes, int64(site.ID), ms, int64(sweepRows)); err != nil {
			return fmt.Errorf("sweep lookup codes: %w", err)
		}
		if err := s.sweepIPs(ctx, site); err != nil {
			return fmt.Errorf("sweep addresses: %w", err)
		}
	}
	if !slices.ContainsFunc(sites, func(site *nametag.Site) bool { return lives.Of(site).Anonymous > 0 }) {
		return nil
	}
	return s.forgetAnonymous(ctx, now, lives.Anonymous)
}

// sweepIPs blanks the addresses of a site that stores none any more, all of them, in pieces.
func (s *Store) sweepIPs(ctx context.Context, site *nametag.Site) error {
	if site.StoreIPs {
		return nil
	}
	for gone := int64(sweepRows); gone == sweepRows; {
		err := s.writer.do(ctx, func(t *tx) (err error) {
			gone, err = t.exec(forgetIPs, int64(site.ID), int64(sweepRows))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) sweepCounts(ctx context.Context, now time.Time, life time.Duration) error {
	if life == 0 {
		return nil
	}
	old := now.Add(-life).UnixMilli()
	for _, q := range []query{sweepEvidence, sweepExamples, sweepKeyUse, sweepRefusals} {
		if err := s.sweep(ctx, q, old, int64(sweepRows)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) sweep(ctx context.Context, q query, args ...any) error {
	for range sweepTimes {
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
