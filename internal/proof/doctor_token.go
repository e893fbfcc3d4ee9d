package proof

import (
	"encoding/base64"
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// DiagnoseToken says whether [OpenToken] accepts a token and if it doesn't, why (spec security §4): it goes on from what
// OpenToken says. Every known key is tried on the signature in about a dozen ways, nothing else is searched for.
func DiagnoseToken(c Case, text string, now time.Time) (Token, Diagnosis) {
	d := Diagnosis{Should: c.shouldToken(now)}
	token, err := OpenToken(c.active(), c.Audiences, text, now)
	if err == nil {
		d.Covered = Covered{token.KID, token.ExternalID != "", token.Email != ""}
		return token, d
	}
	if bare := unwrapped(text); bare != text && bare != "" {
		_, inner := DiagnoseToken(c, bare, now)
		d.KID, d.Reason = inner.KID, wrongEdges
		if inner.Reason != nil {
			d.Reason = inner.Reason.and(wrongEdges)
		}
		return Token{}, d
	}
	t := taken{c: c, text: text, now: now}
	d.Reason = t.refine(err.(*Reason))
	d.KID = t.kid
	return Token{}, d
}

// unwrapped takes spaces, quotation marks and "Bearer" off.
func unwrapped(text string) string {
	for {
		bare := strings.Trim(strings.TrimSpace(text), "\"'`")
		if word, rest, ok := strings.Cut(bare, " "); ok && strings.EqualFold(word, "Bearer") {
			bare = rest
		}
		if bare == text {
			return bare
		}
		text = bare
	}
}

// taken is a token taken apart as far as that goes.
type taken struct {
	c      Case
	text   string
	now    time.Time
	header map[string]jsontext.Value
	claims map[string]jsontext.Value
	kid    string // of the key that signed it
}

// refine says more exactly what the judge said.
func (t *taken) refine(why *Reason) *Reason {
	if malformed := t.takeApart(); malformed != nil {
		return malformed
	}
	switch why.Code {
	case ErrTokenAlgorithm.Code:
		return algorithmOf(t.header["alg"])
	case ErrTokenType.Code:
		return t.typeOf()
	case ErrTokenKey.Code, ErrTokenSignature.Code, ErrNoKey.Code:
		return t.signature(why)
	case ErrTokenTimes.Code, ErrTokenLifetime.Code, ErrTokenExpired.Code, ErrTokenNotYet.Code:
		return t.times(why)
	case ErrTokenAudience.Code:
		return why.Saying("The token's aud is %s, which isn't this site.", shown(t.claims["aud"]))
	case ErrTokenSubject.Code:
		return t.subject()
	}
	return why
}

// takeApart reads header and payload, or says what keeps it from that.
func (t *taken) takeApart() *Reason {
	parts := strings.Split(t.text, ".")
	switch {
	case unwrapped(t.text) == "":
		return wrongNoToken
	case looksPasted(t.c, t.text):
		return wrongPasted
	case strings.HasPrefix(t.text, visitorTokenPrefix):
		return wrongVisitor
	case hashLike.MatchString(t.text):
		return wrongTokenHash
	case len(t.text) > TokenBytes:
		return wrongHuge
	case len(parts) == 5:
		return wrongEncrypted
	case len(parts) != 3:
		return wrongParts.Saying("A JWT has three parts with dots between them: this has %d.", len(parts))
	}
	for _, part := range parts {
		if _, err := base64.RawURLEncoding.Strict().DecodeString(part); err != nil || strings.ContainsAny(part, "\r\n") {
			return wrongPadding
		}
	}
	var ok bool
	if t.header, ok = object(parts[0], jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); !ok { // as jwt reads it
		return wrongHeader
	}
	if t.claims, ok = object(parts[1]); !ok {
		return wrongPayload
	}
	return nil
}

// hashLike is the look of a SHA-256 in hex or base64.
var hashLike = regexp.MustCompile(`^([0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)$`)

// mostShown is how much of a claim a sentence repeats.
const mostShown = 200

// shown is a claim's JSON as a sentence may repeat it.
func shown(value jsontext.Value) string {
	if len(value) > mostShown {
		return "too long to be shown"
	}
	return string(value)
}
