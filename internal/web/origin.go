package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// cors lets the page read the answer, whatever it is. That gives nothing away: no cookie comes along, and whether the
// page may use the site is said by the answer itself.
func cors(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Vary", "Origin")
		if origin := c.Request().Header.Get("Origin"); origin != "" {
			h.Set("Access-Control-Allow-Origin", origin)
		}
		return next(c)
	}
}

// preflight lets pages send application/json; text/plain needs no leave.
func (s *server) preflight(c echo.Context) error {
	h := c.Response().Header()
	h.Set("Access-Control-Allow-Methods", http.MethodPost)
	h.Set("Access-Control-Allow-Headers", "Content-Type")
	h.Set("Access-Control-Max-Age", "86400")
	return c.NoContent(http.StatusNoContent)
}

// siteOfPage finds the site by its key and checks that the page's origin may use it.
func (s *server) siteOfPage(ctx context.Context, r *http.Request, key string) (*nametag.Site, error) {
	return s.siteOfOrigin(ctx, r.Header.Get("Origin"), key)
}

func (s *server) siteOfOrigin(ctx context.Context, origin, key string) (*nametag.Site, error) {
	site, err := s.Service.Site(ctx, key)
	if err != nil {
		return nil, err
	}
	if !site.Allows(origin, s.Now()) {
		s.Live.Refused(site.ID, origin)
		return nil, nametag.ErrOrigin
	}
	return site, nil
}

// sameOrigin refuses what another site's page makes an agent's browser send.
func (s *server) sameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.crossOrigin.Check(c.Request()); err != nil {
			return nametag.ErrCrossOrigin
		}
		return next(c)
	}
}

// isOurs reports whether an Origin header is that of the server's own pages. Like the standard library's protection it
// compares hosts: behind a proxy, the scheme that browsers use may not be the one that comes in.
func (s *server) isOurs(r *http.Request, origin string) bool {
	if origin != "" && origin == s.origin {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && u.Host == r.Host
}

// publicURL is where browsers reach the server, without a slash at the end.
func (s *server) publicURL(r *http.Request) string {
	switch {
	case s.origin != "":
		return s.origin
	case s.secure(r):
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// originOf returns the origin of an address, "" if it has none.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
