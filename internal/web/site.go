package web

import (
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// site answers GET /api/v1/site: the site's settings.
func (s *server) site(c echo.Context, site *nametag.Site) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	return s.answerSite(c, site)
}

// setSite answers PATCH /api/v1/site with the settings as they are then. They count from the next request on; agents see
// them at once, those of two changes in the order in which they were made.
func (s *server) setSite(c echo.Context, from caller) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	var body wire.Raw
	if err := read(c.Request(), jsonBody, &body); err != nil {
		return err
	}
	to, err := wire.ParseSiteChange(body)
	if err != nil {
		return err
	}
	s.setting.Lock(from.site.Key)
	defer s.setting.Unlock(from.site.Key)
	now := s.Service.Now()
	site, err := s.Service.SetSite(c.Request().Context(), from.site.Key, func(site *nametag.Site) error {
		to.Apply(site, now)
		return nil
	})
	if err != nil {
		return err
	}
	s.Live.SiteChanged(site)
	return s.answerSite(c, site)
}

func (s *server) answerSite(c echo.Context, site *nametag.Site) error {
	script, err := s.Static("nametag.js")
	if err != nil {
		return fmt.Errorf("read widget: %w", err)
	}
	root := s.publicURL(c.Request()) + "/"
	return answer(c, http.StatusOK, wire.SpellSite(site, s.Service.Lives, root+script.Name, pinned(root, script)))
}

// pinned says how a page holds on to a script as it is now (W3C Subresource Integrity).
func pinned(root string, f File) wire.Pinned {
	sum := sha512.Sum384(f.Bytes)
	return wire.Pinned{URL: root + f.Pinned, Integrity: "sha384-" + base64.StdEncoding.EncodeToString(sum[:])}
}
