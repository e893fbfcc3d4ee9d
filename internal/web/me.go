package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/wire"
)

// me answers GET /api/v1/me: who is logged in, and the sites they may see, oldest first.
func (s *server) me(c echo.Context, account *access.Account) error {
	if _, err := queryOf(c); err != nil {
		return err
	}
	sites, err := s.Service.Sites(c.Request().Context())
	if err != nil {
		return err
	}
	who := wire.Me{
		Agent: wire.Agent{ID: access.SpellAccountID(account.ID), Email: account.Email, Role: string(account.Role)},
		Sites: []wire.PanelSite{},
	}
	for _, site := range sites {
		if account.May(int64(site.ID)) {
			who.Sites = append(who.Sites, wire.SpellPanelSite(site))
		}
	}
	return answer(c, http.StatusOK, who)
}
