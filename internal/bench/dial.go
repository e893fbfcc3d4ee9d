package bench

import (
	"context"
	"net"
	"runtime"
)

// perAddress is how many visitors share an address: fewer than the server lets live behind one (spec security §6).
const perAddress = 150

// dialFrom connects as the nth visitor, from an address of its own group. Only Linux has more than one address of
// loopback without being asked.
func dialFrom(ctx context.Context, nth int, addr string) (net.Conn, error) {
	var d net.Dialer
	if runtime.GOOS == "linux" {
		group := nth / perAddress
		d.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, byte(1+group/250), byte(2+group%250))}
	}
	return d.DialContext(ctx, "tcp", addr)
}
