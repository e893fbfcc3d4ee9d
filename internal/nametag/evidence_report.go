package nametag

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

// Share is how many claims there were of each outcome.
type Share struct{ Verified, Claimed, Failed int64 }

// Refused is how many would be refused where proof is required.
func (s Share) Refused() int64 { return s.Claimed + s.Failed }

func (s *Share) add(o ClaimOutcome, n int64) {
	switch o {
	case ClaimVerified:
		s.Verified += n
	case ClaimClaimed:
		s.Claimed += n
	case ClaimFailed:
		s.Failed += n
	}
}

// EvidenceReport is what a site's claims of some time show (spec security §3).
type EvidenceReport struct {
	Since    time.Time
	All      Share
	Reasons  []ReasonCount // why proofs failed, most first
	Origins  []PlaceShare  // those with most claims that would be refused first
	Pages    []PlaceShare
	Examples []ClaimExample // newest first
	// Lapsed is how many of those verified in the last 24 hours would be refused now: their key is retired since, or the site
	// doesn't confirm emails any more.
	Lapsed int64
	// Safe reports whether proof can be required: of the claims of the last 24 hours none would be refused, and there are some.
	Safe bool
}

// ReasonCount is how many proofs failed for one reason.
type ReasonCount struct {
	*proof.Reason
	Count int64
}

// PlaceShare is the share of one origin, or of one page.
type PlaceShare struct {
	Place
	Share
}

// evidencePlaces is how many origins, and pages, a report lists.
const evidencePlaces = 50

// Evidence reports what became of a site's claims in the last hours, whole ones and the present. What was counted in the
// last seconds may not be in it yet.
func (s *Service) Evidence(ctx context.Context, site *Site, window time.Duration) (EvidenceReport, error) {
	now := s.now()
	r := EvidenceReport{Since: now.Add(-window).Truncate(time.Hour)}
	claims, err := s.Store.Evidence(ctx, site.ID, r.Since)
	if err != nil {
		return EvidenceReport{}, err
	}
	var day Share
	var confirmed int64
	failed, origins, pages := map[string]int64{}, map[Place]*Share{}, map[Place]*Share{}
	for kind, n := range claims {
		r.All.add(kind.Outcome, n)
		share(origins, Place{Origin: kind.Origin}).add(kind.Outcome, n)
		share(pages, kind.Place).add(kind.Outcome, n)
		if kind.Outcome == ClaimFailed {
			failed[kind.Reason] += n
		}
		if !kind.Hour.Before(now.Add(-24 * time.Hour).Truncate(time.Hour)) {
			day.add(kind.Outcome, n)
			if kind.Outcome == ClaimVerified && kind.Reason == ByConfirming && !site.EmailsConfirmed {
				confirmed += n
			}
		}
	}
	r.Reasons, r.Origins, r.Pages = mostFirst(failed), ranked(origins), ranked(pages)
	retired, err := s.usesOfRetired(ctx, site)
	if err != nil {
		return EvidenceReport{}, err
	}
	r.Lapsed = min(retired+confirmed, day.Verified) // one may lack both
	r.Safe = day.Refused()+r.Lapsed == 0 && day.Verified > 0
	r.Examples, err = s.Store.EvidenceExamples(ctx, site.ID, r.Since)
	return r, err
}

// usesOfRetired is how many claims of the last 24 hours were proven by keys that are retired since.
func (s *Service) usesOfRetired(ctx context.Context, site *Site) (n int64, err error) {
	keys, err := s.Store.SigningKeys(ctx, site.ID)
	if err != nil || !slices.ContainsFunc(keys, func(k *SigningKey) bool { return !k.Active() }) {
		return 0, err
	}
	uses, err := s.keyUses(ctx, site, 0)
	for _, k := range keys {
		if !k.Active() {
			n += uses[k.KID].Count
		}
	}
	return n, err
}

func share(of map[Place]*Share, p Place) *Share {
	if of[p] == nil {
		of[p] = &Share{}
	}
	return of[p]
}

func mostFirst(failed map[string]int64) []ReasonCount {
	list := make([]ReasonCount, 0, len(failed))
	for code, n := range failed {
		list = append(list, ReasonCount{ReasonOf(code), n})
	}
	slices.SortFunc(list, func(a, b ReasonCount) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code)) })
	return list
}

// ranked lists places, those with most to be refused first, then the busiest.
func ranked(of map[Place]*Share) []PlaceShare {
	list := make([]PlaceShare, 0, len(of))
	for p, s := range of {
		list = append(list, PlaceShare{p, *s})
	}
	slices.SortFunc(list, func(a, b PlaceShare) int {
		return cmp.Or(cmp.Compare(b.Refused(), a.Refused()), cmp.Compare(b.Verified, a.Verified), cmp.Compare(a.Origin+a.Path, b.Origin+b.Path))
	})
	return list[:min(len(list), evidencePlaces)]
}
