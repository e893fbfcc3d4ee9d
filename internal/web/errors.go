package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// statuses says what each kind of error is in HTTP.
var statuses = [...]int{
	nametag.Internal:     http.StatusInternalServerError,
	nametag.Invalid:      http.StatusBadRequest,
	nametag.Unauthorized: http.StatusUnauthorized,
	nametag.Forbidden:    http.StatusForbidden,
	nametag.NotFound:     http.StatusNotFound,
	nametag.NotAllowed:   http.StatusMethodNotAllowed,
	nametag.Clash:        http.StatusConflict,
	nametag.TooLarge:     http.StatusRequestEntityTooLarge,
	nametag.Unsupported:  http.StatusUnsupportedMediaType,
	nametag.Limited:      http.StatusTooManyRequests,
	nametag.Unavailable:  http.StatusServiceUnavailable,
}

// Status is what a kind of error is in HTTP.
func Status(kind nametag.ErrorKind) int { return statuses[kind] }

// answerError answers every error. What isn't in the catalogue is logged, this once, and shown to nobody.
func (s *server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	known := catalogued(err)
	if errors.Is(err, context.Canceled) && c.Request().Context().Err() != nil {
		return // the client went away: nobody is there to be answered, and nothing went wrong
	}
	request := uuid.NewString()
	if known == nil {
		s.logError(err, c, request)
		known = nametag.ErrInternal.Saying("Something went wrong on the server (request %s).", request)
	}
	if known.Kind == nametag.Unauthorized {
		c.Response().Header().Set("WWW-Authenticate", "Bearer")
	}
	if known.Wait > 0 {
		c.Response().Header().Set("Retry-After", wholeSeconds(known.Wait))
		c.Response().Header().Set("Access-Control-Expose-Headers", "Retry-After") // for pages, where they may read the answer
	}
	if status := Status(known.Kind); isHubSpots(c.Request().URL.Path) {
		_ = answer(c, status, hubSpotError(known, status, request))
	} else {
		_ = answer(c, status, wire.ErrorAnswer{Error: *wire.SpellError(known)})
	}
}

// wholeSeconds rounds up: who comes too early would be refused again.
func wholeSeconds(d time.Duration) string {
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10)
}

// logError logs what went wrong, under the id that the caller is told. The query stays out of the log: it may hold an
// email, or an API key.
func (s *server) logError(err error, c echo.Context, request string) {
	r := c.Request()
	s.Log.ErrorContext(r.Context(), "request failed", "request", request, "method", r.Method, "route", c.Path(), "error", err)
}

// catalogued finds the error of the catalogue that a person is told, nil if there is none.
func catalogued(err error) *nametag.Error {
	var known *nametag.Error
	var input *access.InputError
	var routed *echo.HTTPError
	switch {
	case errors.As(err, &known):
		if known.Kind == nametag.Internal {
			return nil
		}
		return known
	case errors.As(err, &input):
		return nametag.ErrBadValue.For(input.Field).Saying("%s", input.Message).Over(input.Limit)
	case errors.Is(err, access.ErrTaken):
		return nametag.ErrTaken.For("email").Saying("There is an agent with this email already.")
	case errors.Is(err, access.ErrLastAdmin):
		return nametag.ErrLastAdmin
	case errors.Is(err, fs.ErrNotExist):
		return nametag.ErrNotFound
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, access.ErrBusy):
		return nametag.ErrUnavailable
	case errors.As(err, &routed):
		return ofRouter(routed)
	}
	return nil
}

// ofRouter spells the errors that Echo makes by itself.
func ofRouter(err *echo.HTTPError) *nametag.Error {
	switch err.Code {
	case http.StatusNotFound:
		return nametag.ErrNotFound
	case http.StatusMethodNotAllowed:
		return nametag.ErrMethod
	}
	return nil
}

// recoverPanics turns a panic into an error like any other.
func (s *server) recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler: // asks for the connection to be dropped
				panic(p)
			default:
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		return next(c)
	}
}

// answer sends a value of the wire room.
func answer(c echo.Context, status int, body any) error {
	return c.Blob(status, "application/json", wire.Encode(body))
}
