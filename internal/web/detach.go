package web

import (
	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// detach answers POST /api/v1/contacts/{id}/visitors/{visitor}/detach with the contact as it is then.
func (s *server) detach(c echo.Context, from caller) error {
	id, err := contactOf(c)
	if err != nil {
		return err
	}
	visitor, err := nametag.ParseVisitorID(c.Param("visitor"))
	if err != nil {
		return err
	}
	if err := readNothing(c); err != nil {
		return err
	}
	_, err = s.once(c, from, nil, func() (string, error) {
		return id.String(), s.Service.Detach(c.Request().Context(), from.site, id, visitor, from.who)
	})
	if err != nil {
		return err
	}
	return s.answerContact(c, from.site, id)
}
