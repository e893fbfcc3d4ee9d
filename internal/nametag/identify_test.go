package nametag_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

func TestIdentifyCreatesAContactAndRaisesTrust(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	before := b.Number
	answer := b.Identify(ID(" 42 ").Mailed("Jane@Example.com").Named("Jane"))
	want(t, "trust", answer.Trust, "claimed")
	want(t, "switched", answer.Switched, false)
	jane := w.Contact("42")
	want(t, "email", jane.Email, nametag.Email{Folded: "jane@example.com", Shown: "Jane@Example.com"})
	want(t, "name", jane.Text(nametag.Name), "Jane")
	want(t, "who said it", jane.Traits.Profile[nametag.Name].Source, nametag.SaidBy(b.Visitor))
	want(t, "trust of the value", jane.Traits.Profile[nametag.Name].Trust, nametag.Claimed)
	want(t, "a rise of trust renews the token", b.Number, before+1)
}

func TestMatching(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		first Said // by another browser
		then  Said
		same  bool
	}{
		{"by external id", ID("42"), ID("42"), true},
		{"an id is matched before an email", ID("42").Mailed("j@x.com"), ID("43").Mailed("j@x.com"), false},
		{"case of ids is kept", ID("abc"), ID("ABC"), false},
		{"an email matches a contact without an id", Mailed("j@x.com"), Mailed("J@X.com"), true},
		{"an unproven email never matches a contact that has an id", ID("42").Mailed("j@x.com"), Mailed("j@x.com"), false},
		{"an unproven email beside an id leads nowhere", Mailed("j@x.com"), ID("42").Mailed("j@x.com"), false},
		{"no dot or plus tricks", Mailed("j.a+b@x.com"), Mailed("ja@x.com"), false},
		{"an id that looks like an email is still an id", ID("j@x.com"), Mailed("j@x.com"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			w.Browser().Identify(c.first)
			w.Browser().Identify(c.then)
			want(t, "one contact", len(w.Contacts()) == 1, c.same)
		})
	}
}

func TestALeadTakesTheIdOfItsOwnVisitor(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(Mailed("j@x.com").Named("Jane"))
	b.Identify(ID("42"))
	want(t, "contacts", len(w.Contacts()), 1)
	want(t, "name", w.Contact("42").Text(nametag.Name), "Jane")
}

func TestALeadThatAnotherVisitorSharesIsNoLongerOne(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(Mailed("j@x.com"))
	w.Browser().Identify(Mailed("j@x.com"))
	b.Identify(ID("42"))
	want(t, "contacts", len(w.Contacts()), 2)
}

func TestALeadWhoseIdIsKnownMerges(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(ID("42").Named("Jane"))
	b := w.Browser()
	b.Identify(Mailed("j@x.com").Named("J").Custom("plan", `"pro"`))
	visitor := b.Visitor
	answer := b.Identify(ID("42"))
	want(t, "switched", answer.Switched, false)
	want(t, "visitor", b.Visitor, visitor)
	want(t, "link", b.Link.Contact, w.Contact("42").ID)
	want(t, "contacts", len(w.Contacts()), 1)
	want(t, "fills blanks", w.Contact("42").Traits.Custom["plan"].JSON, `"pro"`)
	want(t, "and nothing else", w.Contact("42").Text(nametag.Name), "Jane")
}

// Spec identity §5: a lead whose id turns out to be that of somebody secured.
func TestALeadThatMayNotMergeMovesTheLink(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(w.Hashed(ID("42")).Named("Jane"))
	b := w.Browser()
	b.Identify(Mailed("j@x.com").Custom("plan", `"pro"`))
	visitor := b.Visitor
	answer := b.Identify(ID("42"))
	want(t, "switched", answer.Switched, false)
	want(t, "trust", answer.Trust, "claimed")
	want(t, "visitor", b.Visitor, visitor)
	want(t, "link", b.Link.Contact, w.Contact("42").ID)
	want(t, "traits stay with the old contact", len(w.Contact("42").Traits.Custom), 0)
	want(t, "contacts", len(w.Contacts()), 2)
}

func TestTraitsMerge(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42").Named("Jane").Profile(nametag.Company, "Acme").Custom("plan", `"free"`).Custom("seats", `3`).Custom("nested", `{"a":1,"b":2}`))
	b.Identify(ID("42").Profile(nametag.Company, "").Custom("plan", `"pro"`).Custom("seats", "").Custom("nested", `{"a":9}`))
	jane := w.Contact("42")
	want(t, "an absent key stays", jane.Text(nametag.Name), "Jane")
	want(t, "null removes", jane.Text(nametag.Company), "")
	want(t, "overwritten", jane.Traits.Custom["plan"].JSON, `"pro"`)
	want(t, "nested values are replaced whole", jane.Traits.Custom["nested"].JSON, `{"a":9}`)
	if _, there := jane.Traits.Custom["seats"]; there {
		t.Error("null did not remove a key of custom_data")
	}
}

func TestCustomDataIsAllOrNothingAt1024Bytes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		value string // beside {"k":"…"}, whose frame is 8 bytes
		fits  bool
	}{
		{"1,024 bytes pass", strings.Repeat("x", 1016), true},
		{"1,025 bytes don't", strings.Repeat("x", 1017), false},
		{"bytes of UTF-8 count, not characters", strings.Repeat("é", 508), true},
		{"bytes of UTF-8 over", strings.Repeat("é", 509), false},
		{"escapes count as JSON.stringify writes them", strings.Repeat(`\n`, 508), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			b := w.Browser()
			b.Identify(ID("42").Custom("k", `"before"`))
			answer := b.Identify(ID("42").Named("Jane").Custom("k", `"`+c.value+`"`))
			jane := w.Contact("42")
			want(t, "landed", jane.Traits.Custom["k"].JSON != `"before"`, c.fits)
			want(t, "rejected", len(answer.Rejected) == 0, c.fits)
			want(t, "the rest of the claim goes on", jane.Text(nametag.Name), "Jane")
		})
	}
}

func TestAContactsFullCustomDataIsNotToldToAClaimedBrowser(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(ID("42").Custom("big", `"`+strings.Repeat("x", 900)+`"`))
	said := ID("42").Custom("mine", `"`+strings.Repeat("y", 200)+`"`)
	known := w.Browser().Identify(said)
	unknown := w.Browser().Identify(said.ID("nobody"))
	want(t, "rejected for a known person", len(known.Rejected), len(unknown.Rejected))
	if _, there := w.Contact("42").Traits.Custom["mine"]; there {
		t.Error("custom_data grew over the limit")
	}
}

func TestABrowserIsToldTheSameOfKnownAndUnknownPeople(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(ID("42").Mailed("j@x.com").Named("Jane"))
	known, unknown := w.Browser().Identify(ID("42").Mailed("o@x.com")), w.Browser().Identify(ID("43").Mailed("o@x.com"))
	known.Visitor, unknown.Visitor = 0, 0
	want(t, "answers", fmt.Sprintf("%+v", known), fmt.Sprintf("%+v", unknown))
}

func TestWhatABrowserSaidWhileAnonymousFillsTheBlanks(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(ID("42").Named("Jane"))
	b := w.Browser()
	b.Update(Nothing().Named("Somebody").Profile(nametag.Company, "Acme").Custom("plan", `"pro"`))
	want(t, "still anonymous", b.Link.Trust, nametag.Anonymous)
	b.Identify(ID("42"))
	jane := w.Contact("42")
	want(t, "what was there stays", jane.Text(nametag.Name), "Jane")
	want(t, "a blank is filled", jane.Text(nametag.Company), "Acme")
	want(t, "custom data too", jane.Traits.Custom["plan"].JSON, `"pro"`)
}

func TestAnotherPersonAtTheSameBrowserIsFenced(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		first, then Said
		call        nametag.Call
		fenced      bool
	}{
		{"both ids known and different", ID("42"), ID("43"), nametag.CallIdentify, true},
		{"an update with another id", ID("42"), ID("43"), nametag.CallUpdate, true},
		{"the same id with another email", ID("42").Mailed("a@x.com"), ID("42").Mailed("b@x.com"), nametag.CallIdentify, false},
		{"no ids, both emails different", Mailed("a@x.com"), Mailed("b@x.com"), nametag.CallIdentify, true},
		{"an id is new, emails differ", Mailed("a@x.com"), ID("42").Mailed("b@x.com"), nametag.CallIdentify, true},
		{"an id is new, same email", Mailed("a@x.com"), ID("42").Mailed("A@x.com"), nametag.CallIdentify, false},
		{"an update of the email alone", Mailed("a@x.com"), Mailed("b@x.com"), nametag.CallUpdate, false},
		{"an email after an id without one", ID("42"), Mailed("b@x.com"), nametag.CallIdentify, false},
		{"traits alone", ID("42"), Nothing().Named("Jane"), nametag.CallIdentify, false},
		{"the id is taken back", ID("42"), ID(""), nametag.CallIdentify, true},
		{"the email is taken back where the link rests on it", Mailed("a@x.com"), Mailed(""), nametag.CallUpdate, true},
		{"an id is taken back where there was none", Nothing().Named("Jane"), ID(""), nametag.CallIdentify, false},
		{"an email is taken back where there was none", Nothing().Named("Jane"), Mailed(""), nametag.CallIdentify, false},
		{"the email is taken back beside an id", ID("42").Mailed("a@x.com"), Mailed(""), nametag.CallUpdate, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			b := w.Browser()
			b.Identify(c.first)
			thief, visitor := b.Copy(), b.Visitor
			out, err := b.Send(nametag.Command{ID: NewCommand(), Call: c.call, Claim: c.then.Claim})
			if err != nil {
				t.Fatal(err)
			}
			want(t, "switched", out.Answer.Switched, c.fenced)
			want(t, "a new visitor", b.Visitor != visitor, c.fenced)
			_, err = thief.Send(nametag.Command{ID: NewCommand(), Claim: Nothing().Named("Mallory").Claim})
			want(t, "the old token is dead", errors.Is(err, nametag.ErrFenced), c.fenced)
		})
	}
}

func TestTheNextPersonGetsNothingOfTheLast(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42").Named("Jane").Custom("plan", `"pro"`))
	b.Identify(ID("43"))
	ravi := w.Contact("43")
	want(t, "traits", ravi.Traits.Empty(), true)
	want(t, "Jane's name", w.Contact("42").Text(nametag.Name), "Jane")
	b.Reset()
	want(t, "trust", b.Link.Trust, nametag.Anonymous)
	b.Update(Nothing().Named("Mallory"))
	want(t, "nothing is written to the last person", w.Contact("43").Traits.Empty(), true)
}

func TestACommandSentAgainAnswersTheSameAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	first := nametag.Command{ID: NewCommand(), Claim: ID("42").Custom("plan", `"free"`).Claim}
	old := b.Copy()
	answered, err := b.Send(first)
	if err != nil {
		t.Fatal(err)
	}
	b.Identify(ID("42").Custom("plan", `"pro"`))
	again, err := old.Send(first) // its answer was lost: it still has the old token
	if err != nil {
		t.Fatal(err)
	}
	want(t, "answer", fmt.Sprintf("%+v", again.Answer), fmt.Sprintf("%+v", answered.Answer))
	want(t, "the newer value stays", w.Contact("42").Traits.Custom["plan"].JSON, `"pro"`)
	want(t, "token", old.Number, b.Number)
	_, err = w.Browser().Send(first)
	if err != nil {
		t.Errorf("another browser's command of the same id: %v", err)
	}
}

func TestAFencingCommandSentAgainLeadsToTheSameSuccessor(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42"))
	old := b.Copy()
	id := NewCommand()
	out, err := w.Service.Reset(t.Context(), b.Browser, id)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.Service.Reset(t.Context(), old.Browser, id)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "successor", again.Browser.Visitor, out.Browser.Visitor)
	_, err = w.Service.Reset(t.Context(), old.Browser, NewCommand())
	want(t, "any other command with the dead token", errors.Is(err, nametag.ErrFenced), true)
	w.Clock.Pass(nametag.FenceMemory + time.Millisecond)
	_, err = w.Service.Reset(t.Context(), old.Browser, id)
	want(t, "after a day", errors.Is(err, nametag.ErrFenced), true)
}

// Of two tokens, browsers take the greater one for the later (spec widget §4), whatever clock the server has by now.
func TestWhoComesAfterAVisitorHasTheLaterToken(t *testing.T) {
	t.Parallel()
	w := New(t)
	fenced, dead := w.Browser(), w.Browser()
	for _, b := range []*Browser{fenced, dead} {
		b.Identify(ID("42"))
	}
	old := dead.Copy()
	dead.Reset()
	*w.Service.IDs = nametag.IDs{} // as after a restart
	w.Clock.Pass(-time.Hour)
	before := w.Service.Token(fenced.Browser)
	fenced.Reset()
	if after := w.Service.Token(fenced.Browser); after <= before {
		t.Errorf("the successor's token %q is less than %q", after, before)
	}
	hello, err := w.Service.Hello(t.Context(), old.Browser)
	if before, after := w.Service.Token(old.Browser), w.Service.Token(hello.Browser); err != nil || !hello.Ended || after <= before {
		t.Errorf("the token %q that is offered is less than %q (ended %v, %v)", after, before, hello.Ended, err)
	}
}

func TestARefusedCommandSentAgainIsRefusedAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42"))
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	b.Site = w.Site
	old, claim := b.Copy(), nametag.Command{ID: NewCommand(), Claim: ID("43").Claim}
	for _, sender := range []*Browser{b, old} {
		_, err := sender.Send(claim)
		want(t, "refused", errors.Is(err, nametag.ErrProofNeeded), true)
	}
	want(t, "both lead to the same visitor", old.Visitor, b.Visitor)
}

func TestWhatWasLeftOutIsSaidAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	old, claim := b.Copy(), nametag.Command{ID: NewCommand(), Claim: ID("42").Custom("big", `"`+strings.Repeat("x", 1100)+`"`).Claim}
	first, err := b.Send(claim)
	if err != nil {
		t.Fatal(err)
	}
	again, err := old.Send(claim)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "rejected", fmt.Sprint(first.Answer.Rejected), "[{custom_data too_large 1024 1110}]")
	want(t, "again", fmt.Sprintf("%+v", again.Answer), fmt.Sprintf("%+v", first.Answer))
}

func TestAnAnswerGivenWhileAnonymousStaysSo(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	old, noted := b.Copy(), nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named("Jane").Claim}
	first, err := b.Send(noted)
	if err != nil {
		t.Fatal(err)
	}
	b.Identify(ID("42"))
	again, err := old.Send(noted)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "again", again.Answer.Trust, first.Answer.Trust)
	want(t, "and its token leads to nobody else", old.Link, nametag.Link{})
}

func TestTheFirstPageDoesNotUndoSettings(t *testing.T) {
	t.Parallel()
	w := New(t)
	asked := *w.Site // as a request read it, before the operator changed it
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	if err := w.Service.Installed(t.Context(), &asked, "https://shop.example"); err != nil {
		t.Fatal(err)
	}
	got, err := w.Service.Site(t.Context(), w.Site.Key)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "enforcement", got.Enforcement, nametag.Require)
	want(t, "installed at", got.InstalledOrigin, "https://shop.example")
	if err := w.Service.Installed(t.Context(), &asked, "https://later.example"); err != nil {
		t.Fatal(err)
	}
	got, err = w.Service.Site(t.Context(), w.Site.Key)
	want(t, "the first page stays the first", got.InstalledOrigin, "https://shop.example")
	want(t, "error", err, nil)
}

func TestSavingASiteLeavesTheCallersListAlone(t *testing.T) {
	t.Parallel()
	w := New(t)
	given := []string{"https://SHOP.example/"}
	w.SetSite(func(s *nametag.Site) { s.Origins = given })
	want(t, "given", given[0], "https://SHOP.example/")
}

func TestAFencedVisitorIsGivenNoCode(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42"))
	old := b.Copy()
	b.Reset()
	_, err := w.Store.LookupCode(t.Context(), w.Site.ID, old.Visitor, Noon, Noon.Add(1), func(int) string { return "1234" })
	want(t, "fenced", errors.Is(err, nametag.ErrFenced), true)
}

func TestAVisitorAloneShowsItsOwnSessions(t *testing.T) {
	t.Parallel()
	w := New(t)
	desk, phone := w.Browser(), w.Browser()
	desk.Identify(ID("42"))
	phone.Identify(ID("42"))
	for i, b := range []*Browser{desk, phone} {
		session := nametag.Session{Site: w.Site.ID, Visitor: b.Visitor, ID: nametag.SessionID(i + 1), Started: Noon, Seen: Noon}
		if err := w.Store.SaveSessions(t.Context(), []nametag.Session{session}); err != nil {
			t.Fatal(err)
		}
	}
	alone, err := w.Service.VisitorAlone(t.Context(), w.Site, desk.Visitor)
	if err != nil {
		t.Fatal(err)
	}
	person, err := w.Service.Visitor(t.Context(), w.Site, desk.Visitor)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "its own", len(alone.Sessions), 1)
	want(t, "the person's", len(person.Sessions), 2)
	_, err = w.Service.VisitorAlone(t.Context(), w.Elsewhere().Site, desk.Visitor)
	want(t, "of another site", errors.Is(err, nametag.ErrNotFound), true)
}

func TestATokenOlderThanARiseOfTrustIsStale(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	fixated := b.Copy()
	b.Identify(ID("42"))
	_, err := fixated.Send(nametag.Command{ID: NewCommand(), Claim: Nothing().Named("Mallory").Claim})
	want(t, "stale", errors.Is(err, nametag.ErrStale), true)
	want(t, "Jane", w.Contact("42").Text(nametag.Name), "")
	offered, err := w.Service.Hello(t.Context(), fixated.Browser)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "a dead token is offered a new visitor", offered.Browser.Visitor != b.Visitor, true)
}

func TestARepeatLeavesNoTrace(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	said := ID("42").Mailed("j@x.com").Named("Jane").Custom("plan", `"pro"`)
	b.Identify(said)
	entries := len(w.Ledger(w.Contact("42").ID))
	w.Feed.Take()
	b.Identify(said)
	want(t, "entries", len(w.Ledger(w.Contact("42").ID)), entries)
	want(t, "changes told", len(w.Feed.Take()), 0)
}

func TestTheLedgerSaysWhatChanged(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42").Custom("plan", `"free"`))
	b.Update(Nothing().Custom("plan", `"pro"`))
	b.Reset()
	ledger := w.Ledger(w.Contact("42").ID)
	want(t, "entries", len(ledger), 3)
	reset, updated, identified := ledger[0], ledger[1], ledger[2]
	want(t, "kinds", fmt.Sprintf("%s %s %s", identified.Kind, updated.Kind, reset.Kind), "identified updated reset")
	want(t, "created", identified.Effect.Created, true)
	want(t, "link", *identified.Effect.Link, nametag.LinkEffect{To: w.Contact("42").ID, Trust: nametag.Claimed})
	edit := updated.Effect.Set[0]
	want(t, "edit", fmt.Sprint(edit.Key, edit.Old, edit.New.JSON), `custom_data.plan"free""pro"`)
	want(t, "successor", reset.Effect.Successor, b.Visitor)
	want(t, "chain", reset.Prev, updated.Seq)
}

func TestFillBlanksProtectsWhatOthersSaid(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.SetSite(func(s *nametag.Site) { s.Unproven = nametag.FillBlanks })
	creator := w.Browser()
	creator.Identify(ID("42").Named("Jane"))
	w.Browser().Identify(ID("42").Named("Mallory").Profile(nametag.Company, "Acme"))
	want(t, "name", w.Contact("42").Text(nametag.Name), "Jane")
	want(t, "blank", w.Contact("42").Text(nametag.Company), "Acme")
	want(t, "in the ledger as protected", fmt.Sprint(w.Ledger(w.Contact("42").ID)[0].Effect.Protected), "[name]")
	creator.Identify(ID("42").Named("Jane Doe"))
	want(t, "its creator overwrites", w.Contact("42").Text(nametag.Name), "Jane Doe")
}

// A page that was written for Convot asks for it by each call.
func TestAClaimMayAskToFillBlanksOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	modest := func(s Said) Said {
		s.FillsBlanks = true
		return s
	}
	creator, stranger := w.Browser(), w.Browser()
	creator.Identify(ID("42").Mailed("jane@example.com").Named("Jane").Custom("plan", `"pro"`))
	stranger.Identify(modest(ID("42").Mailed("eve@example.com").Named("Eve").Profile(nametag.Company, "Acme").Custom("plan", `"free"`).Custom("seats", "3")))
	tell := func() string {
		c := w.Contact("42")
		return fmt.Sprint(c.Email.Shown, c.Text(nametag.Name), c.Text(nametag.Company), c.Traits.Custom["plan"].JSON, c.Traits.Custom["seats"].JSON)
	}
	want(t, "blanks alone are filled", tell(), `jane@example.comJaneAcme"pro"3`)
	want(t, "in the ledger as protected", fmt.Sprint(w.Ledger(w.Contact("42").ID)[0].Effect.Protected), "[name custom_data.plan]")
	stranger.Update(modest(Nothing().Named("").Custom("plan", "")))
	want(t, "nor is anything removed", tell(), `jane@example.comJaneAcme"pro"3`)
	creator.Identify(modest(ID("42").Mailed("doe@example.com").Named("Jane Doe").Custom("plan", `"max"`)))
	want(t, "who made the contact overwrites", tell(), `doe@example.comJane DoeAcme"max"3`)
	w.Browser().Identify(modest(w.Hashed(ID("42").Named("Jane Proven"))))
	want(t, "and so does who proves it", tell(), `doe@example.comJane ProvenAcme"max"3`)
}

// What a browser says in vain is told in the ledger even where nothing else comes of it: once per visitor and hour.
func TestTheLedgerTellsWhatWasSaidInVain(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(w.Hashed(ID("42").Named("Jane").Custom("plan", `"pro"`)))
	stranger := w.Browser()
	stranger.Identify(ID("42"))
	before := entries(w)
	for range 3 {
		stranger.Update(Nothing().Named("Eve").Custom("plan", `"free"`))
	}
	want(t, "entries", entries(w)-before, 1)
	last := w.Ledger(w.Contact("42").ID)[0]
	want(t, "protected", fmt.Sprint(last.Visitor == stranger.Visitor, last.Effect.Protected, last.Effect.Set), "true [name custom_data.plan] []")
	w.Clock.Pass(time.Hour)
	stranger.Update(Nothing().Named("Eve"))
	want(t, "an hour later", entries(w)-before, 2)
}

func TestRequireRefusesWhatHasNoProof(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42").Named("Jane"))
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	b.Site = w.Site
	visitor := b.Visitor
	_, err := b.Send(nametag.Command{ID: NewCommand(), Claim: ID("42").Named("Mallory").Claim})
	want(t, "refused", errors.Is(err, nametag.ErrProofNeeded), true)
	want(t, "the same visitor", b.Visitor, visitor)
	b.Update(Nothing().Named("Mallory"))
	want(t, "traits stay in the bag", w.Contact("42").Text(nametag.Name), "Jane")
	_, err = b.Send(nametag.Command{ID: NewCommand(), Claim: ID("43").Claim})
	want(t, "refused", errors.Is(err, nametag.ErrProofNeeded), true)
	want(t, "another person is fenced", b.Visitor != visitor, true)
	want(t, "to anonymous", b.Link.Trust, nametag.Anonymous)
	want(t, "contacts", len(w.Contacts()), 1)
}

func TestABadEmailBesideAGoodIdIsLeftOut(t *testing.T) {
	t.Parallel()
	w := New(t)
	answer := w.Browser().Identify(ID("42").Mailed("not an email"))
	want(t, "rejected", fmt.Sprint(answer.Rejected), "[{email bad_email 0 0}]")
	_, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: Mailed("not an email").Claim})
	want(t, "alone it is an error", errors.Is(err, nametag.ErrBadEmail), true)
}

func TestProfileBounds(t *testing.T) {
	t.Parallel()
	w := New(t)
	claim := ID("42").Named(strings.Repeat("x", 501)).Profile(nametag.Company, "a\x00b").Profile(nametag.Phone, strings.Repeat("1", 500)).Claim
	claim.Profile[nametag.Tags] = nametag.Words{List: make([]string, 51)}
	claim.Profile[nametag.Identities] = nametag.Words{List: []string{"Jane", strings.Repeat("x", 501)}}
	out, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: claim})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "rejected", fmt.Sprint(out.Answer.Rejected),
		"[{name too_long 500 501} {company control_character 0 0} {tags too_many 50 51} {identities too_long 500 501}]")
	want(t, "500 bytes pass", len(w.Contact("42").Text(nametag.Phone)), 500)
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestAFirstBatchSentAgainIsTheSameVisitor(t *testing.T) {
	t.Parallel()
	const secret = "0123456789abcdef"
	for _, c := range []struct {
		name        string
		id          nametag.CommandID
		first, then string
		same        bool
	}{
		{"sent again", secret, `{"external_id":"42"}`, `{"external_id":"42"}`, true},
		{"sent again without args", secret, "", "", true},
		{"a client that counts its commands, sent again", "1", `{"external_id":"42"}`, `{"external_id":"42"}`, true},
		{"another person of such a client", "1", `{"external_id":"42"}`, `{"external_id":"43"}`, false},
		{"such a client's commands without args", "1", "", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			one, err := w.Service.Begin(t.Context(), w.Browser().Browser, c.id, c.first)
			if err != nil {
				t.Fatal(err)
			}
			other, err := w.Service.Begin(t.Context(), w.Browser().Browser, c.id, c.then)
			if err != nil {
				t.Fatal(err)
			}
			want(t, "the same visitor", one.Visitor == other.Visitor, c.same)
			w.Clock.Pass(nametag.OnceFor + 1)
			later, err := w.Service.Begin(t.Context(), w.Browser().Browser, c.id, c.first)
			if err != nil {
				t.Fatal(err)
			}
			want(t, "after a day", later.Visitor == one.Visitor, false)
		})
	}
}

// Once the token is dead, a command of before the fence answers from the record; a new one doesn't (spec identity §9.2).
func TestAnEarlierCommandSentAgainWithADeadTokenAnswersTheSame(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	first := sent(t, b, nametag.Command{ID: NewCommand(), Claim: ID("42").Claim})
	old := b.Copy()
	b.Reset()
	entries := len(w.Ledger(w.Contact("42").ID))
	out, err := old.Copy().Send(first)
	want(t, "error", err, nil)
	want(t, "trust", out.Answer.Trust, "claimed")
	want(t, "the browser needs another visitor", out.Ended, true)
	want(t, "entries", len(w.Ledger(w.Contact("42").ID)), entries)
	_, err = old.Send(nametag.Command{ID: NewCommand(), Claim: ID("42").Claim})
	want(t, "a new one", errors.Is(err, nametag.ErrFenced), true)
}

// Spec identity §9.2 asks it of commands that changed nothing too.
func TestACommandThatChangedNothingChangesNothingWhenSentAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42").Named("Jane"))
	same := sent(t, b, nametag.Command{ID: NewCommand(), Claim: ID("42").Named("Jane").Claim})
	w.Browser().Identify(ID("42").Named("Joan"))
	out, err := b.Send(same)
	want(t, "error", err, nil)
	want(t, "trust", out.Answer.Trust, "claimed")
	want(t, "name", w.Contact("42").Text(nametag.Name), "Joan")
}

// The marks of commands stay with who was merged, and are found there.
func TestACommandSentAgainAfterAMergeChangesNothing(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1"))
	b := d.Browser()
	b.Identify(ID("2"))
	told := sent(t, b, nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named("Jane").Claim})
	merge := d.merge(d.Contact("1"), d.Contact("2")).Merge
	d.Browser().Identify(ID("2").Named("Joan"))
	for _, when := range []string{"after the merge", "after its undoing"} {
		sent(t, b, told)
		want(t, when, d.Contact("2").Text(nametag.Name), "Joan")
		if when == "after the merge" {
			d.unmerge(merge)
		}
	}
}

// Whoever kept a dead token, and the id of the command that killed it, never gets the next person's token.
func TestAFencingCommandSentAgainLeadsNoFurtherThanItsSuccessor(t *testing.T) {
	t.Parallel()
	w := New(t)
	jane := w.Browser()
	jane.Identify(w.Hashed(ID("42")))
	old := jane.Copy()
	switching := nametag.Command{ID: NewCommand(), Claim: ID("43").Claim}
	first, err := jane.Send(switching)
	want(t, "switches", err, nil)
	again, err := old.Copy().Send(switching)
	want(t, "sent again", err, nil)
	want(t, "the same successor", again.Browser.Visitor, first.Browser.Visitor)
	jane.Identify(w.Hashed(ID("43"))) // a rise of trust
	thief := old.Copy()
	stolen, err := thief.Send(switching)
	want(t, "after a rise it answers the same", fmt.Sprint(stolen.Answer.Trust, err), "claimed<nil>")
	want(t, "but with the token of then", stolen.Browser.Number < jane.Number, true)
	want(t, "and says nothing of now", stolen.Browser.Link, nametag.Link{})
	_, err = thief.Send(nametag.Command{ID: NewCommand(), Claim: Nothing().Named("Mallory").Claim})
	want(t, "which is dead", errors.Is(err, nametag.ErrStale), true)
}

func TestAVisitorThatRanOutLosesNoCall(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser().Copy()
	w.Clock.Pass(w.Service.Lives.Anonymous)
	claim := nametag.Command{ID: NewCommand(), Claim: ID("42").Claim}
	_, err := b.Send(claim)
	want(t, "to be sent again", errors.Is(err, nametag.ErrStale), true)
	offered, err := w.Service.Hello(t.Context(), b.Browser)
	if err != nil {
		t.Fatal(err)
	}
	b.Browser = offered.Browser
	if _, err := b.Send(claim); err != nil {
		t.Errorf("as the offered visitor: %v", err)
	}
}

// counted is a store that counts how often decisions were worked out.
type counted struct {
	nametag.Store
	n *int
}

func (s counted) Decide(ctx context.Context, keys nametag.Keys, decide func(nametag.Known) (nametag.Decision, error)) (nametag.Decision, error) {
	return s.Store.Decide(ctx, keys, func(known nametag.Known) (nametag.Decision, error) {
		*s.n++
		return decide(known)
	})
}

// Whatever of a person known lately is said, it is worked out once: news by the writer, a repeat without it, also where
// what it says is kept out.
func TestWhatIsSaidOfTheKnownIsWorkedOutOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	b, n := w.Browser(), 0
	b.Identify(w.Hashed(ID("42").Named("Jane").Custom("plan", `"pro"`)))
	stranger := w.Browser()
	stranger.Identify(ID("42"))
	w.Service.Store = counted{w.Store, &n}
	for _, said := range []Said{ID("42"), ID("42").Named("Jane").Custom("plan", `"pro"`), ID("42").Named("Jo"), ID("42").Custom("plan", `"free"`), ID("42").Custom("seats", `1`)} {
		b.Identify(said)
		want(t, "times", n, 1)
		n = 0
	}
	stranger.Identify(ID("42").Named("Eve").Custom("plan", `"hacked"`)) // which the ledger hears of once an hour
	n = 0
	stranger.Identify(ID("42").Named("Eve").Custom("plan", `"hacked"`))
	want(t, "times, over a claimed link", n, 1)
	want(t, "kept out", w.Contact("42").Text(nametag.Name), "Jo")
}

// Custom_data that is refused for its size clears nothing either.
func TestRefusedCustomDataClearsNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42").Custom("plan", `"pro"`))
	said := ID("42").Custom("big", `"`+strings.Repeat("x", 2000)+`"`)
	said.ClearCustom = true
	want(t, "refused", len(b.Identify(said).Rejected), 1)
	want(t, "stays", w.Contact("42").Traits.Custom["plan"].JSON, `"pro"`)
}

// What is over a limit that was lowered may still shrink.
func TestCustomDataOverALoweredLimitMayShrink(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42").Custom("a", `"`+strings.Repeat("x", 400)+`"`).Custom("b", `"`+strings.Repeat("x", 400)+`"`))
	w.SetSite(func(s *nametag.Site) { s.CustomDataBytes = 100 })
	b.Browser.Site = w.Site
	b.Update(Nothing().Custom("a", ""))
	want(t, "what was taken away", w.Contact("42").Traits.Custom["a"].JSON, "")
	want(t, "what stays", len(w.Contact("42").Traits.Custom["b"].JSON), 402)
}

// What a browser said before fills blanks key by key, while they fit.
func TestCustomDataIsFilledWhileItFits(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(ID("42").Custom("m", `"`+strings.Repeat("x", 600)+`"`))
	b := w.Browser()
	b.Update(Nothing().Custom("a", `"`+strings.Repeat("x", 600)+`"`).Custom("z", `"small"`))
	b.Identify(ID("42"))
	custom := w.Contact("42").Traits.Custom
	want(t, "what doesn't fit", custom["a"].JSON, "")
	want(t, "what does", custom["z"].JSON, `"small"`)
}

// A token for acting whose proof doesn't cover whom it names is no ordinary claim either: nothing comes of it.
func TestActingWithoutAProofIsNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	sam := w.Browser()
	answer := sam.Identify(w.Vouched(Mailed("jane@example.com").Named("Jane"), ActedBy("Sam")))
	want(t, "trust", answer.Trust, "anonymous")
	want(t, "contacts", len(w.Contacts()), 0)
}

// Whom an unproven email leads to takes no id from that claim (spec identity §4.4).
func TestAnUnprovenEmailGivesNoID(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed, s.MatchUnprovenEmail = true, true })
	d.Browser().Identify(d.Hashed(Mailed("jane@example.com")))
	d.Browser().Identify(ID("42").Mailed("jane@example.com"))
	want(t, "id", d.byEmail("jane@example.com").ExternalID, "")
}

// Who has an id through a merge takes no second one: the id stays an alias (spec identity §4.8).
func TestAnAliasStaysOne(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1"))
	d.Browser().Identify(ID("2"))
	one := d.Contact("1")
	d.merge(one, d.Contact("2"))
	if err := d.edit(one, nametag.Amendment{ExternalID: nametag.Said{Present: true}}); err != nil {
		t.Fatal(err)
	}
	d.Browser().Identify(ID("2"))
	p := d.person(one)
	want(t, "ids", fmt.Sprintf("%q %q", p.Contact.ExternalID, p.Aliases[0].ExternalID), `"" "2"`)
}

// A refusal that fenced is in the ledger once: as the fence, with its reason.
func TestARefusalThatFencesIsToldOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	b := w.Browser()
	b.Identify(w.Hashed(ID("43")))
	before := entries(w)
	_, _ = b.Send(nametag.Command{ID: NewCommand(), Claim: ID("42").Claim})
	want(t, "entries", entries(w), before+1)
	want(t, "why", w.Ledger(w.Contact("43").ID)[0].Reason, nametag.ErrProofNeeded.Code)
}

// The next person at a browser is looked for by the email, also where the contact that it leaves has that.
func TestTheNextPersonIsFoundByTheEmail(t *testing.T) {
	t.Parallel()
	for _, next := range []Said{Mailed("b@example.com"), ID("").Mailed("b@example.com")} {
		w := New(t)
		a, b := w.Browser(), w.Browser()
		b.Identify(Mailed("a@example.com"))
		if next.ExternalID.Present {
			b.Update(Mailed("b@example.com"))
		} else {
			a.Identify(Mailed("a@example.com"))
			a.Update(Mailed("b@example.com"))
		}
		want(t, "switched", b.Identify(next).Switched, true)
		want(t, "contacts", len(w.Contacts()), 1)
	}
}

// What is said under an email comes by the side that proved it, though both have it.
func TestWhatIsSaidUnderAnEmailComesByWhoProvedIt(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(Mailed("jane@example.com")))
	jane := d.byEmail("jane@example.com")
	d.Browser().Identify(d.Hashed(ID("1")))
	m := d.merge(d.Contact("1"), jane).Merge
	b := d.Browser()
	b.Identify(d.HashedID(ID("1").Mailed("jane@example.com")))
	want(t, "both have it", d.Contact("1").Email.Shown, "jane@example.com")
	b = d.Browser()
	b.Identify(ID("1"))
	b.Update(Mailed("jane@example.com").Named("Jane"))
	d.unmerge(m)
	want(t, "name", d.person(jane).Contact.Text(nametag.Name), "Jane")
}

// A proof of a merged contact's id secures that contact, for when the merge is undone.
func TestAProofSecuresTheAlias(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1"))
	d.Browser().Identify(ID("2"))
	d.merge(d.Contact("1"), d.Contact("2"))
	d.Browser().Identify(d.Hashed(ID("2")))
	want(t, "secured", d.person(d.Contact("1")).Aliases[0].Secured(), true)
}

// An email that somebody else has is parked also where the claim came by a merged contact's id: there, unless the survivor
// has the same conflict (spec identity §4.6: one for a contact and email).
func TestConflictsOfAMergedContact(t *testing.T) {
	t.Parallel()
	for _, before := range []bool{false, true} {
		d := desk{New(t)}
		d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
		d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
		d.Browser().Identify(ID("1"))
		d.Browser().Identify(ID("2"))
		d.merge(d.Contact("1"), d.Contact("2"))
		if before {
			d.Browser().Identify(ID("1").Mailed("jane@example.com"))
		}
		d.Browser().Identify(ID("2").Mailed("jane@example.com"))
		p, parked := d.person(d.Contact("1")), 1
		want(t, "asks once", len(p.Conflicts()), 1)
		if before {
			parked = 0
		}
		want(t, "parked where it was said", len(p.Aliases[0].Conflicts), parked)
	}
}

// What is parked already takes no more room: a full contact keeps who holds it by now.
func TestAConflictSaidAgainIsKeptByAFullContact(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("43").Mailed("own@example.com")))
	for i := range 20 {
		d.Browser().Identify(ID("43").Mailed(fmt.Sprintf("n%d@example.com", i)))
	}
	d.Browser().Identify(d.Hashed(ID("50").Mailed("n7@example.com")))
	d.Browser().Identify(ID("43").Mailed("n7@example.com"))
	conflicts := d.person(d.Contact("43")).Conflicts()
	want(t, "full", len(conflicts), 20)
	want(t, "kept out", len(d.Ledger(d.Contact("43").ID)[0].Effect.Protected), 0)
	want(t, "whose it is by now", conflicts[19].Other, d.Contact("50").ID)
}

// A claimed id that a proof shows to be that of a merged contact leaves its survivor for good: it goes with the merged
// contact at an un-merge, and stays parked where it was claimed (spec identity §4.3).
func TestAnIDThatIsAMergedContactsGoesWithIt(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(ID("42"))
	d.Browser().Identify(d.Hashed(Mailed("jane@example.com")))
	claimed, jane := d.Contact("42"), d.byEmail("jane@example.com")
	m := d.merge(claimed, jane).Merge
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
	d.unmerge(m)
	want(t, "whose it is", d.Contact("42").ID, jane.ID)
	want(t, "parked", len(d.person(claimed).Conflicts()), 1)
}

// Where a proven email brings three together, it goes back with the first who merged, and so does the browser.
func TestAnEmailGoesWithTheFirstMerge(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	for _, email := range []string{"a@example.com", "b@example.com", "c@example.com"} {
		b := d.Browser()
		b.Identify(Mailed(email))
		b.Update(Mailed("jane@example.com"))
	}
	oldest := d.Contacts()[2]
	b := d.Browser()
	b.Identify(d.Hashed(Mailed("jane@example.com")))
	p := d.person(oldest)
	want(t, "brought together", len(p.Merges), 2)
	d.unmerge(max(p.Merges[0], p.Merges[1]))
	hello, err := d.Service.Arrive(t.Context(), b.Browser)
	want(t, "arrive", err, nil)
	want(t, "the browser's", hello.Contact.ID, oldest.ID)
	d.unmerge(min(p.Merges[0], p.Merges[1]))
	hello, err = d.Service.Arrive(t.Context(), b.Browser)
	want(t, "arrive", err, nil)
	want(t, "the browser's", hello.Contact.ID, p.Aliases[0].ID)
}

// Who proves an email that a merged contact proved before comes by that, and not by who merges because of it.
func TestAProvenEmailComesByWhoProvedItBefore(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(ID("1"))
	d.Browser().Identify(d.Hashed(Mailed("jane@example.com")))
	jane := d.byEmail("jane@example.com")
	d.merge(d.Contact("1"), jane)
	d.Browser().Identify(Mailed("jane@example.com"))
	b := d.Browser()
	b.Identify(d.Hashed(Mailed("jane@example.com")))
	p := d.person(d.Contact("1"))
	want(t, "brought together", len(p.Merges), 2)
	d.unmerge(max(p.Merges[0], p.Merges[1]))
	hello, err := d.Service.Arrive(t.Context(), b.Browser)
	want(t, "arrive", err, nil)
	want(t, "the browser's", hello.Contact.ID, d.Contact("1").ID)
}

// What had no room in an anonymous browser's bag is in its ledger as protected (spec identity §6).
func TestTheLedgerTellsWhatHadNoRoomInABag(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Update(Nothing().Custom("a", `"`+strings.Repeat("x", 900)+`"`))
	b.Update(Nothing().Named("Jane").Custom("b", `"`+strings.Repeat("y", 200)+`"`))
	v := w.Visitor(b.Visitor)
	e, err := w.Store.Entry(t.Context(), w.Site.ID, v.Head)
	want(t, "read", err, nil)
	want(t, "protected", fmt.Sprint(e.Effect.Protected), "[custom_data]")
}

// The site's own words in a token are attested only of whom the token proves (spec identity §3).
func TestATokenThatProvesNobodyAttestsNothing(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(d.Vouched(Mailed("jane@example.com").Named("Jane")))
	want(t, "trust", d.byEmail("jane@example.com").Traits.Profile[nametag.Name].Trust, nametag.Claimed)
}

// The pages of a site in development mode are told that a contact had no room, over a claimed link too (spec identity §8).
func TestAContactsFullCustomDataIsToldToDevelopers(t *testing.T) {
	t.Parallel()
	for _, developing := range []bool{false, true} {
		w := New(t)
		if developing {
			w.SetSite(func(s *nametag.Site) { s.DevUntil = Noon.Add(nametag.DevFor) })
		}
		w.Browser().Identify(ID("42").Custom("big", `"`+strings.Repeat("x", 900)+`"`))
		answer := w.Browser().Identify(ID("42").Custom("mine", `"`+strings.Repeat("y", 200)+`"`))
		want(t, "told", len(answer.Rejected) == 1, developing)
	}
}

// Who was found by an unproven email and then says the id is linked by that, and the ledger says so.
func TestALooseLinkIsTightenedByTheID(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.SetSite(func(s *nametag.Site) { s.MatchUnprovenEmail = true })
	w.Browser().Identify(ID("42").Mailed("jane@example.com"))
	b := w.Browser()
	for _, c := range []struct {
		said  Said
		loose bool
	}{{Mailed("jane@example.com"), true}, {ID("42"), false}} {
		b.Identify(c.said)
		link := w.Ledger(w.Contact("42").ID)[0].Effect.Link
		want(t, "loose", b.Link.Loose, c.loose)
		want(t, "in the ledger", link != nil && link.Loose == c.loose, true)
	}
}

// A history that was proven once stays so when the proof ends.
func TestAVisitorsHistoryStaysProven(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(w.Hashed(ID("42")))
	w.Clock.Pass(13 * time.Hour)
	p, err := w.Service.VisitorAlone(t.Context(), w.Site, b.Visitor)
	want(t, "read", err, nil)
	want(t, "the link fell", p.Visitor.Link.Trust, nametag.Claimed)
	want(t, "unproven", p.Unproven[b.Visitor], false)
}
