package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// keys answers GET /api/v1/keys: the site's signing keys, oldest first.
func (s *server) keys(c echo.Context, site *nametag.Site) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	ctx := c.Request().Context()
	keys, err := s.Service.SigningKeys(ctx, site)
	if err != nil {
		return err
	}
	uses, err := s.Service.KeyUses(ctx, site)
	if err != nil {
		return err
	}
	list := wire.SigningKeyList{Keys: make([]wire.SigningKey, 0, len(keys))}
	for _, k := range keys {
		list.Keys = append(list.Keys, wire.SpellSigningKey(k, uses[k.KID]))
	}
	return answer(c, http.StatusOK, list)
}

// createKey answers POST /api/v1/keys with the key and, this once, the secret that was made. Sent again it is another key:
// its answer can't be given twice.
func (s *server) createKey(c echo.Context, from caller) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	var asked wire.NewSigningKey
	if err := read(c.Request(), jsonBody, &asked); err != nil {
		return err
	}
	taken, err := asked.Taken()
	if err != nil {
		return err
	}
	key, secret, err := s.Service.CreateSigningKey(c.Request().Context(), from.site, asked.Name, asked.Uses, taken)
	if err != nil {
		return err
	}
	made := wire.SpellSigningKey(key, nametag.KeyUsage{})
	made.Secret = secret
	return answer(c, http.StatusCreated, made)
}

// retireKey answers POST /api/v1/keys/{kid}/retire with the key as it is then. Pages whose links fall with a leaked one hear
// of it within a second.
func (s *server) retireKey(c echo.Context, from caller) error {
	kid, err := s.keyOfSite(c, from.site)
	if err != nil {
		return err
	}
	var asked wire.Retirement
	if err := readIfAny(c, &asked); err != nil {
		return err
	}
	kid, err = s.once(c, from, asked, func() (string, error) {
		_, err := s.Service.RetireSigningKey(c.Request().Context(), kid, asked.Leaked)
		return kid, err
	})
	if err != nil {
		return err
	}
	return s.answerKey(c, from.site, kid)
}

// keyOfSite reads the kid of an address that takes no parameters but the site. Another site's key is none.
func (s *server) keyOfSite(c echo.Context, site *nametag.Site) (string, error) {
	if _, err := queryOf(c, "site"); err != nil {
		return "", err
	}
	key, err := s.Service.SigningKey(c.Request().Context(), site, c.Param("kid"))
	if err != nil {
		return "", err
	}
	return key.KID, nil
}

func (s *server) answerKey(c echo.Context, site *nametag.Site, kid string) error {
	ctx := c.Request().Context()
	key, err := s.Service.SigningKey(ctx, site, kid)
	if err != nil {
		return err
	}
	uses, err := s.Service.KeyUses(ctx, site)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, wire.SpellSigningKey(key, uses[kid]))
}
