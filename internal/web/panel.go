package web

import (
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

const panelPage = "panel/index.html"

func (s *server) toPanel(c echo.Context) error { return c.Redirect(http.StatusFound, "/panel/") }

func (s *server) toDemo(c echo.Context) error { return c.Redirect(http.StatusFound, "/demo/") }

// panel answers GET /panel/…: the panel's files, and its page for every other address, since the panel finds its own
// way in it.
func (s *server) panel(c echo.Context) error {
	name := strings.TrimPrefix(c.Request().URL.Path, "/")
	if name == "panel/" || name == panelPage {
		return s.panelPage(c)
	}
	f, err := s.file(name)
	switch {
	case err == nil:
		return send(c, f, cacheAsk)
	case errors.Is(err, fs.ErrNotExist) && path.Ext(name) == "":
		return s.panelPage(c)
	}
	return err
}

func (s *server) panelPage(c echo.Context) error {
	f, err := s.Static(panelPage)
	if err != nil {
		return err
	}
	return send(c, f, cacheNever)
}
