package access

import (
	"crypto/rand"
	"encoding/binary"
	"strconv"
	"strings"
)

// On the wire and the command line ids of accounts and keys are "a_…" and "ak_…", with the number in base 36.
const (
	accountPrefix = "a_"
	keyPrefix     = "ak_"
)

// SpellAccountID returns "a_…".
func SpellAccountID(id int64) string { return accountPrefix + strconv.FormatInt(id, 36) }

// SpellAPIKeyID returns "ak_…".
func SpellAPIKeyID(id int64) string { return keyPrefix + strconv.FormatInt(id, 36) }

// ParseAccountID reads "a_…". Returns [ErrNotFound] for anything else: a malformed id names nothing.
func ParseAccountID(s string) (int64, error) { return parseID(s, accountPrefix) }

// ParseAPIKeyID reads "ak_…". Returns [ErrNotFound] for anything else.
func ParseAPIKeyID(s string) (int64, error) { return parseID(s, keyPrefix) }

func parseID(s, prefix string) (int64, error) {
	digits, ok := strings.CutPrefix(s, prefix)
	id, err := strconv.ParseInt(digits, 36, 64)
	if !ok || err != nil || id <= 0 || prefix+strconv.FormatInt(id, 36) != s {
		return 0, ErrNotFound
	}
	return id, nil
}

// newAccountID returns milliseconds and 20 random bits. The store's own numbers would be given out again: whoever removes
// an account that is gone already must not meet the one that came after it.
func (d *Doors) newAccountID() int64 {
	var b [4]byte
	_, _ = rand.Read(b[:])
	return d.now().UnixMilli()<<20 | int64(binary.BigEndian.Uint32(b[:])>>12)
}
