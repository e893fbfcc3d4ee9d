package live

import (
	"strings"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// siteState is what agents are shown of a site.
type siteState struct {
	changed *nametag.Site // as of the last SiteChanged; agents who came later may know better
	refused string        // the last origin that the allowlist turned away
	told    int64         // the second in which agents were told of it
	untold  bool
}

// SiteChanged shows the site, as it is now, to its agents, and the people as it says by now.
func (s *Server) SiteChanged(site *nametag.Site) {
	s.config.Presence.PictureHosts(site.ID, site.AvatarHosts)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.siteLocked(site.ID).changed = site
	for a := range s.agents {
		if a.site.ID == site.ID {
			a.shown = site
			a.siteChanged()
			a.personChanged()
		}
	}
}

// Refused notes that a page of an origin that isn't on the site's list was turned away. Agents who watch the site are
// told of another origin at once, but at most once a second. What no browser calls an origin isn't worth their while.
func (s *Server) Refused(site nametag.SiteID, origin string) {
	if !plausible(origin) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	state := s.siteLocked(site)
	if state.refused == origin {
		return
	}
	state.refused, state.untold = origin, true
	if s.tick.Load() > state.told {
		s.tellRefusedLocked(site, state)
	}
}

// originBytes is longer than the longest host with a scheme and a port that agents can do anything about.
const originBytes = 200

// plausible reports whether a header could be an origin: visible ASCII, and not too much of it.
func plausible(origin string) bool {
	invisible := func(r rune) bool { return r < '!' || r > '~' }
	return origin != "" && len(origin) <= originBytes && !strings.ContainsFunc(origin, invisible)
}

// tellRefused tells of the origins that came too soon after another.
func (s *Server) tellRefused() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for site, state := range s.sites {
		if state.untold {
			s.tellRefusedLocked(site, state)
		}
	}
}

func (s *Server) tellRefusedLocked(site nametag.SiteID, state *siteState) {
	state.untold, state.told = false, s.tick.Load()
	s.tellSiteLocked(site)
}

func (s *Server) tellSiteLocked(id nametag.SiteID) {
	for a := range s.agents {
		if a.site.ID == id {
			a.siteChanged()
		}
	}
}

func (s *Server) siteLocked(id nametag.SiteID) *siteState {
	state := s.sites[id]
	if state == nil {
		state = &siteState{told: -1}
		s.sites[id] = state
	}
	return state
}

// siteFrame is what an agent is shown of its site. The installation may have been noted between the agent's finding the
// site and its coming in.
func (s *Server) siteFrame(a *agentSocket) wire.SiteFrame {
	s.mu.Lock()
	defer s.mu.Unlock()
	state, now := s.siteLocked(a.site.ID), a.shown
	installed := now
	if now.InstalledAt.IsZero() && state.changed != nil {
		installed = state.changed
	}
	return wire.SiteFrame{
		Key: now.Key, Name: now.Name, DevUntil: millis(now.DevUntil), InstalledAt: millis(installed.InstalledAt),
		InstalledOrigin: installed.InstalledOrigin, RefusedOrigin: state.refused,
	}
}

// millis is unix milliseconds, 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
