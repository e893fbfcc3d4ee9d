package web

import (
	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// settle answers POST /api/v1/contacts/{id}/conflicts/{conflict}/resolve with the contact as it is then.
func (s *server) settle(c echo.Context, from caller) error {
	id, err := contactOf(c)
	if err != nil {
		return err
	}
	conflict, err := nametag.ParseConflictID(c.Param("conflict"))
	if err != nil {
		return err
	}
	var asked wire.Settlement
	if err := readIfAny(c, &asked); err != nil {
		return err
	}
	contact, err := s.once(c, from, asked, func() (string, error) {
		settled, err := s.Service.Settle(c.Request().Context(), from.site, id, conflict, nametag.Settlement(asked.Resolution), from.who)
		if err != nil {
			return "", err
		}
		return settled.ID.String(), nil
	})
	if err != nil {
		return err
	}
	if id, err = nametag.ParseContactID(contact); err != nil {
		return err
	}
	return s.answerContact(c, from.site, id)
}
