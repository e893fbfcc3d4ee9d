package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// Doors lets people and programs in, or doesn't. Safe for many goroutines.
type Doors struct {
	store  Store
	now    func() time.Time
	hasher hasher
	logins *throttle
	uses   uses
}

// New returns the doors over a store. now is the clock.
func New(store Store, now func() time.Time) *Doors {
	return &Doors{store: store, now: now, hasher: newHasher(), logins: newThrottle(), uses: uses{last: map[int64]time.Time{}}}
}

// secret returns 256 random bits as 43 characters of base64url.
func secret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// hash is what is kept of a secret. Secrets are 256 random bits, so a fast hash is enough.
func hash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
