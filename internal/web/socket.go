package web

import (
	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/client"
	"github.com/nametag-dev/nametag/internal/nametag"
)

// socket hands GET /v1/socket?site=KEY over to live (spec api §2).
func (s *server) socket(c echo.Context) error {
	q, err := queryOf(c, "site")
	if err != nil {
		return err
	}
	if !q.has("site") {
		return nametag.ErrMissingField.For("site")
	}
	site, err := s.siteOfPage(c.Request().Context(), c.Request(), q.get("site"))
	if err != nil {
		return err
	}
	return s.Live.Visitor(c.Response().Writer, c.Request(), site, deviceOf(c))
}

func deviceOf(c echo.Context) nametag.Device {
	return nametag.Device(client.Parse(c.Request().UserAgent()))
}
