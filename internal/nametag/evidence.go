package nametag

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// EvidenceLife is how long counts of claims are kept.
const EvidenceLife = 8 * 24 * time.Hour

// ClaimOutcome says what a claim's proof was worth.
type ClaimOutcome string

const (
	ClaimVerified ClaimOutcome = "verified"
	ClaimClaimed  ClaimOutcome = "claimed" // it had no proof
	ClaimFailed   ClaimOutcome = "failed"  // its proof wasn't accepted
)

// Place is where a claim was made: the origin of the page, and the path of its address.
type Place struct{ Origin, Path string }

// ClaimKind is what is counted apart.
type ClaimKind struct {
	Site    SiteID
	Hour    time.Time // at which it began
	Outcome ClaimOutcome
	Reason  string // of a failed one
	Place
}

// ClaimExample is one claim without a good proof.
type ClaimExample struct {
	Site    SiteID
	Outcome ClaimOutcome
	Reason  string
	At      time.Time
	Visitor VisitorID
	Place
}

// KeyUseCount is how often a key proved something in an hour, and when last.
type KeyUseCount struct {
	KID   string
	Hour  time.Time
	Count int64
	Last  time.Time
}

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
	Reasons  map[string]int64 // why proofs failed
	Origins  []PlaceShare     // those with most claims that would be refused first
	Pages    []PlaceShare
	Examples []ClaimExample // newest first
	// Safe reports whether proof can be required: in the last 24 hours nothing would have been refused, and something was
	// proven.
	Safe bool
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
	r := EvidenceReport{Since: now.Add(-window).Truncate(time.Hour), Reasons: map[string]int64{}}
	claims, err := s.Store.Evidence(ctx, site.ID, r.Since)
	if err != nil {
		return EvidenceReport{}, err
	}
	var day Share
	origins, pages := map[Place]*Share{}, map[Place]*Share{}
	for kind, n := range claims {
		r.All.add(kind.Outcome, n)
		share(origins, Place{Origin: kind.Origin}).add(kind.Outcome, n)
		share(pages, kind.Place).add(kind.Outcome, n)
		if kind.Outcome == ClaimFailed {
			r.Reasons[kind.Reason] += n
		}
		if !kind.Hour.Before(now.Add(-24 * time.Hour).Truncate(time.Hour)) {
			day.add(kind.Outcome, n)
		}
	}
	r.Origins, r.Pages = ranked(origins), ranked(pages)
	r.Safe = day.Refused() == 0 && day.Verified > 0
	r.Examples, err = s.Store.EvidenceExamples(ctx, site.ID, r.Since)
	return r, err
}

func share(of map[Place]*Share, p Place) *Share {
	if of[p] == nil {
		of[p] = &Share{}
	}
	return of[p]
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
