package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// visitors answers GET /api/v1/visitors: who is here now, newest first.
func (s *server) visitors(c echo.Context, site *nametag.Site) error {
	q, err := queryOf(c, "site", "limit")
	if err != nil {
		return err
	}
	limit, err := q.limit()
	if err != nil {
		return err
	}
	rows := s.Presence.List(site.ID, limit)
	list := wire.VisitorList{Visitors: make([]wire.Row, 0, len(rows))}
	for _, row := range rows {
		list.Visitors = append(list.Visitors, live.SpellRow(row))
	}
	return answer(c, http.StatusOK, list)
}

// visitor answers GET /api/v1/visitors/{id}: a visitor with its sessions and pages.
func (s *server) visitor(c echo.Context, site *nametag.Site) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	id, err := nametag.ParseVisitorID(c.Param("id"))
	if err != nil {
		return err
	}
	p, err := s.Service.VisitorAlone(c.Request().Context(), site, id)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, wire.SpellVisitor(p))
}
