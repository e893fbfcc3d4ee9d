package web

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// live hands GET /api/v1/live over to the live room (spec live §3). A browser says which page opens a socket, and no
// other page may open one with an agent's cookie. An API key opens people over it only if it may read contacts.
func (s *server) live(c echo.Context, from caller) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	r := c.Request()
	origin := r.Header.Get("Origin")
	program := origin == "" && r.Header.Get("Authorization") != ""
	if !program && !s.isOurs(r, origin) {
		return nametag.ErrCrossOrigin
	}
	return s.Live.Agent(c.Response().Writer, r, from.site, from.may("contacts:read"), s.stillMay(c, from))
}

// stillMay asks again, at any later time, what was asked at the door: meanwhile the cookie may be logged out, the key
// revoked, the agent's role or list of sites changed. It doesn't touch c, which ends with the request.
func (s *server) stillMay(c echo.Context, from caller) func(context.Context) error {
	header, login := c.Request().Header.Get("Authorization"), s.loginOf(c)
	if header != "" {
		return func(ctx context.Context) error {
			_, err := s.keyOf(ctx, header, "visitors:read")
			return err
		}
	}
	return func(ctx context.Context) error {
		now, err := s.account(ctx, login)
		switch {
		case err != nil:
			return err
		case !now.May(int64(from.site.ID)):
			return nametag.ErrSiteUnknown
		case now.Role != from.account.Role, !slices.Equal(now.Sites, from.account.Sites):
			return nametag.ErrRightsChanged // the panel comes back as who its agent is now
		}
		return nil
	}
}
