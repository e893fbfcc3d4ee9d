package nametag_test

import (
	"errors"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// The merge of somebody who was erased isn't there any more.
func TestUnmergeOfAnErasedContactIsNotFound(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1"))
	d.Browser().Identify(ID("2"))
	m := d.merge(d.Contact("1"), d.Contact("2"))
	d.erase(d.Contact("1"))
	_, _, err := d.Service.Unmerge(t.Context(), d.Site, m.Merge, agent)
	want(t, "not found", errors.Is(err, nametag.ErrNotFound), true)
}

// Who was brought in by the side that is to leave must leave first.
func TestAMergeByTheLeavingSideMustBeUndoneFirst(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	for _, id := range []string{"1", "2", "3"} {
		d.Browser().Identify(ID(id))
	}
	one, two, three := d.Contact("1"), d.Contact("2"), d.Contact("3")
	first := d.merge(one, two).Merge
	by := d.merge(two, three).Merge
	_, _, err := d.Service.Unmerge(t.Context(), d.Site, first, agent)
	var refusal *nametag.Error
	want(t, "refused", errors.As(err, &refusal) && refusal.Code == "merge_built_upon", true)
	want(t, "names the later one", refusal.Field, by.String())
}

// The survivor keeps the partings of those who stay merged.
func TestUnmergeKeepsThePartingsOfWhoStays(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	for _, id := range []string{"1", "2", "3", "4"} {
		d.Browser().Identify(ID(id))
	}
	one, two, three, four := d.Contact("1"), d.Contact("2"), d.Contact("3"), d.Contact("4")
	d.unmerge(d.merge(three, four).Merge)
	d.merge(one, three)
	d.unmerge(d.merge(one, two).Merge)
	want(t, "parted", d.Contact("1").PartedFrom(d.Contact("4")), true)
}

// The survivor's own email, which another proved by now, is parked on it instead of given back.
func TestUnmergeParksTheSurvivorsEmailThatSomebodyElseProved(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("1").Mailed("one@example.com")))
	d.Browser().Identify(d.Hashed(ID("2")))
	m := d.merge(d.Contact("1"), d.Contact("2")).Merge
	d.Browser().Identify(d.Hashed(ID("2").Mailed("new@example.com")))
	d.Browser().Identify(d.Hashed(ID("3").Mailed("one@example.com")))
	d.unmerge(m)
	want(t, "goes with who brought it", d.Contact("2").Email.Shown, "new@example.com")
	want(t, "not given back", d.Contact("1").Email.Shown, "")
	parked := d.person(d.Contact("1")).Conflicts()
	want(t, "but parked", len(parked) == 1 && parked[0].Value.Shown == "one@example.com" && parked[0].Other == d.Contact("3").ID, true)
}

// The same with the survivor's id.
func TestUnmergeParksTheSurvivorsIdThatSomebodyElseHas(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1"))
	d.Browser().Identify(Mailed("two@example.com"))
	one, two := d.Contact("1"), d.byEmail("two@example.com")
	m := d.merge(one, two).Merge
	if err := d.edit(two, nametag.Amendment{ExternalID: nametag.Said{Present: true, Text: "8"}}); err != nil {
		t.Fatal(err)
	}
	d.Browser().Identify(ID("1"))
	d.unmerge(m)
	want(t, "goes with whom it was given to", d.Contact("8").ID, two.ID)
	parked := d.person(one).Conflicts()
	want(t, "the old one is parked", len(parked) == 1 && parked[0].Key == "external_id" && parked[0].Value.Shown == "1", true)
	want(t, "who has it keeps it", d.Contact("1").ID != one.ID, true)
}

// What came by the other side, and another proved by now, is parked on it instead of given back.
func TestUnmergeParksTheOthersEmailThatSomebodyElseProved(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("1")))
	d.Browser().Identify(d.Hashed(ID("2")))
	m := d.merge(d.Contact("1"), d.Contact("2")).Merge
	d.Browser().Identify(d.Hashed(ID("2").Mailed("two@example.com")))
	d.Browser().Identify(d.Hashed(ID("1").Mailed("one@example.com")))
	d.Browser().Identify(d.Hashed(ID("3").Mailed("two@example.com")))
	d.unmerge(m)
	want(t, "the survivor's own", d.Contact("1").Email.Shown, "one@example.com")
	want(t, "not given back", d.Contact("2").Email.Shown, "")
	parked := d.person(d.Contact("2")).Conflicts()
	want(t, "but parked", len(parked) == 1 && parked[0].Value.Shown == "two@example.com" && parked[0].Other == d.Contact("3").ID, true)
}

// The feed is told whose browsers are somebody else's again.
func TestUnmergeTellsWhoMoved(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	d.Browser().Identify(ID("1"))
	b.Identify(ID("2"))
	two := d.Contact("2")
	m := d.merge(d.Contact("1"), two).Merge
	d.Feed.Take()
	d.unmerge(m)
	var moved []nametag.VisitorID
	for _, c := range d.Feed.Take() {
		if c.Was == two.ID && c.Contact.ID == two.ID {
			moved = c.Moved
		}
	}
	want(t, "moved", len(moved) == 1 && moved[0] == b.Visitor, true)
}

// A browser that came back by the survivor's own id stays with the survivor.
func TestUnmergeLeavesWhoCameBack(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("1")))
	d.Browser().Identify(d.Hashed(ID("2")))
	m := d.merge(d.Contact("1"), d.Contact("2")).Merge
	d.Browser().Identify(d.Hashed(ID("2").Mailed("new@example.com")))
	phone := d.Browser()
	phone.Identify(d.Hashed(Mailed("new@example.com")))
	d.Clock.Pass(13 * time.Hour)
	phone.Identify(d.Hashed(ID("1")))
	d.unmerge(m)
	want(t, "the survivor's browsers", len(d.person(d.Contact("1")).Visitors), 2)
	want(t, "the other's", len(d.person(d.Contact("2")).Visitors), 2)
}

// What another's proof took is parked on the side that had brought it.
func TestUnmergeGivesAConflictToWhoBroughtTheIdentifier(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(ID("1"))
	d.Browser().Identify(ID("2"))
	m := d.merge(d.Contact("1"), d.Contact("2")).Merge
	d.Browser().Identify(ID("2").Mailed("new@example.com"))
	d.Browser().Identify(d.Hashed(ID("3").Mailed("new@example.com")))
	want(t, "parked", len(d.person(d.Contact("1")).Conflicts()), 1)
	d.unmerge(m)
	want(t, "not on the survivor", len(d.person(d.Contact("1")).Conflicts()), 0)
	want(t, "on who brought it", len(d.person(d.Contact("2")).Conflicts()), 1)
}

// What an earlier un-merge parked on one that doesn't have it without the next merge either takes nothing away.
func TestNestedUnmergesParkOnlyWhatIsHeld(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("1")))
	d.Browser().Identify(d.Hashed(ID("2").Mailed("two@example.com")))
	d.Browser().Identify(d.Hashed(ID("4")))
	inner := d.merge(d.Contact("2"), d.Contact("4")).Merge
	outer := d.merge(d.Contact("1"), d.Contact("2")).Merge
	d.Browser().Identify(d.Hashed(ID("4").Mailed("new@example.com")))
	d.Browser().Identify(d.Hashed(ID("1").Mailed("own@example.com")))
	d.Browser().Identify(d.Hashed(ID("3").Mailed("new@example.com")))
	d.unmerge(outer)
	d.unmerge(inner)
	want(t, "its own", d.Contact("2").Email.Shown, "two@example.com")
	want(t, "parked on who brought it", len(d.person(d.Contact("4")).Conflicts()), 1)
}

// Two who were parted and merge again are parted no more, also once another merge of theirs was undone.
func TestUnmergeKeepsPartingsLifted(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	for _, id := range []string{"1", "2", "3"} {
		d.Browser().Identify(ID(id))
	}
	one, two := d.Contact("1"), d.Contact("2")
	d.unmerge(d.merge(one, two).Merge)
	d.merge(one, two)
	d.unmerge(d.merge(one, d.Contact("3")).Merge)
	p := d.person(one)
	want(t, "of the survivor", len(p.Contact.Apart), 1)
	want(t, "of the other", len(p.Aliases[0].Apart), 0)
}

// Who became another browser's too by a merge is nobody's lead, also once another merge was undone.
func TestUnmergeKeepsWhoIsShared(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	for _, email := range []string{"a@example.com", "b@example.com", "c@example.com"} {
		d.Browser().Identify(Mailed(email))
	}
	a := d.byEmail("a@example.com")
	d.merge(a, d.byEmail("b@example.com"))
	d.unmerge(d.merge(a, d.byEmail("c@example.com")).Merge)
	want(t, "shared", d.byEmail("a@example.com").Shared, true)
}
