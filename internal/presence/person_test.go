package presence_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

var desktop = presence.Client{Device: nametag.Device{Kind: "desktop", Browser: "Chrome 130", OS: "macOS"}, Country: "IN"}

func TestARowSaysWhatIsKnown(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		page := nametag.Page{URL: "https://shop.example/mugs", Title: "Mugs", Referrer: "https://search.example/"}
		a := s.anonymous(v)
		a.Code = "0472"
		s.greet(a, presence.Hello{Tab: "a", Page: page, Visible: true, Client: desktop})
		came := now()
		got := s.row()
		want := presence.Row{
			ID: got.ID, Visitor: v, Visitors: 1, Page: page, Referrer: page.Referrer, Device: desktop.Device, Country: "IN",
			Since: came, State: active, StateSince: came, Changed: came, Tabs: 1, Codes: []presence.Code{{"0472", v}},
		}
		if got.Person.Tags != nil || !same(got, want) {
			t.Errorf("\n got %+v\nwant %+v", got, want)
		}
		s.pass(61 * time.Minute)
		if code := s.row().Codes; code != nil {
			t.Errorf("got code %q an hour later, want none: it ended", code)
		}
	})
}

func TestABagIsShownWhileAVisitorIsAnonymous(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.open(v, "a", "https://shop.example/")
		s.publish(nametag.Change{Visitor: v, Bag: nametag.Bag{Email: nametag.Email{Shown: "j@example.com"}, Traits: named("Jane")}})
		if got := s.row(); got.Person.Name != "Jane" || got.Person.Email != "j@example.com" || got.Trust != nametag.Anonymous {
			t.Errorf("got %+v, want an anonymous Jane", got)
		}
	})
}

// spec live §2: the moment of identification is the product.
func TestAnAnonymousRowTurnsIntoJaneInPlace(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.open(v, "a", "https://shop.example/")
		before := s.row()
		s.pass(10 * time.Second)
		jane := s.contact("Jane")
		s.identify(v, jane, nametag.Claimed)
		got := s.row()
		if got.ID != before.ID || got.Contact != jane.ID || got.Person.Name != "Jane" || got.Trust != nametag.Claimed {
			t.Errorf("got %+v, want row %v as Jane", got, before.ID)
		}
		if !got.Changed.Equal(now()) || !got.Since.Equal(before.Since) {
			t.Errorf("changed %v since %v, want now and %v", got.Changed, got.Since, before.Since)
		}
		if c := s.room.Counts(shop.ID); c != (presence.Counts{Total: 1, Online: 1, Claimed: 1}) {
			t.Errorf("counts: got %+v", c)
		}
	})
}

func TestAllBrowsersOfAPersonAreOneRow(t *testing.T) {
	play(t, func(s *stage) {
		jane := s.contact("Jane")
		laptop, phone := s.visitor(), s.visitor()
		s.openAs(s.linked(laptop, jane, nametag.Claimed), "a", "https://shop.example/", true)
		before := s.row()
		s.openAs(s.linked(laptop, jane, nametag.Claimed), "b", "https://shop.example/", false)
		s.pass(time.Second)
		tab := s.open(phone, "a", "https://shop.example/cart")
		s.identify(phone, jane, nametag.Claimed) // her anonymous row disappears in hers
		got := s.row()
		if got.ID != before.ID || got.Visitors != 2 || got.Tabs != 3 || got.Visitor != phone {
			t.Errorf("got %+v, want row %v with 2 visitors, 3 tabs, the phone being the newest", got, before.ID)
		}
		if got.Page.URL != "https://shop.example/cart" || !got.Since.Equal(before.Since) {
			t.Errorf("got %q since %v, want the page looked at last, since the first session's start", got.Page.URL, got.Since)
		}
		tab.close()
		s.pass(5 * time.Second)
		if got := s.row(); got.Visitors != 1 || got.Tabs != 2 || got.State != active || got.Page.URL != "https://shop.example/" {
			t.Errorf("got %+v, want the laptop alone", got)
		}
	})
}

// Someone who only claims to be Jane never hides behind her shield (spec live §1).
func TestAClaimNeverHidesInAVerifiedRow(t *testing.T) {
	play(t, func(s *stage) {
		jane := s.contact("Jane")
		claimed, verified, acting := s.visitor(), s.visitor(), s.visitor()
		s.openAs(s.linked(verified, jane, nametag.Verified), "a", "https://shop.example/", true)
		s.openAs(s.linked(claimed, jane, nametag.Claimed), "a", "https://shop.example/", true)
		sam := s.linked(acting, jane, nametag.Verified)
		sam.Browser.Link.Actor = "Sam"
		s.openAs(sam, "a", "https://shop.example/", true)
		got := map[string]int{}
		for _, r := range s.rows() {
			got[r.Standing()] += r.Visitors
		}
		if len(s.rows()) != 3 || got["verified"] != 1 || got["claimed"] != 1 || got["acting"] != 1 {
			t.Errorf("got %v, want a row each", got)
		}
		s.identify(claimed, jane, nametag.Verified)
		if rows := s.rows(); len(rows) != 2 {
			t.Errorf("after a rise of trust: got %d rows, want hers and Sam's", len(rows))
		}
	})
}

func TestEachRowOfAPersonHearsWhatChanges(t *testing.T) {
	play(t, func(s *stage) {
		jane := s.contact("Jane")
		verified, claimed := s.visitor(), s.visitor()
		s.openAs(s.linked(verified, jane, nametag.Verified), "a", "https://shop.example/", true)
		s.openAs(s.linked(claimed, jane, nametag.Claimed), "a", "https://shop.example/", true)
		married := *jane
		married.Traits = named("Jane Doe")
		s.identify(verified, &married, nametag.Verified)
		for _, r := range s.rows() {
			if r.Person.Name != "Jane Doe" {
				t.Errorf("the %s row says %q, want Jane Doe", r.Standing(), r.Person.Name)
			}
		}
	})
}

func TestOlderChangesAreDropped(t *testing.T) {
	play(t, func(s *stage) {
		jane := s.contact("Jane")
		v := s.visitor()
		s.openAs(s.linked(v, jane, nametag.Claimed), "a", "https://shop.example/", true)
		change := func(seq nametag.Seq, name string) {
			c := *jane
			c.Head, c.Traits = seq, named(name)
			s.publish(nametag.Change{Visitor: v, Link: nametag.Link{Contact: c.ID, Trust: nametag.Claimed}, Contact: &c, Seq: seq})
		}
		change(10, "new")
		change(9, "old")
		if got := s.row().Person.Name; got != "new" {
			t.Errorf("got %q, want what entry 10 says", got)
		}
	})
}

// An identify that lands between the store's answer and the arrival stands.
func TestAChangeDuringTheQuestionStands(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		ticket := s.room.Expect(shop.ID, v)
		s.identify(v, s.contact("Jane"), nametag.Claimed)
		hello := presence.Hello{Tab: "a", Stamp: presence.Stamp{Socket: 1}, Visible: true, Ticket: ticket}
		s.room.Arrive(s.anonymous(v), hello)
		if got := s.row(); got.Person.Name != "Jane" || got.Trust != nametag.Claimed {
			t.Errorf("got %+v, want Jane", got)
		}
		hello.Ticket, hello.Stamp.Step = s.room.Expect(shop.ID, v), 1
		s.room.Arrive(s.anonymous(v), hello) // the store's answer is newer than what was published
		if got := s.row(); got.Trust != nametag.Anonymous {
			t.Errorf("got %+v, want what the store says by now", got)
		}
	})
}

// Logging out: Jane "left 5 s ago", and a new anonymous visitor (spec identity §5).
func TestAFenceEndsTheRowAtOnce(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.openAs(s.linked(v, s.contact("Jane"), nametag.Claimed), "a", "https://shop.example/", true)
		jane := s.row()
		fenced := now()
		successor := s.fence(v)
		if got := s.row(); got.State != left || !got.StateSince.Equal(fenced) || got.Person.Name != "Jane" {
			t.Errorf("got %+v, want Jane, left", got)
		}
		s.pass(5 * time.Second)
		tab.page("https://shop.example/hers") // a word that was on its way
		tab.alive()
		s.open(successor, "a", "https://shop.example/")
		rows := s.rows()
		if len(rows) != 2 || rows[0].Visitor != successor || rows[0].Trust != nametag.Anonymous || rows[0].ID == jane.ID {
			t.Fatalf("got %+v, want a new anonymous row on top", rows)
		}
		if rows[1].ID != jane.ID || rows[1].State != left || rows[1].Page != jane.Page {
			t.Errorf("got %+v, want Jane as she left", rows[1])
		}
		s.pass(56 * time.Second)
		s.wantStates(active)
	})
}

func TestAFenceLeavesHerOtherBrowsers(t *testing.T) {
	play(t, func(s *stage) {
		jane := s.contact("Jane")
		laptop, phone := s.visitor(), s.visitor()
		s.openAs(s.linked(laptop, jane, nametag.Claimed), "a", "https://shop.example/laptop", true)
		s.openAs(s.linked(phone, jane, nametag.Claimed), "a", "https://shop.example/phone", true)
		s.fence(phone)
		if got := s.row(); got.State != active || got.Visitors != 1 || got.Page.URL != "https://shop.example/laptop" {
			t.Errorf("got %+v, want her laptop", got)
		}
	})
}

func TestAnArrivalAfterTheFenceIsRefused(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.fence(v)
		if err := s.room.Arrive(s.anonymous(v), presence.Hello{Tab: "a", Stamp: presence.Stamp{Socket: 1}, Visible: true}); !errors.Is(err, nametag.ErrFenced) {
			t.Errorf("got %v, want a fenced visitor to be refused", err)
		}
		s.wantStates()
	})
}

func TestALookupCodeShowsAtOnce(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.open(v, "a", "https://shop.example/")
		s.publish(nametag.Change{Visitor: v, Code: "0472"})
		if got := s.row(); !slices.Equal(got.Codes, []presence.Code{{"0472", v}}) || !got.Changed.Equal(now()) {
			t.Errorf("got %+v, want the code", got)
		}
	})
}

// same compares rows but for Person, which holds a slice.
func same(a, b presence.Row) bool {
	at, bt := []time.Time{a.Since, a.StateSince, a.Changed}, []time.Time{b.Since, b.StateSince, b.Changed}
	for i := range at {
		if !at[i].Equal(bt[i]) {
			return false
		}
	}
	return a.ID == b.ID && a.Visitor == b.Visitor && a.Visitors == b.Visitors && a.Contact == b.Contact && a.Trust == b.Trust &&
		a.Actor == b.Actor && a.Page == b.Page && a.Referrer == b.Referrer && a.Device == b.Device && a.Country == b.Country &&
		a.State == b.State && a.Tabs == b.Tabs && a.Returning == b.Returning && slices.Equal(a.Codes, b.Codes)
}
