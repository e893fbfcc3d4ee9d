package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/nametag-dev/nametag/internal/wire"
)

// testCountries is a small database: 203.0.113.0/24 is in Germany.
const testCountries = "../internal/client/testdata/countries.mmdb"

// The file is read once, at the start: what somebody does to it afterwards, even writing over it in place, changes nothing.
func TestCountriesAreAFlag(t *testing.T) {
	t.Parallel()
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "countries.mmdb")
	database, err := os.ReadFile(testCountries)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, database, 0o600); err != nil {
		t.Fatal(err)
	}
	s := serveHere(t, data, "--country-db", file, "--trusted-proxy", "127.0.0.1")
	if err := os.Truncate(file, 0); err != nil {
		t.Fatal(err)
	}
	site := firstSiteKey(t, data)
	var made madeAPIKey
	typing(t, "", "apikey", "create", "--site", site, "--name", "backend", "--scopes", "all", "--json", "--data", data).must(t, &made)
	var hello struct{ Visitor struct{ Token string } }
	s.ask("POST", "/v1/commands", fmt.Sprintf(`{"site":%q}`, site), "Origin", "http://localhost:3000").decode(t, &hello)
	beat := fmt.Sprintf(`{"site":%q,"visitor":%q,"tab":"t","page":{"url":"http://localhost:3000/"},"visible":true}`, site, hello.Visitor.Token)
	s.ask("POST", "/v1/heartbeat", beat, "Origin", "http://localhost:3000", "X-Forwarded-For", "203.0.113.7", "User-Agent", "Firefox/132.0")
	var list wire.VisitorList
	s.ask("GET", "/api/v1/visitors", "", "Authorization", "Bearer "+made.Key).decode(t, &list)
	if len(list.Visitors) != 1 || list.Visitors[0].Country != "DE" {
		t.Errorf("got %+v, want a visitor from Germany", list.Visitors)
	}
}
