package bench_test

import (
	"maps"
	"testing"

	"github.com/nametag-dev/nametag/internal/bench"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// crowded is a room with people in it, and the domain to which they say who they are.
func crowded(t *testing.T, seed uint64, n int) (bench.People, *presence.Room, nametag.SiteID) {
	t.Helper()
	h := furnished(t)
	store, err := sqlite.Open(t.Context(), sqlite.Config{Path: h.Database()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	room := presence.Open(presence.Config{})
	t.Cleanup(func() { _ = room.Close(t.Context()) })
	service := h.Service(store, room)
	p, err := bench.NewPeople(t.Context(), seed, service, room)
	if err == nil {
		err = p.Fill(t.Context(), n)
	}
	if err != nil {
		t.Fatal(err)
	}
	sites, err := service.Sites(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p, room, sites[0].ID
}

func TestPeopleComeAndGo(t *testing.T) {
	t.Parallel()
	p, room, site := crowded(t, 1, 50)
	listed := func() int { return len(room.List(site, presence.Query{}, presence.Place{}, 1000)) }
	if got := listed(); got != 50 {
		t.Errorf("online: got %d, want 50", got)
	}
	for range 100 {
		p.Change(t.Context())
	}
	if got, want := p.Here(), 50; got != want { // four came, four left
		t.Errorf("here: got %d, want %d", got, want)
	}
	if got, want := listed(), 54; got != want { // who left is listed for a minute
		t.Errorf("listed: got %d, want %d", got, want)
	}
}

// seen is what the list says of everybody that chance doesn't decide anew.
func seen(room *presence.Room, site nametag.SiteID) map[string]int {
	all := map[string]int{}
	for _, r := range room.List(site, presence.Query{}, presence.Place{}, 1000) {
		all[r.Standing()+" "+r.Person.Name+" "+r.Person.Email+" "+r.Country+" "+r.Device.Browser+" "+r.Campaign+" "+r.Page.URL]++
	}
	return all
}

func TestSameSeedIsTheSamePeople(t *testing.T) {
	t.Parallel()
	var lists []map[string]int
	for _, seed := range []uint64{7, 7, 8} {
		p, room, site := crowded(t, seed, 80)
		for range 150 {
			p.Change(t.Context())
		}
		lists = append(lists, seen(room, site))
	}
	if !maps.Equal(lists[0], lists[1]) {
		t.Error("the same seed made other people, or had them do something else")
	}
	if maps.Equal(lists[0], lists[2]) {
		t.Error("another seed made the same people")
	}
}

// TestPeopleAreOfAllKinds is what a site's real visitors are like: a panel that is looked at with a crowd shows it all.
func TestPeopleAreOfAllKinds(t *testing.T) {
	t.Parallel()
	p, room, site := crowded(t, 1, 400)
	for range 200 {
		p.Change(t.Context())
	}
	found := map[string]int{}
	for _, r := range room.List(site, presence.Query{}, presence.Place{}, 1000) {
		found[r.Standing()]++
		found[r.State.String()]++
		found["tag "+r.Person.Tag]++
		if r.Returning {
			found["returning"]++
		}
		if len(r.Person.Tags) > 0 {
			found["hashtag"]++
		}
		if r.Campaign != "" {
			found["campaign"]++
		}
		if r.Person.Company != "" {
			found["company"]++
		}
	}
	for _, kind := range []string{"anonymous", "claimed", "verified", "active", "tag PAID_PLAN", "returning", "hashtag", "campaign", "company"} {
		if found[kind] == 0 {
			t.Errorf("there is nobody %s: %v", kind, found)
		}
	}
}
