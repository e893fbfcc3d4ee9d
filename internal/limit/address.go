package limit

import (
	"net/netip"
	"time"
)

// Addresses counts by client address: IPv4 by the address, IPv6 by /64, which is the least that anybody is given and can
// change within at will. Who is given a /48 has 65,536 of these: together they may do ten times as much as one, so that
// no single network uses up what is meant for all. A nil Addresses lets everything pass.
type Addresses struct {
	near *Table[netip.Addr]
	wide *Table[netip.Addr]
}

// NewAddresses makes counts for about so many addresses at a time. Returns nil for the zero Rate.
func NewAddresses(r Rate, places int) *Addresses {
	if r == (Rate{}) {
		return nil
	}
	wide := Rate{PerSecond: 10 * r.PerSecond, Burst: 10 * r.Burst}
	return &Addresses{near: NewTable[netip.Addr](r, places), wide: NewTable[netip.Addr](wide, places/8)}
}

// Take is [Table.Take] for an address. All those that have none are one.
func (a *Addresses) Take(from netip.Addr, n int, now time.Time) time.Duration {
	if a == nil {
		return 0
	}
	if wait := a.near.Take(Home(from), n, now); wait > 0 || from.Is4() {
		return wait
	}
	return a.wide.Take(masked(from, 48), n, now)
}

// Wait is [Table.Wait] for an address.
func (a *Addresses) Wait(from netip.Addr, now time.Time) time.Duration {
	if a == nil {
		return 0
	}
	if wait := a.near.Wait(Home(from), now); wait > 0 || from.Is4() {
		return wait
	}
	return a.wide.Wait(masked(from, 48), now)
}

// Owe is [Table.Owe] for an address.
func (a *Addresses) Owe(from netip.Addr, now time.Time) {
	if a == nil {
		return
	}
	a.near.Owe(Home(from), now)
	if !from.Is4() {
		a.wide.Owe(masked(from, 48), now)
	}
}

// Home is what counts as one address: an IPv4 address, or the first of an IPv6 /64.
func Home(a netip.Addr) netip.Addr {
	if a.Is4() {
		return a
	}
	return masked(a, 64)
}

func masked(a netip.Addr, bits int) netip.Addr {
	p, err := a.Prefix(bits)
	if err != nil { // there is no address
		return netip.Addr{}
	}
	return p.Addr()
}
