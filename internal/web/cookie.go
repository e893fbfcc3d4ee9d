package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/access"
)

// The panel's cookie (spec security §6). Browsers take the prefix only from https, and only for this host.
const (
	cookieName       = "nametag"
	secureCookieName = "__Host-nametag"
)

// cookie makes the panel's cookie; "" takes it away.
func (s *server) cookie(r *http.Request, value string) *http.Cookie {
	c := &http.Cookie{
		Name: s.cookieName(r), Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: s.secure(r), MaxAge: int(access.LoginFor / time.Second),
	}
	if value == "" {
		c.MaxAge = -1
	}
	return c
}

// loginOf is what the panel's cookie holds, "" if there is none.
func (s *server) loginOf(c echo.Context) string {
	cookie, err := c.Request().Cookie(s.cookieName(c.Request()))
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (s *server) cookieName(r *http.Request) string {
	if s.secure(r) {
		return secureCookieName
	}
	return cookieName
}

// secure reports whether browsers reach the server over https.
func (s *server) secure(r *http.Request) bool {
	if s.origin != "" {
		return strings.HasPrefix(s.origin, "https://")
	}
	return r.TLS != nil || s.Proxies.Trusts(r.RemoteAddr) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}
