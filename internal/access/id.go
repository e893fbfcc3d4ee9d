package access

import (
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

// ParseAPIKeyID reads "ak_…". Returns [ErrNotFound] for anything else: a malformed id names nothing.
func ParseAPIKeyID(s string) (int64, error) {
	digits, ok := strings.CutPrefix(s, keyPrefix)
	id, err := strconv.ParseInt(digits, 36, 64)
	if !ok || err != nil || id <= 0 || SpellAPIKeyID(id) != s {
		return 0, ErrNotFound
	}
	return id, nil
}
