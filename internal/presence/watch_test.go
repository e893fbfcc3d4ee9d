package presence_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

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
