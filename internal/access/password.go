package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// A password has 12 to 128 characters.
const (
	PasswordMin = 12
	PasswordMax = 128
)

// OWASP's parameters for argon2id: 19 MiB, two passes, one lane.
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	saltBytes = 16
	keyBytes  = 32
)

// Strangers at the log-in door can make the server hash: this bounds the memory for it, and how long the queue gets.
const (
	hashingsAtOnce  = 2
	hashingsWaiting = 32
)

// phc is argon2id in the PHC string format; salt and key are base64 without padding.
const phc = "$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s"

// nobody's hash is checked where an email is unknown, so that the answer takes as long as for a known one.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// hasher hashes passwords, a few at a time; some more wait, and those beyond get [ErrBusy].
type hasher struct {
	slots  chan struct{} // taken while hashing
	places chan struct{} // taken while hashing or waiting
}

func newHasher() hasher {
	return hasher{slots: make(chan struct{}, hashingsAtOnce), places: make(chan struct{}, hashingsAtOnce+hashingsWaiting)}
}

// hash returns a new argon2id hash of the password in PHC form.
func (h hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt)
	key, err := h.key(ctx, password, cost{memoryKiB, passes, lanes}, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf(phc, argon2.Version, memoryKiB, passes, lanes, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// matches reports whether the hash is of that password.
func (h hasher) matches(ctx context.Context, hash, password string) (bool, error) {
	c, salt, want, err := parsePHC(hash)
	if err != nil {
		return false, err
	}
	got, err := h.key(ctx, password, c, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

type cost struct {
	memoryKiB, passes uint32
	lanes             uint8
}

func (h hasher) key(ctx context.Context, password string, c cost, salt []byte) ([]byte, error) {
	select {
	case h.places <- struct{}{}:
		defer func() { <-h.places }()
	default:
		return nil, ErrBusy
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to hash a password: %w", ctx.Err())
	}
	return argon2.IDKey([]byte(password), salt, c.passes, c.memoryKiB, c.lanes, keyBytes), nil
}

func parsePHC(hash string) (c cost, salt, key []byte, err error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, fmt.Errorf("read password hash: not argon2id of version %d", argon2.Version)
	}
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memoryKiB, &c.passes, &c.lanes); err != nil {
		return c, nil, nil, fmt.Errorf("read password hash: parameters: %w", err)
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return c, nil, nil, fmt.Errorf("read password hash: salt: %w", err)
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
		return c, nil, nil, fmt.Errorf("read password hash: key: %w", err)
	}
	return c, salt, key, nil
}

func checkPassword(password string) error {
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password):
		return &InputError{Field: "password", Message: "The password is not valid text."}
	case n < PasswordMin:
		return &InputError{Field: "password", Message: fmt.Sprintf("The password has fewer than %d characters.", PasswordMin), Limit: PasswordMin}
	case n > PasswordMax:
		return &InputError{Field: "password", Message: fmt.Sprintf("The password has more than %d characters.", PasswordMax), Limit: PasswordMax}
	}
	return nil
}
