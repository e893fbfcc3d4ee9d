package limit

import (
	"net/netip"
	"time"
)

// guesses is how many wrong keys and links an address may show.
var guesses = Rate{PerSecond: 0.2, Burst: 20}

// Programs counts what comes to the server API, from backends and from the panel: a request is one. A nil Programs lets
// everything pass.
type Programs struct {
	now       func() time.Time
	addresses *Addresses
	keys      *Table[int64]
	guesses   *Addresses
}

// NewPrograms makes the counts. now is the clock.
func NewPrograms(s Settings, now func() time.Time) *Programs {
	return &Programs{
		now: now, addresses: NewAddresses(ofHalfAMinute(s.Address), someAddresses),
		keys: NewTable[int64](ofHalfAMinute(s.Key), someKeys), guesses: NewAddresses(guesses, someAddresses),
	}
}

// FromAddress counts a request, before anything else is known of it.
func (p *Programs) FromAddress(from netip.Addr) time.Duration {
	if p == nil {
		return 0
	}
	return p.addresses.Take(from, 1, p.now())
}

// OfKey counts a request that showed an API key that is known.
func (p *Programs) OfKey(key int64) time.Duration {
	if p == nil {
		return 0
	}
	return p.keys.Take(key, 1, p.now())
}

// Guess counts a wrong key or setup link. Once there were too many, an address that shows yet another is told to wait
// and no more; one that shows a right key comes in nonetheless. These are 256 random bits, which nobody guesses at any
// pace: it is no use to shut out a customer's backend for what a stranger tries from behind the same address.
func (p *Programs) Guess(from netip.Addr) time.Duration {
	if p == nil {
		return 0
	}
	return p.guesses.Take(from, 1, p.now())
}
