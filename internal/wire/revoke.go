package wire

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// RevokeContact is the body of POST /contacts/{id}/revoke.
type RevokeContact struct {
	SID string `json:"sid,omitzero"`
}

// Revocation is what became of one.
type Revocation struct {
	Fenced  int  `json:"fenced"`
	Durable bool `json:"durable"`
}

// Revoke is the body of POST /revoke: an external id, as a string or an integer, and perhaps one host session.
type Revoke struct {
	ExternalID jsontext.Value `json:"external_id"`
	SID        string         `json:"sid,omitzero"`
}

// ID is the external id that is meant.
func (r Revoke) ID() (string, error) {
	if len(r.ExternalID) == 0 {
		return "", nametag.ErrMissingField.For("external_id").Saying("Say whose proofs are revoked.")
	}
	said, err := externalID(r.ExternalID)
	return said.Text, err
}
