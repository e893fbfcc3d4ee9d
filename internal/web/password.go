package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// changePassword answers POST /api/v1/password: the agent's own, who knows the present one. Their other logins end.
func (s *server) changePassword(c echo.Context, account *access.Account) error {
	var said wire.PasswordChange
	if err := readForm(c, &said); err != nil {
		return err
	}
	r := c.Request()
	err := s.Access.ChangePassword(r.Context(), account, s.loginOf(c), said.Present, said.Password, s.addressOf(r))
	var tooSoon *access.TooSoonError
	switch {
	case errors.As(err, &tooSoon):
		return nametag.RateLimited(tooSoon.Wait)
	case errors.Is(err, access.ErrBadPassword):
		return nametag.ErrWrongPassword
	case err != nil:
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
