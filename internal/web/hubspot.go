package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// hubSpotPaths are the three generations of HubSpot's token endpoint, as their clients ask for it.
var hubSpotPaths = []string{
	"/conversations/v3/visitor-identification/tokens/create",
	"/visitor-identification/v3/tokens/create",
	"/visitor-identification/2026-03/tokens/create",
}

// isHubSpots reports whether HubSpot's clients ask, and would have an error in HubSpot's format.
func isHubSpots(path string) bool {
	return strings.HasPrefix(path, "/conversations/v3/visitor-identification/") || strings.HasPrefix(path, "/visitor-identification/")
}

// hubSpotBody is what a body may be sent as: the sample in HubSpot's document is curl's --data, which says that it is a form's.
var hubSpotBody = []string{"application/json", "application/x-www-form-urlencoded"}

const hubSpotScope = "conversations.visitor_identification.tokens.create"

// hubSpotToken answers HubSpot's token endpoint with a token of spec security §1c.
func (s *server) hubSpotToken(c echo.Context) error {
	site, err := s.siteOfHubSpotKey(c)
	if err != nil {
		return err
	}
	var body wire.Raw
	if err := read(c.Request(), hubSpotBody, &body); err != nil {
		return err
	}
	asked, err := wire.ParseHubSpotTokenRequest(body)
	if err != nil {
		return err
	}
	token, err := s.Service.CreateHubSpotToken(site, asked.Email, asked.FirstName, asked.LastName)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, wire.HubSpotToken{Token: token})
}

var (
	errNoAPIKey        = nametag.ErrBadAPIKey.Saying("No API key came along as a bearer token.")
	errAPIKeyInAddress = nametag.ErrBadAPIKey.Saying("Addresses end up in logs: only a key whose sole scope is %s may stand in one. Send this one as a bearer token.", hubSpotScope)
)

// siteOfHubSpotKey finds the site of the API key, which comes as a bearer token or, from old clients, in the address.
func (s *server) siteOfHubSpotKey(c echo.Context) (*nametag.Site, error) {
	header, hapikey := c.Request().Header.Get("Authorization"), c.QueryParam("hapikey")
	inAddress := header == ""
	switch {
	case inAddress && hapikey == "":
		return nil, errNoAPIKey
	case inAddress:
		header = "Bearer " + hapikey
	}
	key, err := s.countedKey(c.Request(), header, hubSpotScope)
	switch {
	case err != nil:
		return nil, err
	case inAddress && !slices.Equal(key.Scopes, []string{hubSpotScope}):
		return nil, errAPIKeyInAddress
	}
	return s.siteByID(c.Request().Context(), nametag.SiteID(key.Site))
}
