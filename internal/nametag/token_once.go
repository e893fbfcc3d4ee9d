package nametag

import (
	"fmt"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

// What is remembered of tokens: whose were revoked, and which were used that work once. It is read where claims are
// decided, so that no token slips past it.

// subjectOf is whom a proof is about: its external id, or the email of one that has none.
func subjectOf(id, email string) string {
	if id != "" {
		return "id:" + id
	}
	return "email:" + email
}

// revokedKey is under what it is remembered that a subject, or one host session of it, was revoked.
func (s *Site) revokedKey(subject, sid string) string {
	return fmt.Sprintf("revoked:%s:%q:%q", s.ID, subject, sid)
}

// onceKeys are under what something may be remembered of the claim's token: that it was revoked, or used. A hash has none:
// nobody can say when it was made.
func (j *judged) onceKeys(site *Site) []string {
	keys := j.revokedKeys(site)
	if j.worksOnce() {
		keys = append(keys, j.usedKey(site))
	}
	return keys
}

// worksOnce reports whether the claim's token is one that a link brought.
func (j *judged) worksOnce() bool { return j.arriving && j.jti != "" }

// usedKey is under what it is remembered that a token was used which works once.
func (j *judged) usedKey(site *Site) string {
	return fmt.Sprintf("jti:%s:%s:%q", site.ID, j.kid, j.jti)
}

// revokedKeys are under what it may be remembered that the claim's token was revoked.
func (j *judged) revokedKeys(site *Site) []string {
	if j.issued.IsZero() {
		return nil
	}
	keys := site.revokedKeys(j.id, j.email.Folded, j.sid)
	if j.id != "" && j.emailVerified { // an id that nobody has leads to whoever has the email
		keys = append(keys, site.revokedKeys("", j.email.Folded, j.sid)...)
	}
	return keys
}

// revokedKeys are under what it may be remembered that a person, or one host session of the person, was revoked.
func (s *Site) revokedKeys(id, email, sid string) []string {
	subject := subjectOf(id, email)
	keys := []string{s.revokedKey(subject, "")}
	if sid != "" {
		keys = append(keys, s.revokedKey(subject, sid))
	}
	return keys
}

// revokes reports whether it is a revocation, of what was issued at a time: not after it.
func (r Remembered) revokes(issued time.Time) bool {
	at, err := time.Parse(time.RFC3339Nano, r.Value)
	return err == nil && !issued.After(at)
}

// errTokenRevoked says that a token is older than a revocation. One that was issued in the same second counts as older.
var errTokenRevoked = &proof.Reason{Code: "token_revoked", Message: "The token was issued before its person, or the host session in its sid, was revoked.", Help: "Make a new token when the person logs in again; the next page shouldn't have the old one."}

// checkToken looks whether the claim's token was revoked, or used where it works once: it is used now.
func (t *turn) checkToken(j judged) error {
	once := j.worksOnce()
	if once && t.known.remembered(j.usedKey(t.site)).Value != "" {
		return proof.ErrTokenUsed
	}
	if slices.ContainsFunc(t.known.Once, func(r Remembered) bool { return r.revokes(j.issued) }) {
		return errTokenRevoked
	}
	if once {
		t.remembers = append(t.remembers, Remembered{Key: j.usedKey(t.site), Value: tokenUsed, Until: j.until.Add(2 * proof.TokenSkew)})
	}
	return nil
}

// revokedFor is how long a revocation must be remembered: no token lives longer.
const revokedFor = proof.TokenLifetime + 2*proof.TokenSkew
