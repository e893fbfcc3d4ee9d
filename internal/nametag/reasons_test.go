package nametag_test

import (
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/proof"
)

// Whatever a failed claim is counted under is said in words, with what to do.
func TestReasonsAreSaid(t *testing.T) {
	t.Parallel()
	for _, known := range proof.Reasons {
		want(t, known.Code, nametag.ReasonOf(known.Code).Message, known.Message)
	}
	unknown := nametag.ReasonOf("of another version")
	for _, code := range []string{
		"mismatch", "email_unconfirmed", "token_without_email", "email_without_token", "token_revoked", "token_used", "link_token",
		"carry_forged", "carry_expired", "carry_origin", "carry_used", "bad_email", "bad_external_id", "placeholder_id",
	} {
		r := nametag.ReasonOf(code)
		want(t, code, r.Code == code && r.Message != unknown.Message && r.Message != "" && r.Help != "", true)
	}
	want(t, "unknown", unknown.Code == "of another version" && unknown.Message != "" && unknown.Help != "", true)
}
