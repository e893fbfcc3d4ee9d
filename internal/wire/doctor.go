package wire

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Question asks the doctor about a hash or a token, with the id and the email of the call beside it (spec security §4).
type Question struct {
	ID    jsontext.Value `json:"id,omitzero"` // a string, or an integer that JavaScript can hold
	Email jsontext.Value `json:"email,omitzero"`
	Hash  *string        `json:"hash,omitzero"`
	Token *string        `json:"token,omitzero"`
	// Language is the key of the one in which the answer has code that signs right: "node", "python"…
	Language *string `json:"language,omitzero"`
}

// Diagnosis is the doctor's answer.
type Diagnosis struct {
	Accepted   bool       `json:"accepted"`
	Covers     []string   `json:"covers"` // "id", "email"
	Verified   bool       `json:"verified"`
	Reason     *Reason    `json:"reason"`
	KID        *string    `json:"kid"`
	ShouldSign []Signable `json:"should_sign"`
	Code       string     `json:"code,omitzero"` // in the language that was asked for
}

// Reason is why a proof isn't accepted, or verifies nothing.
type Reason struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Help    string `json:"help"`
}

// Signable is a message that can be signed, with the use of the keys that may sign it.
type Signable struct {
	Use     string `json:"use"`
	Message string `json:"message"`
}

// ParseQuestion spells a question as the claim that it is about. An id or email that is null or "" is taken back, as in a
// call: a token that has one is about somebody else then.
func ParseQuestion(q Question) (nametag.Claim, error) {
	claim := nametag.Claim{Hash: textOf(q.Hash), Token: textOf(q.Token)}
	if claim.Hash != "" && claim.Token != "" {
		return claim, nametag.ErrBadValue.For("token").Saying("Ask about a hash or about a token, not about both.")
	}
	if q.ID != nil {
		id, err := externalID(q.ID)
		if err != nil {
			return claim, nametag.ErrBadExternalID.For("id").Saying("The id is neither a string nor an integer that JavaScript can hold.")
		}
		claim.ExternalID = id
	}
	if q.Email != nil {
		given, err := email(q.Email)
		if err != nil {
			return claim, nametag.ErrWrongType.For("email")
		}
		claim.Email = given
	}
	return claim, nil
}

func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// SpellDiagnosis spells what the doctor found.
func SpellDiagnosis(r nametag.Report) Diagnosis {
	out := Diagnosis{Accepted: r.Accepted, Covers: []string{}, Verified: r.Verified, KID: orNull(r.KID), ShouldSign: []Signable{}}
	if r.ID {
		out.Covers = append(out.Covers, "id")
	}
	if r.Email {
		out.Covers = append(out.Covers, "email")
	}
	if r.Reason != nil {
		out.Reason = &Reason{Code: r.Reason.Code, Message: r.Reason.Message, Help: r.Reason.Help}
	}
	for _, s := range r.Should {
		out.ShouldSign = append(out.ShouldSign, Signable{Use: string(s.Use), Message: s.Message})
	}
	return out
}
