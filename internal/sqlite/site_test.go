package sqlite_test

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"sync"
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
		MatchUnprovenEmail: true, LinkHours: 48, CookieDomain: "x.example", CustomDataBytes: 99, AnonymousDays: 3, UnprovenDays: 9, StoreIPs: true, AvatarHosts: []string{"x.example", "*.y.example"}, DevUntil: at, InstalledAt: at,
		InstalledOrigin: "https://x.example", CreatedAt: at,
	}
	checkFull(t, *site)
	w.must(w.AddSite(t.Context(), site))
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
		if err := w.AddSite(t.Context(), bad); !errors.Is(err, nametag.ErrTaken) {
			t.Errorf("%v: got %v", bad, err)
		}
	}
	want := *site
	want.Key, want.Aliases, want.DevUntil, want.LinkHours = "a", nil, time.Time{}, 1
	changed, err := w.ChangeSite(t.Context(), 2, func(site *nametag.Site) error {
		site.Key, site.Aliases, site.DevUntil, site.LinkHours = "a", nil, time.Time{}, 1
		return nil
	})
	if err != nil || !reflect.DeepEqual(changed, &want) {
		t.Errorf("changed: got %+v, %v", changed, err)
	}
	if got, err := w.SiteByKey(t.Context(), "a"); err != nil || !reflect.DeepEqual(got, &want) {
		t.Errorf("changed, when asked: got %+v, %v", got, err)
	}
	if _, err := w.SiteByKey(t.Context(), "z"); !errors.Is(err, nametag.ErrNotFound) {
		t.Errorf("by an alias it gave up: %v", err)
	}
}

// What change refuses isn't written, nor what no site is or another has.
func TestChangesThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "two", "second")
	refused := errors.New("refused")
	for _, c := range []struct {
		id     nametag.SiteID
		change func(*nametag.Site) error
		err    error
	}{
		{shop, func(s *nametag.Site) error { s.Name = "gone"; return refused }, refused},
		{shop, func(s *nametag.Site) error { s.Name, s.Aliases = "gone", []string{"second"}; return nil }, nametag.ErrTaken},
		{99, func(*nametag.Site) error { return nil }, nametag.ErrNotFound},
	} {
		if _, err := w.ChangeSite(t.Context(), c.id, c.change); !errors.Is(err, c.err) {
			t.Errorf("got %v, want %v", err, c.err)
		}
	}
	if site, err := w.SiteByKey(t.Context(), "shop"); err != nil || site.Name == "gone" || len(site.Aliases) > 0 {
		t.Errorf("got %+v, %v", site, err)
	}
}

// Two programs that change one site at once, a server and a command, don't undo each other.
func TestSitesChangedByTwo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var wg sync.WaitGroup
	for i, s := range []*sqlite.Store{w.Store, w.open(sqlite.Config{})} {
		wg.Go(func() {
			for j := range 20 {
				_, err := s.ChangeSite(t.Context(), shop, func(site *nametag.Site) error {
					site.Origins = append(site.Origins, fmt.Sprintf("https://%d.%d.example", i, j))
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	site, err := w.open(sqlite.Config{}).SiteByKey(t.Context(), "shop")
	if err != nil || len(site.Origins) != 40 {
		t.Errorf("got %d origins, want 40 (%v)", len(site.Origins), err)
	}
}

// Sites are read as they are at one moment, with their aliases and keys, while others are made.
func TestSitesAreReadWhileOthersAreMade(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stop := make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if _, err := w.Sites(t.Context()); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	for i := range 200 {
		w.site(nametag.SiteID(10+i), "site "+strconv.Itoa(i))
	}
	close(stop)
	reading.Wait()
}
