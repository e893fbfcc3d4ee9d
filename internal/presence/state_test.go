package presence_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

const (
	active = presence.Active
	idle   = presence.Idle
	away   = presence.Away
	left   = presence.Left
)

// spec live §1: active · idle · away · left, listed for 60 s.
func TestStatesFollowTabsAndSignsOfLife(t *testing.T) {
	play(t, func(s *stage) {
		tab := s.open(s.visitor(), "a", "https://shop.example/")
		s.wantStates(active)
		s.pass(59 * time.Second)
		s.wantStates(active)
		s.pass(2 * time.Second)
		s.wantStates(idle)
		tab.alive()
		s.wantStates(active)
		tab.show(false)
		s.pass(5 * time.Second)
		s.wantStates(away)
		s.pass(time.Hour)
		s.wantStates(away)
		tab.show(true)
		s.wantStates(active)
		closed := now()
		tab.close()
		s.pass(5 * time.Second)
		s.wantStates(left)
		if got := s.row().StateSince; !got.Equal(closed) {
			t.Errorf("left since: got %v, want when the tab was closed, %v", got, closed)
		}
		s.pass(54 * time.Second)
		s.wantStates(left)
		s.pass(2 * time.Second)
		s.wantStates()
	})
}

func TestATabInTheBackgroundIsAwayAtOnce(t *testing.T) {
	play(t, func(s *stage) {
		s.openAs(s.anonymous(s.visitor()), "a", "https://shop.example/", false)
		s.wantStates(away)
		if got := s.row().StateSince; !got.Equal(now()) {
			t.Errorf("away since: got %v, want %v", got, now())
		}
	})
}

// spec live §1: a page change, a reload, a tab closed while another is open, a phone changing network: no flapping.
func TestNothingFlaps(t *testing.T) {
	t.Parallel()
	disturbances := map[string]func(s *stage, v nametag.VisitorID, tab *tab){
		"a reload": func(s *stage, v nametag.VisitorID, tab *tab) {
			tab.show(false)
			s.pass(100 * time.Millisecond)
			tab.close()
			s.pass(3 * time.Second)
			s.open(v, "a", "https://shop.example/")
		},
		"a page change in a tab without a name": func(s *stage, v nametag.VisitorID, tab *tab) {
			tab.close()
			s.pass(3 * time.Second)
			s.open(v, "another", "https://shop.example/mugs")
		},
		"a tab closed while another is open": func(s *stage, v nametag.VisitorID, tab *tab) {
			other := s.openAs(s.anonymous(v), "other", "https://shop.example/cart", false)
			tab.close()
			s.pass(time.Second)
			other.show(true)
		},
		"a reconnect before the old socket is seen dead": func(s *stage, v nametag.VisitorID, tab *tab) {
			s.open(v, "a", "https://shop.example/")
			s.pass(time.Second)
			tab.lose()
			s.pass(20 * time.Second)
		},
		"a phone that changes its network": func(s *stage, v nametag.VisitorID, tab *tab) {
			tab.lose()
			s.pass(14 * time.Second)
			s.open(v, "a", "https://shop.example/")
		},
		"a rise of trust": func(s *stage, v nametag.VisitorID, _ *tab) {
			jane := s.contact("Jane")
			s.identify(v, jane, nametag.Claimed)
			s.pass(time.Second)
			s.identify(v, jane, nametag.Verified)
		},
	}
	for name, disturb := range disturbances {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *stage) {
				v := s.visitor()
				tab := s.open(v, "a", "https://shop.example/")
				before := s.row().ID
				look := s.look(presence.Window{Count: 10})
				disturb(s, v, tab)
				s.pass(5 * time.Second)
				for _, frame := range look.frames {
					for _, r := range frame.Rows {
						if r.State != active || r.ID != before {
							t.Errorf("an agent saw %v of row %v, want active of %v", r.State, r.ID, before)
						}
					}
				}
				s.wantStates(active)
			})
		})
	}
}

func TestWhoComesBackReturnsToTheSameRow(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.open(v, "a", "https://shop.example/")
		before := s.row()
		tab.close()
		s.pass(30 * time.Second)
		s.wantStates(left)
		s.open(v, "b", "https://shop.example/mugs")
		after := s.row()
		if after.ID != before.ID || after.State != active || !after.Since.Equal(before.Since) {
			t.Errorf("got %+v, want row %v, active, with its session", after, before.ID)
		}
	})
}

func TestJaneComesBackToHerRowWithAnotherBrowser(t *testing.T) {
	play(t, func(s *stage) {
		jane := s.contact("Jane")
		tab := s.openAs(s.linked(s.visitor(), jane, nametag.Claimed), "a", "https://shop.example/", true)
		before := s.row().ID
		tab.close()
		s.pass(30 * time.Second)
		s.openAs(s.linked(s.visitor(), jane, nametag.Claimed), "a", "https://shop.example/", true)
		if got := s.row(); got.ID != before || got.State != active || got.Visitors != 1 {
			t.Errorf("got %+v, want row %v, active, with one visitor", got, before)
		}
	})
}

func TestFactsMayComeTwiceAndLate(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		old := s.open(v, "a", "https://shop.example/")
		s.open(v, "a", "https://shop.example/cart")
		old.page("https://shop.example/late")
		old.close()
		s.pass(10 * time.Second)
		if got := s.row(); got.State != active || got.Page.URL != "https://shop.example/cart" || got.Tabs != 1 {
			t.Errorf("after a dead socket's words: got %v on %q with %d tabs, want active on the cart with 1", got.State, got.Page.URL, got.Tabs)
		}
	})
}

func TestAnOldHelloDoesNotBringATabBack(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.open(v, "a", "https://shop.example/")
		hello := presence.Hello{Tab: "a", Stamp: presence.Stamp{Socket: tab.stamp.Socket, Step: 1}, Visible: true}
		tab.close()
		s.room.Arrive(s.anonymous(v), hello)
		s.pass(5 * time.Second)
		s.wantStates(left)
	})
}

func TestATabOfHeartbeatsLeavesWithItsLease(t *testing.T) {
	play(t, func(s *stage) {
		a := s.anonymous(s.visitor())
		tab := s.greetByBeat(a, presence.Hello{Tab: "a", Visible: true})
		for range 4 {
			s.pass(50 * time.Second)
			if _, ok := s.room.Beat(tab.key, tab.next(), 0, nametag.Page{URL: "https://shop.example/mugs"}, true, presence.Uncounted); !ok {
				t.Fatal("the beat of a known tab was refused")
			}
		}
		s.wantStates(active)
		s.pass(presence.BeatLease + time.Second)
		s.wantStates(left)
		if _, ok := s.room.Beat(tab.key, tab.next(), 0, nametag.Page{}, true, presence.Uncounted); ok {
			t.Error("the beat of a tab that is gone was taken; it must say hello")
		}
	})
}

func TestABeatWithAnotherTokenMustSayHello(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.open(v, "a", "https://shop.example/")
		s.publish(nametag.Change{Visitor: v, Number: 1})
		if _, ok := s.room.Beat(tab.key, tab.next(), 0, nametag.Page{}, true, presence.Uncounted); ok {
			t.Error("the beat with the token from before the rise was taken")
		}
	})
}

// A browser chooses its tabs' names, so it could send any number of them.
func TestOfTooManyTabsTheStalestMakesPlace(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		beat := func(name string) *tab {
			s.pass(time.Second)
			return s.greetByBeat(s.anonymous(v), presence.Hello{Tab: name, Page: nametag.Page{URL: "https://shop.example/" + name}, Visible: true})
		}
		var tabs []*tab
		for i := range 20 {
			tabs = append(tabs, beat(strconv.Itoa(i)))
		}
		tabs[0].page("https://shop.example/cart")
		beat("one more")
		if got := s.row().Tabs; got != 20 {
			t.Errorf("got %d tabs, want 20", got)
		}
		tabs[0].page("https://shop.example/paid")
		tabs[1].page("https://shop.example/nobody")
		if got := s.row().Page.URL; got != "https://shop.example/paid" {
			t.Errorf("got %q, want the second tab closed, not the first, which was touched since", got)
		}
		for i := range 30 {
			beat(strconv.Itoa(i)) // those that made place come back
		}
		if got := s.row().Tabs; got != 20 {
			t.Errorf("got %d tabs, want 20", got)
		}
	})
}
