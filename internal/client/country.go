package client

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/oschwald/maxminddb-golang/v2"
)

// Countries tells in which country an address is (spec security §6). nil knows of none. Its methods are safe for many
// goroutines.
type Countries struct {
	reader *maxminddb.Reader
	where  []any // a country's code stands in a record
}

// codePaths are where the makers of such databases put a country's code: MaxMind, DB-IP and IP2Location; IPinfo and most
// lists that anybody may use; IPinfo before that.
var codePaths = [][]any{{"country", "iso_code"}, {"country_code"}, {"country"}}

// enoughNetworks are looked at for a country. Those that have any have it near the beginning; and a damaged file may be a tree
// of which no end is ever reached.
const enoughNetworks = 100_000

// ReadCountries reads a database in MaxMind's format: MaxMind's own, DB-IP's, IPinfo's and the like, of countries or of more
// than that. It keeps data, which must not change any more. Returns an error if that is no such database, or has no country.
func ReadCountries(data []byte) (*Countries, error) {
	reader, err := maxminddb.OpenBytes(data)
	if err != nil {
		return nil, fmt.Errorf("read country database: %w", err)
	}
	looked := 0
	for record := range reader.Networks(maxminddb.IncludeNetworksWithoutData(), maxminddb.IncludeAliasedNetworks()) { // all: what is left out isn't bounded
		if err := record.Err(); err != nil {
			return nil, fmt.Errorf("read country database: %w", err)
		}
		if looked++; looked > enoughNetworks {
			break
		}
		for _, where := range codePaths {
			if codeIn(record, where) != "" {
				return &Countries{reader, where}, nil
			}
		}
	}
	return nil, errors.New("read country database: it says of no address in which country that is")
}

// Of returns the two letters of the country that an address is in, by ISO 3166; "" if that is unknown, as for private
// addresses.
func (c *Countries) Of(a netip.Addr) string {
	if c == nil {
		return ""
	}
	return codeIn(c.reader.Lookup(plain(a)), c.where)
}

// codeIn trusts no file to be whole, nor to hold what it should: what isn't a code is none.
func codeIn(record maxminddb.Result, where []any) string {
	var code string
	if err := record.DecodePath(&code, where...); err != nil || !isCode(code) {
		return ""
	}
	return code
}

func isCode(s string) bool {
	letter := func(b byte) bool { return 'A' <= b && b <= 'Z' }
	return len(s) == 2 && letter(s[0]) && letter(s[1]) && s != "ZZ" // with which DB-IP says that it doesn't know
}
