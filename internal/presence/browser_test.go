package presence_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// openWithin opens a page that keeps nothing, in the browser that keeps own.
func (s *stage) openWithin(own, page nametag.Arrival) *tab {
	s.room.Expect(shop.ID, page.Browser.Visitor)
	s.within(page.Browser.Visitor, own)
	return s.openAs(page, "a", "https://shop.example/page", true)
}

// spec widget §4: the panel shows the two as one row while the page lives.
func TestAPageThatKeepsNothingAndItsBrowserAreOneRow(t *testing.T) {
	play(t, func(s *stage) {
		own, page, jane := s.visitor(), s.visitor(), s.contact("Jane")
		s.open(own, "a", "https://shop.example/blog")
		before := s.row()
		s.pass(time.Second)
		tab := s.openWithin(s.anonymous(own), s.anonymous(page))
		got := s.row()
		if got.ID != before.ID || got.Visitor != page || got.Visitors != 1 || got.Tabs != 2 || !slices.Equal(got.Own, []nametag.VisitorID{own}) {
			t.Errorf("got %+v, want the browser's row %v as the page's, with both tabs", got, before.ID)
		}
		if got.Page.URL != "https://shop.example/page" || !got.Since.Equal(before.Since) {
			t.Errorf("got %q since %v, want the tab looked at last, since the browser came", got.Page.URL, got.Since)
		}
		s.identify(page, jane, nametag.Verified)
		if got := s.row(); got.ID != before.ID || got.Contact != jane.ID || got.Visitor != page || got.Person.Name != "Jane" {
			t.Errorf("got %+v, want it turned into Jane in place", got)
		}
		if c := s.room.Counts(shop.ID); c != (presence.Counts{Total: 1, Online: 1, Verified: 1}) {
			t.Errorf("counts: got %+v", c)
		}
		tab.close()
		s.pass(3 * time.Second)
		s.row() // it may come back
		s.pass(2 * time.Second)
		rows := s.rows()
		if len(rows) != 2 || len(rows[0].Own)+len(rows[1].Own) > 0 {
			t.Fatalf("got %+v, want two rows when the page has gone", rows)
		}
		slices.SortFunc(rows, func(a, b presence.Row) int { return int(a.Trust) - int(b.Trust) })
		if r := rows[0]; r.Visitor != own || r.State != active || r.Tabs != 1 || r.Person.Name != "" {
			t.Errorf("got %+v, want the browser's own visitor as it is", r)
		}
		if r := rows[1]; r.Contact != jane.ID || r.State != left {
			t.Errorf("got %+v, want Jane, left", r)
		}
	})
}

// From a page where Jane is logged in the browser goes on to one that shows nobody: at no moment is she on that one.
func TestTheNextPageOfABrowserIsNotItsPagesPersons(t *testing.T) {
	play(t, func(s *stage) {
		own, page := s.visitor(), s.visitor()
		s.open(own, "a", "https://shop.example/blog").close()
		s.pass(time.Second)
		tab := s.openWithin(s.anonymous(own), s.linked(page, s.contact("Jane"), nametag.Verified))
		s.pass(time.Minute)
		tab.close()
		s.pass(10 * time.Millisecond)
		s.open(own, "b", "https://shop.example/next")
		for range 2 {
			rows := s.rows()
			slices.SortFunc(rows, func(a, b presence.Row) int { return int(a.Trust) - int(b.Trust) })
			if len(rows) != 2 || rows[0].Visitor != own || rows[0].Page.URL != "https://shop.example/next" || rows[1].Visitor != page || rows[1].Page.URL != "https://shop.example/page" {
				t.Fatalf("got %+v, want the browser's own visitor on the next page, and Jane where she was", rows)
			}
			s.pass(5 * time.Second)
		}
	})
}

// Who isn't here itself is only named, and nothing is written of it.
func TestTheVisitorOfABrowserThatIsNotHere(t *testing.T) {
	play(t, func(s *stage) {
		own, page := s.visitor(), s.visitor()
		tab := s.openWithin(s.anonymous(own), s.linked(page, s.contact("Jane"), nametag.Verified))
		s.pass(10 * time.Minute)
		if got := s.row(); got.Visitor != page || got.Tabs != 1 || got.Visitors != 1 || !slices.Equal(got.Own, []nametag.VisitorID{own}) {
			t.Errorf("got %+v, want the page's visitor, beside whom its browser keeps", got)
		}
		tab.close()
		s.pass(5 * time.Second)
		if got := s.row(); got.Visitor != page || got.State != left || got.Own != nil {
			t.Errorf("got %+v, want the page's visitor alone, left", got)
		}
		if _, here := s.room.Find(shop.ID, own); here {
			t.Error("the browser's visitor is listed, want it gone with the page")
		}
		if sessions := s.kept.of(own); sessions != nil {
			t.Errorf("got %+v, want no session of who wasn't here", sessions)
		}
	})
}

// A page load makes another visitor: the row stays.
func TestTheNextPageThatKeepsNothingIsInTheSameRow(t *testing.T) {
	play(t, func(s *stage) {
		own, jane := s.visitor(), s.contact("Jane")
		for name, person := range map[string]func(nametag.VisitorID) nametag.Arrival{
			"nobody": s.anonymous,
			"Jane":   func(v nametag.VisitorID) nametag.Arrival { return s.linked(v, jane, nametag.Claimed) },
		} {
			first, next := s.visitor(), s.visitor()
			tab := s.openWithin(s.anonymous(own), person(first))
			before := s.row()
			tab.close()
			s.pass(time.Second)
			tab = s.openWithin(s.anonymous(own), s.anonymous(next))
			if got := s.row(); got.ID != before.ID || got.Trust != before.Trust || got.State != active {
				t.Errorf("%s: got %+v, want row %v at once", name, got, before.ID)
			}
			s.pass(5 * time.Second)
			if person(next).Contact != nil {
				s.identify(next, jane, nametag.Claimed)
			}
			tab.close()
			s.pass(10 * time.Minute)
		}
	})
}

func TestAResetInAnotherTabPartsTheTwo(t *testing.T) {
	play(t, func(s *stage) {
		own, page := s.visitor(), s.visitor()
		s.open(own, "a", "https://shop.example/blog")
		s.openWithin(s.anonymous(own), s.linked(page, s.contact("Jane"), nametag.Verified))
		before := s.row()
		successor := s.fence(own)
		if got := s.row(); got.ID != before.ID || got.Tabs != 1 || got.Own != nil {
			t.Errorf("got %+v, want Jane's page alone: the browser's token is dead", got)
		}
		s.open(successor, "a", "https://shop.example/blog")
		if rows := s.rows(); len(rows) != 2 {
			t.Errorf("got %+v, want the successor in a row of its own", rows)
		}
		s.within(page, s.anonymous(successor)) // which the page finds in its storage
		if got := s.row(); got.ID != before.ID || got.Tabs != 2 || !slices.Equal(got.Own, []nametag.VisitorID{successor}) {
			t.Errorf("got %+v, want both again", got)
		}
		s.within(page, nametag.Arrival{})
		if rows := s.rows(); len(rows) != 2 {
			t.Errorf("got %+v, want two rows when the page finds none", rows)
		}
	})
}

// A person is never hidden in another one's row.
func TestABrowserThatKeepsSomebodyIsARowOfItsOwn(t *testing.T) {
	play(t, func(s *stage) {
		own, page, ravi := s.visitor(), s.visitor(), s.contact("Ravi")
		s.open(own, "a", "https://shop.example/blog")
		s.openWithin(s.linked(own, ravi, nametag.Claimed), s.linked(page, s.contact("Jane"), nametag.Verified))
		if rows := s.rows(); len(rows) != 2 {
			t.Errorf("got %+v, want Ravi and Jane", rows)
		}
		s.publish(nametag.Change{Visitor: own, Seq: 99}) // detached
		if got := s.row(); got.Person.Name != "Jane" || got.Tabs != 2 {
			t.Errorf("got %+v, want Jane, with the browser's own tab", got)
		}
		s.identify(own, ravi, nametag.Claimed)
		if rows := s.rows(); len(rows) != 2 || rows[0].Own != nil || rows[1].Own != nil {
			t.Errorf("got %+v, want Ravi and Jane again", rows)
		}
	})
}

// Two people at one browser: whom it keeps is with the newer one, and with the other when that has gone.
func TestABrowserWithPagesOfTwoPeople(t *testing.T) {
	play(t, func(s *stage) {
		own, first, second := s.visitor(), s.visitor(), s.visitor()
		s.openWithin(s.anonymous(own), s.linked(first, s.contact("Jane"), nametag.Verified))
		ravi := s.openWithin(s.anonymous(own), s.linked(second, s.contact("Ravi"), nametag.Verified))
		with := func() map[string]int {
			with := map[string]int{}
			for _, r := range s.rows() {
				with[r.Person.Name] = len(r.Own)
			}
			return with
		}
		if got := with(); len(got) != 2 || got["Ravi"] != 1 || got["Jane"] != 0 {
			t.Errorf("got %v, want it with Ravi", got)
		}
		ravi.close()
		s.pass(5 * time.Second)
		if got := with(); len(got) != 2 || got["Ravi"] != 0 || got["Jane"] != 1 {
			t.Errorf("got %v, want it with Jane", got)
		}
	})
}

// The browser's tabs are no reason to part a row when its person rises in trust.
func TestARiseOfTrustTakesTheBrowserAlong(t *testing.T) {
	play(t, func(s *stage) {
		own, page, jane := s.visitor(), s.visitor(), s.contact("Jane")
		s.open(own, "a", "https://shop.example/blog")
		s.openWithin(s.anonymous(own), s.linked(page, jane, nametag.Claimed))
		before := s.row()
		s.identify(page, jane, nametag.Verified)
		if got := s.row(); got.ID != before.ID || got.Trust != nametag.Verified || got.Tabs != 2 {
			t.Errorf("got %+v, want row %v, verified", got, before.ID)
		}
	})
}

// The code that the page's visitor reads out is the row's; the browser's own only where that has none.
func TestACodeOfThePageComesFirst(t *testing.T) {
	play(t, func(s *stage) {
		own, page := s.visitor(), s.visitor()
		s.openWithin(s.anonymous(own), s.anonymous(page))
		s.open(own, "a", "https://shop.example/blog")
		s.publish(nametag.Change{Visitor: own, Code: "0001"})
		if got := s.row().Codes[0].Code; got != "0001" {
			t.Errorf("got code %q, want the browser's", got)
		}
		s.publish(nametag.Change{Visitor: page, Code: "0002"})
		if got := s.row().Codes[0].Code; got != "0002" {
			t.Errorf("got code %q, want the page's", got)
		}
		s.publish(nametag.Change{Visitor: own, Code: "0003"})
		if got := s.row().Codes[0].Code; got != "0002" {
			t.Errorf("got code %q, want the page's still", got)
		}
	})
}

func TestWhoCanBeInNobodysBrowser(t *testing.T) {
	play(t, func(s *stage) {
		own, page, other := s.visitor(), s.visitor(), s.visitor()
		s.open(own, "a", "https://shop.example/blog")
		s.openWithin(s.anonymous(own), s.anonymous(page))
		tab := s.open(other, "a", "https://shop.example/")
		for name, c := range map[string]struct{ page, own nametag.VisitorID }{
			"itself":                     {other, other},
			"one that a page has made":   {other, page},
			"when others are in its own": {own, other},
		} {
			s.within(c.page, s.anonymous(c.own))
			if rows := s.rows(); len(rows) != 2 {
				t.Errorf("in %s: got %+v, want two rows", name, rows)
			}
		}
		s.within(s.visitor(), s.anonymous(own)) // nobody announced it
		if rows := s.rows(); len(rows) != 2 {
			t.Errorf("got %+v, want two rows", rows)
		}
		tab.close()
		s.pass(2 * time.Minute)
		s.row() // the other one is forgotten as anybody is
	})
}

// A browser may have any number of pages; of too many, the oldest stand alone.
func TestTooManyPagesOfOneBrowser(t *testing.T) {
	play(t, func(s *stage) {
		own := s.visitor()
		for range 22 {
			s.openWithin(s.anonymous(own), s.anonymous(s.visitor()))
		}
		tabs := map[int]int{}
		for _, r := range s.rows() {
			tabs[r.Tabs]++
		}
		if len(tabs) != 2 || tabs[20] != 1 || tabs[1] != 2 {
			t.Errorf("got rows by tabs %v, want one with 20 and two alone", tabs)
		}
	})
}

// Whoever is erased is gone from the row that showed it, and its browser's pages go on.
func TestTheVisitorOfABrowserIsErased(t *testing.T) {
	play(t, func(s *stage) {
		own, page, other := s.visitor(), s.visitor(), s.visitor()
		s.open(own, "a", "https://shop.example/blog")
		s.openWithin(s.anonymous(own), s.anonymous(page))
		s.openWithin(s.anonymous(own), s.anonymous(other))
		if got := s.row(); got.Tabs != 3 {
			t.Errorf("got %+v, want all in one", got)
		}
		s.publish(nametag.Change{Visitor: own, Erased: true})
		if rows := s.rows(); len(rows) != 2 || rows[0].Tabs != 1 || rows[0].Own != nil || rows[1].Tabs != 1 || rows[1].Own != nil {
			t.Errorf("got %+v, want each page alone", rows)
		}
		s.publish(nametag.Change{Visitor: page, Erased: true})
		if got := s.row(); got.Visitor != other {
			t.Errorf("got %+v, want the other alone", got)
		}
	})
}

// What was published while the store was asked about the browser's visitor stands.
func TestAChangeOfTheBrowsersVisitorDuringTheQuestionStands(t *testing.T) {
	play(t, func(s *stage) {
		own, page := s.visitor(), s.visitor()
		s.open(page, "a", "https://shop.example/")
		ticket := s.room.Expect(shop.ID, own)
		s.identify(own, s.contact("Ravi"), nametag.Claimed)
		s.room.Within(page, s.anonymous(own), ticket)
		synctest.Wait()
		if got := s.row(); got.Own != nil {
			t.Errorf("got %+v, want the page alone: its browser keeps Ravi", got)
		}
	})
}

// A page that says again what it said tells nobody anything.
func TestSayingTheSameBrowserAgainIsNoNews(t *testing.T) {
	play(t, func(s *stage) {
		own, page, other := s.visitor(), s.visitor(), s.visitor()
		s.open(own, "a", "https://shop.example/blog")
		s.openWithin(s.anonymous(own), s.anonymous(page))
		s.openWithin(s.anonymous(own), s.anonymous(other))
		s.pass(time.Second)
		frames := 0
		watch := s.room.Subscribe(shop.ID, presence.Query{}, presence.Window{Count: 5}, func(*presence.Frame, bool) { frames++ })
		defer watch.Close()
		for _, v := range []nametag.VisitorID{page, other} {
			s.within(v, s.anonymous(own))
			s.pass(time.Second)
		}
		if frames != 1 {
			t.Errorf("got %d frames, want the first alone", frames)
		}
	})
}

// With its last page, what was remembered of whom the browser keeps is forgotten.
func TestTheVisitorOfABrowserIsForgottenWithItsPages(t *testing.T) {
	play(t, func(s *stage) {
		own := s.visitor()
		tab := s.openWithin(s.anonymous(own), s.anonymous(s.visitor()))
		s.publish(nametag.Change{Visitor: own})
		s.pass(10 * time.Minute)
		if s.room.Expect(shop.ID, own) == 0 {
			t.Error("forgotten while its page lives")
		}
		tab.close()
		s.pass(2 * time.Minute)
		if s.room.Expect(shop.ID, own) != 0 {
			t.Error("remembered, want nothing left of it")
		}
	})
}

// A page that has left, but whose alarm hasn't rung, is still what its row is about.
func TestARowIsAboutSomebodyAtEveryMoment(t *testing.T) {
	play(t, func(s *stage) {
		jane, own, page := s.contact("Jane"), s.visitor(), s.visitor()
		phone := s.openAs(s.linked(s.visitor(), jane, nametag.Verified), "a", "https://shop.example/", true)
		s.open(own, "a", "https://shop.example/blog")
		tab := s.openWithin(s.anonymous(own), s.linked(page, jane, nametag.Verified))
		s.pass(10 * time.Second)
		phone.close()
		s.pass(56 * time.Second)
		tab.close()
		s.pass(4*time.Second + 200*time.Millisecond) // the phone is forgotten as the page leaves
		for _, r := range s.rows() {
			if want := map[presence.State]nametag.VisitorID{left: page, active: own, idle: own}[r.State]; r.Visitor != want {
				t.Errorf("got %+v, want it to be about %v", r, want)
			}
		}
	})
}

// Whoever claims to be Jane may come with many browsers: a row names a few.
func TestARowNamesAFewBrowsers(t *testing.T) {
	play(t, func(s *stage) {
		jane := s.contact("Jane")
		for range 7 {
			s.openWithin(s.anonymous(s.visitor()), s.linked(s.visitor(), jane, nametag.Claimed))
		}
		if got := s.row(); got.Visitors != 7 || len(got.Own) != 5 {
			t.Errorf("got %d visitors, %d named, want 7 and 5", got.Visitors, len(got.Own))
		}
	})
}
