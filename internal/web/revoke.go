package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// revoke answers POST /api/v1/revoke: whoever has an external id is signed out everywhere, or of one host session.
func (s *server) revoke(c echo.Context, from caller) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	var asked wire.Revoke
	if err := read(c.Request(), jsonBody, &asked); err != nil {
		return err
	}
	id, err := asked.ID()
	if err != nil {
		return err
	}
	return s.answerRevocation(c, from, asked, func() (nametag.Revocation, error) {
		return s.Service.RevokeExternalID(c.Request().Context(), from.site, id, asked.SID, from.who)
	})
}

// revokeContact answers POST /api/v1/contacts/{id}/revoke in the same way.
func (s *server) revokeContact(c echo.Context, from caller) error {
	id, err := contactOf(c)
	if err != nil {
		return err
	}
	var asked wire.RevokeContact
	if err := readIfAny(c, &asked); err != nil {
		return err
	}
	return s.answerRevocation(c, from, asked, func() (nametag.Revocation, error) {
		return s.Service.Revoke(c.Request().Context(), from.site, id, asked.SID, from.who)
	})
}

func (s *server) answerRevocation(c echo.Context, from caller, asked any, revoke func() (nametag.Revocation, error)) error {
	done, err := s.once(c, from, asked, func() (string, error) {
		r, err := revoke()
		return string(wire.Encode(wire.Revocation{Fenced: r.Fenced, Durable: r.Durable})), err
	})
	if err != nil {
		return err
	}
	var out wire.Revocation
	if err := wire.Decode(wire.Raw(done), &out); err != nil {
		return fmt.Errorf("read what was revoked: %w", err)
	}
	return answer(c, http.StatusOK, out)
}
