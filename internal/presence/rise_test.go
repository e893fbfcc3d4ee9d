package presence_test

import (
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// Whoever rises in trust hasn't left: the row rises with her, or disappears in hers, even if another browser of hers had
// left from it.
func TestARiseOfTrustLeavesNobodyBehind(t *testing.T) {
	t.Parallel()
	for name, elsewhere := range map[string]bool{"in place": false, "into her verified row": true} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *stage) {
				jane := s.contact("Jane")
				gone, here := s.visitor(), s.visitor()
				s.openAs(s.linked(gone, jane, nametag.Claimed), "a", "https://shop.example/", true)
				s.openAs(s.linked(here, jane, nametag.Claimed), "a", "https://shop.example/", true)
				want := s.row().ID
				if elsewhere {
					s.openAs(s.linked(s.visitor(), jane, nametag.Verified), "a", "https://shop.example/", true)
					want = s.rows()[0].ID
				}
				s.fence(gone)
				s.identify(here, jane, nametag.Verified)
				if got := s.row(); got.ID != want || got.Trust != nametag.Verified || got.State != active {
					t.Errorf("got %+v, want row %v, verified", got, want)
				}
			})
		})
	}
}

func TestAnOlderLinkIsDropped(t *testing.T) {
	play(t, func(s *stage) {
		jane, v := s.contact("Jane"), s.visitor()
		s.openAs(s.linked(v, jane, nametag.Claimed), "a", "https://shop.example/", true)
		s.publish(nametag.Change{Visitor: v, Link: nametag.Link{Contact: jane.ID, Trust: nametag.Verified}, Contact: headed(jane, 10), Seq: 10})
		s.publish(nametag.Change{Visitor: v, Link: nametag.Link{Contact: jane.ID, Trust: nametag.Claimed}, Contact: headed(jane, 9), Seq: 9})
		if got := s.row().Trust; got != nametag.Verified {
			t.Errorf("got %v, want what entry 10 says", got)
		}
	})
}

func headed(c *nametag.Contact, head nametag.Seq) *nametag.Contact {
	known := *c
	known.Head = head
	return &known
}

// A batch that is being written isn't changed by what happens meanwhile.
func TestAWrittenSessionStaysAsItWas(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.open(v, "a", "https://shop.example/")
		s.pass(5 * time.Second)
		written := s.kept.of(v)[0]
		s.room.Page(tab.key, tab.next(), nametag.Page{URL: "https://shop.example/", Title: "Shop"})
		if got := written.Pages[0].Title; got != "" {
			t.Errorf("the title of a page that was written became %q", got)
		}
	})
}

func TestANewTabAfterALongSilenceIsANewVisit(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.open(v, "a", "https://shop.example/")
		s.pass(time.Hour)
		s.greet(s.anonymous(v), presence.Hello{
			Tab: "b", Visible: true, Page: nametag.Page{URL: "https://shop.example/mugs", Referrer: "https://search.example/"},
		})
		if got := s.row(); got.Referrer != "https://search.example/" || !got.Returning || !got.Since.Equal(now()) {
			t.Errorf("got %+v, want a visit that begins now, from the search", got)
		}
	})
}

func TestWhoComesBackInTheBackgroundIsAwaySinceThen(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.open(v, "a", "https://shop.example/")
		tab.close()
		s.pass(30 * time.Second)
		s.openAs(s.anonymous(v), "b", "https://shop.example/", false)
		if got := s.row(); got.State != away || !got.StateSince.Equal(now()) {
			t.Errorf("got %v since %v, want away since %v", got.State, got.StateSince, now())
		}
	})
}

func TestWhoIsKnownFromAnotherBrowserReturns(t *testing.T) {
	play(t, func(s *stage) {
		jane := s.contact("Jane")
		jane.FirstSeen = now().Add(-24 * time.Hour)
		v := s.visitor()
		s.open(v, "a", "https://shop.example/")
		if s.row().Returning {
			t.Error("an anonymous visitor returns on its first visit")
		}
		s.publish(nametag.Change{Visitor: v, Link: nametag.Link{Contact: jane.ID, Trust: nametag.Claimed}, Contact: jane, Seq: 1})
		if !s.row().Returning {
			t.Error("Jane, known since yesterday, is shown as new")
		}
	})
}

func TestALookupCodeIsGoneOnReset(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.open(v, "a", "https://shop.example/")
		s.publish(nametag.Change{Visitor: v, Code: "0472"})
		if got := s.row().Codes[0].Code; got != "0472" {
			t.Fatalf("code: got %q", got)
		}
		s.fence(v)
		if got := s.row(); got.Codes != nil || got.State != left {
			t.Errorf("after the reset: got %q, %v", got.Codes, got.State)
		}
	})
}
