package nametag_test

import (
	"bytes"
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
	"github.com/nametag-dev/nametag/internal/proof"
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

// A merge that was undone since told another's history of the person.
func TestErasingTakesWhatAnUndoneMergeBrought(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42").Named("Janissary"))
	d.Browser().Identify(ID("43"))
	jane, ravi := d.Contact("42"), d.Contact("43")
	d.unmerge(d.merge(ravi, jane).Merge)
	d.erase(jane, "Janissary")
	want(t, "Ravi stays", d.Contact("43").ID, ravi.ID)
}

// What else a browser called the person goes from its bag, also when it is linked to another by now.
func TestErasingTakesWhatElseBrowsersCalledThePerson(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42"))
	squatted, b := d.Contact("42"), d.Browser()
	if err := d.edit(squatted, nametag.Amendment{Email: nametag.Said{Present: true, Text: "mallory@example.com"}}); err != nil {
		t.Fatal(err)
	}
	b.Identify(ID("42").Mailed("other@example.com")) // parked
	d.Browser().Identify(d.Hashed(ID("42")))
	b.Identify(ID("42"))
	want(t, "the link moved", d.Contact("42").ID != squatted.ID && b.Link.Contact == d.Contact("42").ID, true)
	d.erase(squatted, "other@example.com", "mallory@example.com")
}

// Nor is the host's own session left.
func TestErasingTakesTheHostsSession(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(d.Vouched(ID("42"), func(t *proof.Token) { t.SID = "session-77" }))
	d.erase(d.Contact("42"), "session-77")
}

// A browser of somebody else forgets what the person was known by, not what strangers called the person.
func TestErasingLeavesOthersTheirOwnEmail(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
	d.Browser().Identify(d.Hashed(ID("43").Mailed("ravi@example.com")))
	d.Browser().Identify(ID("42").Mailed("ravi@example.com"))
	b := d.Browser()
	b.Identify(ID("43").Mailed("jane@example.com"))
	b.Update(Nothing().Mailed("ravi@example.com"))
	d.erase(d.Contact("42"), "jane@example.com")
	want(t, "another person fences him still", b.Identify(Mailed("else@example.com")).Switched, true)
}

// What emptied a bag is blanked with the person, so that it is recorded anew: replay gives the tables.
func TestErasingKeepsEmptyBagsEmpty(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42"))
	b := d.Browser()
	b.Identify(ID("43").Mailed("ravi@example.com"))
	jane, ravi := d.Contact("42"), d.Contact("43")
	m := d.merge(jane, ravi).Merge
	d.detach(jane, b)
	d.unmerge(m)
	d.erase(jane)
	d.Verify()
	want(t, "Ravi stays", d.Contact("43").Email.Shown, "ravi@example.com")
}

// What came by the person while both were one goes, and what was written over it tells nothing of it; what the other
// said stays.
func TestErasingTakesWhatCameByThePersonWhileBothWereOne(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	jane, ravi := d.Browser(), d.Browser()
	jane.Identify(ID("42").Named("Janissary"))
	ravi.Identify(ID("43"))
	her, him := d.Contact("42"), d.Contact("43")
	m := d.merge(him, her).Merge
	jane.Update(Nothing().Profile(nametag.Phone, "555-1234"))
	ravi.Update(Nothing().Named("Ravi").Profile(nametag.Company, "Acme"))
	d.unmerge(m)
	d.erase(her, "Janissary", "555-1234")
	want(t, "Ravi's own", d.Contact("43").Text(nametag.Name)+" "+d.Contact("43").Text(nametag.Company), "Ravi Acme")
}

// Who acts as somebody unknown is nobody's browser: that doesn't stand in the way of erasing whose it was.
func TestErasingWhoseBrowserActsByNow(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	b.Identify(Mailed("jane@example.com"))
	jane := d.byEmail("jane@example.com")
	d.detach(jane, b)
	b.Identify(d.Vouched(ID("42"), ActedBy("Sam")))
	d.erase(jane, "jane@example.com")
}

// A browser that is somebody else by now is still that one: what its contact is known by stays in its bag.
func TestErasingLeavesABrowserToWhomItIsByNow(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42"))
	squatted, b := d.Contact("42"), d.Browser()
	if err := d.edit(squatted, nametag.Amendment{Email: nametag.Said{Present: true, Text: "mallory@example.com"}}); err != nil {
		t.Fatal(err)
	}
	b.Identify(ID("42"))
	d.Browser().Identify(d.Hashed(ID("42").Named("Jane")))
	b.Identify(d.Hashed(ID("42")))
	jane := d.Contact("42")
	want(t, "the link moved", jane.ID != squatted.ID && b.Link.Contact == jane.ID, true)
	d.erase(squatted, "mallory@example.com")
	want(t, "another person fences", b.Identify(ID("99")).Switched, true)
}

// What an agent detached while two were one goes with the one that it came by, also where the merge was undone since.
func TestErasingTakesWhatWasDetachedWhileMerged(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1"))
	b := d.Browser()
	b.Identify(ID("2").Mailed("jane@example.com"))
	two := d.Contact("2")
	m := d.merge(d.Contact("1"), two).Merge
	d.detach(d.Contact("1"), b)
	d.unmerge(m)
	d.erase(two, "jane@example.com")
}

// What an agent took from somebody by the id of another, while the two were one, stays taken when that other is erased.
func TestErasingKeepsWhatWasTakenWhileMerged(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("3"))
	d.Browser().Identify(ID("1").Mailed("jane@example.com"))
	three, one := d.Contact("3"), d.Contact("1")
	m := d.merge(three, one).Merge
	if err := d.edit(one, nametag.Amendment{ExternalID: nametag.Said{Present: true}}); err != nil {
		t.Fatal(err)
	}
	d.Browser().Identify(ID("3"))
	d.unmerge(m)
	d.erase(one, "jane@example.com")
	row, err := d.Store.Row(t.Context(), d.Site.ID, three.ID)
	want(t, "error", err, nil)
	want(t, "id", row.ExternalID, "")
}
