package presence_test

import (
	"slices"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

var (
	robot    = presence.Client{Device: nametag.Device{Kind: presence.Bot, Browser: "Googlebot"}}
	headless = presence.Client{Device: nametag.Device{Kind: "desktop", Browser: "Headless Chrome 130", OS: "Linux"}, Headless: true}
)

// wantBot wants nobody to be here but one bot, of which nothing was written.
func (s *stage) wantBot(what string) {
	s.t.Helper()
	bots := s.room.List(shop.ID, query(s.t, "is:bot", presence.Newest), presence.Place{}, 10)
	if len(bots) != 1 || bots[0].Device.Kind != presence.Bot || len(s.rows()) != 0 || s.room.Counts(shop.ID) != (presence.Counts{Bots: 1}) || len(s.kept.sessions) != 0 {
		s.t.Errorf("%s: got bots %+v, rows %+v, counts %+v, sessions %+v; want a bot and nothing else", what, bots, s.rows(), s.room.Counts(shop.ID), s.kept.sessions)
	}
}

// wantPerson wants one person to be here, and no bot.
func (s *stage) wantPerson(what string) {
	s.t.Helper()
	if c := s.room.Counts(shop.ID); c.Bots != 0 || c.Online != 1 || c.Total != 1 || len(s.rows()) != 1 || s.row().Device.Kind == presence.Bot {
		s.t.Errorf("%s: got %+v, %+v, want a person", what, s.rows(), c)
	}
}

func TestBotsAreCountedUntilTheyIdentify(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.greet(s.anonymous(v), presence.Hello{
			Tab: "a", Visible: true, Page: nametag.Page{URL: "https://shop.example/"}, Client: robot,
		})
		s.pass(10 * time.Second)
		if got := s.room.Counts(shop.ID).Bots; got != 1 || len(s.rows()) != 0 || len(s.kept.of(v)) != 0 {
			t.Errorf("got %d bots, %d rows, %d sessions; want 1, 0, 0", got, len(s.rows()), len(s.kept.of(v)))
		}
		s.identify(v, s.contact("Jane"), nametag.Claimed)
		s.pass(10 * time.Second)
		if got := s.room.Counts(shop.ID).Bots; got != 0 || len(s.rows()) != 1 || len(s.kept.of(v)) != 1 {
			t.Errorf("got %d bots, %d rows, %d sessions; want 0, 1, 1", got, len(s.rows()), len(s.kept.of(v)))
		}
	})
}

// spec live §1: headless without interaction is a bot. Whatever pages do by themselves is none.
func TestAHeadlessBrowserIsABotUntilSomebodyActs(t *testing.T) {
	t.Parallel()
	cart := nametag.Page{URL: "https://shop.example/cart", Title: "Cart"}
	for name, act := range map[string]func(s *stage, tab *tab){
		"a count over a socket":  func(_ *stage, tab *tab) { tab.update(cart, true, 1) },
		"a count in a heartbeat": func(_ *stage, tab *tab) { tab.beats(cart, true, 70_000) },
		"a frame":                func(_ *stage, tab *tab) { tab.alive() },
		"a second tab":           func(s *stage, tab *tab) { s.come(tab.key.Visitor, "b", cart, 3) },
		"the tab, coming again":  func(s *stage, tab *tab) { s.come(tab.key.Visitor, "a", cart, 3) },
		"identify":               func(s *stage, tab *tab) { s.identify(tab.key.Visitor, s.contact("Jane"), nametag.Claimed) },
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *stage) {
				v := s.visitor()
				tab := s.come(v, "a", mugs, 0)
				s.wantBot("at first")
				tab.show(false)
				tab.show(true)
				tab.page("https://shop.example/about")
				tab.update(cart, false, 0)
				tab.update(mugs, true, 0)
				tab.beats(nametag.Page{URL: mugs.URL, Title: "(1) Mugs"}, true, presence.Uncounted)
				tab = s.come(v, "a", cart, 0)
				s.pass(time.Minute)
				s.wantBot("after what pages do by themselves")
				bot := s.room.List(shop.ID, query(t, "is:bot", presence.Newest), presence.Place{}, 10)[0]
				act(s, tab)
				s.wantPerson("at once")
				if got := s.row(); got.ID != bot.ID || !got.Since.Equal(bot.Since) || got.Device != headless.Device {
					t.Errorf("got %+v, want %+v turned into a person in place", got, bot)
				}
				s.pass(5 * time.Second)
				if got := s.kept.of(v); len(got) != 1 || got[0].Device != headless.Device || got[0].Count != 5 || !got[0].Started.Equal(bot.Since) {
					t.Errorf("got %+v, want the session from its first page on", got)
				}
			})
		})
	}
}

// come opens a visible tab in a headless browser.
func (s *stage) come(v nametag.VisitorID, name string, page nametag.Page, alive int) *tab {
	return s.greet(s.anonymous(v), presence.Hello{Tab: name, Page: page, Visible: true, Alive: alive, Client: headless})
}

// It stays a person while it is here: the next page counts anew, and so does a server that was started again, which knows the
// session. Who comes back later has to act again.
func TestWhoActedStaysAPerson(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.come(v, "a", mugs, 1)
		s.pass(5 * time.Second)
		tab.close()
		tab = s.come(v, "b", mugs, 0)
		s.wantPerson("on its next page")
		tab.close()
		s.pass(2 * time.Minute)
		s.wantStates()
		again := s.anonymous(v)
		again.Last = &s.kept.of(v)[0]
		hello := presence.Hello{Tab: "c", Page: mugs, Visible: true, Client: headless}
		tab = s.greet(again, hello)
		s.wantPerson("as the store knows its session")
		tab.close()
		s.pass(nametag.SessionTimeout)
		s.greet(again, hello)
		if c := s.room.Counts(shop.ID); c != (presence.Counts{Bots: 1}) {
			t.Errorf("the next day: got %+v, want a bot", c)
		}
	})
}

// Only what somebody saw is written: not what a bot has on its screen, whatever its browser said that it was a moment ago.
func TestTimeAsABotIsNotTimeSeen(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.open(v, "a", mugs.URL)
		s.pass(time.Second)
		s.greet(s.anonymous(v), presence.Hello{Tab: "a", Page: mugs, Visible: true, Client: robot})
		s.pass(10 * time.Second)
		s.wantBot("which was something else for a second")

		other := s.visitor()
		tab := s.come(other, "a", mugs, 0)
		s.pass(time.Minute)
		tab.alive()
		s.pass(time.Second)
		tab.close()
		s.pass(time.Minute)
		if got := s.kept.of(other); len(got) != 0 {
			t.Errorf("got %+v, want nothing of who was there for a second", got)
		}
	})
}

// Who is watched has come when it turns out to be no bot.
func TestWhoIsWatchedComesWhenItActs(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		var told []presence.Sighting
		off := s.room.Watch(shop.ID, presence.Watched{Visitors: []nametag.VisitorID{v}}, func(si presence.Sighting) { told = append(told, si) })
		defer off()
		tab := s.come(v, "a", mugs, 0)
		if len(told) != 0 {
			t.Errorf("of a bot: got %+v, want nothing", told)
		}
		tab.alive()
		tab.alive()
		if len(told) != 1 || told[0].Identified || told[0].Row.Visitor != v {
			t.Errorf("got %+v, want to hear once that it came", told)
		}
	})
}

// A page that keeps nothing is in its browser's row as soon as somebody acts on it.
func TestAPageInAHeadlessBrowserJoinsItWhenSomebodyActs(t *testing.T) {
	play(t, func(s *stage) {
		own, page := s.visitor(), s.visitor()
		s.come(own, "a", mugs, 1)
		s.room.Expect(shop.ID, page)
		s.within(page, s.anonymous(own))
		tab := s.come(page, "a", mugs, 0)
		if c := s.room.Counts(shop.ID); c.Online != 1 || c.Bots != 1 || s.row().Visitor != own {
			t.Errorf("got %+v %+v, want the browser's own visitor, and a bot beside it", c, s.row())
		}
		tab.alive()
		s.wantPerson("together")
		if got := s.row(); got.Visitor != page || !slices.Equal(got.Own, []nametag.VisitorID{own}) || got.Tabs != 2 {
			t.Errorf("got %+v, want both in one row", got)
		}
		next := s.visitor()
		s.room.Expect(shop.ID, next)
		s.within(next, s.anonymous(own))
		s.come(next, "a", mugs, 0)
		if c := s.room.Counts(shop.ID); c.Bots != 1 || s.row().Tabs != 2 {
			t.Errorf("got %+v %+v, want the next page as a bot beside them", c, s.row())
		}
	})
}
