package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// heartbeat answers POST /v1/heartbeat: a page's signs of life where sockets are blocked.
func (s *server) heartbeat(c echo.Context) error {
	var beat wire.Heartbeat
	if err := readFromPage(c.Request(), &beat); err != nil {
		return err
	}
	if beat.Site == "" {
		return nametag.ErrMissingField.For("site")
	}
	ctx := c.Request().Context()
	site, err := s.siteOfPage(ctx, c.Request(), beat.Site)
	if err != nil {
		return err
	}
	push, err := s.Live.Heartbeat(ctx, site, s.clientOf(c.Request(), site), beat)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, push)
}
