package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/wire"
)

// token answers POST /api/v1/tokens with a token of spec security §1b. Sent again it is another token: they are kept
// nowhere.
func (s *server) token(c echo.Context, from caller) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	var body wire.Raw
	if err := read(c.Request(), jsonBody, &body); err != nil {
		return err
	}
	wish, err := wire.ParseTokenWish(body)
	if err != nil {
		return err
	}
	token, expires, err := s.Service.CreateToken(c.Request().Context(), from.site, wish)
	if err != nil {
		return err
	}
	return answer(c, http.StatusCreated, wire.Token{Token: token, ExpiresAt: expires.UTC().Format(time.RFC3339)})
}
