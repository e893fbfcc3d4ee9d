package client_test

import (
	"bytes"
	"flag"
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/oschwald/maxminddb-golang/v2"

	"github.com/nametag-dev/nametag/internal/client"
)

var update = flag.Bool("update", false, "write golden files anew")

// iso is a record as MaxMind writes it.
func iso(code string) value {
	return map[string]value{"country": map[string]value{"geoname_id": uint32(1), "iso_code": code}, "continent": map[string]value{"code": "EU"}}
}

// world is the database of testdata/countries.mmdb, which other packages' tests read, too. Its networks are for documentation.
var world = mmdb{6, map[string]value{
	"203.0.113.0/24": iso("DE"), "198.51.100.0/25": iso("US"), "2001:db8:1::/48": iso("BR"),
	"192.0.2.0/24": map[string]value{"registered_country": map[string]value{"iso_code": "FR"}}, // as of satellites
}}

func TestTheDatabaseOfTheTests(t *testing.T) {
	t.Parallel()
	const file = "testdata/countries.mmdb"
	if *update {
		if err := os.WriteFile(file, world.bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(golden, world.bytes()) {
		t.Errorf("%s isn't what the test writes (%v); go test ./internal/client -update writes it", file, err)
	}
	reader, err := maxminddb.OpenBytes(golden)
	if err != nil {
		t.Fatal(err)
	}
	if err := reader.Verify(); err != nil {
		t.Errorf("the format: %v", err)
	}
}

func read(t testing.TB, m mmdb) *client.Countries {
	t.Helper()
	c, err := client.ReadCountries(m.bytes())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCountriesOfAddresses(t *testing.T) {
	t.Parallel()
	c := read(t, world)
	for address, want := range map[string]string{
		"203.0.113.7": "DE", "198.51.100.127": "US", "198.51.100.128": "", "::ffff:203.0.113.7": "DE", "2001:db8:1:2::3": "BR", "2001:db8:2::": "",
		"2001:db8:1::1%eth0": "BR", "192.0.2.1": "", "10.0.0.1": "", "192.168.1.1": "", "127.0.0.1": "", "::1": "", "fe80::1%eth0": "", "fd00::1": "",
		"0.0.0.0": "", "::": "",
	} {
		if got := c.Of(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
	if got := c.Of(netip.Addr{}); got != "" {
		t.Errorf("no address: got %q", got)
	}
	if got := (*client.Countries)(nil).Of(netip.MustParseAddr("203.0.113.7")); got != "" {
		t.Errorf("no database: got %q", got)
	}
}

func TestADatabaseOfIPv4AloneKnowsNoOthers(t *testing.T) {
	t.Parallel()
	c := read(t, mmdb{4, map[string]value{"203.0.113.0/24": iso("DE")}})
	for address, want := range map[string]string{"203.0.113.7": "DE", "::ffff:203.0.113.7": "DE", "2001:db8::1": "", "::1": ""} {
		if got := c.Of(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
}

// Each maker writes the code elsewhere; what stands there may be anything.
func TestCountryCodesOfAllMakers(t *testing.T) {
	t.Parallel()
	for name, record := range map[string]func(code string) value{
		"MaxMind, DB-IP": iso,
		"IPinfo Lite": func(code string) value {
			return map[string]value{"country": "Germany", "country_code": code, "continent": "Europe", "asn": "AS64496"}
		},
		"IPinfo, before": func(code string) value { return map[string]value{"country": code, "continent": "EU"} },
		"ip-location-db": func(code string) value { return map[string]value{"country_code": code} },
		"code of another kind": func(code string) value {
			return map[string]value{"country": map[string]value{"iso_code": code}, "country_code": "276"}
		},
	} {
		records := map[string]value{"203.0.113.0/24": record("DE")}
		odd := map[string]string{
			"10.0.0.0/8": "de", "11.0.0.0/8": "", "12.0.0.0/8": "DEU", "13.0.0.0/8": "D", "14.0.0.0/8": "D\x00", "15.0.0.0/8": "ÄÖ", "16.0.0.0/8": "<b",
			"17.0.0.0/8": "Ä", "18.0.0.0/8": "12", "19.0.0.0/8": "ZZ", "20.0.0.0/8": "\xff\xfe",
		}
		for network, code := range odd {
			records[network] = record(code)
		}
		records["21.0.0.0/8"], records["22.0.0.0/8"] = uint32(7), map[string]value{"country": uint32(7), "country_code": []string{"DE"}}
		c := read(t, mmdb{4, records})
		if got := c.Of(netip.MustParseAddr("203.0.113.7")); got != "DE" {
			t.Errorf("%s: got %q, want DE", name, got)
		}
		for network := range records {
			if a := netip.MustParsePrefix(network).Addr().Next(); network != "203.0.113.0/24" && c.Of(a) != "" {
				t.Errorf("%s: %q: got %q, want none", name, odd[network], c.Of(a))
			}
		}
	}
}

func TestWhatIsNoCountryDatabase(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{
		"nothing":      nil,
		"text":         []byte("network,country_iso_code\n203.0.113.0/24,DE\n"),
		"half of it":   world.bytes()[:len(world.bytes())/2],
		"only the end": []byte(marker),
		"no network":   mmdb{6, nil}.bytes(),
		"of networks' owners": mmdb{6, map[string]value{
			"203.0.113.0/24": map[string]value{"autonomous_system_number": uint32(64496), "autonomous_system_organization": "Example"},
		}}.bytes(),
		"without an end":       mmdb{version: 6}.file(endless(), nil),
		"of unknown countries": mmdb{6, map[string]value{"203.0.113.0/24": iso("ZZ")}}.bytes(),
	} {
		if c, err := client.ReadCountries(data); err == nil || c != nil || !strings.HasPrefix(err.Error(), "read country database: ") {
			t.Errorf("%s: got %v, %v, want an error", name, c, err)
		}
	}
}

// endless is a tree whose every node leads to the next one on both sides, so that it has more ends than anybody can count.
func endless() (nodes [][2]int) {
	for i := range 120 {
		nodes = append(nodes, [2]int{i + 1, i + 1})
	}
	return append(nodes, [2]int{empty, empty})
}

// A file that was damaged on its way gives no country or some country, and never harms the server.
func FuzzCountries(f *testing.F) {
	f.Add(world.bytes(), []byte{203, 0, 113, 7})
	f.Add(mmdb{4, map[string]value{"203.0.113.0/24": map[string]value{"country": "DE"}}}.bytes(), []byte{203, 0, 113, 7})
	f.Add(mmdb{6, map[string]value{"2001:db8::/32": map[string]value{"country_code": "DE"}}}.bytes(), make([]byte, 16))
	f.Add(mmdb{version: 6}.file(endless(), nil), make([]byte, 16))
	f.Fuzz(func(t *testing.T, file, address []byte) {
		c, err := client.ReadCountries(file)
		if err != nil {
			return
		}
		a, _ := netip.AddrFromSlice(address)
		for _, a := range []netip.Addr{a, netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("2001:db8:1::1"), netip.MustParseAddr("::ffff:10.0.0.1")} {
			if got := c.Of(a); got != "" && (len(got) != 2 || strings.ContainsFunc(got, func(r rune) bool { return r < 'A' || r > 'Z' })) {
				t.Errorf("%v: got %q", a, got)
			}
		}
	})
}

// The same without a fuzzer: every byte of a good file, turned around.
func TestADamagedDatabaseHarmsNobody(t *testing.T) {
	t.Parallel()
	whole := world.bytes()
	for i := range whole {
		for _, flip := range []byte{0x01, 0x20, 0x80, 0xff} {
			damaged := bytes.Clone(whole)
			damaged[i] ^= flip
			c, err := client.ReadCountries(damaged)
			if err != nil {
				continue
			}
			for _, address := range []string{"203.0.113.7", "198.51.100.1", "2001:db8:1::1", "192.0.2.1", "::"} {
				if got := c.Of(netip.MustParseAddr(address)); got != "" && len(got) != 2 {
					t.Errorf("byte %d turned by %x: %s: got %q", i, flip, address, got)
				}
			}
		}
	}
}
