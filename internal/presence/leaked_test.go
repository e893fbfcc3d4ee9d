package presence_test

import (
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Rows of people whose links rest on a leaked key fall at once, and their pages are told, those too that come later with
// what was read before (spec security §2).
func TestRowsFallWithALeakedKey(t *testing.T) {
	play(t, func(s *stage) {
		jane := s.contact("Jane")
		restingOn := func(kid, actor string) nametag.Arrival {
			a := s.linked(s.visitor(), jane, nametag.Verified)
			a.Browser.Link.KID, a.Browser.Link.Actor = kid, actor
			return a
		}
		elsewhere := shop.ID + 1
		var told []nametag.Trust
		defer s.room.WatchExpired(func(_ nametag.VisitorID, link nametag.Link) { told = append(told, link.Trust) })()
		s.openAs(restingOn("kid_old", ""), "a", "https://shop.example/", true)
		s.openAs(restingOn("kid_old", "Sam"), "b", "https://shop.example/", true)
		s.openAs(restingOn("kid_new", ""), "c", "https://shop.example/", true)
		for range 2 {
			s.room.Leaked(shop.ID, nametag.LeakedKeys{"kid_old"})
		}
		s.room.Leaked(elsewhere, nametag.LeakedKeys{"kid_new"}) // where nobody was yet
		trusts := map[nametag.Trust]int{}
		for _, row := range s.rows() {
			trusts[row.Trust]++
			if row.Actor != "" || row.Trust == nametag.Anonymous && row.Person.Name != "" {
				t.Errorf("got %+v, want nobody to act any more", row)
			}
		}
		if len(told) != 2 || trusts[nametag.Verified] != 1 || trusts[nametag.Claimed] != 1 || trusts[nametag.Anonymous] != 1 {
			t.Errorf("got rows %v and told %v", trusts, told)
		}
		s.openAs(restingOn("kid_old", ""), "d", "https://shop.example/", true)
		late := restingOn("kid_new", "")
		late.Browser.Site = &nametag.Site{ID: elsewhere}
		s.openAs(late, "e", "https://elsewhere.example/", true)
		if len(told) != 4 {
			t.Errorf("got told %v, want those that come late to fall, too", told)
		}
	})
}
