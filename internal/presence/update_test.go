package presence_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

var mugs = nametag.Page{URL: "https://shop.example/mugs", Title: "Mugs"}

// update says how the tab is by now.
func (t *tab) update(page nametag.Page, visible bool, alive int) {
	t.s.room.Update(t.key, t.next(), page, visible, alive)
	synctest.Wait()
}

// beats is update by a heartbeat.
func (t *tab) beats(page nametag.Page, visible bool, alive int) {
	t.s.t.Helper()
	if _, ok := t.s.room.Beat(t.key, t.next(), 0, page, visible, alive); !ok {
		t.s.t.Fatal("the beat of a known tab was refused")
	}
	synctest.Wait()
}

// Said as a whole, what changed says whether somebody is there (spec live §1): another address, a tab that is shown again, a
// higher count of signs of life. A title may change by itself.
func TestWhatIsASignOfLife(t *testing.T) {
	t.Parallel()
	other, retitled := nametag.Page{URL: "https://shop.example/cart", Title: "Mugs"}, nametag.Page{URL: mugs.URL, Title: "(1) Mugs"}
	for name, c := range map[string]struct {
		say  func(tab *tab, how func(nametag.Page, bool, int))
		want presence.State
	}{
		"nothing new":          {func(tab *tab, how func(nametag.Page, bool, int)) { how(mugs, true, 3) }, idle},
		"another title":        {func(tab *tab, how func(nametag.Page, bool, int)) { how(retitled, true, 3) }, idle},
		"another address":      {func(tab *tab, how func(nametag.Page, bool, int)) { how(other, true, 3) }, active},
		"a rise of the count":  {func(tab *tab, how func(nametag.Page, bool, int)) { how(mugs, true, 4) }, active},
		"a fall of the count":  {func(tab *tab, how func(nametag.Page, bool, int)) { how(mugs, true, 2) }, idle},
		"a count that returns": {func(tab *tab, how func(nametag.Page, bool, int)) { how(mugs, true, 0); how(mugs, true, 3) }, idle},
		"being shown again":    {func(tab *tab, how func(nametag.Page, bool, int)) { how(mugs, false, 3); how(mugs, true, 3) }, active},
		"being hidden":         {func(tab *tab, how func(nametag.Page, bool, int)) { how(mugs, false, 3) }, away},
	} {
		for kind, how := range map[string]func(*tab) func(nametag.Page, bool, int){
			"by its socket":  func(tab *tab) func(nametag.Page, bool, int) { return tab.update },
			"by a heartbeat": func(tab *tab) func(nametag.Page, bool, int) { return tab.beats },
		} {
			t.Run(name+" "+kind, func(t *testing.T) {
				play(t, func(s *stage) {
					tab := s.greet(s.anonymous(s.visitor()), presence.Hello{Tab: "a", Page: mugs, Visible: true, Alive: 3})
					s.pass(61 * time.Second)
					s.wantStates(idle)
					c.say(tab, how(tab))
					s.pass(5 * time.Second)
					s.wantStates(c.want)
				})
			})
		}
	}
}

func TestAnUpdateSaysHowTheTabIs(t *testing.T) {
	play(t, func(s *stage) {
		tab := s.greet(s.anonymous(s.visitor()), presence.Hello{Tab: "a", Page: mugs, Visible: true})
		cart := nametag.Page{URL: "https://shop.example/cart", Title: "Cart"}
		tab.update(cart, true, 0)
		if got := s.row().Page; got != cart {
			t.Errorf("got %+v, want the cart", got)
		}
		retitled := nametag.Page{URL: cart.URL, Title: "(1) Cart"}
		tab.update(retitled, false, 0)
		s.pass(5 * time.Second)
		if got := s.row(); got.Page != retitled || got.State != away {
			t.Errorf("got %+v, want the new title, away", got)
		}
		late := tab.stamp
		tab.update(cart, true, 1)
		s.room.Update(tab.key, late, retitled, false, 2)
		s.pass(5 * time.Second)
		if got := s.row(); got.Page != cart || got.State != active {
			t.Errorf("after a late word: got %+v, want the cart, active", got)
		}
		s.room.Update(presence.Tab{Visitor: tab.key.Visitor, Name: "unknown"}, presence.Stamp{Socket: 99}, mugs, true, 9)
		if got := s.row().Tabs; got != 1 {
			t.Errorf("got %d tabs, want the one that said hello", got)
		}
	})
}

// A heartbeat that counts signs of life is none by itself; from who counts none, that it came is all there is.
func TestAHeartbeatIsASignOfLifeWhereNoneAreCounted(t *testing.T) {
	t.Parallel()
	for alive, want := range map[int]presence.State{presence.Uncounted: active, 0: idle, 1: idle} {
		t.Run(fmt.Sprint(alive), func(t *testing.T) {
			play(t, func(s *stage) {
				tab := s.greetByBeat(s.anonymous(s.visitor()), presence.Hello{Tab: "a", Page: mugs, Visible: true, Alive: alive})
				for range 4 {
					s.pass(25 * time.Second)
					tab.beats(mugs, true, alive)
				}
				s.wantStates(want)
			})
		})
	}
}

// A tab that comes anew, as after a reload, counts anew.
func TestATabThatComesAnewCountsAnew(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		hello := presence.Hello{Tab: "a", Page: mugs, Visible: true, Alive: 9}
		s.greet(s.anonymous(v), hello)
		hello.Alive = 0
		tab := s.greet(s.anonymous(v), hello)
		s.pass(61 * time.Second)
		s.wantStates(idle)
		tab.update(mugs, true, 1)
		s.wantStates(active)
	})
}
