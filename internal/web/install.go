package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// noteInstall notes the first page of the customer's own that carried the widget: one write per site, for ever. The
// page isn't told if that fails; the next page tries again.
func (s *server) noteInstall(ctx context.Context, r *http.Request, site *nametag.Site) {
	origin := r.Header.Get("Origin")
	if !site.InstalledAt.IsZero() || origin == "" || s.isOurs(r, origin) {
		return
	}
	installed, err := s.install(ctx, site, origin)
	if err != nil {
		s.Log.WarnContext(ctx, "first page wasn't noted", "site", site.Key, "error", err)
		return
	}
	s.Live.SiteChanged(installed)
}

func (s *server) install(ctx context.Context, site *nametag.Site, origin string) (*nametag.Site, error) {
	if err := s.Service.Installed(ctx, site, origin); err != nil {
		return nil, fmt.Errorf("save first page: %w", err)
	}
	return s.Service.Site(ctx, site.Key)
}
