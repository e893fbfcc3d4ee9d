package web

import (
	"log/slog"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
)

var knownMethods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// logged writes a line about each request, at the level debug. It names the route and not the address, whose query or
// misspelt path may hold anything, and nobody's client address: those aren't kept (spec security §6).
func (s *server) logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := s.Now()
		err := next(c)
		if err != nil {
			s.answerError(err, c)
		}
		s.Log.LogAttrs(c.Request().Context(), slog.LevelDebug, "request",
			slog.String("method", methodOf(c.Request())), slog.String("route", routeOf(c)), slog.Int("status", statusOf(c, err)),
			slog.Duration("took", s.Now().Sub(began)), slog.Int64("bytes", c.Response().Size))
		return nil
	}
}

// methodOf is the method if it is one, and not a stranger's own word.
func methodOf(r *http.Request) string {
	if slices.Contains(knownMethods, r.Method) {
		return r.Method
	}
	return "other"
}

// routeOf is the pattern of the route that was taken, "none" where there was none.
func routeOf(c echo.Context) string {
	if c.Path() == "" {
		return "none"
	}
	return c.Path()
}

// statusOf is what was answered. A connection that was taken over is a socket from then on; of one that was given up
// nothing was heard.
func statusOf(c echo.Context, err error) int {
	switch {
	case c.Response().Committed:
		return c.Response().Status
	case err == nil:
		return http.StatusSwitchingProtocols
	}
	return 0
}
