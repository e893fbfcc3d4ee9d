package live

import (
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// siteState is what agents are shown of a site.
type siteState struct {
	site    *nametag.Site // as of its last change; nil: as each agent found it
	refused string        // the last origin that the allowlist turned away
	told    int64         // the second in which agents were told of it
	untold  bool
}

// SiteChanged shows the site, as it is now, to its agents.
func (s *Server) SiteChanged(site *nametag.Site) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.siteLocked(site.ID).site = site
	s.tellSiteLocked(site.ID)
}

// Refused notes that a page of an origin that isn't on the site's list was turned away. Agents who watch the site are
// told of another origin at once, but at most once a second.
func (s *Server) Refused(site nametag.SiteID, origin string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := s.siteLocked(site)
	if origin = clip(origin, urlBytes); state.refused == origin {
		return
	}
	state.refused, state.untold = origin, true
	if s.tick.Load() > state.told {
		s.tellRefusedLocked(site, state)
	}
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

// siteFrame is what an agent who came in to a site is shown of it as it is known now.
func (s *Server) siteFrame(came *nametag.Site) wire.SiteFrame {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := s.siteLocked(came.ID)
	now := came
	if state.site != nil {
		now = state.site
	}
	return wire.SiteFrame{
		Key: now.Key, Name: now.Name, DevUntil: millis(now.DevUntil), InstalledAt: millis(now.InstalledAt),
		InstalledOrigin: now.InstalledOrigin, RefusedOrigin: state.refused,
	}
}

// millis is unix milliseconds, 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
