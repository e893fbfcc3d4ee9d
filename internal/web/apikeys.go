package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// apiKeys answers GET /api/v1/apikeys: the site's API keys, oldest first, revoked ones included.
func (s *server) apiKeys(c echo.Context, from caller) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	keys, err := s.Access.APIKeys(c.Request().Context(), int64(from.site.ID))
	if err != nil {
		return err
	}
	list := wire.APIKeyList{APIKeys: make([]wire.APIKey, 0, len(keys))}
	for _, k := range keys {
		list.APIKeys = append(list.APIKeys, spellAPIKey(k))
	}
	return answer(c, http.StatusOK, list)
}

// createAPIKey answers POST /api/v1/apikeys with the key and, this once, its text. Sent again it is another key: its answer
// can't be given twice.
func (s *server) createAPIKey(c echo.Context, from caller) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	var asked wire.NewAPIKey
	if err := read(c.Request(), jsonBody, &asked); err != nil {
		return err
	}
	key, text, err := s.Access.CreateAPIKey(c.Request().Context(), int64(from.site.ID), asked.Name, asked.Scopes)
	if err != nil {
		return err
	}
	made := spellAPIKey(key)
	made.Key = text
	return answer(c, http.StatusCreated, made)
}

// revokeAPIKey answers POST /api/v1/apikeys/{id}/revoke with the key as it is then. Revoked again it stays as it is.
func (s *server) revokeAPIKey(c echo.Context, from caller) error {
	key, err := s.apiKeyOfSite(c, from.site)
	if err != nil {
		return err
	}
	if err := readNothing(c); err != nil {
		return err
	}
	id := access.SpellAPIKeyID(key.ID)
	if _, err = s.once(c, from, nil, func() (string, error) {
		key, err = s.Access.RevokeAPIKey(c.Request().Context(), key.ID)
		return id, err
	}); err != nil {
		return err
	}
	return answer(c, http.StatusOK, spellAPIKey(key))
}

// apiKeyOfSite finds the key that an address names. Another site's is none.
func (s *server) apiKeyOfSite(c echo.Context, site *nametag.Site) (*access.APIKey, error) {
	if _, err := queryOf(c, "site"); err != nil {
		return nil, err
	}
	keys, err := s.Access.APIKeys(c.Request().Context(), int64(site.ID))
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if access.SpellAPIKeyID(k.ID) == c.Param("id") {
			return k, nil
		}
	}
	return nil, nametag.ErrNotFound.For("apikey")
}

func spellAPIKey(k *access.APIKey) wire.APIKey {
	return wire.APIKey{
		ID: access.SpellAPIKeyID(k.ID), Name: k.Name, Scopes: k.Scopes, CreatedAt: wire.When(k.CreatedAt),
		RevokedAt: wire.WhenIfEver(k.RevokedAt), LastUsedAt: wire.WhenIfEver(k.UsedAt),
	}
}
