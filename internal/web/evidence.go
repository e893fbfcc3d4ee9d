package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// windows are of what time evidence may be asked for.
var windows = map[string]time.Duration{"24h": 24 * time.Hour, "7d": 7 * 24 * time.Hour}

// evidence answers GET /api/v1/site/evidence: what became of the site's claims (spec security §3).
func (s *server) evidence(c echo.Context, site *nametag.Site) error {
	q, err := queryOf(c, "site", "window")
	if err != nil {
		return err
	}
	window := "24h"
	if q.has("window") {
		window = q.get("window")
	}
	length, known := windows[window]
	if !known {
		return nametag.ErrBadValue.For("window").Saying("The window is 24h or 7d.")
	}
	report, err := s.Service.Evidence(c.Request().Context(), site, length)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, wire.SpellEvidence(report, window))
}
