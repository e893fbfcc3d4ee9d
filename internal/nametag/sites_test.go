package nametag_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// Each list of a site's has a bound, and the error says which was passed.
func TestASitesListsAreBounded(t *testing.T) {
	t.Parallel()
	w := New(t)
	for field, set := range map[string]func(*nametag.Site, []string){
		"origins":        func(s *nametag.Site, all []string) { s.Origins = all },
		"linked_domains": func(s *nametag.Site, all []string) { s.LinkedDomains = all },
		"aliases":        func(s *nametag.Site, all []string) { s.Aliases = all },
	} {
		var all []string
		for n := range nametag.MaxListed {
			all = append(all, fmt.Sprintf("https://%s%d.example", field[:1], n))
		}
		change := func() error { return w.TrySite(func(s *nametag.Site) { set(s, all) }) }
		want(t, field, change(), nil)
		all = append(all, "https://one-more.example")
		var refused *nametag.Error
		if err := change(); !errors.As(err, &refused) || refused.Code != "bad_value" || refused.Field != field || refused.Limit != nametag.MaxListed {
			t.Errorf("one more of %s: got %v, want bad_value", field, err)
		}
	}
}
