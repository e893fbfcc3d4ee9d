package wire

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// HubSpotTokenRequest is the body of HubSpot's token endpoint; HubSpotToken is its answer.
type (
	HubSpotTokenRequest struct {
		Email     string `json:"email"`
		FirstName string `json:"firstName"`
		LastName  string `json:"lastName"`
	}
	HubSpotToken struct {
		Token string `json:"token"`
	}
)

// HubSpotError is an error as HubSpot's clients read it. PolicyName and ErrorType are those of a rate limit.
type (
	HubSpotError struct {
		Status        string               `json:"status"` // "error"
		Message       string               `json:"message"`
		CorrelationID string               `json:"correlationId"` // a UUID
		Category      string               `json:"category"`
		PolicyName    string               `json:"policyName,omitzero"`
		ErrorType     string               `json:"errorType,omitzero"`
		Errors        []HubSpotErrorDetail `json:"errors,omitzero"`
	}
	HubSpotErrorDetail struct {
		Message string              `json:"message"`
		In      string              `json:"in,omitzero"` // the field to blame
		Code    string              `json:"code"`        // of our catalogue
		Context map[string][]string `json:"context,omitzero"`
	}
)

// ParseHubSpotTokenRequest understands a body that was read strictly before. As HubSpot does it ignores what it doesn't
// know.
func ParseHubSpotTokenRequest(body jsontext.Value) (asked HubSpotTokenRequest, err error) {
	if body.Kind() != '{' {
		return asked, nametag.ErrWrongType
	}
	return asked, refusal(json.Unmarshal(body, &asked))
}
