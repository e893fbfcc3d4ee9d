package web

import (
	"errors"
	"net/http"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// hubSpotCategories says what HubSpot calls errors of a status. What isn't here is the caller's mistake below 500, and
// the server's from there on.
var hubSpotCategories = map[int]string{
	http.StatusUnauthorized:     "INVALID_AUTHENTICATION",
	http.StatusForbidden:        "FORBIDDEN",
	http.StatusNotFound:         "OBJECT_NOT_FOUND",
	http.StatusMethodNotAllowed: "METHOD_NOT_ALLOWED",
	http.StatusConflict:         "CONFLICT",
	http.StatusTooManyRequests:  "RATE_LIMITS",
}

// hubSpotError spells any error of the catalogue, whose kind is this status, as HubSpot's clients read it. What to do is
// part of the message: they show nothing else.
func hubSpotError(e *nametag.Error, status int, correlation string) wire.HubSpotError {
	detail := wire.HubSpotErrorDetail{Message: e.Message, In: e.Field, Code: e.Code}
	out := wire.HubSpotError{Status: "error", Message: e.Message + " " + e.Help, CorrelationID: correlation, Category: hubSpotCategory(status)}
	switch {
	case errors.Is(e, nametag.ErrScope):
		out.Category, out.Message = "MISSING_SCOPES", "The API key lacks the scope "+e.Field+". Make a key that has it."
		detail.In, detail.Context = "", map[string][]string{"requiredGranularScopes": {e.Field}}
	case status == http.StatusTooManyRequests: // by this policy their clients know that it pays to wait
		out.PolicyName, out.ErrorType = "TEN_SECONDLY_ROLLING", "RATE_LIMIT"
	}
	out.Errors = []wire.HubSpotErrorDetail{detail}
	return out
}

func hubSpotCategory(status int) string {
	switch category, named := hubSpotCategories[status]; {
	case named:
		return category
	case status < http.StatusInternalServerError:
		return "VALIDATION_ERROR"
	}
	return "INTERNAL_ERROR"
}
