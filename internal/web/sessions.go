package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// sessions answers GET /api/v1/contacts/{id}/sessions: visits with their pages, newest first.
func (s *server) sessions(c echo.Context, site *nametag.Site) error {
	q, err := queryOf(c, "site", "cursor", "limit")
	if err != nil {
		return err
	}
	id, err := nametag.ParseContactID(c.Param("id"))
	if err != nil {
		return err
	}
	before, limit, err := q.stretch()
	if err != nil {
		return err
	}
	p, err := s.Service.Sessions(c.Request().Context(), site, id, nametag.SessionID(before), limit)
	if err != nil {
		return err
	}
	list := wire.SessionList{Sessions: wire.SpellSessions(p)}
	if p.Earlier != 0 {
		list.Next = next(wire.SpellPlace(int64(p.Earlier)))
	}
	return answer(c, http.StatusOK, list)
}
