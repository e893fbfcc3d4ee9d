package nametag

import (
	"slices"
	"sync"
	"time"
)

// Tally is what was counted and isn't written yet.
type Tally struct {
	Claims   map[ClaimKind]int64
	Examples []ClaimExample // of each reason oldest first
	Keys     []KeyUseCount
	Refusals []Refusals
}

// Empty reports whether nothing was counted.
func (t Tally) Empty() bool { return len(t.Claims) == 0 && len(t.Keys) == 0 && len(t.Refusals) == 0 }

// EvidenceKinds is how many kinds of claims are told apart of a site and hour: strangers choose origins and paths. Others are
// counted without their place.
const EvidenceKinds = 200

// EvidenceExamples is how many examples are kept of each reason.
const EvidenceExamples = 5

// ClaimCounter counts what became of claims (spec security §3), in memory until somebody takes the tally and writes it.
// Safe for many goroutines; nil counts nothing.
type ClaimCounter struct {
	mu       sync.Mutex
	claims   map[ClaimKind]int64
	kinds    map[SiteID]int // how many of them, with their place, are of a site
	examples map[exampleKind][]ClaimExample
	keys     map[keyHour]*KeyUseCount
	refusals map[refusalKind]*Refusals
	failing  failing
}

// exampleKind is of what some examples are kept.
type exampleKind struct {
	site    SiteID
	outcome ClaimOutcome
	reason  string
}

// keyHour is a key in one hour.
type keyHour struct {
	kid  string
	hour time.Time
}

// NewClaimCounter returns a counter of nothing yet.
func NewClaimCounter() *ClaimCounter {
	c := &ClaimCounter{failing: failing{of: map[SiteID][]failingClaim{}}}
	c.clear()
	return c
}

func (c *ClaimCounter) clear() {
	c.claims, c.kinds = map[ClaimKind]int64{}, map[SiteID]int{}
	c.examples, c.keys = map[exampleKind][]ClaimExample{}, map[keyHour]*KeyUseCount{}
	c.refusals = map[refusalKind]*Refusals{}
}

// Take hands over what was counted since it was last taken.
func (c *ClaimCounter) Take() Tally {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := Tally{Claims: c.claims, Refusals: c.takeRefusals()}
	for _, list := range c.examples {
		t.Examples = append(t.Examples, list...)
	}
	for _, u := range c.keys {
		t.Keys = append(t.Keys, *u)
	}
	c.clear()
	return t
}

// count counts one claim. kid is the signing key that proved it, if one did.
func (c *ClaimCounter) count(e ClaimExample, kid string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	hour := e.At.Truncate(time.Hour)
	kind := ClaimKind{Site: e.Site, Hour: hour, Outcome: e.Outcome, Reason: e.Reason, Place: e.Place}
	if _, known := c.claims[kind]; !known && c.kinds[e.Site] >= EvidenceKinds {
		kind.Place = Place{}
	} else if !known {
		c.kinds[e.Site]++
	}
	c.claims[kind]++
	if kid != "" {
		c.countKey(keyHour{kid, hour}, e.At)
	}
	if e.Outcome != ClaimVerified {
		c.show(e)
	}
}

// show keeps an example. Once there are enough of its kind, it takes the place of the oldest.
func (c *ClaimCounter) show(e ClaimExample) {
	kind := exampleKind{e.Site, e.Outcome, e.Reason}
	list := c.examples[kind]
	if len(list) == EvidenceExamples {
		list = slices.Delete(list, 0, 1)
	}
	c.examples[kind] = append(list, e)
}

func (c *ClaimCounter) countKey(k keyHour, at time.Time) {
	u := c.keys[k]
	if u == nil {
		u = &KeyUseCount{KID: k.kid, Hour: k.hour}
		c.keys[k] = u
	}
	u.Count++
	u.Last = at
}
