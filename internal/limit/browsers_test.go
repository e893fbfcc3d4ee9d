package limit_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/limit"
)

func address(text string) netip.Addr { return netip.MustParseAddr(text) }

func TestAddressesAreCountedAsTheyAreGiven(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spent, asks string
		refused     bool
	}{
		"the same":                   {"192.0.2.1", "192.0.2.1", true},
		"another IPv4 address":       {"192.0.2.1", "192.0.2.2", false},
		"the same /64":               {"2001:db8::1", "2001:db8::ffff:1:2:3", true},
		"another /64 of the /48":     {"2001:db8::1", "2001:db8:0:1::1", false},
		"another /48":                {"2001:db8::1", "2001:db8:1::1", false},
		"IPv6 that looks like IPv4":  {"::ffff:192.0.2.1", "192.0.2.1", false}, // web has unmapped it by then
		"no address, and none again": {"", "", true},
	} {
		addresses := limit.NewAddresses(two, 64)
		if addresses.Take(parsed(c.spent), 9, noon)+addresses.Take(parsed(c.spent), 1, noon) > 0 {
			t.Errorf("%s: the first is told to wait", name)
		}
		if got := addresses.Take(parsed(c.asks), 1, noon) > 0; got != c.refused {
			t.Errorf("%s: refused: got %v, want %v", name, got, c.refused)
		}
	}
}

// parsed is the zero address for "".
func parsed(text string) netip.Addr {
	a, _ := netip.ParseAddr(text)
	return a
}

// Who owns a /48 has very many /64; together they do ten times as much as one, and no other network is any poorer.
func TestANetworkIsNotAsManyAsItsAddresses(t *testing.T) {
	t.Parallel()
	addresses := limit.NewAddresses(two, 64<<10)
	taken := 0
	for i := range 4096 {
		from := netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 0, 7, byte(i >> 8), byte(i)})
		for range 20 {
			if addresses.Take(from, 1, noon) == 0 {
				taken++
			}
		}
	}
	if taken != 100 {
		t.Errorf("got %d, want ten times the ten of one", taken)
	}
	if addresses.Take(address("2001:db8:8::1"), 1, noon) > 0 || addresses.Take(address("192.0.2.1"), 1, noon) > 0 {
		t.Error("another network is told to wait")
	}
	addresses.Owe(address("2001:db8:7::1"), noon)
	if addresses.Wait(address("2001:db8:7:ffff::1"), noon) == 0 || addresses.Wait(address("2001:db8:8::2"), noon) > 0 {
		t.Error("a wait isn't that of the network")
	}
}

// counts are a browser API that takes 60 things of an address, 30 of a visitor and 90 of a site at once.
func counts() *limit.Browsers {
	return limit.NewBrowsers(limit.Settings{Address: 2, Visitor: 1, Site: 3}, func() time.Time { return noon })
}

func TestEachOfAddressVisitorAndSiteHasItsLimit(t *testing.T) {
	t.Parallel()
	b := counts()
	for range 60 {
		if b.FromAddress(address("192.0.2.1"), 1) > 0 {
			t.Fatal("an address is told to wait too soon")
		}
	}
	if got := b.FromAddress(address("192.0.2.1"), 1); got != 500*time.Millisecond {
		t.Errorf("the address: got a wait of %v, want half a second", got)
	}
	if b.OfVisitor(7, 42, 29)+b.OfVisitor(7, 42, 1) > 0 {
		t.Error("a visitor is told to wait too soon")
	}
	if got := b.OfVisitor(7, 42, 1); got != time.Second {
		t.Errorf("the visitor: got a wait of %v, want a second", got)
	}
	if b.OfVisitor(7, 0, 60) > 0 {
		t.Error("a visitor that is refused cost the site something, or nobody is counted as a visitor")
	}
	if got := b.OfVisitor(7, 43, 1); got.Round(time.Millisecond) != 333*time.Millisecond {
		t.Errorf("the site: got a wait of %v, want a third of a second", got)
	}
	if b.OfVisitor(8, 44, 1) > 0 {
		t.Error("another site is told to wait")
	}
}

func TestNoSettingsAreNoLimits(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return noon }
	for _, b := range []*limit.Browsers{nil, limit.NewBrowsers(limit.Settings{}, now)} {
		for range 100_000 {
			if b.FromAddress(address("192.0.2.1"), 100)+b.OfVisitor(7, 42, 100) > 0 {
				t.Fatal("told to wait")
			}
		}
	}
	if p := (*limit.Programs)(nil); p.FromAddress(address("192.0.2.1"))+p.OfKey(7)+p.Guess(address("192.0.2.1")) > 0 {
		t.Error("told to wait")
	}
}

func TestProgramsHaveLimitsToo(t *testing.T) {
	t.Parallel()
	p := limit.NewPrograms(limit.Settings{Address: 2, Key: 1}, func() time.Time { return noon })
	for what, c := range map[string]struct {
		do   func() time.Duration
		many int
	}{
		"address": {func() time.Duration { return p.FromAddress(address("192.0.2.1")) }, 60},
		"key":     {func() time.Duration { return p.OfKey(7) }, 30},
		"guesses": {func() time.Duration { return p.Guess(address("192.0.2.1")) }, 20},
	} {
		done := 0
		for c.do() == 0 && done < 1000 {
			done++
		}
		if done != c.many {
			t.Errorf("%s: got %d, want %d", what, done, c.many)
		}
	}
	if p.FromAddress(address("192.0.2.2"))+p.OfKey(8)+p.Guess(address("192.0.2.2")) > 0 {
		t.Error("another is told to wait")
	}
}
