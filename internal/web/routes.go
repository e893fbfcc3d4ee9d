package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// routes is the table of contents: every address, for whom it is, and what guards it (spec security §6). Guards stand
// at each route: on a group, Echo would make them answer 404 where it is the method that is wrong.
func (s *server) routes(e *echo.Echo) {
	reading := []string{http.MethodGet, http.MethodHead}

	// Scripts: for everybody. Each by its plain name, and by every hashed name that it ever had.
	e.Match(reading, "/nametag*", s.script, headers(scriptHeaders))
	e.Match(reading, "/compat/*", s.script, headers(scriptHeaders))

	// The browser API: for pages on a site's allowed origins. The handlers look up the site, and whether the page's
	// origin may use it. They are counted by address, visitor and site.
	browsers := e.Group("/v1")
	browsers.POST("/commands", s.commands, cors, s.counted)
	browsers.OPTIONS("/commands", s.preflight, cors)
	browsers.POST("/heartbeat", s.heartbeat, cors, s.counted)
	browsers.OPTIONS("/heartbeat", s.preflight, cors)
	browsers.GET("/socket", s.socket, s.counted)

	// The panel's files: for agents' browsers.
	panel := headers(panelHeaders)
	e.Match(reading, "/", s.toPanel, panel)
	e.Match(reading, "/panel", s.toPanel, panel)
	e.Match(reading, "/panel/*", s.panel, panel)

	// The panel's own doors: cross-origin protection, then a password, a link or the cookie.
	api := e.Group("/api/v1")
	api.POST("/login", s.login, s.sameOrigin)
	api.POST("/setup", s.setup, s.sameOrigin)
	api.POST("/logout", s.logout, s.sameOrigin)
	api.POST("/invitation", s.invitation, s.sameOrigin)
	api.POST("/invitation/accept", s.accept, s.sameOrigin)
	api.GET("/me", s.agent(s.me))
	api.POST("/password", s.agent(s.changePassword), s.sameOrigin)

	// The server API, which is the panel's too: an API key with the scope, or the cookie and ?site=. All of /api/ is
	// counted by address, and by key where there is one.
	api.GET("/contacts", s.scoped("contacts:read", s.contacts))
	api.GET("/contacts/:id", s.scoped("contacts:read", s.contact))
	api.PATCH("/contacts/:id", s.deciding("contacts:write", s.edit))
	api.DELETE("/contacts/:id", s.deciding("contacts:write", s.erase))
	api.GET("/contacts/:id/ledger", s.scoped("contacts:read", s.ledger))
	api.GET("/contacts/:id/sessions", s.scoped("contacts:read", s.sessions))
	api.GET("/contacts/:id/export", s.scoped("contacts:read", s.export))
	api.POST("/contacts/:id/merge", s.deciding("contacts:write", s.merge))
	api.POST("/merges/:id/undo", s.deciding("contacts:write", s.unmerge))
	api.POST("/contacts/:id/conflicts/:conflict/resolve", s.deciding("contacts:write", s.settle))
	api.POST("/contacts/:id/visitors/:visitor/detach", s.deciding("contacts:write", s.detach))
	api.POST("/contacts/:id/revoke", s.deciding("sessions:revoke", s.revokeContact))
	api.POST("/revoke", s.deciding("sessions:revoke", s.revoke))
	api.POST("/tokens", s.administering("tokens:create", s.token))
	api.POST("/doctor", s.deciding("site:read", s.doctor))
	e.GET("/api/v1/openapi.json", s.openapi)
	api.GET("/visitors", s.scoped("visitors:read", s.visitors))
	api.GET("/visitors/:id", s.scoped("visitors:read", s.visitor))
	api.GET("/site", s.scoped("site:read", s.site))
	api.PATCH("/site", s.administering("site:write", s.setSite))
	api.GET("/site/evidence", s.scoped("site:read", s.evidence))
	api.GET("/keys", s.scoped("site:read", s.keys))
	api.POST("/keys", s.administering("site:write", s.createKey))
	api.POST("/keys/:kid/retire", s.administering("site:write", s.retireKey))
	api.GET("/keys/:kid/verified", s.scoped("site:read", s.verified))
	api.GET("/live", s.known("visitors:read", s.live))

	// Who gets in: for logged-in admins alone. Agents belong to no site, API keys to the one that ?site= names.
	api.GET("/agents", s.admin(s.agents))
	api.POST("/agents", s.admin(s.createAgent))
	api.PATCH("/agents/:id", s.admin(s.changeAgent))
	api.DELETE("/agents/:id", s.admin(s.removeAgent))
	api.POST("/agents/:id/invitation", s.admin(s.inviteAgain))
	api.GET("/apikeys", s.adminOf(s.apiKeys))
	api.POST("/apikeys", s.adminOf(s.createAPIKey))
	api.POST("/apikeys/:id/revoke", s.adminOf(s.revokeAPIKey))

	// HubSpot's token endpoint, for back ends with HubSpot's own clients: an API key with the scope.
	for _, generation := range hubSpotPaths {
		e.POST(generation, s.hubSpotToken)
	}

	// What errors and warnings mean: for everybody who meets one.
	e.Match(reading, "/help", s.help, headers(helpHeaders))

	e.Match(reading, "/healthz", s.healthz)
	if s.Demo != nil {
		e.Any("/demo", s.toDemo)
		e.Any("/demo/*", echo.WrapHandler(s.Demo))
	}
}
