package presence_test

import (
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Who arrives by a link begins a session of its own: the one of before stays nobody's (spec security §1d).
func TestArrivingBeginsASession(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.open(v, "a", "https://help.example/")
		jane := s.contact("Jane")
		since := nametag.SessionID(s.ids.Next(now()))
		s.publish(nametag.Change{Visitor: v, Contact: jane, Seq: jane.Head, Link: nametag.Link{Contact: jane.ID, Trust: nametag.Verified}, Arrived: true})
		if err := s.room.Save(t.Context()); err != nil {
			t.Fatal(err)
		}
		kept := s.kept.of(v)
		if len(kept) != 1 || kept[0].ID < since || len(kept[0].Pages) != 1 || kept[0].Pages[0].URL != "https://help.example/" {
			t.Errorf("got %+v, want a session from here on, with the page that is looked at", kept)
		}
	})
}
