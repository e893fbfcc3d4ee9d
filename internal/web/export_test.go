package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// What tests may see of the inside.

// HubSpotError spells an error as HubSpot's clients read it.
var HubSpotError = hubSpotError

// Administering answers POST /api/v1/administer, for admins only, with the key of the site.
func Administering(c Config, scope string) http.Handler {
	e := New(c).(*echo.Echo)
	s := newServer(c)
	e.POST("/api/v1/administer", s.administering(scope, func(c echo.Context, from caller) error {
		return c.String(http.StatusOK, from.site.Key+" "+string(from.who))
	}))
	return e
}
