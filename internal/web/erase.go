package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// erase answers DELETE /api/v1/contacts/{id} with nothing: there is nothing left to show.
func (s *server) erase(c echo.Context, from caller) error {
	id, err := contactOf(c)
	if err != nil {
		return err
	}
	if err := s.Service.Erase(c.Request().Context(), from.site, id, from.who); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
