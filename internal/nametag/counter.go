package nametag

import (
	"sync"
	"time"
)

// Tally is what was counted and isn't written yet.
type Tally struct {
	Claims   map[ClaimKind]int64
	Examples []ClaimExample // oldest first
	Keys     []KeyUseCount
}

// Empty reports whether nothing was counted.
func (t Tally) Empty() bool { return len(t.Claims) == 0 && len(t.Keys) == 0 }

// EvidenceKinds is how many kinds of claims are told apart of a site and hour: strangers choose origins and paths. Others are
// counted without their place.
const EvidenceKinds = 200

// EvidenceExamples is how many examples are kept of each reason.
const EvidenceExamples = 5

// tallyExamples is how many examples of a site wait at most to be written.
const tallyExamples = 20

// ClaimCounter counts what became of claims (spec security §3), in memory until somebody takes the tally and writes it.
// Safe for many goroutines; nil counts nothing.
type ClaimCounter struct {
	mu       sync.Mutex
	claims   map[ClaimKind]int64
	examples []ClaimExample
	keys     map[keyHour]*KeyUseCount
	kinds    map[SiteID]int // how many of the kinds are of a site
	shown    map[SiteID]int // and of the examples
	failing  failing
}

// keyHour is a key in one hour.
type keyHour struct {
	kid  string
	hour time.Time
}

// NewClaimCounter returns a counter of nothing yet.
func NewClaimCounter() *ClaimCounter {
	c := &ClaimCounter{}
	c.clear()
	return c
}

func (c *ClaimCounter) clear() {
	c.claims, c.examples, c.keys = map[ClaimKind]int64{}, nil, map[keyHour]*KeyUseCount{}
	c.kinds, c.shown = map[SiteID]int{}, map[SiteID]int{}
}

// Take hands over what was counted since it was last taken.
func (c *ClaimCounter) Take() Tally {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := Tally{Claims: c.claims, Examples: c.examples}
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
	if _, known := c.claims[kind]; !known {
		if c.kinds[e.Site]++; c.kinds[e.Site] > EvidenceKinds {
			kind.Place = Place{}
		}
	}
	c.claims[kind]++
	if kid != "" {
		c.countKey(keyHour{kid, hour}, e.At)
	}
	if e.Outcome != ClaimVerified && c.shown[e.Site] < tallyExamples {
		c.shown[e.Site]++
		c.examples = append(c.examples, e)
	}
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
