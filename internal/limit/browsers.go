package limit

import (
	"net/netip"
	"time"
)

// Settings say how much may be done in a second. Half a minute's worth may come at once. 0 is no limit.
type Settings struct {
	Address int // by one client address: at the browser API, and as much again at the server API
	Visitor int // by one visitor
	Site    int // by all visitors of a site
	Key     int // by one API key
}

// For how many there is room at a time, each at most 100 bytes.
const (
	manyAddresses = 64 << 10
	someAddresses = 8 << 10 // of those who use the server API
	manyVisitors  = 64 << 10
	someSites     = 4 << 10
	someKeys      = 4 << 10
)

func ofHalfAMinute(perSecond int) Rate {
	if perSecond <= 0 {
		return Rate{}
	}
	return Rate{PerSecond: float64(perSecond), Burst: 30 * perSecond}
}

// Browsers counts what comes to the browser API: a command, a heartbeat, a socket and each of its frames is one. The
// order matters: what an address is refused costs no visitor anything, and only what a visitor may do costs the site.
// So nobody uses up a site's budget from a few addresses, nor another visitor's without that visitor's token. A nil
// Browsers lets everything pass.
type Browsers struct {
	now       func() time.Time
	addresses *Addresses
	visitors  *Table[int64]
	sites     *Table[int64]
}

// NewBrowsers makes the counts. now is the clock.
func NewBrowsers(s Settings, now func() time.Time) *Browsers {
	return &Browsers{
		now: now, addresses: NewAddresses(ofHalfAMinute(s.Address), manyAddresses),
		visitors: NewTable[int64](ofHalfAMinute(s.Visitor), manyVisitors), sites: NewTable[int64](ofHalfAMinute(s.Site), someSites),
	}
}

// FromAddress counts n things that come from an address, before anything else is known of them. Returns how long to
// wait, if that is too much.
func (b *Browsers) FromAddress(from netip.Addr, n int) time.Duration {
	if b == nil {
		return 0
	}
	return b.addresses.Take(from, n, b.now())
}

// OfVisitor counts n things that a visitor of a site does, which [Browsers.FromAddress] let pass. The visitor must be
// one who showed a valid token; 0 is one who showed none.
func (b *Browsers) OfVisitor(site, visitor int64, n int) time.Duration {
	if b == nil {
		return 0
	}
	now := b.now()
	if visitor != 0 {
		if wait := b.visitors.Take(visitor, n, now); wait > 0 {
			return wait
		}
	}
	return b.sites.Take(site, n, now)
}
