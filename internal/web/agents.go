package web

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// agents answers GET /api/v1/agents: all of them, by email.
func (s *server) agents(c echo.Context, _ caller) error {
	if _, err := queryOf(c); err != nil {
		return err
	}
	all, err := s.Access.Accounts(c.Request().Context())
	if err != nil {
		return err
	}
	sites, err := s.Service.Sites(c.Request().Context())
	if err != nil {
		return err
	}
	list := wire.AgentList{Agents: make([]wire.AgentAccount, 0, len(all))}
	for _, a := range all {
		list.Agents = append(list.Agents, s.spellAgent(a, sites))
	}
	return answer(c, http.StatusOK, list)
}

// createAgent answers POST /api/v1/agents with the agent and, this once, the link on which they choose a password. Sent
// again the answer is without it: links aren't kept.
func (s *server) createAgent(c echo.Context, from caller) error {
	var asked wire.NewAgent
	if err := readForm(c, &asked); err != nil {
		return err
	}
	sites, err := s.siteIDs(c, asked.Sites)
	if err != nil {
		return err
	}
	var link *wire.Invitation
	spelt, err := s.once(c, from, asked, func() (string, error) {
		a, token, err := s.Access.Invite(c.Request().Context(), asked.Email, access.Rights{Role: access.Role(asked.Role), Sites: sites})
		if err != nil {
			return "", err
		}
		link = s.link(c, token, a.InvitedUntil)
		return access.SpellAccountID(a.ID), nil
	})
	if err != nil {
		return err
	}
	a, err := s.agentBy(c, spelt)
	if err != nil {
		return err
	}
	return s.answerAgent(c, http.StatusCreated, a, link)
}

// changeAgent answers PATCH /api/v1/agents/{id} with the agent as they are then. Their open sockets end within a second.
func (s *server) changeAgent(c echo.Context, _ caller) error {
	id, err := agentOf(c)
	if err != nil {
		return err
	}
	to, err := s.rightsOf(c)
	if err != nil {
		return err
	}
	a, err := s.Access.SetRights(c.Request().Context(), id, to)
	if err != nil {
		return noAgent(err)
	}
	return s.answerAgent(c, http.StatusOK, a, nil)
}

// rightsOf reads what is to be changed. An admin has no list of sites: who becomes one loses it.
func (s *server) rightsOf(c echo.Context) (func(*access.Rights), error) {
	var body wire.Raw
	if err := read(c.Request(), jsonBody, &body); err != nil {
		return nil, err
	}
	asked, err := wire.ParseAgentChange(body)
	if err != nil {
		return nil, err
	}
	var sites []int64
	if asked.Sites != nil {
		if sites, err = s.siteIDs(c, *asked.Sites); err != nil {
			return nil, err
		}
	}
	return func(to *access.Rights) {
		if asked.Role != nil {
			to.Role = access.Role(*asked.Role)
		}
		if asked.Sites != nil || to.Role == access.Admin {
			to.Sites = sites
		}
	}, nil
}

// removeAgent answers DELETE /api/v1/agents/{id}. Their logins are over; open sockets end within a second.
func (s *server) removeAgent(c echo.Context, _ caller) error {
	id, err := agentOf(c)
	if err != nil {
		return err
	}
	if err := s.Access.RemoveAccount(c.Request().Context(), id); err != nil {
		return noAgent(err)
	}
	return c.NoContent(http.StatusNoContent)
}

// inviteAgain answers POST /api/v1/agents/{id}/invitation with a new link, this once, on which the agent chooses a password.
// Those before it are worth nothing; what the agent has lasts until the link is used.
func (s *server) inviteAgain(c echo.Context, _ caller) error {
	id, err := agentOf(c)
	if err != nil {
		return err
	}
	if err := readNothing(c); err != nil {
		return err
	}
	token, until, err := s.Access.InviteAgain(c.Request().Context(), id)
	if err != nil {
		return noAgent(err)
	}
	return answer(c, http.StatusCreated, s.link(c, token, until))
}

// link is where the panel takes an invitation. Browsers keep what follows the # to themselves.
func (s *server) link(c echo.Context, token string, until time.Time) *wire.Invitation {
	return &wire.Invitation{Link: s.publicURL(c.Request()) + "/panel/invite#" + token, ExpiresAt: wire.When(until)}
}

// agentOf reads the id of an address that takes no parameters.
func agentOf(c echo.Context) (int64, error) {
	if _, err := queryOf(c); err != nil {
		return 0, err
	}
	id, err := access.ParseAccountID(c.Param("id"))
	return id, noAgent(err)
}

func (s *server) agentBy(c echo.Context, spelt string) (*access.Account, error) {
	id, err := access.ParseAccountID(spelt)
	if err != nil {
		return nil, noAgent(err)
	}
	a, err := s.Access.Account(c.Request().Context(), id)
	return a, noAgent(err)
}

func noAgent(err error) error {
	if errors.Is(err, access.ErrNotFound) {
		return nametag.ErrNotFound.For("agent")
	}
	return err
}

// answerAgent answers with one agent, and the link that was made for them, if one was.
func (s *server) answerAgent(c echo.Context, status int, a *access.Account, link *wire.Invitation) error {
	sites, err := s.Service.Sites(c.Request().Context())
	if err != nil {
		return err
	}
	agent := s.spellAgent(a, sites)
	agent.Invitation = link
	return answer(c, status, agent)
}

// spellAgent spells an agent, of whose sites the keys are shown: all sites are given.
func (s *server) spellAgent(a *access.Account, sites []*nametag.Site) wire.AgentAccount {
	agent := wire.AgentAccount{
		ID: access.SpellAccountID(a.ID), Email: a.Email, Role: string(a.Role), Sites: []string{}, CreatedAt: wire.When(a.CreatedAt),
		Active: a.PasswordHash != "",
	}
	if a.InvitedUntil.After(s.Now()) {
		agent.LinkUntil = wire.WhenIfEver(a.InvitedUntil)
	}
	for _, site := range sites {
		if slices.Contains(a.Sites, int64(site.ID)) {
			agent.Sites = append(agent.Sites, site.Key)
		}
	}
	return agent
}

// siteIDs finds the sites that keys name. A site that is named twice is one.
func (s *server) siteIDs(c echo.Context, keys []string) (ids []int64, err error) {
	for _, key := range keys {
		site, err := s.Service.Site(c.Request().Context(), key)
		switch {
		case errors.Is(err, nametag.ErrSiteUnknown):
			return nil, nametag.ErrBadValue.For("sites").Saying("There is a key in the list that no site has.")
		case err != nil:
			return nil, err
		case !slices.Contains(ids, int64(site.ID)):
			ids = append(ids, int64(site.ID))
		}
	}
	return ids, nil
}
