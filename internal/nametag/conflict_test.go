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
