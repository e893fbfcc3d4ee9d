package web

import (
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
)

// What tests may see of the inside.

// Calls are the names of the calls that a browser can make.
func Calls() []string { return slices.Sorted(maps.Keys(calls)) }

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
