package main

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/nametag-dev/nametag/internal/client"
	"github.com/nametag-dev/nametag/internal/limit"
)

// proxy is one address, or one range, of --trusted-proxy.
type proxy netip.Prefix

// UnmarshalText implements [encoding.TextUnmarshaler].
func (p *proxy) UnmarshalText(text []byte) error {
	read, err := client.ParseProxy(string(text))
	if err != nil {
		return fmt.Errorf("%q is not the address of a proxy, such as 10.0.0.5, nor a range, such as 10.0.0.0/24: %w", text, err)
	}
	*p = proxy(read)
	return nil
}

func (d doors) proxies() (all client.Proxies) {
	for _, p := range d.TrustedProxy {
		all = append(all, netip.Prefix(p))
	}
	return all
}

// check refuses what can't be.
func (d doors) check() error {
	if d.SocketsPerVisitor < 1 || d.SocketsPerVisitor > 1000 {
		return errors.New("--sockets-per-visitor: give a number from 1 to 1000")
	}
	return nil
}

func (d doors) limits() limit.Settings {
	return limit.Settings{Address: int(d.LimitAddress), Visitor: int(d.LimitVisitor), Site: int(d.LimitSite), Key: int(d.LimitKey)}
}
