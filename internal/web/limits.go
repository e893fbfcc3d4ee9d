package web

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// addressOf is the address that a request is counted by. Those of which none is known are all one.
func (s *server) addressOf(r *http.Request) netip.Addr {
	from, err := s.Proxies.Address(r.RemoteAddr, r.Header["X-Forwarded-For"])
	if err != nil {
		return netip.Addr{}
	}
	if (from.IsPrivate() || from.IsLoopback()) && r.Header.Get("X-Forwarded-For") != "" && !s.Proxies.Trusts(r.RemoteAddr) {
		s.proxyUnknown.Do(func() { // strangers from outside can't bring this about
			s.Log.Warn("requests come by a proxy that isn't trusted, so all visitors count as one address; name it with --trusted-proxy")
		})
	}
	return from
}

// counted counts a page's request by its address, before any of it is read.
func (s *server) counted(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if wait := s.Browsers.FromAddress(s.addressOf(c.Request()), 1); wait > 0 {
			return nametag.RateLimited(wait)
		}
		return next(c)
	}
}

// countBatch counts what a batch holds besides the request: each of its commands, for the address, for the visitor
// whose valid token it shows, and for the site. One without commands asks who the browser is, and counts as one.
func (s *server) countBatch(r *http.Request, t talk, commands int) error {
	n := max(commands, 1)
	if wait := s.Browsers.FromAddress(s.addressOf(r), n-1); wait > 0 {
		return nametag.RateLimited(wait)
	}
	visitor := nametag.VisitorID(0)
	if t.came.Known {
		visitor = t.came.Visitor
	}
	return nametag.RateLimited(s.Browsers.OfVisitor(int64(t.browser.Site.ID), int64(visitor), n))
}

// countedAPI counts the requests to the server API by their address, whoever sends them.
func (s *server) countedAPI(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if path := c.Path(); !strings.HasPrefix(path, "/api/") && !isHubSpots(path) {
			return next(c)
		}
		if wait := s.Programs.FromAddress(s.addressOf(c.Request())); wait > 0 {
			return nametag.RateLimited(wait)
		}
		return next(c)
	}
}

// guessed says what comes of a wrong API key or setup link: wrong, or too many wrong ones.
func (s *server) guessed(r *http.Request, wrong *nametag.Error) error {
	if wait := s.Programs.Guess(s.addressOf(r)); wait > 0 {
		return nametag.RateLimited(wait)
	}
	return wrong
}
