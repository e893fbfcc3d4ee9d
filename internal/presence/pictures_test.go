package presence_test

import (
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// A picture that a stranger said is in his row while the site lists its host, also for those who look already.
func TestPicturesFollowTheSitesList(t *testing.T) {
	play(t, func(s *stage) {
		looking := func(name string, trust nametag.Trust) *nametag.Contact {
			c := s.contact(name)
			c.Traits.Profile[nametag.AvatarURL] = nametag.Value{JSON: `"https://pictures.example/` + name + `"`, Trust: trust}
			s.openAs(s.linked(s.visitor(), c, nametag.Claimed), name, "https://shop.example/", true)
			return c
		}
		jane, ravi := looking("jane", nametag.Claimed), looking("ravi", nametag.Verified)
		shown := map[nametag.ContactID]string{}
		told := 0
		sub := s.room.Subscribe(shop.ID, presence.Query{}, presence.Window{Count: 10}, func(f *presence.Frame, _ bool) {
			for _, row := range f.Rows {
				told++
				shown[row.Contact] = row.Avatar
			}
		})
		defer sub.Close()
		expect := func(when, want string, rows int) {
			t.Helper()
			s.pass(time.Second)
			if shown[jane.ID] != want || shown[ravi.ID] != "https://pictures.example/ravi" || told != rows {
				t.Errorf("%s: got %v in %d rows, want %q in %d", when, shown, told, want, rows)
			}
			for _, row := range s.rows() {
				if row.Avatar != shown[row.Contact] {
					t.Errorf("%s: got %q when asked, want %q", when, row.Avatar, shown[row.Contact])
				}
			}
		}
		expect("nothing is listed", "", 2)
		s.room.PictureHosts(shop.ID, []string{"other.example"})
		s.room.PictureHosts(shop.ID+1, []string{"pictures.example"})
		expect("listed elsewhere", "", 2)
		for range 2 {
			s.room.PictureHosts(shop.ID, []string{"*.other.example", "pictures.example"})
		}
		expect("listed", "https://pictures.example/jane", 3)
		says := func(address string) {
			s.seq++
			known := headed(jane, s.seq)
			known.Traits = named("jane")
			known.Traits.Profile[nametag.AvatarURL] = nametag.Value{JSON: `"` + address + `"`, Trust: nametag.Claimed}
			s.publish(nametag.Change{Contact: known, Seq: known.Head})
		}
		says("https://other.example/jane")
		expect("of another host", "", 4)
		says("https://a.other.example/jane")
		expect("of a listed one again", "https://a.other.example/jane", 5)
		s.room.PictureHosts(shop.ID, nil)
		expect("listed no more", "", 6)
	})
}
