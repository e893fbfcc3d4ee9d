package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// verifiedDefault is how far back it is looked for what a key verified, where nobody says.
const verifiedDefault = 7 * 24 * time.Hour

// verified answers GET /api/v1/keys/{kid}/verified: what the key verified since a time, oldest first. A page may hold fewer
// than were asked for, or none, and yet not be the last: the ledger is looked through a stretch at a time.
func (s *server) verified(c echo.Context, site *nametag.Site) error {
	q, err := queryOf(c, "site", "since", "cursor", "limit")
	if err != nil {
		return err
	}
	since, err := s.since(q)
	if err != nil {
		return err
	}
	from, limit, err := q.stretch()
	if err != nil {
		return err
	}
	entries, rest, err := s.Service.Proven(c.Request().Context(), site, c.Param("kid"), since, nametag.Seq(from), limit)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, ledgerPage(entries, rest))
}

func (s *server) since(q query) (time.Time, error) {
	if !q.has("since") {
		return s.Now().Add(-verifiedDefault), nil
	}
	since, err := time.Parse(time.RFC3339, q.get("since"))
	if err != nil {
		return since, nametag.ErrBadValue.For("since").Saying("since is a time such as 2026-11-20T12:00:00Z.")
	}
	return since, nil
}
