package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// login answers POST /api/v1/login with the panel's cookie and who is logged in.
func (s *server) login(c echo.Context) error {
	var said wire.Login
	if err := readForm(c, &said); err != nil {
		return err
	}
	account, cookie, err := s.Access.LogIn(c.Request().Context(), said.Email, said.Password, s.addressOf(c.Request()))
	var tooSoon *access.TooSoonError
	switch {
	case errors.As(err, &tooSoon):
		return nametag.RateLimited(tooSoon.Wait)
	case errors.Is(err, access.ErrBadPassword):
		return nametag.ErrBadLogin
	case err != nil:
		return err
	}
	return s.welcome(c, account, cookie)
}

// welcome gives the cookie of a new login, and ends the one that the browser had.
func (s *server) welcome(c echo.Context, account *access.Account, cookie string) error {
	if earlier := s.loginOf(c); earlier != "" {
		if err := s.Access.LogOut(c.Request().Context(), earlier); err != nil {
			return err
		}
	}
	c.SetCookie(s.cookie(c.Request(), cookie))
	return s.me(c, account)
}

// logout answers POST /api/v1/logout: the login ends, on this browser and on the server.
func (s *server) logout(c echo.Context) error {
	if err := readForm(c, &struct{}{}); err != nil {
		return err
	}
	if login := s.loginOf(c); login != "" {
		if err := s.Access.LogOut(c.Request().Context(), login); err != nil {
			return err
		}
	}
	c.SetCookie(s.cookie(c.Request(), ""))
	return c.NoContent(http.StatusNoContent)
}

// readForm reads what the panel's own forms send; they have no query.
func readForm(c echo.Context, into any) error {
	if _, err := queryOf(c); err != nil {
		return err
	}
	return read(c.Request(), jsonBody, into)
}
