package presence_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// Whoever is watched is told of when they come and when they are identified, wherever they stand in any list; and not for
// what isn't news: pages, reloads, second tabs.
func TestWhoIsWatchedIsToldOf(t *testing.T) {
	play(t, func(s *stage) {
		jane, v, other := s.contact("Jane"), s.visitor(), s.visitor()
		var told []string
		off := s.room.Watch(shop.ID, presence.Watched{Visitors: []nametag.VisitorID{v}, Contacts: []nametag.ContactID{jane.ID}}, func(si presence.Sighting) {
			told = append(told, fmt.Sprintf("%s %d identified:%v", si.Row.Person.Name, si.Row.Trust, si.Identified))
		})
		want := func(want ...string) {
			t.Helper()
			if !slices.Equal(told, want) {
				t.Errorf("got %q, want %q", told, want)
			}
			told = nil
		}
		tab := s.open(v, "a", "https://shop.example/")
		want(" 0 identified:false")
		tab.page("https://shop.example/mugs")
		s.open(v, "b", "https://shop.example/")
		tab.close()
		s.open(v, "c", "https://shop.example/")
		s.pass(time.Second)
		want()
		s.identify(v, jane, nametag.Claimed)
		want("Jane 1 identified:true") // watched twice, told once
		s.identify(v, jane, nametag.Verified)
		want("Jane 2 identified:true")
		s.open(other, "a", "https://shop.example/")
		s.identify(other, s.contact("Ravi"), nametag.Claimed)
		want()
		s.identify(other, jane, nametag.Verified) // another browser of hers, in her row
		want()
		off()
		s.fence(v)
		s.fence(other)
		s.pass(2 * time.Minute)
		s.openAs(s.linked(s.visitor(), jane, nametag.Verified), "a", "https://shop.example/", true)
		want()
	})
}

// ear hears of one who is watched.
type ear struct {
	s    *stage
	told []string
}

func (s *stage) watch(people presence.Watched) *ear {
	e := &ear{s: s}
	s.room.Watch(shop.ID, people, func(si presence.Sighting) {
		what := "came"
		if si.Identified {
			what = "identified"
		}
		e.told = append(e.told, fmt.Sprintf("%s %s %s", what, si.Row.Person.Name, si.Row.Standing()))
	})
	return e
}

func (s *stage) watchVisitor(v nametag.VisitorID) *ear {
	return s.watch(presence.Watched{Visitors: []nametag.VisitorID{v}})
}

func (s *stage) watchContact(c *nametag.Contact) *ear {
	return s.watch(presence.Watched{Contacts: []nametag.ContactID{c.ID}})
}

func (e *ear) want(want ...string) {
	e.s.t.Helper()
	if !slices.Equal(e.told, want) {
		e.s.t.Errorf("got %q, want %q", e.told, want)
	}
	e.told = nil
}

// A visitor who joins Jane's row was identified, although nothing about her row changed.
func TestAWatchedVisitorIsToldOfInWhateverRow(t *testing.T) {
	play(t, func(s *stage) {
		jane, phone, v := s.contact("Jane"), s.visitor(), s.visitor()
		s.openAs(s.linked(phone, jane, nametag.Verified), "a", "https://shop.example/", true)
		s.open(v, "a", "https://shop.example/")
		e := s.watchVisitor(v)
		s.identify(v, jane, nametag.Claimed)
		e.want("identified Jane claimed")
		s.identify(v, jane, nametag.Verified)
		e.want("identified Jane verified")
		s.identify(v, jane, nametag.Claimed)
		s.fence(phone)
		e.want()
	})
}

// Jane is here from her first browser to her last, at the highest trust of any.
func TestAWatchedContactIsHereOnce(t *testing.T) {
	play(t, func(s *stage) {
		jane, phone, laptop := s.contact("Jane"), s.visitor(), s.visitor()
		e := s.watchContact(jane)
		s.openAs(s.linked(phone, jane, nametag.Claimed), "a", "https://shop.example/", true)
		e.want("came Jane claimed")
		tab := s.openAs(s.linked(laptop, jane, nametag.Claimed), "a", "https://shop.example/", true)
		s.watchContact(jane).want()
		e.want()
		s.identify(laptop, jane, nametag.Verified)
		e.want("identified Jane verified")
		s.identify(phone, jane, nametag.Verified)
		s.identify(laptop, jane, nametag.Claimed)
		s.fence(phone)
		e.want()
		tab.close()
		s.pass(5 * time.Second)
		s.openAs(s.linked(laptop, jane, nametag.Claimed), "a", "https://shop.example/", true)
		e.want("came Jane claimed")
	})
}

// Who names somebody twice is told once, and whoever stops leaves those who watch on.
func TestWhoWatchesTwiceIsToldOnce(t *testing.T) {
	play(t, func(s *stage) {
		jane, told := s.contact("Jane"), 0
		twice := presence.Watched{Contacts: []nametag.ContactID{jane.ID, jane.ID}}
		off := s.room.Watch(shop.ID, twice, func(presence.Sighting) { told++ })
		e := s.watchContact(jane)
		v := s.visitor()
		s.openAs(s.linked(v, jane, nametag.Claimed), "a", "https://shop.example/", true)
		off()
		off = s.room.Watch(shop.ID, twice, func(presence.Sighting) { told++ })
		off()
		s.identify(v, jane, nametag.Verified)
		e.want("came Jane claimed", "identified Jane verified")
		if told != 1 {
			t.Errorf("told %d times, want once", told)
		}
		ravi := s.contact("Ravi")
		s.room.Watch(shop.ID, presence.Watched{Contacts: []nametag.ContactID{ravi.ID, ravi.ID}}, func(presence.Sighting) {})()
	})
}

// Who acts as Jane isn't she, and hides her not.
func TestWhoActsAsAWatchedContactIsNotTheContact(t *testing.T) {
	play(t, func(s *stage) {
		jane, v := s.contact("Jane"), s.visitor()
		e := s.watchContact(jane)
		sam := s.linked(v, jane, nametag.Verified)
		sam.Browser.Link.Actor = "Sam"
		s.openAs(sam, "a", "https://shop.example/", true)
		e.want()
		s.openAs(s.linked(s.visitor(), jane, nametag.Verified), "a", "https://shop.example/", true)
		e.want("came Jane verified")
	})
}

// Whoever becomes Jane by a merge has come, as far as who watches her knows.
func TestAWatchedContactIsToldOfAfterAMerge(t *testing.T) {
	play(t, func(s *stage) {
		jane, ravi, v := s.contact("Jane"), s.contact("Ravi"), s.visitor()
		ears := []*ear{s.watchContact(jane), s.watchContact(ravi), s.watchVisitor(v)}
		s.openAs(s.linked(v, ravi, nametag.Claimed), "a", "https://shop.example/", true)
		ears[1].want("came Ravi claimed")
		ears[2].want("came Ravi claimed")
		s.publish(nametag.Change{Moved: []nametag.VisitorID{v}, Contact: jane})
		ears[0].want("came Jane claimed")
		s.publish(nametag.Change{Moved: []nametag.VisitorID{v}, Contact: ravi})
		ears[1].want("came Ravi claimed")
		ears[2].want()
	})
}

// A bot comes when somebody does something in it, at once; a proof that fell may rise again; and who made place for others
// may come back.
func TestAWatchedVisitorIsToldOfAgain(t *testing.T) {
	playCrowd(t, func(c *crowd) {
		bot, v := c.visitor(), c.visitor()
		e := c.watch(presence.Watched{Visitors: []nametag.VisitorID{bot, v}})
		tab := c.greet(c.anonymous(bot), presence.Hello{Tab: "a", Visible: true, Client: presence.Client{Headless: true}})
		e.want()
		tab.alive()
		e.want("came  anonymous")
		jane := c.contact("Jane")
		a := c.linked(v, jane, nametag.Verified)
		a.Browser.Link.KID = "k1"
		c.come(a, cafe)
		e.want("came Jane verified")
		c.room.Leaked(shop.ID, nametag.LeakedKeys{"k1"})
		c.identify(v, jane, nametag.Verified)
		e.want("identified Jane verified")
		c.identify(v, jane, nametag.Claimed)
		c.come(c.linked(c.visitor(), c.contact("Ravi"), nametag.Verified), cafe)
		c.come(c.linked(c.visitor(), c.contact("Mia"), nametag.Verified), cafe)
		c.wantOut(v)
		c.come(a, office)
		e.want("came Jane claimed")
	})
}

// Whatever happens: of each who is watched is told what becomes of them, and nothing else.
func TestSightings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(moves, 1, 40).Draw(rt, "steps")
		var err error
		synctest.Test(t, func(t *testing.T) { err = watchHistory(t, steps) })
		if err != nil {
			rt.Fatal(err)
		}
	})
}

// watchHistory watches each visitor and each contact of a history, alone.
func watchHistory(t *testing.T, steps []move) error {
	h := newHistory(t)
	defer func() { _ = h.room.Close(t.Context()) }()
	ears := map[any]*ear{}
	for _, v := range h.visitors {
		ears[v] = h.watchVisitor(v)
	}
	for _, c := range h.contacts {
		ears[c.ID] = h.watchContact(c)
	}
	for i, m := range steps {
		if m.does == "within" || m.does == "look" {
			continue
		}
		before := h.standings()
		h.step(m)
		after := h.standings()
		h.pass(16 * time.Second) // whoever vanished has left by then
		h.passLeases()
		for who, e := range ears {
			if got, want := e.told, h.news(before, after, who); !slices.Equal(got, want) {
				return fmt.Errorf("step %d, %+v: of %v was told %q, want %q", i, m, who, got, want)
			}
			e.told = nil
		}
	}
	return nil
}

// standings is how everybody is here who is: visitors and contacts by their ids, with the highest trust that they have.
func (h *history) standings() map[any]nametag.Link {
	here := map[any]nametag.Link{}
	for _, v := range h.everybody {
		if h.model.open(v) == 0 || h.bot(v) {
			continue
		}
		l := h.links[v]
		here[v] = l
		if c, known := here[l.Contact]; !known || l.Trust > c.Trust {
			here[l.Contact] = l
		}
	}
	return here
}

// news are what is told of a watched visitor or contact.
func (h *history) news(before, after map[any]nametag.Link, who any) []string {
	was, wasHere := before[who]
	is, isHere := after[who]
	name := ""
	for _, c := range h.contacts {
		if c.ID == is.Contact {
			name = c.ExternalID
		}
	}
	switch {
	case isHere && !wasHere:
		return []string{fmt.Sprintf("came %s %s", name, is.Standing())}
	case isHere && is.Trust > was.Trust:
		return []string{fmt.Sprintf("identified %s %s", name, is.Standing())}
	}
	return nil
}

// Whom a browser keeps is where its pages are that keep nothing: it comes with them, and turns into Jane.
func TestAWatchedVisitorIsHereWithItsPages(t *testing.T) {
	play(t, func(s *stage) {
		own, page := s.visitor(), s.visitor()
		e := s.watchVisitor(own)
		s.open(page, "a", "https://shop.example/")
		e.want()
		s.within(page, s.anonymous(own))
		e.want("came  anonymous")
		s.open(own, "a", "https://shop.example/")
		e.want()
		s.identify(page, s.contact("Jane"), nametag.Verified)
		e.want("identified Jane verified")
	})
}

// A page that is in its browser no more is who it is itself.
func TestAWatchedPageIsToldOfBeyondItsBrowser(t *testing.T) {
	play(t, func(s *stage) {
		own, janes, page := s.visitor(), s.visitor(), s.visitor()
		s.openAs(s.linked(janes, s.contact("Jane"), nametag.Verified), "a", "https://shop.example/", true)
		s.within(janes, s.anonymous(own))
		s.open(page, "a", "https://shop.example/")
		s.within(page, s.anonymous(own))
		e := s.watchVisitor(page)
		s.within(page, nametag.Arrival{})
		e.want()
		s.identify(page, s.contact("Ravi"), nametag.Claimed)
		e.want("identified Ravi claimed")
	})
}
