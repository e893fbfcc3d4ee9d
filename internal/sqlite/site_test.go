package sqlite_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

func TestSites(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	site := &nametag.Site{
		ID: 2, Key: "k2", Name: "Two", Aliases: []string{"z", "a"}, Origins: []string{"https://x.example", "null"},
		LinkedDomains: []string{"y.example"}, Enforcement: nametag.Require, EmailsConfirmed: true, Unproven: nametag.FillBlanks,
		MatchUnprovenEmail: true, LinkHours: 48, CookieDomain: "x.example", CustomDataBytes: 99, DevUntil: at, InstalledAt: at,
		InstalledOrigin: "https://x.example", CreatedAt: at,
	}
	checkFull(t, *site)
	w.must(w.SaveSite(t.Context(), site))
	for _, s := range []*sqlite.Store{w.Store, w.open(sqlite.Config{})} {
		for _, key := range []string{"k2", "a", "z"} {
			got, err := s.SiteByKey(t.Context(), key)
			if err != nil || !reflect.DeepEqual(got, site) {
				t.Errorf("by %q: got %+v, want %+v (%v)", key, got, site, err)
			}
		}
		all, err := s.Sites(t.Context())
		if err != nil || len(all) != 2 || all[0].ID != shop || all[1].ID != 2 {
			t.Errorf("all: %v, %v", all, err)
		}
	}
	for _, bad := range []*nametag.Site{
		{ID: 3, Key: "k2"}, {ID: 3, Key: "a"}, {ID: 3, Key: "k3", Aliases: []string{"shop"}}, {ID: 3, Key: "k3", Aliases: []string{"z"}},
	} {
		if err := w.SaveSite(t.Context(), bad); !errors.Is(err, nametag.ErrTaken) {
			t.Errorf("%v: got %v", bad, err)
		}
	}
	changed := *site
	changed.Key, changed.Aliases, changed.DevUntil, changed.LinkHours = "a", nil, time.Time{}, 1
	w.must(w.SaveSite(t.Context(), &changed))
	if got, err := w.SiteByKey(t.Context(), "a"); err != nil || !reflect.DeepEqual(got, &changed) {
		t.Errorf("changed: got %+v, %v", got, err)
	}
	if _, err := w.SiteByKey(t.Context(), "z"); !errors.Is(err, nametag.ErrNotFound) {
		t.Errorf("by an alias it gave up: %v", err)
	}
}
