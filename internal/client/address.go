package client

import (
	"fmt"
	"net/netip"
)

// Address returns the address that a request came from, given what the connection says ("192.0.2.1:4711"). An IPv4
// address mapped into IPv6 is IPv4. What headers say of it isn't looked at: anybody can write them.
func Address(remote string) (netip.Addr, error) {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Addr{}, fmt.Errorf("read remote address: %w", err)
	}
	return at.Addr().Unmap().WithZone(""), nil
}
