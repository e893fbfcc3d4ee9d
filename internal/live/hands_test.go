package live_test

import (
	"testing"

	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/wire"
)

// Visitors and agents don't wait for one another: what an agent says is carried out while all hands for visitors are busy, so
// no agent ever keeps one of those.
func TestAgentsHaveHandsOfTheirOwn(t *testing.T) {
	t.Parallel()
	arriving := newGate()
	w := newWorld(t, func(c *live.Config) { c.Service = slowService{Service: c.Service, arrivals: arriving} })
	agent := w.agent()
	people := map[*socket]string{}
	for range live.VisitorHands + 1 {
		b := w.known()
		s := w.dial("/socket")
		s.hello(w.Service.Token(b.Browser), "tab1")
		people[s] = b.Visitor.String()
	}
	for range live.VisitorHands {
		<-arriving.came
	}
	agent.say(wire.PanelFrame{View: &wire.View{Ask: 1, Sort: "newest", Count: 100}})
	agent.hear("the answer", func(push wire.PanelPush) bool { return push.Answer == 1 })
	close(arriving.open)
	for s, visitor := range people {
		if got := s.hear().Welcome; got == nil || got.VisitorID != visitor {
			t.Errorf("got %+v, want a welcome of %s", got, visitor)
		}
	}
}
