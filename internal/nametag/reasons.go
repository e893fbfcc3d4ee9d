package nametag

import (
	"slices"

	"github.com/nametag-dev/nametag/internal/proof"
)

// Reasons are all why a proof isn't accepted, or verifies nothing: those of [proof.Reasons], those of proofs that are in
// order as such, and those of links.
var Reasons = slices.Concat(proof.Reasons, []*proof.Reason{
	errMismatch, errUnconfirmed, errWithoutEmail, errWithoutToken, errTokenRevoked, proof.ErrTokenUsed, proof.ErrLinkToken,
	proof.ErrCarryForged, proof.ErrCarryExpired, proof.ErrCarryOrigin, proof.ErrCarryUsed,
})

// ReasonOf says what a code means by which a proof wasn't accepted: in general, where the doctor may know more of one proof.
func ReasonOf(code string) *proof.Reason {
	if i := slices.IndexFunc(Reasons, func(r *proof.Reason) bool { return r.Code == code }); i >= 0 {
		return Reasons[i]
	}
	for _, e := range Errors {
		if e.Code == code {
			return reasonOf(e) // the call itself can't be taken
		}
	}
	return &proof.Reason{Code: code, Message: "The proof wasn't accepted.", Help: "Ask the doctor about such a proof: it says what is wrong."}
}
