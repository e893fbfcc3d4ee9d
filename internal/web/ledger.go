package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// ledger answers GET /api/v1/contacts/{id}/ledger: newest first.
func (s *server) ledger(c echo.Context, site *nametag.Site) error {
	q, err := queryOf(c, "site", "cursor", "limit")
	if err != nil {
		return err
	}
	id, err := nametag.ParseContactID(c.Param("id"))
	if err != nil {
		return err
	}
	from, limit, err := q.stretch()
	if err != nil {
		return err
	}
	entries, rest, err := s.Service.Ledger(c.Request().Context(), site, id, nametag.Seq(from), limit)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, ledgerPage(entries, rest))
}

// ledgerPage spells a page of entries. rest is where the next one begins, 0 for nowhere.
func ledgerPage(entries []nametag.Entry, rest nametag.Seq) wire.LedgerPage {
	page := wire.LedgerPage{Entries: make([]wire.LedgerEntry, 0, len(entries))}
	for _, e := range entries {
		page.Entries = append(page.Entries, wire.SpellEntry(e))
	}
	if rest != 0 {
		page.Next = next(wire.SpellPlace(int64(rest)))
	}
	return page
}
