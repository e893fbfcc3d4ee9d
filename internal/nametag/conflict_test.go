package nametag_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

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

// An id isn't taken where another stands.
func TestAnIdIsNotTakenOverAnother(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42"))
	x := d.Contact("42")
	if err := d.edit(x, nametag.Amendment{Email: nametag.Said{Present: true, Text: "mallory@example.com"}}); err != nil {
		t.Fatal(err)
	}
	d.Browser().Identify(d.Hashed(ID("42")))
	if err := d.edit(x, nametag.Amendment{ExternalID: nametag.Said{Present: true, Text: "50"}}); err != nil {
		t.Fatal(err)
	}
	parked := d.person(x).Conflicts()
	_, err := d.Service.Settle(t.Context(), d.Site, x.ID, parked[0].ID, nametag.SettleTake, agent)
	want(t, "refused", errors.Is(err, nametag.ErrBadValue), true)
	want(t, "its own", d.Contact("50").ID, x.ID)
}

// One click merges with whom the conflict names, though an older contact holds the email by now too.
func TestAConflictMergesWithWhomItNames(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	first, second := d.Browser(), d.Browser()
	first.Identify(Mailed("jane@example.com"))
	second.Identify(Mailed("j@example.com"))
	second.Update(Mailed("jane@example.com"))
	second.Identify(ID("44"))
	d.Browser().Identify(ID("43").Mailed("jane@example.com"))
	first.Identify(ID("42"))
	d.settle(d.Contact("43"), "")
	want(t, "whom it names", d.Contact("44").ID, d.Contact("43").ID)
	want(t, "the older one stays", d.Contact("42").ID != d.Contact("43").ID, true)
}

// What a contact has through a merge is no conflict.
func TestAnEmailOfAMergedContactIsNoConflict(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("1").Mailed("one@example.com")))
	d.Browser().Identify(d.Hashed(ID("2").Mailed("two@example.com")))
	d.merge(d.Contact("1"), d.Contact("2"))
	d.Browser().Identify(ID("1").Mailed("two@example.com"))
	want(t, "conflicts", len(d.Contact("1").Conflicts), 0)
}

// What was proven takes no room from the twenty that weren't.
func TestProvenConflictsTakeNoRoom(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("42").Mailed("held@example.com")))
	d.Browser().Identify(d.Hashed(ID("43").Mailed("held@example.com")))
	for i := range 20 {
		d.Browser().Identify(ID("43").Mailed(string(rune('a'+i)) + "@example.com"))
	}
	want(t, "one proven, twenty others", len(d.person(d.Contact("43")).Conflicts()), 21)
}

// What an agent dismissed before stays dismissed.
func TestDismissedConflictsStayDismissed(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(d.Hashed(ID("43").Mailed("own@example.com")))
	for _, email := range []string{"a@example.com", "b@example.com"} {
		d.Browser().Identify(ID("43").Mailed(email))
	}
	for range 2 {
		d.settle(d.Contact("43"), nametag.SettleDismiss)
	}
	want(t, "open", len(d.person(d.Contact("43")).Conflicts()), 0)
}

// A conflict that became surer meanwhile is another one: the agent didn't see it.
func TestSettlingWhatBecameSurerMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
	d.Browser().Identify(ID("43").Mailed("jane@example.com"))
	x := d.Contact("43")
	seen := d.person(x).Conflicts()[0]
	d.meanwhile(func() { d.Browser().Identify(d.Hashed(ID("43").Mailed("jane@example.com"))) })
	_, err := d.Service.Settle(t.Context(), d.Site, x.ID, seen.ID, nametag.SettleDismiss, agent)
	want(t, "not found", errors.Is(err, nametag.ErrNotFound), true)
	want(t, "still asks", len(d.person(x).Conflicts()), 1)
}

// Where nobody held it then, a conflict merges with whom it is proven for, rather than with an older contact.
func TestAConflictMergesWithWhoProvedIt(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("1")))
	d.Browser().Identify(ID("1").Mailed("jane@example.com"))
	older := d.Browser()
	older.Identify(Mailed("old@example.com"))
	if err := d.edit(d.byEmail("old@example.com"), nametag.Amendment{Email: nametag.Said{Present: true}}); err != nil {
		t.Fatal(err)
	}
	d.Browser().Identify(d.Hashed(ID("3").Mailed("jane@example.com")))
	older.Update(Mailed("jane@example.com"))
	d.settle(d.Contact("1"), "")
	want(t, "merged", d.person(d.Contact("1")).Aliases[0].ExternalID, "3")
}

// What is dismissed is dismissed for all who are one, also when they are parted again.
func TestADismissedConflictStaysSoOnBothSides(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
	d.Browser().Identify(ID("1").Mailed("jane@example.com"))
	d.Browser().Identify(ID("2").Mailed("jane@example.com"))
	one, two := d.Contact("1"), d.Contact("2")
	m := d.merge(one, two).Merge
	d.settle(one, nametag.SettleDismiss)
	d.unmerge(m)
	want(t, "of the survivor", len(d.person(one).Conflicts()), 0)
	want(t, "of the other", len(d.person(two).Conflicts()), 0)
}

// What an agent gives a contact secures it (spec identity §1).
func TestTakingAConflictSecures(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
	d.Browser().Identify(ID("43").Mailed("jane@example.com"))
	want(t, "before", d.Contact("43").Secured(), false)
	d.settle(d.Contact("43"), nametag.SettleTake)
	want(t, "after", d.Contact("43").Secured(), true)
}

// What was taken for a merged contact goes with it at an un-merge.
func TestATakenConflictGoesWithItsSide(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
	d.Browser().Identify(ID("1"))
	d.Browser().Identify(ID("2").Mailed("jane@example.com"))
	one, two := d.Contact("1"), d.Contact("2")
	m := d.merge(one, two).Merge
	d.settle(one, nametag.SettleTake)
	want(t, "taken", d.Contact("1").Email.Shown, "jane@example.com")
	d.unmerge(m)
	want(t, "of the survivor", d.Contact("1").Email.Shown, "")
	want(t, "of the other", d.Contact("2").Email.Shown, "jane@example.com")
}

// An email that the site gives a contact leaves whoever only claimed it, and is parked there.
func TestAnEmailThatTheSiteGivesIsParkedWhereItWasClaimed(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42"))
	d.Browser().Identify(ID("43").Mailed("jane@example.com"))
	if err := d.edit(d.Contact("42"), nametag.Amendment{Email: nametag.Said{Present: true, Text: "jane@example.com"}}); err != nil {
		t.Fatal(err)
	}
	want(t, "who claimed it", d.Contact("43").Email.Shown, "")
	want(t, "asks", len(d.person(d.Contact("43")).Conflicts()), 1)
}

// The ledger tells of a dismissed conflict as settled, not as parked anew.
func TestTheLedgerTellsWhatWasDismissed(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
	d.Browser().Identify(ID("43").Mailed("jane@example.com"))
	d.settle(d.Contact("43"), nametag.SettleDismiss)
	parked, settled := d.Ledger(d.Contact("43").ID)[0].Conflicts()
	want(t, "parked", len(parked), 0)
	want(t, "settled", len(settled), 1)
}
