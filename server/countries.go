package main

import (
	"fmt"
	"os"

	"github.com/nametag-dev/nametag/internal/client"
)

// countries reads the database of --country-db; nil without one. Into memory: a mapped file that somebody writes over would
// take the server down with it.
func (c *serve) countries() (*client.Countries, error) {
	if c.CountryDB == "" {
		return nil, nil
	}
	data, err := os.ReadFile(c.CountryDB)
	if err != nil {
		return nil, fmt.Errorf("--country-db: %w", err)
	}
	read, err := client.ReadCountries(data)
	if err != nil {
		return nil, fmt.Errorf("--country-db: %s: %w\nGive a database of countries in MaxMind's format, such as GeoLite2-Country.mmdb", c.CountryDB, err)
	}
	return read, nil
}
