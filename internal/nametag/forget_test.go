package nametag_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

const day = 24 * time.Hour

// forget forgets what has lived its time.
func (d desk) forget() {
	d.T.Helper()
	if next, err := d.Service.ForgetUnproven(d.T.Context(), 0); err != nil || next != 0 {
		d.T.Fatal(next, err)
	}
}

// ids are the external ids of those who are known.
func (d desk) ids() string {
	var ids []string
	for _, c := range d.Contacts() {
		ids = append(ids, c.ExternalID)
	}
	return strings.Join(ids, " ")
}

// Whom nobody ever vouched for is erased 400 days after it was last heard of; whoever was ever secured stays, and so do
// merges and whoever acts as somebody (spec security §6).
func TestUnprovenContactsAreForgotten(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	hashed, edited, acted, one, two, later := d.Browser(), d.Browser(), d.Browser(), d.Browser(), d.Browser(), d.Browser()
	hashed.Identify(d.Hashed(ID("hashed")))
	edited.Identify(ID("before"))
	if err := d.edit(d.Contact("before"), nametag.Amendment{ExternalID: nametag.Said{Present: true, Text: "edited"}}); err != nil {
		t.Fatal(err)
	}
	acted.Identify(ID("acted"))
	d.Browser().Identify(d.Vouched(ID("acted"), ActedBy("Sam")))
	one.Identify(ID("one"))
	two.Identify(ID("two"))
	d.merge(d.Contact("one"), d.Contact("two"))
	d.Browser().Identify(ID("gone").Mailed("gone@example.com").Named("Gone"))
	later.Identify(ID("later"))
	d.Clock.Pass(day)
	later.Update(Nothing().Named("Later"))

	d.Clock.Pass(399*day - time.Millisecond)
	d.forget()
	want(t, "a moment before", d.ids(), "later gone one acted edited hashed")
	d.Clock.Pass(time.Millisecond)
	d.forget()
	want(t, "then", d.ids(), "later one acted edited hashed")
	if left := everything(d.World); strings.Contains(left, "gone@example.com") || strings.Contains(left, "Gone") {
		t.Error("something is left of who is gone")
	}
	d.Clock.Pass(day)
	d.forget()
	want(t, "a day later", d.ids(), "one acted edited hashed")
	d.Clock.Pass(4000 * day)
	d.forget()
	want(t, "for ever", d.ids(), "one acted edited hashed")
}

// eager is a store to which anybody may be forgotten.
type eager struct{ nametag.Store }

func (s eager) Forgettable(ctx context.Context, _ nametag.ContactID, _ time.Time, _ time.Duration, _ int) (all []nametag.Forgettable, _ nametag.ContactID, _ error) {
	sites, err := s.Sites(ctx)
	for _, site := range sites {
		contacts, listing := s.Contacts(ctx, site.ID, nametag.ContactQuery{Limit: 100})
		for _, c := range contacts {
			all = append(all, nametag.Forgettable{Site: site.ID, Contact: c.ID})
		}
		err = errors.Join(err, listing)
	}
	return all, 0, err
}

// Whoever the store finds, the rules decide.
func TestForgettingIsNotTheStoresDecision(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("edited"))
	if err := d.edit(d.Contact("edited"), nametag.Amendment{ExternalID: nametag.Said{Present: true, Text: "edited"}}); err != nil {
		t.Fatal(err)
	}
	d.Browser().Identify(ID("acted"))
	d.Browser().Identify(d.Vouched(ID("acted"), ActedBy("Sam")))
	d.Browser().Identify(ID("one"))
	d.Browser().Identify(ID("two"))
	d.merge(d.Contact("one"), d.Contact("two"))
	d.Browser().Identify(ID("gone"))
	d.Clock.Pass(400 * day)
	d.Browser().Identify(ID("young"))
	d.Service.Store = eager{d.Service.Store}
	d.forget()
	want(t, "left", d.ids(), "young one acted edited")
}

// What time erases says so in the ledger, and nobody did it.
func TestForgettingIsAnEntry(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	b.Identify(ID("42"))
	gone := d.Contact("42")
	d.Clock.Pass(400 * day)
	d.Feed.Take()
	d.forget()
	e, err := d.Store.Entry(t.Context(), d.Site.ID, gone.Head+1)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "kind", e.Kind, nametag.Erased)
	want(t, "contact", e.Contact, gone.ID)
	want(t, "actor", e.Actor, "")
	want(t, "reason", e.Reason, nametag.Retention)
	told := d.Feed.Take()
	want(t, "the browser is told", len(told) == 2 && told[0].Erased && told[0].Visitor == b.Visitor, true)
	want(t, "who looks at the contact is told", told[1].Was, gone.ID)
	_, err = b.Send(nametag.Command{ID: NewCommand(), Claim: ID("42").Claim})
	want(t, "its token is dead", errors.Is(err, nametag.ErrFenced), true)
}

// Sessions are signs of life too, also those of browsers that moved on.
func TestWhoWasSeenYesterdayIsNotForgotten(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	visits, moved := d.Browser(), d.Browser()
	visits.Identify(ID("visits"))
	moved.Identify(Mailed("moved@example.com"))
	d.Clock.Pass(399 * day)
	for i, b := range []*Browser{visits, moved} {
		s := nametag.Session{Site: d.Site.ID, Visitor: b.Visitor, ID: nametag.SessionID(d.Service.IDs.Next(d.Clock.Now())), Started: Noon, Seen: d.Clock.Now(), Count: i + 1}
		if err := d.Store.SaveSessions(t.Context(), []nametag.Session{s}); err != nil {
			t.Fatal(err)
		}
	}
	moved.Identify(d.Hashed(ID("moved"))) // the lead merges into whoever that is
	d.Clock.Pass(day)
	d.forget()
	want(t, "seen a day ago", d.ids(), "moved visits")
	d.Clock.Pass(399 * day)
	d.forget()
	want(t, "seen 400 days ago", d.ids(), "moved")
}

// Who comes back while being forgotten stays.
func TestForgettingSeesWhoComesBack(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	back, proven := d.Browser(), d.Browser()
	back.Identify(ID("back"))
	proven.Identify(ID("proven"))
	d.Clock.Pass(500 * day)
	d.meanwhile(func() {
		back.Update(Nothing().Named("Back"))
		proven.Identify(d.Hashed(ID("proven")))
	})
	d.forget()
	want(t, "left", d.ids(), "proven back")
}

// One erased meanwhile keeps nobody else.
func TestForgettingWhoWasErasedMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("erased"))
	erased := d.Contact("erased")
	d.Browser().Identify(ID("next"))
	d.Clock.Pass(500 * day)
	d.meanwhile(func() { d.erase(erased) })
	d.forget()
	want(t, "left", d.ids(), "")
}

// 0 days are for ever, for contacts and for tokens.
func TestWhatIsKeptForEver(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Service.Lives = nametag.Lives{}
	d.Browser().Identify(ID("42"))
	b := d.Browser().Copy()
	d.Clock.Pass(4000 * day)
	d.forget()
	if err := d.Store.Sweep(t.Context(), d.Clock.Now(), d.Service.Lives); err != nil {
		t.Fatal(err)
	}
	want(t, "known", d.ids(), "42")
	_, err := b.Send(nametag.Command{ID: NewCommand(), Claim: ID("43").Claim})
	want(t, "an old token", err, nil)
}

// A visitor whose row was forgotten doesn't rise again when visitors are kept for longer: it may have been fenced.
func TestALongerLifeBringsNobodyBack(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	fenced := d.Browser()
	fenced.Update(Nothing().Named("Jane"))
	dead := fenced.Copy()
	fenced.Reset()
	d.Clock.Pass(10 * day)
	d.Browser().Identify(ID("42")) // the newest entry of all
	young := d.Browser().Copy()
	d.Clock.Pass(25 * day)
	if err := d.Store.Sweep(t.Context(), d.Clock.Now(), d.Service.Lives); err != nil {
		t.Fatal(err)
	}
	d.Restart()
	d.Service.Lives.Anonymous = 0
	_, err := dead.Send(nametag.Command{ID: NewCommand(), Claim: ID("43").Claim})
	want(t, "the dead token", errors.Is(err, nametag.ErrStale), true)
	offered, err := d.Service.Hello(t.Context(), dead.Browser)
	want(t, "hello", offered.Browser.Visitor != dead.Visitor && err == nil, true)
	_, err = young.Send(nametag.Command{ID: NewCommand(), Claim: ID("44").Claim})
	want(t, "a younger one", err, nil)
}

// Whoever was in conflict with somebody who is forgotten isn't kept by that for longer, nor forgotten earlier.
func TestForgettingOneKeepsNoOther(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	other := d.Browser()
	d.Browser().Identify(ID("one").Mailed("jane@example.com"))
	other.Identify(ID("two").Mailed("jane@example.com"))
	d.Browser().Identify(ID("three").Mailed("jane@example.com"))
	d.Clock.Pass(day)
	other.Update(Nothing().Named("Jane"))
	d.Clock.Pass(399 * day)
	d.forget()
	d.forget()
	want(t, "400 days after the first", d.ids(), "two")
	want(t, "whose conflict is gone", len(d.Contact("two").Conflicts), 0)
	d.Clock.Pass(day)
	d.forget()
	want(t, "400 days after the second", d.ids(), "")
}

// stuck is a store in which the first decision fails.
type stuck struct {
	nametag.Store
	failed bool
}

func (s *stuck) Decide(ctx context.Context, keys nametag.Keys, decide func(nametag.Known) (nametag.Decision, error)) (nametag.Decision, error) {
	if !s.failed {
		s.failed = true
		return nametag.Decision{}, nametag.ErrUnavailable
	}
	return s.Store.Decide(ctx, keys, decide)
}

// One contact that can't be erased doesn't keep the others.
func TestForgettingGoesOn(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	for _, id := range []string{"1", "2", "3"} {
		d.Browser().Identify(ID(id))
	}
	d.Clock.Pass(400 * day)
	d.Service.Store = &stuck{Store: d.Service.Store}
	_, err := d.Service.ForgetUnproven(t.Context(), 0)
	want(t, "told of", errors.Is(err, nametag.ErrUnavailable), true)
	want(t, "left", d.ids(), "1")
}
