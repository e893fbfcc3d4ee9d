package presence_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// folds is how many bytes something has folded for searches.
func (s *stage) folds(something func()) int {
	before := s.room.Folding()
	something()
	return s.room.Folding() - before
}

// However many search, a page is folded once when it changes, a person once when she does; and while nobody searches,
// nothing is.
func TestWhatIsSearchedIsFoldedOnce(t *testing.T) {
	play(t, func(s *stage) {
		jane := s.contact("Jané")
		v := s.visitor()
		tab := s.greet(s.anonymous(v), presence.Hello{
			Tab: "a", Visible: true, Client: desktop, Page: nametag.Page{URL: "https://shop.example/", Referrer: "https://search.example/"},
		})
		turnTo := func(title string) {
			s.room.Page(tab.key, tab.next(), nametag.Page{URL: "https://shop.example/cart", Title: title})
		}
		want := func(what string, want int, something func()) {
			t.Helper()
			if got := s.folds(something); got != want {
				t.Errorf("%s: folded are %d bytes, want %d", what, got, want)
			}
		}
		want("nobody searches", 0, func() {
			s.identify(v, jane, nametag.Claimed)
			turnTo("買い物")
			s.look(presence.Window{Count: 10})
			s.pass(time.Second)
		})
		for i := range 20 {
			s.ask(query(t, fmt.Sprintf("page:%d", i), presence.Newest), presence.Window{Count: 10})
			s.ask(query(t, fmt.Sprintf("email:%d", i), presence.Newest), presence.Window{Count: 10})
			s.ask(query(t, fmt.Sprintf("from:%d", i), presence.Newest), presence.Window{Count: 10})
		}
		const address = 2 * len("https://shop.example/cart") // as it is said, and as it is compared
		want("another title", address+2*len("買物"), func() { turnTo("買物") })
		want("a sign of life", 0, tab.alive)
		want("another state", 0, func() { s.pass(2 * time.Minute) })
		jose := *jane
		jose.Traits = named("José")
		want("another name", len("José")+len("jose")+len("Jané")+len("jane"), func() { s.identify(v, &jose, nametag.Claimed) })
		want("the same trust", 0, func() { s.identify(v, &jose, nametag.Claimed) })
		want("another trust", 0, func() { s.identify(v, &jose, nametag.Verified) })
	})
}

// What is compared follows what is said.
func TestASearchFollowsWhatChanges(t *testing.T) {
	play(t, func(s *stage) {
		jane, v := s.contact("Jane"), s.visitor()
		page := nametag.Page{URL: "https://shop.example/", Referrer: "https://search.example/"}
		tab := s.greet(s.linked(v, jane, nametag.Claimed), presence.Hello{Tab: "a", Visible: true, Page: page, Client: desktop})
		found := func(search string, want bool) {
			t.Helper()
			l := s.ask(query(t, search, presence.Newest), presence.Window{Count: 10})
			defer l.sub.Close()
			if got := len(l.order) == 1; got != want {
				t.Errorf("%s: found %v, want %v", search, got, want)
			}
		}
		for _, search := range []string{"page:/mugs", "page:teapots", "from:letter", "device:lynx", "ravi", "#vip"} {
			found(search, false)
		}
		s.room.Page(tab.key, tab.next(), nametag.Page{URL: "https://shop.example/mugs", Title: "Teapots"})
		s.identify(v, s.person("42", "", map[nametag.Field]string{nametag.Name: `"Ravi"`, nametag.Tags: `["vip"]`}), nametag.Claimed)
		for _, search := range []string{"page:/mugs", "page:teapots", "ravi", "#vip", "from:search.example", "-jane"} {
			found(search, true)
		}
		visit := func(address, referrer, browser string) {
			s.pass(time.Hour)
			s.greet(s.anonymous(v), presence.Hello{
				Tab: "b", Visible: true, Page: nametag.Page{URL: address, Referrer: referrer}, Client: presence.Client{Device: nametag.Device{Browser: browser}},
			})
		}
		visit("https://shop.example/", "https://search.example/", "Lynx")
		found("device:lynx", true)
		visit("https://shop.example/?utm_source=letter", "https://search.example/", "Lynx")
		found("from:letter", true)
		visit("https://shop.example/?utm_source=letter", "https://news.example/", "Lynx")
		found("from:news.example", true)
		found("from:search.example", false)
	})
}

// A stranger's letters that are spelt out as many others make nobody wait: the search goes on after others had their turn.
func TestNobodyWaitsForWhatStrangersSend(t *testing.T) {
	play(t, func(s *stage) {
		long := strings.Repeat("\ufdfa", 682)
		for range 50 {
			s.greet(s.anonymous(s.visitor()), presence.Hello{Tab: "a", Visible: true, Page: nametag.Page{URL: "https://shop.example/" + long, Title: long}})
		}
		q := query(t, "page:cart", presence.Newest)
		const ofOneRow = 2 * 2 * nametag.SearchableBytes
		if got, most := s.room.FoldingOfAStretch(shop.ID, q), 64<<10+ofOneRow; got == 0 || got > most {
			t.Errorf("at a time, %d bytes are folded, want at most %d", got, most)
		}
		if l := s.ask(query(t, "-page:cart", presence.Newest), presence.Window{Count: 100}); len(l.order) != 50 {
			t.Errorf("found %d, want all 50", len(l.order))
		}
		if got := s.room.List(shop.ID, query(t, "-page:checkout", presence.Newest), presence.Place{}, 100); len(got) != 50 {
			t.Errorf("listed %d, want all 50", len(got))
		}
	})
}
