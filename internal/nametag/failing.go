package nametag

import (
	"context"
	"errors"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

// failing are claims whose proof failed and of which it isn't known yet exactly why: that is much work. The counter's lock
// guards them.
type failing struct {
	claims []failingClaim // oldest first
	of     map[SiteID]int // how many are of a site
}

type failingClaim struct {
	ClaimExample
	site  *Site
	claim Claim
}

// How many wait at most to be looked at, of all sites and of one. Those beyond are counted under the reason that is known.
const (
	failingClaims = 64
	failingOfSite = 16
)

// wait puts a claim with those that wait to be looked at, and reports whether there was room.
func (c *ClaimCounter) wait(f failingClaim) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.failing.claims) >= failingClaims || c.failing.of[f.Site] >= failingOfSite {
		return false
	}
	if c.failing.of == nil {
		c.failing.of = map[SiteID]int{}
	}
	c.failing.of[f.Site]++
	c.failing.claims = append(c.failing.claims, f)
	return true
}

// next takes the claim that has waited longest.
func (c *ClaimCounter) next() (f failingClaim, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.failing.claims) == 0 {
		return f, false
	}
	f, c.failing.claims = c.failing.claims[0], c.failing.claims[1:]
	if c.failing.of[f.Site]--; c.failing.of[f.Site] == 0 {
		delete(c.failing.of, f.Site)
	}
	return f, true
}

// CountFailing works out exactly why the proof failed of one claim that waits, and counts it; false if none waits. It is much
// work (proof.DiagnoseHash): it is for somebody who takes his time.
func (s *Service) CountFailing(ctx context.Context) bool {
	f, found := s.Counter.next()
	if !found {
		return false
	}
	if exact, err := s.WhyRefused(ctx, f.site, f.claim, f.At); err == nil && exact != "" {
		f.Reason = exact
	}
	s.Counter.count(f.ClaimExample, "")
	return true
}

// CountWaiting counts all claims that wait under the reason that was known at once: for when nobody will look at them.
func (c *ClaimCounter) CountWaiting() {
	for f, found := c.next(); found; f, found = c.next() {
		c.count(f.ClaimExample, "")
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
		s.Counter.count(e, signingKey(j.kid))
		return
	case j.arriving && errors.Is(j.refusal, proof.ErrTokenUsed):
		return // the page was reloaded
	case j.refusal != nil:
		e.Outcome, e.Reason = ClaimFailed, j.refusal.Code
	}
	if e.Outcome == ClaimFailed && !j.arriving && (c.Claim.Hash != "" || c.Claim.Token != "") && s.Counter.wait(failingClaim{e, b.Site, c.Claim}) {
		return
	}
	s.Counter.count(e, "")
}

// signingKey is the kid, unless it is that of HubSpot's tokens, which no signing key makes.
func signingKey(kid string) string {
	if kid == HubSpotKID {
		return ""
	}
	return kid
}
