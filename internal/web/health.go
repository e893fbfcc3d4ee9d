package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"
)

// healthz answers GET /healthz: 200 while the store answers.
func (s *server) healthz(c echo.Context) error {
	if err := s.Healthy(c.Request().Context()); err != nil {
		return fmt.Errorf("ask the store: %w", err)
	}
	return answer(c, http.StatusOK, health{Status: "ok"})
}

type health struct {
	Status string `json:"status"`
}
