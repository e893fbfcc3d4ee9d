package web

import (
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"
)

// description describes the server API in OpenAPI 3.1. A test compares it with the routes.
//
//go:embed openapi.json
var description []byte

// openapi answers GET /api/v1/openapi.json, to everybody: it says what the README says.
func (s *server) openapi(c echo.Context) error {
	return c.Blob(http.StatusOK, "application/json", description)
}
