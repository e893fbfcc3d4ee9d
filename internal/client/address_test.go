package client_test

import (
	"net/netip"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/client"
)

func TestAddressIsThatOfTheConnection(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]string{
		"192.0.2.1:4711": "192.0.2.1", "[2001:db8::1]:4711": "2001:db8::1", "[::ffff:192.0.2.1]:1": "192.0.2.1", "[fe80::1%eth0]:1": "fe80::1",
	} {
		got, err := client.Address(remote)
		if err != nil || got.String() != want {
			t.Errorf("%s: got %v, %v, want %s", remote, got, err, want)
		}
	}
	if got, err := client.Address("@"); err == nil {
		t.Errorf("a socket without address: got %v, want an error", got)
	}
}

// proxies are those of the tests.
func proxies(t testing.TB, texts ...string) (p client.Proxies) {
	t.Helper()
	for _, text := range texts {
		one, err := client.ParseProxy(text)
		if err != nil {
			t.Fatal(err)
		}
		p = append(p, one)
	}
	return p
}

// request is what Address is told of one.
type request struct {
	remote       string
	forwardedFor []string
}

func asked(remote string, forwardedFor ...string) request { return request{remote, forwardedFor} }

func TestAddressBehindProxies(t *testing.T) {
	t.Parallel()
	p := proxies(t, "10.0.0.0/8", "2001:db8:a::/48", "192.0.2.9")
	const proxy, stranger = "10.0.0.1:4711", "203.0.113.7:4711"
	for name, c := range map[string]struct {
		request request
		want    string
	}{
		"a stranger's word":             {asked(stranger, "198.51.100.1"), "203.0.113.7"},
		"a stranger as a proxy":         {asked(stranger, "10.0.0.1"), "203.0.113.7"},
		"one proxy":                     {asked(proxy, "203.0.113.7"), "203.0.113.7"},
		"one address is enough":         {asked("192.0.2.9:1", "203.0.113.7"), "203.0.113.7"},
		"its neighbour isn't one":       {asked("192.0.2.8:1", "203.0.113.7"), "192.0.2.8"},
		"two proxies":                   {asked(proxy, "203.0.113.7, 10.9.9.9"), "203.0.113.7"},
		"what the client made up":       {asked(proxy, "198.51.100.1, 203.0.113.7, 10.9.9.9"), "203.0.113.7"},
		"garbage that it made up":       {asked(proxy, "<script>,, ,203.0.113.7"), "203.0.113.7"},
		"several lines":                 {asked(proxy, "198.51.100.1", "203.0.113.7,10.1.1.1", "10.2.2.2"), "203.0.113.7"},
		"IPv6":                          {asked("[2001:db8:a::1]:1", "2001:db8:b::7"), "2001:db8:b::7"},
		"IPv6 with a zone":              {asked(proxy, "fe80::7%eth0"), "fe80::7"},
		"IPv6 in brackets":              {asked(proxy, "[2001:db8:b::7]"), "2001:db8:b::7"},
		"with ports":                    {asked(proxy, "[2001:db8:b::7]:80, 10.0.0.2:81"), "2001:db8:b::7"},
		"IPv4 mapped into IPv6":         {asked("[::ffff:10.0.0.1]:1", "::ffff:203.0.113.7, ::ffff:10.3.3.3"), "203.0.113.7"},
		"nothing but proxies":           {asked(proxy, "10.4.4.4, 10.5.5.5"), "10.4.4.4"},
		"no header":                     {asked(proxy), "10.0.0.1"},
		"an empty header":               {asked(proxy, ""), "10.0.0.1"},
		"the proxy says unknown":        {asked(proxy, "203.0.113.7, unknown"), "10.0.0.1"},
		"the proxy's proxy says nobody": {asked(proxy, "203.0.113.7, , 10.6.6.6"), "10.0.0.1"},
		"a name":                        {asked(proxy, "localhost"), "10.0.0.1"},
		"a number":                      {asked(proxy, "3405803783"), "10.0.0.1"},
		"leading zeros":                 {asked(proxy, "203.0.113.007"), "10.0.0.1"},
	} {
		got, err := p.Address(c.request.remote, c.request.forwardedFor)
		if err != nil || got.String() != c.want {
			t.Errorf("%s: got %v, %v, want %s", name, got, err, c.want)
		}
	}
	if got, err := (client.Proxies)(nil).Address(proxy, []string{"203.0.113.7"}); err != nil || got.String() != "10.0.0.1" {
		t.Errorf("without proxies: got %v, %v, want the connection's", got, err)
	}
}

func TestParseProxy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"10.0.0.5": "10.0.0.5/32", "::1": "::1/128", "10.1.2.3/8": "10.0.0.0/8", "2001:db8::1/32": "2001:db8::/32", "::ffff:10.0.0.5": "10.0.0.5/32",
	} {
		if got, err := client.ParseProxy(text); err != nil || got.String() != want {
			t.Errorf("%s: got %v, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "proxy", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0", "10.0.0.1:80", "0.0.0.0/0", "::/0", "::ffff:10.0.0.0/104", "private"} {
		if got, err := client.ParseProxy(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, got)
		}
	}
}

func TestOnlyProxiesAreTrusted(t *testing.T) {
	t.Parallel()
	p := proxies(t, "10.0.0.0/8")
	for remote, want := range map[string]bool{"10.0.0.1:1": true, "[::ffff:10.0.0.1]:1": true, "203.0.113.7:1": false, "@": false, "": false} {
		if got := p.Trusts(remote); got != want {
			t.Errorf("%s: got %v, want %v", remote, got, want)
		}
	}
	if (client.Proxies)(nil).Trusts("10.0.0.1:1") {
		t.Error("without proxies: got trust, want no header to be believed")
	}
}

// Whatever a stranger writes, and through however many proxies it goes, the address that counts is the stranger's own.
func TestAStrangerCannotChooseItsAddress(t *testing.T) {
	t.Parallel()
	p := proxies(t, "10.0.0.0/8", "2001:db8:a::/48")
	rapid.Check(t, func(t *rapid.T) {
		stranger := drawStranger(t)
		lines := rapid.SliceOfN(rapid.OneOf(rapid.String(), drawAddresses()), 0, 4).Draw(t, "made up")
		remote := stranger
		for range rapid.IntRange(0, 4).Draw(t, "proxies") {
			lines = pass(t, lines, remote)
			remote = rapid.SampledFrom([]netip.Addr{netip.MustParseAddr("10.7.7.7"), netip.MustParseAddr("2001:db8:a::7")}).Draw(t, "proxy")
		}
		got, err := p.Address(netip.AddrPortFrom(remote, 4711).String(), lines)
		if err != nil || got != stranger {
			t.Fatalf("%v by %v: got %v, %v, want %v", lines, remote, got, err, stranger)
		}
	})
}

// pass is what a proxy makes of the header: it adds whom it was spoken to by, to the last line or in one of its own.
func pass(t *rapid.T, lines []string, by netip.Addr) []string {
	spelt := by.String()
	if rapid.Bool().Draw(t, "with port") {
		spelt = netip.AddrPortFrom(by, 99).String()
	}
	if len(lines) == 0 || rapid.Bool().Draw(t, "own line") {
		return append(lines, spelt)
	}
	last := len(lines) - 1
	return append(lines[:last:last], lines[last]+", "+spelt)
}

func drawStranger(t *rapid.T) netip.Addr {
	if rapid.Bool().Draw(t, "IPv6") {
		return netip.AddrFrom16([16]byte(append([]byte{0x20, 0x02}, rapid.SliceOfN(rapid.Byte(), 14, 14).Draw(t, "address")...)))
	}
	return netip.AddrFrom4([4]byte(append([]byte{203}, rapid.SliceOfN(rapid.Byte(), 3, 3).Draw(t, "address")...)))
}

// drawAddresses are lists such as a header holds, proxies' addresses among them.
func drawAddresses() *rapid.Generator[string] {
	words := rapid.SampledFrom([]string{"10.0.0.1", "198.51.100.1", "2001:db8:a::1", "unknown", "", "10.0.0.1:80", "[::1]:9", "::ffff:10.0.0.1"})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(words, 0, 5).Draw(t, "words"), ",")
	})
}

// A header leads to an address that stands in it or to the connection's, never to an error or a panic.
func FuzzAddress(f *testing.F) {
	f.Add("203.0.113.7, 10.0.0.2")
	f.Add("[::1]:80,,\x00")
	f.Add("fe80::1%25eth0, ::ffff:1.2.3.4")
	p := proxies(f, "10.0.0.0/8")
	f.Fuzz(func(t *testing.T, header string) {
		got, err := p.Address("10.0.0.1:1", []string{header})
		if err != nil || !got.IsValid() || got.Zone() != "" || got.Is4In6() {
			t.Errorf("%q: got %v, %v, want a plain address", header, got, err)
		}
		if got, err := p.Address("203.0.113.7:1", []string{header}); err != nil || got.String() != "203.0.113.7" {
			t.Errorf("%q of a stranger: got %v, %v", header, got, err)
		}
	})
}
