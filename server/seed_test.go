package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// told seeds a new data folder and returns the house with its demo site.
func told(t *testing.T) (*house, *nametag.Site) {
	t.Helper()
	h, site := untold(t)
	visits, err := seed(t.Context(), h.service, site, "http://127.0.0.1:8080", noon)
	if err != nil || visits == 0 {
		t.Fatalf("seed: got %d visits, %v", visits, err)
	}
	return h, site
}

// untold opens a new data folder with a demo site that has no story yet.
func untold(t *testing.T) (*house, *nametag.Site) {
	t.Helper()
	h, err := openHouse(t.Context(), t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.close() })
	site, err := h.service.CreateSite(t.Context(), nametag.Site{Name: "Demo shop"})
	if err != nil {
		t.Fatal(err)
	}
	return h, site
}

// retold spells all that the story left, without ids, which differ each time.
func retold(t *testing.T, h *house, site *nametag.Site) string {
	t.Helper()
	contacts, err := h.store.Contacts(t.Context(), site.ID, nametag.ContactQuery{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(contacts, func(a, b *nametag.Contact) int { return cmp.Compare(a.Email.Shown, b.Email.Shown) })
	var b strings.Builder
	for _, c := range contacts {
		fmt.Fprintf(&b, "%s %s %s %s first %s\n", c.ExternalID, c.Email.Shown, c.Text(nametag.Name), c.Traits.Custom["plan"].JSON, date(c.FirstSeen))
		sessions, err := h.store.ContactSessions(t.Context(), site.ID, c.ID, nametag.SessionQuery{Limit: 100, Visitors: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sessions {
			fmt.Fprintf(&b, "  %s–%s %s %s %s %d\n", date(s.Started), date(s.Seen), s.Device.OS, s.Referrer, s.Pages[0].URL, s.Count)
		}
		entries, err := h.store.Entries(t.Context(), site.ID, c.ID, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			fmt.Fprintf(&b, "  %s %s", date(e.At), e.Kind)
			for _, edit := range e.Effect.Set {
				fmt.Fprintf(&b, " %s:%s→%s", edit.Key, edit.Old, edit.New.JSON)
			}
			fmt.Fprintln(&b)
		}
	}
	return b.String()
}

func TestStoryIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	firstHouse, firstSite := told(t)
	secondHouse, secondSite := told(t)
	first, second := retold(t, firstHouse, firstSite), retold(t, secondHouse, secondSite)
	if first != second {
		t.Errorf("the story differs:\n%s\n---\n%s", first, second)
	}
}

func TestStoryIsToldOnce(t *testing.T) {
	t.Parallel()
	h, site := told(t)
	before := retold(t, h, site)
	visits, err := seed(t.Context(), h.service, site, "http://127.0.0.1:8080", noon.Add(time.Hour))
	if err != nil || visits != 0 {
		t.Errorf("told again: got %d visits, %v, want none", visits, err)
	}
	if after := retold(t, h, site); after != before {
		t.Errorf("the second start changed the story:\n%s", after)
	}
}

func TestStoryLeavesThePanelFull(t *testing.T) {
	t.Parallel()
	h, site := told(t)
	contacts, err := h.store.Contacts(t.Context(), site.ID, nametag.ContactQuery{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	if len(contacts) != 14 {
		t.Errorf("contacts: got %d, want 14", len(contacts))
	}
	plans := map[string]string{}
	for _, c := range contacts {
		plans[c.ExternalID] = c.Text(nametag.Tag)
		if c.FirstSeen.After(noon) || noon.Sub(c.FirstSeen) > 31*24*time.Hour {
			t.Errorf("%s was first seen %s, want within the last month", c.Email.Shown, c.FirstSeen)
		}
	}
	for _, c := range customers {
		p, _ := planByID(c.Plan)
		if plans[c.ID] != p.Tag {
			t.Errorf("%s ends the story with %q, want %q as the shop has it", c.Name, plans[c.ID], p.Tag)
		}
	}
}

func TestJaneHasBeenHereBefore(t *testing.T) {
	t.Parallel()
	h, site := told(t)
	found, err := h.store.Contacts(t.Context(), site.ID, nametag.ContactQuery{ExternalID: "1042", Limit: 2})
	if err != nil || len(found) != 1 {
		t.Fatalf("Jane: got %d, %v, want one", len(found), err)
	}
	sessions, err := h.store.ContactSessions(t.Context(), site.ID, found[0].ID, nametag.SessionQuery{Limit: 100, Visitors: 100})
	if err != nil || len(sessions) != 4 {
		t.Errorf("Jane's sessions: got %d, %v, want 4, the anonymous one included", len(sessions), err)
	}
}

func TestLedgerOfTheStoryRunsForward(t *testing.T) {
	t.Parallel()
	h, site := told(t)
	contacts, err := h.store.Contacts(t.Context(), site.ID, nametag.ContactQuery{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[nametag.Kind]int{}
	for _, c := range contacts {
		entries, err := h.store.Entries(t.Context(), site.ID, c.ID, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range entries {
			kinds[e.Kind]++
			if i > 0 && e.At.After(entries[i-1].At) {
				t.Errorf("%s: entry %d is of %s, after the next", c.Email.Shown, e.Seq, e.At)
			}
		}
	}
	for _, kind := range []nametag.Kind{nametag.Identified, nametag.Updated, nametag.Switched, nametag.WasReset} {
		if kinds[kind] == 0 {
			t.Errorf("the story has no entry %q: got %v", kind, kinds)
		}
	}
}

func TestRestartDoesNotTellTheStoryAgain(t *testing.T) {
	t.Parallel()
	s := serveHere(t, t.TempDir(), "--demo")
	key := apiKey(t, s.data(), firstSiteKey(t, s.data()), "contacts:read")
	s.end()
	again := serveHere(t, s.data(), "--demo")
	if got := again.contacts(t, key, "limit=100"); len(got) != 14 {
		t.Errorf("contacts after a restart: got %d, want 14", len(got))
	}
}
