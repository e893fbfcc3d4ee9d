package main

import (
	"fmt"
	"log/slog"
	"strconv"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// How long things are kept is set by flags: a server forgets what is older, of each kind, and nothing else.
func TestLivesAreFlags(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want string // what is left, by its age in days
	}{
		"the defaults": {nil, "contacts [1 350] visitors [1 10] claims 1"},
		"others":       {[]string{"--unproven-days", "300", "--anonymous-days", "5", "--evidence-days", "11"}, "contacts [1] visitors [1] claims 2"},
		"for ever":     {[]string{"--unproven-days", "0", "--anonymous-days", "0"}, "contacts [1 350 500] visitors [1 10 40] claims 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			h, err := openHouse(t.Context(), data, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.close() })
			past := rememberPast(t, h)
			var left string
			defer func() {
				if t.Failed() {
					t.Errorf("got %s, want %s", left, c.want)
				}
			}()
			serveHere(t, data, c.args...).within(t, seenWithin, func() bool {
				left = past.left(t, h)
				return left == c.want
			})
			again, err := openHouse(t.Context(), data, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = again.close() })
			by, err := again.store.ForgottenBy(t.Context(), past.site.ID)
			if forgot := !by.IsZero(); err != nil || forgot != (name != "for ever") {
				t.Errorf("the next server knows that visitors were forgotten: %v (%v)", forgot, err)
			}
		})
	}
}

// past is what was known before the server was started.
type past struct {
	site     *nametag.Site
	visitors map[int]nametag.VisitorID // by their age in days
}

func rememberPast(t *testing.T, h *house) past {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	site, err := h.service.CreateSite(t.Context(), nametag.Site{Name: "Old shop"})
	must(err)
	p := past{site, map[int]nametag.VisitorID{}}
	h.service.IDs = &nametag.IDs{} // those to come are older
	for _, age := range []int{500, 350, 40, 10, 1} {
		then := time.Now().AddDate(0, 0, -age)
		h.service.Now = func() time.Time { return then }
		b := h.service.Open(site, "")
		claim := nametag.Claim{Profile: map[nametag.Field]nametag.Words{nametag.Name: {Text: "Somebody"}}}
		if age == 500 || age == 350 {
			claim.ExternalID = nametag.Said{Present: true, Text: strconv.Itoa(age)}
		} else {
			p.visitors[age] = b.Visitor
		}
		_, err := h.service.Identify(t.Context(), b, nametag.Command{ID: nametag.CommandID(strconv.Itoa(age)), Claim: claim})
		must(err)
		if age == 10 || age == 1 {
			kind := nametag.ClaimKind{Site: site.ID, Hour: then.Truncate(time.Hour), Outcome: nametag.ClaimClaimed}
			must(h.store.SaveTally(t.Context(), nametag.Tally{Claims: map[nametag.ClaimKind]int64{kind: 1}}))
		}
	}
	claim := nametag.Claim{ExternalID: nametag.Said{Present: true, Text: "1"}}
	_, err = h.service.Identify(t.Context(), h.service.Open(site, ""), nametag.Command{ID: "last", Claim: claim})
	must(err)
	return p
}

func (p past) left(t *testing.T, h *house) string {
	t.Helper()
	contacts, visitors := []string{}, []int{}
	for _, age := range []int{1, 350, 500} {
		found, err := h.store.Contacts(t.Context(), p.site.ID, nametag.ContactQuery{ExternalID: strconv.Itoa(age), Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range found {
			contacts = append(contacts, c.ExternalID)
		}
	}
	for _, age := range []int{1, 10, 40} {
		if _, err := h.store.Visitor(t.Context(), p.site.ID, p.visitors[age]); err == nil {
			visitors = append(visitors, age)
		}
	}
	claims, err := h.store.Evidence(t.Context(), p.site.ID, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("contacts %v visitors %v claims %d", contacts, visitors, len(claims))
}
