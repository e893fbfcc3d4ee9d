package presence_test

import (
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// spec live §1: a page whose sockets were blocked, as while its server was down, has one again. Its heartbeats may overtake
// the socket, or be overtaken by it: the tab stays as long as the socket does, and is gone with it.
func TestATabOfHeartbeatsThatHasASocketAgain(t *testing.T) {
	t.Parallel()
	hello := presence.Hello{Tab: "a", Page: mugs, Visible: true}
	for name, come := range map[string]func(s *stage, a nametag.Arrival) *tab{
		"a heartbeat, then the socket": func(s *stage, a nametag.Arrival) *tab {
			s.greetByBeat(a, hello)
			s.pass(20 * time.Second)
			return s.greet(a, hello)
		},
		"a heartbeat between the socket and its hello": func(s *stage, a nametag.Arrival) *tab {
			socket := s.dial()
			s.greetByBeat(a, hello)
			return s.arrive(a, hello, socket)
		},
		"a heartbeat of a known tab between the socket and its hello": func(s *stage, a nametag.Arrival) *tab {
			beats := s.greetByBeat(a, hello)
			socket := s.dial()
			beats.beats(mugs, true, 0)
			return s.arrive(a, hello, socket)
		},
		"a heartbeat after the hello": func(s *stage, a nametag.Arrival) *tab {
			greeted := s.greet(a, hello)
			late := &tab{s: s, key: greeted.key}
			late.beats(mugs, true, 0)
			return greeted
		},
		"a heartbeat after the hello that says hello itself": func(s *stage, a nametag.Arrival) *tab {
			tab := s.greet(a, hello)
			s.greetByBeat(a, hello)
			return tab
		},
		"a goodbye by heartbeat after the hello": func(s *stage, a nametag.Arrival) *tab {
			beats := s.greetByBeat(a, hello)
			tab := s.greet(a, hello)
			beats.close()
			return tab
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *stage) {
				tab := come(s, s.anonymous(s.visitor()))
				s.pass(10 * presence.BeatLease)
				s.wantStates(idle)
				tab.update(mugs, true, 1)
				s.wantStates(active)
				tab.close()
				s.pass(5 * time.Second)
				s.wantStates(left)
			})
		})
	}
}

// A page whose socket is blocked from some time on sends heartbeats before the server knows that the socket is dead.
func TestATabThatSendsHeartbeatsOutlivesItsSocket(t *testing.T) {
	play(t, func(s *stage) {
		dead := s.open(s.visitor(), "a", "https://shop.example/")
		alive := &tab{s: s, key: dead.key}
		alive.beats(mugs, true, 1)
		dead.lose()
		s.pass(30 * time.Second)
		alive.beats(mugs, true, 2)
		s.pass(50 * time.Second)
		s.wantStates(active)
		alive.close()
		s.pass(5 * time.Second)
		s.wantStates(left)
	})
}
