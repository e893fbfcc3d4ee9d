package nametag_test

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

const agent nametag.Source = "agent:sam@shop.example"

// shown is all that the store can show of the world's contacts but for their ledgers.
func shown(w *World) string {
	w.T.Helper()
	var lines []string
	for _, c := range w.Contacts() {
		p, err := w.Service.Contact(w.T.Context(), w.Site, c.ID)
		if err != nil {
			w.T.Fatal(err)
		}
		line := fmt.Sprintf("%s %s/%s %s/%s secured=%v since=%v", c.ID, c.ExternalID, c.ExternalTrust, c.Email, c.EmailTrust, c.Secured(), c.FirstSeen)
		for _, f := range nametag.Fields {
			line += spell(string(f.Field), c.Traits.Profile[f.Field])
		}
		var keys []string
		for key := range c.Traits.Custom {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			line += spell("custom."+key, c.Traits.Custom[key])
		}
		for _, k := range p.Conflicts() {
			line += fmt.Sprintf(" conflict(%s %s %s)", k.Key, k.Value.Shown, k.Trust)
		}
		for _, v := range p.Visitors {
			line += fmt.Sprintf(" %s:%s", v.ID, v.Link.Trust)
		}
		for _, a := range p.Aliases {
			line += fmt.Sprintf(" alias(%s %s)", a.ExternalID, a.Email.Shown)
		}
		lines = append(lines, line)
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

func spell(key string, v nametag.Value) string {
	if v.JSON == "" {
		return ""
	}
	return fmt.Sprintf(" %s=%s(%s %s %d %s)", key, v.JSON, v.Trust, v.Source, v.Seq, v.At.Format(time.RFC3339))
}

// desk is an agent at work; the test ends if something fails.
type desk struct{ *World }

func (d desk) merge(a, b *nametag.Contact) nametag.Preview {
	d.T.Helper()
	p, err := d.Service.Merge(d.T.Context(), d.Site, a.ID, b.ID, agent, false)
	if err != nil {
		d.T.Fatal(err)
	}
	return p
}

func (d desk) unmerge(id nametag.MergeID) {
	d.T.Helper()
	if _, _, err := d.Service.Unmerge(d.T.Context(), d.Site, id, agent); err != nil {
		d.T.Fatal(err)
	}
}

func (d desk) settle(c *nametag.Contact, how nametag.Settlement) {
	d.T.Helper()
	p, err := d.Service.Contact(d.T.Context(), d.Site, c.ID)
	if err != nil {
		d.T.Fatal(err)
	}
	if _, err := d.Service.Settle(d.T.Context(), d.Site, c.ID, p.Conflicts()[0].ID, how, agent); err != nil {
		d.T.Fatal(err)
	}
}

func (d desk) person(c *nametag.Contact) nametag.Person {
	d.T.Helper()
	p, err := d.Service.Contact(d.T.Context(), d.Site, c.ID)
	if err != nil {
		d.T.Fatal(err)
	}
	return p
}

func (d desk) edit(c *nametag.Contact, a nametag.Amendment) error {
	_, err := d.Service.Edit(d.T.Context(), d.Site, c.ID, a, agent)
	return err
}

// byEmail is the one contact that an email leads to.
func (d desk) byEmail(email string) *nametag.Contact {
	d.T.Helper()
	found, err := d.Store.Contacts(d.T.Context(), d.Site.ID, nametag.ContactQuery{Email: email, Limit: 9})
	if err != nil || len(found) != 1 {
		d.T.Fatalf("contacts with %s: got %d, %v", email, len(found), err)
	}
	return found[0]
}

func TestMergeFillsBlanksAndPointsAtTheSurvivor(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42").Named("Jane"))
	other := d.Browser()
	other.Identify(ID("43").Named("J").Profile(nametag.Company, "Acme").Custom("plan", `"pro"`))
	jane, j := d.Contact("42"), d.Contact("43")
	before := shown(d.World)

	preview, err := d.Service.Merge(t.Context(), d.Site, jane.ID, j.ID, agent, true)
	want(t, "dry", err, nil)
	want(t, "would fill", fmt.Sprint(keysOf(preview.Changes)), "[company custom_data.plan]")
	want(t, "writes nothing", shown(d.World), before)

	done := d.merge(jane, j)
	want(t, "does what it showed", fmt.Sprint(keysOf(done.Changes)), fmt.Sprint(keysOf(preview.Changes)))
	want(t, "the alias leads to the survivor", d.Contact("43").ID, jane.ID)
	want(t, "so does its id", d.person(j).Contact.ID, jane.ID)
	want(t, "company", d.Contact("42").Text(nametag.Company), "Acme")
	want(t, "filled by the merge", d.Contact("42").Traits.Profile[nametag.Company].Seq, nametag.Seq(done.Merge))
	want(t, "its browsers are the survivor's", len(d.person(jane).Visitors), 2)
	want(t, "identifiers are not copied", d.Contact("42").ExternalID, "42")

	d.unmerge(done.Merge)
	want(t, "restored", shown(d.World), before)
	want(t, "parted", d.Contact("42").PartedFrom(d.Contact("43")) && d.Contact("43").PartedFrom(d.Contact("42")), true)
	_, _, err = d.Service.Unmerge(t.Context(), d.Site, done.Merge, agent)
	want(t, "only once", errors.Is(err, nametag.ErrUndone), true)
}

// keysOf are the keys that people see.
func keysOf(edits []nametag.Edit) []string {
	var keys []string
	for _, e := range edits {
		if !e.Inner() {
			keys = append(keys, e.Key)
		}
	}
	return keys
}

func TestMergeRefusals(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42"))
	jane := d.Contact("42")
	_, err := d.Service.Merge(t.Context(), d.Site, jane.ID, jane.ID, agent, false)
	want(t, "with itself", errors.Is(err, nametag.ErrBadValue), true)
	_, err = d.Service.Merge(t.Context(), d.Site, jane.ID, 12345, agent, false)
	want(t, "with nobody", errors.Is(err, nametag.ErrNotFound), true)
	elsewhere := desk{d.Elsewhere()}
	elsewhere.Browser().Identify(ID("42"))
	_, err = d.Service.Merge(t.Context(), d.Site, jane.ID, elsewhere.Contact("42").ID, agent, false)
	want(t, "with somebody of another site", errors.Is(err, nametag.ErrNotFound), true)
	_, _, err = d.Service.Unmerge(t.Context(), d.Site, 1, agent)
	want(t, "an entry that is no merge", errors.Is(err, nametag.ErrNotFound), true)
}

func TestTheContactWithAnIdSurvives(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(Mailed("j@x.co"))
	d.Browser().Identify(ID("42"))
	p := d.merge(d.byEmail("j@x.co"), d.Contact("42"))
	want(t, "survivor", p.Survivor.ExternalID, "42")
	want(t, "the email leads there", d.byEmail("j@x.co").ID, p.Survivor.ID)
}

// Each later write goes to the side whose identifier or visitor it came by (spec identity §7).
func TestUnmergeGivesEachSideWhatCameByIt(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	a, b := d.Browser(), d.Browser()
	a.Identify(ID("1").Named("A").Profile(nametag.Company, "old"))
	b.Identify(ID("2").Profile(nametag.Phone, "222"))
	merge := d.merge(d.Contact("1"), d.Contact("2")).Merge
	b.Update(Nothing().Named("B").Custom("k", "2"))                      // by a visitor of the other side
	d.Browser().Identify(ID("2").Profile(nametag.Company, "B's"))        // by its identifier
	a.Update(Nothing().Custom("j", "1"))                                 // by the survivor's visitor
	a.Identify(ID("1").Profile(nametag.Phone, "111"))                    // over what was filled
	d.Browser().Identify(ID("1").Custom("seen", `"by another browser"`)) // by the survivor's identifier
	d.unmerge(merge)
	one, two := d.Contact("1"), d.Contact("2")
	want(t, "contacts", len(d.Contacts()), 2)
	want(t, "A's name", one.Text(nametag.Name), "A")
	want(t, "A's company", one.Text(nametag.Company), "old")
	want(t, "A's phone", one.Text(nametag.Phone), "111")
	want(t, "A's custom_data", fmt.Sprint(one.Traits.Custom["j"].JSON, one.Traits.Custom["seen"].JSON, one.Traits.Custom["k"].JSON), `1"by another browser"`)
	want(t, "B's name", two.Text(nametag.Name), "B")
	want(t, "B's company", two.Text(nametag.Company), "B's")
	want(t, "B's phone", two.Text(nametag.Phone), "222")
	want(t, "B's custom_data", fmt.Sprint(two.Traits.Custom["k"].JSON, two.Traits.Custom["j"].JSON), "2")
	want(t, "browsers", fmt.Sprint(len(d.person(one).Visitors), len(d.person(two).Visitors)), "2 2")
}

// The merge of a lead by a proof is undone like any other; its email goes back to it (spec identity §7).
func TestAnAutomaticMergeIsUndone(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("42").Mailed("old@x.co")).Named("Jane"))
	b := d.Browser()
	b.Identify(Mailed("j@x.co").Profile(nametag.Company, "Acme"))
	lead := d.byEmail("j@x.co")
	b.Identify(d.Hashed(ID("42").Mailed("j@x.co")))
	jane := d.Contact("42")
	want(t, "merged", d.person(lead).Contact.ID, jane.ID)
	want(t, "email", jane.Email.Folded, "j@x.co")
	want(t, "company", jane.Text(nametag.Company), "Acme")
	var merge nametag.Entry
	for _, e := range d.Ledger(jane.ID) {
		if e.Kind == nametag.Merged {
			merge = e
		}
	}
	d.unmerge(nametag.MergeID(merge.Seq))
	jane = d.Contact("42")
	want(t, "her email is the old one", jane.Email.Folded, "old@x.co")
	want(t, "company", jane.Text(nametag.Company), "")
	want(t, "the lead has its email", d.byEmail("j@x.co").ID, lead.ID)
	want(t, "as it was", d.byEmail("j@x.co").EmailTrust, nametag.Claimed)
	b.Identify(d.Hashed(ID("42").Mailed("j@x.co")))
	want(t, "what an agent parted stays apart", d.person(lead).Contact.ID, lead.ID)
	want(t, "and she has her email", d.Contact("42").Email.Folded, "j@x.co")
}

func TestALaterMergeMustBeUndoneFirst(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	for _, id := range []string{"1", "2", "3", "4"} {
		d.Browser().Identify(ID(id))
	}
	one, two, three, four := d.Contact("1"), d.Contact("2"), d.Contact("3"), d.Contact("4")
	first := d.merge(one, two).Merge
	beside := d.merge(one, four).Merge
	further := d.merge(three, one).Merge
	_, _, err := d.Service.Unmerge(t.Context(), d.Site, first, agent)
	var refusal *nametag.Error
	want(t, "refused", errors.As(err, &refusal) && refusal.Code == "merge_built_upon", true)
	want(t, "names the later one", refusal.Field, further.String())
	d.unmerge(further)
	d.unmerge(first)
	want(t, "one beside it stands", d.person(four).Contact.ID, one.ID)
	d.unmerge(beside)
	want(t, "contacts", len(d.Contacts()), 4)
}

// Blanks that only the undone merge had filled are filled by who merged later.
func TestUnmergeRefillsFromLaterMerges(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1"))
	d.Browser().Identify(ID("2").Named("Two"))
	d.Browser().Identify(ID("3").Named("Three"))
	merge := d.merge(d.Contact("1"), d.Contact("2")).Merge
	later := d.merge(d.Contact("1"), d.Contact("3")).Merge
	d.unmerge(merge)
	want(t, "name", d.Contact("1").Text(nametag.Name), "Three")
	d.unmerge(later)
	want(t, "name", d.Contact("1").Text(nametag.Name), "")
}

// What a merge brought secures only while it stands (spec identity §1).
func TestAMergeSecuresWhileItStands(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1").Named("A"))
	d.Browser().Identify(d.Hashed(ID("2")))
	merge := d.merge(d.Contact("1"), d.Contact("2")).Merge
	want(t, "secured", d.Contact("1").Secured(), true)
	d.Browser().Identify(ID("1").Named("Mallory"))
	want(t, "protected", d.Contact("1").Text(nametag.Name), "A")
	d.unmerge(merge)
	want(t, "no more", d.Contact("1").Secured(), false)
}

func TestConflictsAreParkedOnceAndSettled(t *testing.T) {
	t.Parallel()
	setup := func(t *testing.T) (desk, *nametag.Contact, *nametag.Contact) {
		d := desk{New(t)}
		d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
		d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@x.co")))
		for range 2 {
			d.Browser().Identify(d.HashedID(ID("43").Mailed("jane@x.co")))
		}
		jane, ravi := d.Contact("42"), d.Contact("43")
		conflicts := d.person(ravi).Conflicts()
		want(t, "one open conflict", len(conflicts), 1)
		want(t, "about", conflicts[0].Value.Shown, "jane@x.co")
		want(t, "with", conflicts[0].Other, jane.ID)
		listed, next, err := d.Service.Conflicted(t.Context(), d.Site, 0, 10)
		want(t, "listed", fmt.Sprint(len(listed), next, err), "1 c_0000000000000 <nil>")
		return d, jane, ravi
	}
	t.Run("by merging", func(t *testing.T) {
		t.Parallel()
		d, jane, ravi := setup(t)
		d.settle(ravi, "")
		want(t, "one person", d.person(jane).Contact.ID, ravi.ID)
		want(t, "conflicts", len(d.person(ravi).Conflicts()), 0)
	})
	t.Run("by taking", func(t *testing.T) {
		t.Parallel()
		d, jane, ravi := setup(t)
		d.settle(ravi, nametag.SettleTake)
		want(t, "taken", trustOf(d.Contact("43").Email.Shown, d.Contact("43").EmailTrust), "verified")
		want(t, "from", d.person(jane).Contact.Email.Shown, "")
		want(t, "conflicts", len(d.person(ravi).Conflicts()), 0)
	})
	t.Run("by dismissing", func(t *testing.T) {
		t.Parallel()
		d, jane, ravi := setup(t)
		d.settle(ravi, nametag.SettleDismiss)
		d.Browser().Identify(d.HashedID(ID("43").Mailed("jane@x.co")))
		want(t, "not parked again", len(d.person(ravi).Conflicts()), 0)
		d.Browser().Identify(d.Hashed(ID("43").Mailed("jane@x.co")))
		want(t, "unless it is surer", len(d.person(ravi).Conflicts()), 1)
		want(t, "jane keeps it", d.person(jane).Contact.Email.Shown, "jane@x.co")
	})
	t.Run("by itself", func(t *testing.T) {
		t.Parallel()
		d, jane, ravi := setup(t)
		if err := d.edit(jane, nametag.Amendment{Email: nametag.Said{Present: true, Text: "new@x.co"}}); err != nil {
			t.Fatal(err)
		}
		d.Browser().Identify(d.Hashed(ID("43").Mailed("jane@x.co")))
		want(t, "ravi has it", d.Contact("43").Email.Shown, "jane@x.co")
		want(t, "conflicts", len(d.person(ravi).Conflicts()), 0)
	})
	t.Run("a resolution lifts a parting", func(t *testing.T) {
		t.Parallel()
		d, jane, ravi := setup(t)
		d.unmerge(d.merge(jane, ravi).Merge)
		d.settle(ravi, nametag.SettleMerge)
		want(t, "one person", d.person(jane).Contact.ID, d.person(ravi).Contact.ID)
		want(t, "apart", len(d.person(ravi).Contact.Apart), 0)
	})
}

// A claimed identifier never stands in the way of a verified one (spec identity §4.3).
func TestASquattedIdGivesWayToItsOwner(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	squatter := d.Browser()
	squatter.Identify(ID("42").Named("Mallory"))
	squatted := d.Contact("42")
	if err := d.edit(squatted, nametag.Amendment{Email: nametag.Said{Present: true, Text: "mallory@x.co"}}); err != nil {
		t.Fatal(err)
	}
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@x.co")).Named("Jane"))
	jane := d.Contact("42")
	want(t, "another contact", jane.ID != squatted.ID, true)
	want(t, "name", jane.Text(nametag.Name), "Jane")
	want(t, "parked on the squatter", d.person(squatted).Conflicts()[0].Value.Shown, "42")
	want(t, "who has no id", d.person(squatted).Contact.ExternalID, "")
}

// Its email, verified there, leads a proven claim to the contact from which the id was taken a moment before.
func TestAnIdThatComesBackToWhereItWasClaimed(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(ID("42"))
	x := d.Contact("42")
	if err := d.edit(x, nametag.Amendment{Email: nametag.Said{Present: true, Text: "jane@x.co"}}); err != nil {
		t.Fatal(err)
	}
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@x.co")))
	want(t, "the same contact", d.Contact("42").ID, x.ID)
	want(t, "verified", d.Contact("42").ExternalTrust, nametag.Verified)
	want(t, "conflicts", len(d.person(x).Conflicts()), 0)
}

// An un-merge whose identifiers somebody else holds by now (spec identity §7).
func TestUnmergeParksWhatSomebodyElseHolds(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("1").Mailed("one@x.co")))
	d.Browser().Identify(d.Hashed(Mailed("two@x.co")))
	one, two := d.Contact("1"), d.byEmail("two@x.co")
	merge := d.merge(one, two).Merge
	d.Browser().Identify(d.Hashed(ID("1").Mailed("two@x.co")))
	want(t, "the survivor took it", d.Contact("1").Email.Shown, "two@x.co")
	d.Browser().Identify(d.Hashed(ID("3").Mailed("one@x.co")))
	want(t, "and another the old one", d.Contact("3").Email.Shown, "one@x.co")
	d.unmerge(merge)
	want(t, "the survivor keeps it", d.Contact("1").Email.Shown, "two@x.co")
	p := d.person(two)
	want(t, "the other has it no more", p.Contact.Email.Shown, "")
	want(t, "but it is not forgotten", p.Conflicts()[0].Value.Shown, "two@x.co")
}

func TestDetachUndoesALink(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	b.Identify(ID("42").Named("Jane"))
	jane := d.Contact("42")
	if err := d.Service.Detach(t.Context(), d.Site, jane.ID, b.Visitor, agent); err != nil {
		t.Fatal(err)
	}
	hello, err := d.Service.Hello(t.Context(), b.Browser)
	want(t, "hello", err, nil)
	want(t, "trust", hello.Answer.Trust, "anonymous")
	want(t, "the same visitor", hello.Browser.Visitor, b.Visitor)
	want(t, "her browsers", len(d.person(jane).Visitors), 0)
	b.Update(Nothing().Named("Somebody"))
	want(t, "name", d.Contact("42").Text(nametag.Name), "Jane")
	want(t, "the bag is empty: another id is no other person", b.Identify(ID("43")).Switched, false)
	want(t, "who said that", d.Ledger(jane.ID)[0].Actor, string(agent))
	err = d.Service.Detach(t.Context(), d.Site, jane.ID, b.Visitor, agent)
	want(t, "only once", errors.Is(err, nametag.ErrNotFound), true)
}

func TestEditIsAttestedAndSecures(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42").Named("Mallory").Custom("plan", `"free"`))
	d.Browser().Identify(d.Hashed(ID("43")))
	x := d.Contact("42")
	err := d.edit(x, nametag.Amendment{
		Email: nametag.Said{Present: true, Text: "Jane@x.co"}, Profile: map[nametag.Field]nametag.Words{nametag.Name: {Text: "Jane"}},
		Custom: map[string]string{"plan": `"pro"`},
	})
	want(t, "error", err, nil)
	x = d.Contact("42")
	want(t, "email", trustOf(x.Email.Shown, x.EmailTrust), "verified")
	want(t, "id", x.ExternalTrust, nametag.Claimed)
	want(t, "name", x.Traits.Profile[nametag.Name].Trust, nametag.Attested)
	want(t, "source", x.Traits.Custom["plan"].Source, agent)
	want(t, "secured", x.Secured(), true)
	err = d.edit(x, nametag.Amendment{ExternalID: nametag.Said{Present: true, Text: "43"}, Custom: map[string]string{"plan": `"x"`}})
	want(t, "an id that is taken", errors.Is(err, nametag.ErrTaken), true)
	want(t, "nothing is half done", d.Contact("42").Traits.Custom["plan"].JSON, `"pro"`)
	err = d.edit(d.Contact("43"), nametag.Amendment{Email: nametag.Said{Present: true, Text: "jane@x.co"}})
	want(t, "an email that is taken", errors.Is(err, nametag.ErrTaken), true)
	err = d.edit(x, nametag.Amendment{Custom: map[string]string{"big": `"` + strings.Repeat("x", 1020) + `"`}})
	want(t, "too much", errors.Is(err, nametag.ErrTooLarge), true)
	err = d.edit(x, nametag.Amendment{Email: nametag.Said{Present: true, Text: "nonsense"}})
	want(t, "no email", errors.Is(err, nametag.ErrBadEmail), true)
}

// What came by one who had merged twice goes along at each undoing, whichever merge is undone first.
func TestNestedMergesGiveBackWhatCameLater(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(ID("a").Named("Anna"))
	b := d.Browser()
	b.Identify(ID("b").Named("Ben"))
	d.Browser().Identify(ID("c").Named("Cleo"))
	inner := d.merge(d.Contact("a"), d.Contact("b"))
	outer := d.merge(d.Contact("c"), d.Contact("a"))
	b.Identify(d.Hashed(ID("b").Mailed("ben@example.com").Named("Benjamin").Profile(nametag.Company, "Beta")))

	d.unmerge(outer.Merge)
	want(t, "Cleo's own", d.Contact("c").Text(nametag.Name)+d.Contact("c").Text(nametag.Company)+d.Contact("c").Email.Shown, "Cleo")
	want(t, "still together", d.Contact("b").ID, d.Contact("a").ID)
	want(t, "theirs", d.Contact("a").Text(nametag.Name)+" "+d.Contact("a").Text(nametag.Company), "Benjamin Beta")

	d.unmerge(inner.Merge)
	a, bc := d.Contact("a"), d.Contact("b")
	want(t, "Anna's own", a.Text(nametag.Name)+a.Text(nametag.Company)+a.Email.Shown, "Anna")
	want(t, "Anna was never vouched for", a.Secured(), false)
	want(t, "Ben's own", bc.Text(nametag.Name)+" "+bc.Text(nametag.Company)+" "+bc.Email.Shown, "Benjamin Beta ben@example.com")
	want(t, "Ben's trust", bc.EmailTrust, nametag.Verified)
	want(t, "Ben is vouched for", bc.Secured(), true)
}

// Both sides proved one email while they were one: the survivor keeps it, and the other side's is parked, for all to see.
func TestUnmergeParksWhatBothProved(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("a")))
	d.Browser().Identify(d.Hashed(ID("b")))
	d.Browser().Identify(d.Hashed(Nothing().Mailed("c@example.com")))
	third := d.byEmail("c@example.com")
	inner := d.merge(d.Contact("b"), third)
	outer := d.merge(d.Contact("a"), d.Contact("b"))
	d.Browser().Identify(d.Hashed(ID("a").Mailed("c@example.com")))

	d.unmerge(outer.Merge)
	want(t, "the survivor's", d.Contact("a").Email.Folded+" "+d.Contact("a").EmailTrust.String(), "c@example.com verified")
	parked := d.person(d.Contact("b")).Conflicts()
	want(t, "parked on the other side", len(parked) == 1 && parked[0].Value.Folded == "c@example.com" && parked[0].Other == d.Contact("a").ID, true)
	d.unmerge(inner.Merge)
	want(t, "and stays with whose it was", len(d.person(third).Conflicts()), 1)
}

// A command is known wherever merges led the contact that it wrote.
func TestCommandsAreKnownAfterMerges(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	b.Identify(ID("a"))
	say := nametag.Command{ID: NewCommand(), Claim: ID("a").Named("Anna").Claim}
	if _, err := b.Send(say); err != nil {
		t.Fatal(err)
	}
	d.Browser().Identify(ID("b"))
	d.Browser().Identify(ID("c"))
	d.merge(d.Contact("b"), d.Contact("a"))
	d.merge(d.Contact("c"), d.Contact("b"))
	b.Identify(ID("a").Named("Annabel"))
	before := shown(d.World)
	if _, err := b.Send(say); err != nil {
		t.Fatal(err)
	}
	want(t, "changes nothing", shown(d.World), before)
}

// Who was merged with somebody whom an agent erased since keeps what came meanwhile, whatever merges later.
func TestUnmergeAfterAFormerSurvivorWasErased(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	bea := d.Browser()
	d.Browser().Identify(ID("1"))
	bea.Identify(ID("2"))
	d.Browser().Identify(ID("3"))
	first := d.merge(d.Contact("1"), d.Contact("2"))
	bea.Identify(d.Hashed(ID("2").Named("Bea").Mailed("bea@example.com")))
	d.unmerge(first.Merge)
	d.erase(d.Contact("1"))
	before := shown(d.World)
	d.unmerge(d.merge(d.Contact("2"), d.Contact("3")).Merge)
	want(t, "restored", shown(d.World), before)
	want(t, "Bea", d.Contact("2").Text(nametag.Name)+" "+d.Contact("2").Email.Shown, "Bea bea@example.com")
}

// An email that an agent took away while both were one stays away, and from whom it was taken.
func TestUnmergeAfterAnEmailWasTakenAway(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1").Mailed("a@example.com"))
	d.Browser().Identify(ID("2").Mailed("b@example.com"))
	one, two := d.Contact("1"), d.Contact("2")
	m := d.merge(one, two)
	if err := d.edit(two, nametag.Amendment{Email: nametag.Said{Present: true}}); err != nil {
		t.Fatal(err)
	}
	d.unmerge(m.Merge)
	want(t, "taken away", d.Contact("1").Email.Shown, "")
	want(t, "not this one", d.Contact("2").Email.Shown, "b@example.com")
}

// mergedAndNamed merges b@example.com into a@example.com; b's browser then proves the id 42.
func (d desk) mergedAndNamed() (nametag.ContactID, nametag.MergeID) {
	d.T.Helper()
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	browser := d.Browser()
	d.Browser().Identify(Mailed("a@example.com"))
	browser.Identify(Mailed("b@example.com"))
	a, b := d.byEmail("a@example.com"), d.byEmail("b@example.com")
	m := d.merge(a, b)
	browser.Identify(d.Hashed(ID("42").Mailed("b@example.com")))
	return b.ID, m.Merge
}

// An id that came while both were one goes back with the side that brought it, and so do the browsers that know it.
func TestUnmergeTakesAlongWhoeverCameByItsNewId(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b, m := d.mergedAndNamed()
	phone := d.Browser()
	phone.Identify(d.HashedID(ID("42").Profile(nametag.Company, "Acme")))
	phone.Update(Nothing().Named("Yves"))
	visit := nametag.Session{Site: d.Site.ID, Visitor: phone.Visitor, ID: 7, Started: d.Clock.Now(), Seen: d.Clock.Now()}
	if err := d.Store.SaveSessions(t.Context(), []nametag.Session{visit}); err != nil {
		t.Fatal(err)
	}
	d.unmerge(m)
	want(t, "whose id it is", d.Contact("42").ID, b)
	want(t, "what came by it", d.Contact("42").Text(nametag.Company)+" "+d.Contact("42").Text(nametag.Name), "Acme Yves")
	want(t, "its browsers", len(d.person(d.Contact("42")).Visitors), 2)
	want(t, "their visits", len(d.person(d.Contact("42")).Sessions), 1)
	want(t, "the other's", len(d.person(d.byEmail("a@example.com")).Visitors), 1)
	want(t, "and visits", len(d.person(d.byEmail("a@example.com")).Sessions), 0)
	want(t, "who was never vouched for", d.byEmail("a@example.com").Secured(), false)
}

// Who was proven while a merge secured it stays secured when that is undone.
func TestAProofSecuresBeyondAMerge(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1"))
	d.Browser().Identify(d.Hashed(ID("2")))
	merge := d.merge(d.Contact("1"), d.Contact("2")).Merge
	d.Browser().Identify(d.Hashed(ID("1")))
	d.unmerge(merge)
	want(t, "secured", d.Contact("1").Secured(), true)
}
