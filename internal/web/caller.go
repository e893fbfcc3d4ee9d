package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
)

// scoped lets through an API key that has the scope, for the key's site, and a logged-in agent, for the site that
// ?site= names, if it is one of the agent's.
func (s *server) scoped(scope string, handle func(echo.Context, *nametag.Site) error) echo.HandlerFunc {
	return s.known(scope, func(c echo.Context, from caller) error { return handle(c, from.site) })
}

// known is scoped for what has to know who asks.
func (s *server) known(scope string, handle func(echo.Context, caller) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		from, err := s.admit(c, scope)
		if err != nil {
			return err
		}
		return handle(c, from)
	}
}

// deciding is scoped for what changes something: it says who decides. What another site's page makes an agent's browser
// send is refused.
func (s *server) deciding(scope string, handle func(echo.Context, caller) error) echo.HandlerFunc {
	admitted := s.known(scope, handle)
	guarded := s.sameOrigin(admitted)
	return func(c echo.Context) error {
		if c.Request().Header.Get("Authorization") != "" {
			return admitted(c) // no browser sends that by itself
		}
		return guarded(c)
	}
}

// administering is deciding for what only admins may do: keys, settings, other people's accounts. Of an API key it is the
// scope that says so.
func (s *server) administering(scope string, handle func(echo.Context, caller) error) echo.HandlerFunc {
	return s.deciding(scope, func(c echo.Context, from caller) error {
		if from.account != nil && from.account.Role != access.Admin {
			return nametag.ErrAdminsOnly
		}
		return handle(c, from)
	})
}

// admin lets through a logged-in agent who is an admin, and no API key: keys are of one site, and must never reach what
// lets people and programs in. What another site's page makes a browser send is refused.
func (s *server) admin(handle func(echo.Context, caller) error) echo.HandlerFunc {
	loggedIn := s.agent(func(c echo.Context, account *access.Account) error {
		if account.Role != access.Admin {
			return nametag.ErrAdminsOnly
		}
		return handle(c, caller{who: agentSource(account), account: account})
	})
	return s.sameOrigin(func(c echo.Context) error {
		if c.Request().Header.Get("Authorization") != "" {
			return nametag.ErrLoginRequired.Saying("API keys open nothing here: it is for admins who are logged in to the panel.")
		}
		return loggedIn(c)
	})
}

// adminOf is admin for what belongs to the site that ?site= names.
func (s *server) adminOf(handle func(echo.Context, caller) error) echo.HandlerFunc {
	return s.admin(func(c echo.Context, from caller) (err error) {
		if from.site, err = s.siteOfAgent(c, from.account); err != nil {
			return err
		}
		return handle(c, from)
	})
}

// caller is who asks, for which site.
type caller struct {
	site    *nametag.Site // nil where it is about no site
	who     nametag.Source
	account *access.Account // of the agent; nil for an API key
	key     *access.APIKey  // nil for an agent
}

// may reports whether an API key has a scope. Agents have all of them; what only admins may do is asked beside it.
func (from caller) may(scope string) bool { return from.key == nil || from.key.May(scope) }

func (s *server) admit(c echo.Context, scope string) (caller, error) {
	if header := c.Request().Header.Get("Authorization"); header != "" {
		return s.callerOfKey(c, header, scope)
	}
	account, err := s.account(c.Request().Context(), s.loginOf(c))
	if err != nil {
		return caller{}, err
	}
	site, err := s.siteOfAgent(c, account)
	return caller{site: site, who: agentSource(account), account: account}, err
}

func agentSource(account *access.Account) nametag.Source {
	return nametag.Source("agent:" + account.Email)
}

// agent lets through whoever is logged in to the panel.
func (s *server) agent(handle func(echo.Context, *access.Account) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		account, err := s.account(c.Request().Context(), s.loginOf(c))
		if err != nil {
			return err
		}
		return handle(c, account)
	}
}

func (s *server) account(ctx context.Context, login string) (*access.Account, error) {
	if login == "" {
		return nil, nametag.ErrLoginRequired
	}
	account, err := s.Access.WhoIs(ctx, login)
	if errors.Is(err, access.ErrNotFound) {
		return nil, nametag.ErrLoginRequired
	}
	return account, err
}

func (s *server) callerOfKey(c echo.Context, header, scope string) (caller, error) {
	key, err := s.countedKey(c.Request(), header, scope)
	if err != nil {
		return caller{}, err
	}
	site, err := s.siteByID(c.Request().Context(), nametag.SiteID(key.Site))
	if err != nil {
		return caller{}, err
	}
	return caller{site: site, who: nametag.Source("api:" + key.Name), key: key}, s.checkAsked(c, site)
}

// countedKey finds the API key in an Authorization header, and counts what it asks for, or that it was guessed.
func (s *server) countedKey(r *http.Request, header, scope string) (*access.APIKey, error) {
	key, err := s.keyOf(r.Context(), header, scope)
	switch {
	case errors.Is(err, nametag.ErrBadAPIKey):
		return nil, s.guessed(r, nametag.ErrBadAPIKey)
	case err != nil:
		return nil, err
	}
	return key, nametag.RateLimited(s.Programs.OfKey(key.ID))
}

// checkAsked looks at ?site= beside an API key. It says nothing new there, but naming another site is a mistake that
// must not go unseen.
func (s *server) checkAsked(c echo.Context, site *nametag.Site) error {
	asked := c.QueryParam("site")
	if asked == "" || asked == site.Key {
		return nil
	}
	named, err := s.Service.Site(c.Request().Context(), asked)
	if err == nil && named.ID != site.ID {
		return nametag.ErrSiteUnknown
	}
	return err
}

// keyOf finds the API key in an Authorization header and checks that it has the scope.
func (s *server) keyOf(ctx context.Context, header, scope string) (*access.APIKey, error) {
	scheme, text, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return nil, nametag.ErrBadAPIKey
	}
	key, err := s.Access.APIKey(ctx, strings.TrimSpace(text))
	switch {
	case errors.Is(err, access.ErrNotFound):
		return nil, nametag.ErrBadAPIKey
	case err != nil:
		return nil, err
	case !key.May(scope):
		return nil, nametag.ErrScope.For(scope)
	}
	return key, nil
}

func (s *server) siteByID(ctx context.Context, id nametag.SiteID) (*nametag.Site, error) {
	sites, err := s.Service.Sites(ctx)
	if err != nil {
		return nil, err
	}
	for _, site := range sites {
		if site.ID == id {
			return site, nil
		}
	}
	return nil, nametag.ErrSiteUnknown
}

// siteOfAgent finds the site that ?site= names. One that the agent may not see is as unknown as one that isn't there.
func (s *server) siteOfAgent(c echo.Context, account *access.Account) (*nametag.Site, error) {
	key := c.QueryParam("site")
	if key == "" {
		return nil, nametag.ErrMissingField.For("site")
	}
	site, err := s.Service.Site(c.Request().Context(), key)
	if err != nil {
		return nil, err
	}
	if !account.May(int64(site.ID)) {
		return nil, nametag.ErrSiteUnknown
	}
	return site, nil
}
