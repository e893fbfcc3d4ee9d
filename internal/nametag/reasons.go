package nametag

import (
	"slices"

	"github.com/nametag-dev/nametag/internal/proof"
)

// reasons are why proofs aren't accepted that are in order as such: they stand beside [proof.Reasons].
var reasons = []*proof.Reason{
	errMismatch, errUnconfirmed, errWithoutEmail, errWithoutToken, errTokenRevoked, proof.ErrTokenUsed, proof.ErrLinkToken,
}

// ReasonOf says what a code means by which a proof wasn't accepted: in general, where the doctor may know more of one proof.
func ReasonOf(code string) *proof.Reason {
	is := func(r *proof.Reason) bool { return r.Code == code }
	for _, list := range [][]*proof.Reason{proof.Reasons, reasons} {
		if i := slices.IndexFunc(list, is); i >= 0 {
			return list[i]
		}
	}
	for _, e := range Errors {
		if e.Code == code {
			return reasonOf(e) // the call itself can't be taken
		}
	}
	return &proof.Reason{Code: code, Message: "The proof wasn't accepted.", Help: "Ask the doctor about such a proof: it says what is wrong."}
}
