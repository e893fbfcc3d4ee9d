package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// visitors answers GET /api/v1/visitors: who is here now, or whom a search finds among them, newest first.
func (s *server) visitors(c echo.Context, site *nametag.Site) error {
	q, err := queryOf(c, "site", "q", "cursor", "limit")
	if err != nil {
		return err
	}
	limit, err := q.limit()
	if err != nil {
		return err
	}
	below, err := visitorsCursor(q)
	if err != nil {
		return err
	}
	wanted, err := presence.ParseQuery(q.get("q"), presence.Newest)
	if err != nil {
		return err
	}
	rows := s.Presence.List(site.ID, wanted, below, limit+1)
	list := wire.VisitorList{Visitors: make([]wire.Row, 0, len(rows))}
	if len(rows) > limit {
		rows = rows[:limit]
		last := rows[limit-1].Place()
		list.Next = next(fmt.Sprintf("%d %d", last.Since.UnixMilli(), last.Row))
	}
	for _, row := range rows {
		list.Visitors = append(list.Visitors, live.SpellRow(row))
	}
	return answer(c, http.StatusOK, list)
}

// visitorsCursor is the place where the page before ended. People come and go meanwhile, but nobody who stays in place
// is left out or listed twice.
func visitorsCursor(q query) (p presence.Place, err error) {
	text, err := q.cursor()
	if err != nil || text == "" {
		return p, err
	}
	since, row, ok := strings.Cut(text, " ")
	ms, err := strconv.ParseInt(since, 10, 64)
	id, err2 := strconv.ParseInt(row, 10, 64)
	if !ok || err != nil || err2 != nil || id < 1 {
		return p, errBadCursor()
	}
	return presence.Place{Since: time.UnixMilli(ms).UTC(), Row: presence.RowID(id)}, nil
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
	if errors.Is(err, nametag.ErrNotFound) {
		if _, here := s.Presence.Find(site.ID, id); here { // it did nothing yet that was worth writing down
			p, err = nametag.Unwritten(site, id), nil
		}
	}
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, wire.SpellVisitor(p))
}
