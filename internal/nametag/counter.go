package nametag

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

// EvidenceKinds is how many kinds of claims are told apart of a site and hour. Others are counted without their place.
const EvidenceKinds = 200

// EvidenceExamples is how many examples are kept of each reason.
const EvidenceExamples = 5

// Tally is what was counted and isn't written yet.
type Tally struct {
	Claims   map[ClaimKind]int64
	Examples []ClaimExample // oldest first
	Keys     []KeyUseCount
}

// What one server tells apart: strangers choose origins and paths.
const (
	tallyKinds    = EvidenceKinds // of a site, until the next write
	tallyExamples = 20
	tallyPath     = 200 // bytes
)

// ClaimCounter counts what became of claims (spec security §3), in memory until somebody takes the tally and writes it.
// Safe for many goroutines; nil counts nothing.
type ClaimCounter struct {
	failing  chan failing
	mu       sync.Mutex
	claims   map[ClaimKind]int64
	kinds    map[SiteID]int
	examples []ClaimExample
	keys     map[keyHour]*KeyUseCount
	shown    map[SiteID]int // how many of the examples are of a site
}

// failing is a claim whose proof failed, before it is known exactly why.
type failing struct {
	ClaimExample
	site  *Site
	claim Claim
}

// failingClaims is how many wait at most to be looked at: more are counted under the reason that is known.
const failingClaims = 64

// NewClaimCounter returns a counter of nothing yet.
func NewClaimCounter() *ClaimCounter {
	return &ClaimCounter{failing: make(chan failing, failingClaims)}
}

// CountFailing works out exactly why the proof failed of one claim that waits, and counts it; false if none waits. It is much
// work: those that come too fast are counted under the reason that was known at once.
func (s *Service) CountFailing(ctx context.Context) bool {
	select {
	case f := <-s.Counter.failing:
		if exact, err := s.WhyRefused(ctx, f.site, f.claim, f.At); err == nil && exact != "" {
			f.Reason = exact
		}
		s.Counter.count(f.ClaimExample, "")
		return true
	default:
		return false
	}
}

// CountWaiting counts all claims that wait under the reason that was known at once: for when nobody will look at them.
func (e *ClaimCounter) CountWaiting() {
	for {
		select {
		case f := <-e.failing:
			e.count(f.ClaimExample, "")
		default:
			return
		}
	}
}

// count notes what became of a claim.
func (s *Service) count(b Browser, c Command, j judged, at time.Time) {
	if s.Counter == nil || !j.names() && !j.tokenFailed {
		return
	}
	e := ClaimExample{Site: b.Site.ID, Outcome: ClaimClaimed, At: at, Visitor: b.Visitor, Place: c.Place}
	switch {
	case j.verified:
		e.Outcome = ClaimVerified
		s.Counter.count(e, j.kid)
		return
	case j.arriving && errors.Is(j.refusal, proof.ErrTokenUsed):
		return // the page was reloaded
	case j.refusal != nil:
		e.Outcome, e.Reason = ClaimFailed, j.refusal.Code
	}
	if e.Outcome == ClaimFailed && !j.arriving && (c.Claim.Hash != "" || c.Claim.Token != "") {
		select {
		case s.Counter.failing <- failing{e, b.Site, c.Claim}:
			return
		default:
		}
	}
	s.Counter.count(e, "")
}

// count counts one claim. kid is the key that proved it.
func (e *ClaimCounter) count(c ClaimExample, kid string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	hour := c.At.Truncate(time.Hour)
	kind := ClaimKind{Site: c.Site, Hour: hour, Outcome: c.Outcome, Reason: c.Reason, Place: c.Place}
	if _, known := e.claims[kind]; !known {
		if e.claims == nil {
			e.claims, e.kinds = map[ClaimKind]int64{}, map[SiteID]int{}
		}
		if e.kinds[c.Site]++; e.kinds[c.Site] > tallyKinds {
			kind.Place = Place{}
		}
	}
	e.claims[kind]++
	if kid != "" {
		e.used(kid, hour, c.At)
	}
	if c.Outcome != ClaimVerified && e.shown[c.Site] < tallyExamples {
		if e.shown == nil {
			e.shown = map[SiteID]int{}
		}
		e.shown[c.Site]++
		e.examples = append(e.examples, c)
	}
}

// keyHour is a key in one hour.
type keyHour struct {
	kid  string
	hour time.Time
}

func (e *ClaimCounter) used(kid string, hour, at time.Time) {
	u := e.keys[keyHour{kid, hour}]
	if u == nil {
		if e.keys == nil {
			e.keys = map[keyHour]*KeyUseCount{}
		}
		u = &KeyUseCount{KID: kid, Hour: hour}
		e.keys[keyHour{kid, hour}] = u
	}
	u.Count++
	u.Last = at
}

// Take hands over what was counted since it was last taken.
func (e *ClaimCounter) Take() Tally {
	e.mu.Lock()
	defer e.mu.Unlock()
	t := Tally{Claims: e.claims, Examples: e.examples}
	for _, u := range e.keys {
		t.Keys = append(t.Keys, *u)
	}
	e.claims, e.kinds, e.examples, e.shown, e.keys = nil, nil, nil, nil, nil
	return t
}

// Empty reports whether nothing was counted.
func (t Tally) Empty() bool { return len(t.Claims) == 0 && len(t.Keys) == 0 }

// PlaceOf is where a page is: its origin as the browser says, its path without query and fragment.
func PlaceOf(origin, address string) Place {
	_, rest, found := strings.Cut(address, "://")
	path := "/"
	if at := strings.IndexByte(rest, '/'); found && at >= 0 {
		path = rest[at:]
	}
	if at := strings.IndexAny(path, "?#"); at >= 0 {
		path = path[:at]
	}
	return Place{Origin: cut(origin), Path: cut(path)}
}

func cut(text string) string {
	return strings.ToValidUTF8(text[:min(len(text), tallyPath)], "")
}
