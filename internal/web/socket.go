package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/client"
	"github.com/nametag-dev/nametag/internal/limit"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// socket hands GET /v1/socket?site=KEY over to live (spec api §2).
func (s *server) socket(c echo.Context) error {
	q, err := queryOf(c, "site")
	if err != nil {
		return err
	}
	if !q.has("site") {
		return nametag.ErrMissingField.For("site")
	}
	key, origin := q.get("site"), c.Request().Header.Get("Origin")
	site, err := s.siteOfOrigin(c.Request().Context(), origin, key)
	if err != nil {
		return err
	}
	still := func(ctx context.Context) error {
		_, err := s.siteOfOrigin(ctx, origin, key)
		return err
	}
	return s.Live.Visitor(c.Response().Writer, c.Request(), site, s.clientOf(c.Request(), site), still)
}

// clientOf is what a request tells of the browser that it comes from. Of its address only the country is told, and the address
// itself where the site stores it.
func (s *server) clientOf(r *http.Request, site *nametag.Site) presence.Client {
	from := s.addressOf(r)
	c := presence.Client{
		Device: nametag.Device(client.Parse(r.UserAgent())), Headless: client.Headless(r.UserAgent()),
		Country: s.Countries.Of(from), Address: limit.Home(from),
	}
	if site.StoreIPs && from.IsValid() {
		c.IP = from.String()
	}
	return c
}
