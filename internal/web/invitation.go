package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// invitation answers POST /api/v1/invitation: whom a link is for. It spends nothing.
func (s *server) invitation(c echo.Context) error {
	var said wire.InvitationToken
	if err := readForm(c, &said); err != nil {
		return err
	}
	a, err := s.Access.Invited(c.Request().Context(), said.Token)
	if err != nil {
		return s.badInvitation(c, err)
	}
	return answer(c, http.StatusOK, wire.Invited{Email: a.Email, Role: string(a.Role), ExpiresAt: wire.When(a.InvitedUntil)})
}

// accept answers POST /api/v1/invitation/accept: the link is spent on the password, and its agent logged in.
func (s *server) accept(c echo.Context) error {
	var said wire.Acceptance
	if err := readForm(c, &said); err != nil {
		return err
	}
	account, cookie, err := s.Access.Accept(c.Request().Context(), said.Token, said.Password, s.addressOf(c.Request()))
	if err != nil {
		return s.badInvitation(c, err)
	}
	return s.welcome(c, account, cookie)
}

func (s *server) badInvitation(c echo.Context, err error) error {
	if errors.Is(err, access.ErrNotFound) {
		return s.guessed(c.Request(), nametag.ErrInvitation)
	}
	return err
}
