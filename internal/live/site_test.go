package live_test

import (
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
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

// Whose pictures are shown is the site's to say, also of people whom an agent looks at already: in the list, on their page
// and where somebody who is watched comes (spec security §6).
func TestPicturesFollowTheSite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const picture = "https://pictures.example/jane.png"
	b := w.known()
	b.Identify(nametagtest.ID("42").Profile(nametag.AvatarURL, picture))
	contact := w.Contact("42").ID.String()
	w.page(b, "tab1")
	agent := w.agent()
	agent.say(wire.PanelFrame{Open: &wire.Open{Contact: contact}})
	shown := func() string {
		if agent.person == nil || len(agent.order) == 0 {
			return "not there yet"
		}
		return strings.Trim(agent.top().Avatar+" "+agent.person.Contact.Avatar, " ")
	}
	agent.until("initials", func() bool { return shown() == "" })
	lists := func(hosts ...string) {
		w.SetSite(func(s *nametag.Site) { s.AvatarHosts = hosts })
		w.live.SiteChanged(w.Site)
	}
	lists("other.example", "pictures.example")
	agent.until("the picture", func() bool { return shown() == picture+" "+picture })
	other := w.known()
	w.page(other, "tab1")
	other.Identify(nametagtest.ID("43").Profile(nametag.AvatarURL, picture))
	agent.say(wire.PanelFrame{Watch: &wire.Watch{Visitors: []string{other.Visitor.String()}}})
	agent.say(wire.PanelFrame{View: &wire.View{Ask: 1, Sort: "newest", Count: 100}})
	agent.hear("both were taken", func(p wire.PanelPush) bool { return p.Answer == 1 })
	other.Identify(w.Vouched(nametagtest.ID("43")))
	if got := agent.hear("whom it watches", func(p wire.PanelPush) bool { return p.Watched != nil }).Watched.Row.Avatar; got != picture {
		t.Errorf("of whom is watched: got %q, want %q", got, picture)
	}
	lists()
	agent.until("initials again", func() bool {
		return agent.person.Contact.Avatar == "" && agent.rows[agent.order[0]].Avatar+agent.rows[agent.order[1]].Avatar == ""
	})
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
