package web

import "github.com/labstack/echo/v4"

// What every answer carries, errors included, and what the audiences' answers carry in its place or besides. Keys are
// in canonical form.
var (
	everyHeader = map[string]string{
		"Cache-Control":           cacheNever,
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
		"Referrer-Policy":         "no-referrer",
		"X-Content-Type-Options":  "nosniff",
	}
	scriptHeaders = map[string]string{
		"Access-Control-Allow-Origin":  "*",
		"Cross-Origin-Resource-Policy": "cross-origin",
		"Timing-Allow-Origin":          "*",
	}
	panelHeaders = map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; " + // pictures of people
			"connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"X-Frame-Options":              "DENY",
	}
	helpHeaders = map[string]string{
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	}
)

// headers puts them on the answer.
func headers(these map[string]string) echo.MiddlewareFunc {
	lines := make(map[string][]string, len(these))
	for key, value := range these {
		lines[key] = []string{value}
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			for key, line := range lines {
				h[key] = line // shared by all answers: to change a header is to put another line in its place
			}
			return next(c)
		}
	}
}
