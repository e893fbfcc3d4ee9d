package web

import (
	"context"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// live hands GET /api/v1/live over to the live room (spec live §3). A browser says which page opens a socket, and no
// other page may open one with an agent's cookie.
func (s *server) live(c echo.Context, site *nametag.Site) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	r := c.Request()
	origin := r.Header.Get("Origin")
	program := origin == "" && r.Header.Get("Authorization") != ""
	if !program && !s.isOurs(r, origin) {
		return nametag.ErrCrossOrigin
	}
	return s.Live.Agent(c.Response().Writer, r, site, s.stillMay(c, site))
}

// stillMay asks again, at any later time, what was asked at the door: meanwhile the cookie may be logged out, the key
// revoked, the agent's list of sites changed. It doesn't touch c, which ends with the request.
func (s *server) stillMay(c echo.Context, site *nametag.Site) func(context.Context) error {
	header, login := c.Request().Header.Get("Authorization"), s.loginOf(c)
	if header != "" {
		return func(ctx context.Context) error {
			_, err := s.keyOf(ctx, header, "visitors:read")
			return err
		}
	}
	return func(ctx context.Context) error {
		account, err := s.account(ctx, login)
		if err == nil && !account.May(int64(site.ID)) {
			err = nametag.ErrSiteUnknown
		}
		return err
	}
}
