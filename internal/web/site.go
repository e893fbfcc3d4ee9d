package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// site answers GET /api/v1/site: what the Install page shows.
func (s *server) site(c echo.Context, site *nametag.Site) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	return answer(c, http.StatusOK, wire.SpellSite(site, s.publicURL(c.Request())+"/nametag.js"))
}
