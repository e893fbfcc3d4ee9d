package web

import (
	"errors"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// setup answers POST /api/v1/setup: the first admin's account, for the one who has the link from the terminal.
func (s *server) setup(c echo.Context) error {
	var said wire.Setup
	if err := readForm(c, &said); err != nil {
		return err
	}
	account, cookie, err := s.Access.SetUp(c.Request().Context(), said.Token, said.Email, said.Password, s.addressOf(c.Request()))
	switch {
	case errors.Is(err, access.ErrNotFound):
		return s.guessed(c.Request(), nametag.ErrSetupLink)
	case err != nil:
		return err
	}
	return s.welcome(c, account, cookie)
}
