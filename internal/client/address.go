package client

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// Address returns the address that a connection comes from, given what it says ("192.0.2.1:4711"). An IPv4 address
// mapped into IPv6 is IPv4.
func Address(remote string) (netip.Addr, error) {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Addr{}, fmt.Errorf("read remote address: %w", err)
	}
	return plain(at.Addr()), nil
}

func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

// Proxies are the addresses of proxies whose word is believed about where a request comes from (spec security §6). None,
// and headers count for nothing: anybody can write them.
type Proxies []netip.Prefix

// ParseProxy reads the address of a proxy ("10.0.0.5") or a range of them ("10.0.0.0/8").
func ParseProxy(text string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(text); err == nil {
		a = plain(a)
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	p, err := netip.ParsePrefix(text)
	switch {
	case err != nil:
		return p, fmt.Errorf("read proxy's address: %w", err)
	case p.Addr().Is4In6():
		return p, errors.New("read proxy's address: write IPv4 ranges as IPv4")
	case p.Bits() == 0:
		return p, errors.New("read proxy's address: that is everybody, and then anybody could say to be anybody")
	}
	return p.Masked(), nil
}

// Address returns the address of the client that a request comes from, given what its connection says and the lines of
// its X-Forwarded-For: the connection's own, or, where that is a proxy's, the rightmost of the header that isn't a
// proxy's too. Each proxy adds, on the right, whom it was spoken
// to by; what stands further left is anybody's word. If all are proxies, it is the one that began. A word that isn't an
// address, where one is needed, has the connection's own address taken.
//
// X-Forwarded-For is what nginx, Caddy, Traefik and HAProxy are used with; RFC 7239's Forwarded is not looked at, since a
// proxy that doesn't write it passes on a stranger's.
func (p Proxies) Address(remote string, forwardedFor []string) (netip.Addr, error) {
	connection, err := Address(remote)
	if err != nil || !p.has(connection) {
		return connection, err
	}
	client := connection
	for word := range wordsFromTheRight(forwardedFor) {
		if client, err = parseWord(word); err != nil {
			return connection, nil
		}
		if !p.has(client) {
			break
		}
	}
	return client, nil
}

// Trusts reports whether a connection comes from a proxy, whose headers may be believed.
func (p Proxies) Trusts(remote string) bool {
	connection, err := Address(remote)
	return err == nil && p.has(connection)
}

func (p Proxies) has(a netip.Addr) bool {
	for _, proxy := range p {
		if proxy.Contains(a) {
			return true
		}
	}
	return false
}

// wordsFromTheRight are the words of a list that may stand in several lines, the last one first.
func wordsFromTheRight(lines []string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := len(lines) - 1; i >= 0; i-- {
			for rest, more := lines[i], true; more; {
				comma := strings.LastIndexByte(rest, ',')
				more = comma >= 0
				if !yield(strings.Trim(rest[comma+1:], " \t")) {
					return
				}
				rest = rest[:max(comma, 0)]
			}
		}
	}
}

// parseWord reads an address, which some proxies write with its port.
func parseWord(word string) (netip.Addr, error) {
	if a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(word, "["), "]")); err == nil {
		return plain(a), nil
	}
	return Address(word)
}
