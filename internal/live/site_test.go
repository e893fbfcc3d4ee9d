package live_test

import (
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// panelHello is what an agent is told first.
func (w *world) panelHello() wire.SiteFrame {
	w.T.Helper()
	p := &panel{socket: w.dial("/agent")}
	return p.next().Hello.Site
}

// A site that the CLI renamed shows its new name to who comes in, whatever was told of it before.
func TestAnAgentSeesTheSiteAsItCameIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	installed := *w.Site
	installed.InstalledAt, installed.InstalledOrigin = nametagtest.Noon, "https://shop.example"
	w.live.SiteChanged(&installed)
	if got := w.panelHello(); got.InstalledAt == 0 || got.InstalledOrigin != "https://shop.example" {
		t.Errorf("got %+v, want the installation that was noted while the agent came in", got)
	}
	renamed := installed
	renamed.Name, renamed.DevUntil = "Mugs", nametagtest.Noon
	w.Site = &renamed
	if got := w.panelHello(); got.Name != "Mugs" || got.DevUntil == 0 || got.InstalledAt == 0 {
		t.Errorf("got %+v, want the name and the development mode it came in with", got)
	}
}

func TestAChangeOfTheSiteReachesWhoIsIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := w.agent()
	renamed := *w.Site
	renamed.Name = "Mugs"
	w.live.SiteChanged(&renamed)
	agent.until("the new name", func() bool { return agent.site != nil })
	if got := agent.site.Name; got != "Mugs" {
		t.Errorf("got %q, want the new name", got)
	}
}

// A header that no browser sends as an origin isn't shown to agents.
func TestAnOriginThatIsNoneIsNotRemembered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.live.Refused(w.Site.ID, "https://one.example")
	for _, origin := range []string{"", "https://\xff.example", "https://ex ample", "https://é.example", "https://a.example\x7f", "https://" + strings.Repeat("a", 200)} {
		w.live.Refused(w.Site.ID, origin)
		if got := w.panelHello().RefusedOrigin; got != "https://one.example" {
			t.Errorf("%q: got %q, want the one before", origin, got)
		}
	}
}
