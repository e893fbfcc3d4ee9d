package nametag_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// everything spells all that the store holds of contacts, visitors and entries.
func everything(w *World) string {
	w.T.Helper()
	var all strings.Builder
	tell := func(e nametag.Entry) error {
		fmt.Fprintf(&all, "%s %s %+v\n", e.Kind, e.Contact, e.Effect)
		if e.Effect.Link != nil {
			fmt.Fprintf(&all, "%+v\n", *e.Effect.Link)
		}
		return nil
	}
	err := w.Store.Snapshot(w.T.Context(), func(s nametag.Snapshot) error {
		contacts, err := s.Contacts(0, 1000)
		for _, c := range contacts {
			fmt.Fprintf(&all, "%+v\n", *c)
		}
		if err != nil {
			return err
		}
		visitors, err := s.Visitors(0, 1000)
		for _, v := range visitors {
			fmt.Fprintf(&all, "%+v\n", *v)
		}
		if err != nil {
			return err
		}
		if err := s.ContactEntries(0, math.MaxInt64, tell); err != nil {
			return err
		}
		return s.VisitorEntries(0, math.MaxInt64, tell)
	})
	if err != nil {
		w.T.Fatal(err)
	}
	return all.String()
}

// erase erases a person; the test ends if a word of theirs is left anywhere.
func (d desk) erase(c *nametag.Contact, words ...string) {
	d.T.Helper()
	for _, word := range words {
		if !strings.Contains(everything(d.World), word) {
			d.T.Fatalf("%q was never known", word)
		}
	}
	if err := d.Service.Erase(d.T.Context(), d.Site, c.ID, agent); err != nil {
		d.T.Fatal(err)
	}
	for _, line := range strings.Split(everything(d.World), "\n") {
		for _, word := range words {
			if strings.Contains(line, word) {
				d.T.Errorf("%q is left: %s", word, line)
			}
		}
	}
}

func (d desk) detach(c *nametag.Contact, b *Browser) {
	d.T.Helper()
	if err := d.Service.Detach(d.T.Context(), d.Site, c.ID, b.Visitor, agent); err != nil {
		d.T.Fatal(err)
	}
}

// What a browser said before it was known goes with the person, also where the browser was detached since; what it said
// afterwards is somebody else's and stays.
func TestErasingTakesWhatDetachedBrowsersSaid(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	b.Update(Nothing().Named("Janissary"))
	b.Identify(ID("42").Mailed("jane@example.com"))
	jane := d.Contact("42")
	d.detach(jane, b)
	b.Identify(ID("43").Named("Ravi"))
	d.erase(jane, "Janissary", "jane@example.com")
	want(t, "Ravi", d.Contact("43").Text(nametag.Name), "Ravi")
	want(t, "another person fences him still", b.Identify(ID("44")).Switched, true)
}

// A browser that acted as the person named them.
func TestErasingTakesWhatActingBrowsersSaid(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42").Mailed("jane@example.com"))
	jane, sam := d.Contact("42"), d.Browser()
	sam.Identify(d.Vouched(ID("42").Mailed("jane@example.com"), ActedBy("Sam")))
	d.detach(jane, sam)
	d.erase(jane, "jane@example.com")
}

// Nor is anything left in the files, in what became free there.
func TestErasingLeavesNothingInTheFiles(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	for i := range 50 { // several pages
		d.Browser().Identify(ID(fmt.Sprint("other", i)).Named("Somebody Else").Custom("note", `"`+strings.Repeat("x", 500)+`"`))
	}
	b := d.Browser()
	b.Update(Nothing().Named("Janissary"))
	b.Identify(ID("42").Mailed("jane@example.com").Custom("note", `"Janissary `+strings.Repeat("y", 900)+`"`))
	for i := range 20 {
		b.Update(Nothing().Custom("note", fmt.Sprintf(`"Janissary %d %s"`, i, strings.Repeat("z", 40*i))))
	}
	d.erase(d.Contact("42"), "Janissary", "jane@example.com")
	d.Restart()
	for _, file := range []string{d.Path, d.Path + "-wal"} {
		b, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		for _, word := range []string{"Janissary", "jane@example.com"} {
			if n := bytes.Count(b, []byte(word)); n > 0 {
				t.Errorf("%q is left %d times in %s", word, n, filepath.Base(file))
			}
		}
	}
}

// However many emails of the person others claimed: all conflicts about them go.
func TestErasingTakesConflictsOfOthers(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42").Mailed("jane@example.com"))
	d.Browser().Identify(d.Hashed(ID("43")))
	for i := range 30 {
		d.Browser().Identify(ID("43").Mailed(fmt.Sprintf("nobody%d@example.com", i)))
		if i == 0 {
			d.Browser().Identify(ID("43").Mailed("jane@example.com"))
		}
	}
	d.erase(d.Contact("42"), "jane@example.com")
}

// Strangers can't push out what waits for a decision. What finds no room is told in the ledger; a proof always finds some.
func TestConflictsWaitForTheirDecision(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(Nothing().Mailed("taken@example.com")))
	d.Browser().Identify(d.Hashed(ID("43")))
	for i := range 25 {
		d.Browser().Identify(ID("43").Mailed(fmt.Sprintf("n%d@example.com", i)))
	}
	conflicts := d.person(d.Contact("43")).Conflicts()
	want(t, "the first twenty", fmt.Sprintf("%d %s %s", len(conflicts), conflicts[0].Value.Shown, conflicts[19].Value.Shown), "20 n0@example.com n19@example.com")
	want(t, "the others are told", fmt.Sprint(d.Ledger(d.Contact("43").ID)[0].Effect.Protected), "[email]")
	d.Browser().Identify(d.Hashed(ID("42").Mailed("held@example.com")))
	d.Browser().Identify(d.Hashed(ID("43").Mailed("held@example.com")))
	want(t, "a proven one", len(d.person(d.Contact("43")).Conflicts()), 21)
}

// Who logged out can be erased like anybody else.
func TestErasingAfterALogout(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	b.Identify(ID("42").Mailed("jane@example.com"))
	b.Reset()
	b.Identify(ID("43"))
	d.erase(d.Contact("42"), "jane@example.com")
	want(t, "who came next stays", d.Contact("43").ID, b.Link.Contact)
}

// overtaken is a store in which something happens right before the next decision.
type overtaken struct {
	nametag.Store
	by func()
}

func (s *overtaken) Decide(ctx context.Context, keys nametag.Keys, decide func(nametag.Known) (nametag.Decision, error)) (nametag.Decision, error) {
	if by := s.by; by != nil {
		s.by = nil
		by()
	}
	return s.Store.Decide(ctx, keys, decide)
}

// Whoever comes to name the person while the erasing reads is found, too.
func TestErasingFindsWhoNamesThePersonMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
	d.Browser().Identify(d.Hashed(ID("43")))
	slow := *d.Service
	slow.Store = &overtaken{d.Store, func() { d.Browser().Identify(d.Hashed(ID("43").Mailed("jane@example.com"))) }}
	if err := slow.Erase(t.Context(), d.Site, d.Contact("42").ID, agent); err != nil {
		t.Fatal(err)
	}
	want(t, "conflicts that are left", len(d.person(d.Contact("43")).Conflicts()), 0)
}
