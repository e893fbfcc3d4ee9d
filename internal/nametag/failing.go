package nametag

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

// failing are claims whose proof failed and of which it isn't known yet exactly why: that is much work. Sites take turns. The
// counter's lock guards them.
type failing struct {
	of    map[SiteID][]failingClaim // a site's, oldest first
	turns []SiteID                  // of which some wait, in the order of their turns
}

type failingClaim struct {
	ClaimExample
	site  *Site
	claim Claim
}

// failingOfSite is how many of a site wait at most to be looked at. Those beyond are counted under the reason that is known.
const failingOfSite = 16

// wait puts a claim with those that wait to be looked at, and reports whether there was room.
func (c *ClaimCounter) wait(f failingClaim) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	waiting := c.failing.of[f.Site]
	switch len(waiting) {
	case failingOfSite:
		return false
	case 0:
		c.failing.turns = append(c.failing.turns, f.Site)
	}
	c.failing.of[f.Site] = append(waiting, f)
	return true
}

// next takes the claim that has waited longest of the site whose turn it is.
func (c *ClaimCounter) next() (f failingClaim, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.failing.turns) == 0 {
		return f, false
	}
	site := c.failing.turns[0]
	waiting := c.failing.of[site]
	f = waiting[0]
	waiting = slices.Delete(waiting, 0, 1) // which leaves nothing of the claim behind
	c.failing.turns = slices.Delete(c.failing.turns, 0, 1)
	if len(waiting) == 0 {
		delete(c.failing.of, site)
		return f, true
	}
	c.failing.of[site], c.failing.turns = waiting, append(c.failing.turns, site)
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
		if j.byConfirming {
			e.Reason = ByConfirming
		}
		s.Counter.count(e, signingKey(j.kid))
		return
	case j.refusal != nil && j.arriving && errors.Is(j.refusal, proof.ErrTokenUsed):
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
