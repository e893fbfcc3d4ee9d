package nametag

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// RawHash signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your
// server only: the secret is that of a signing key for raw-id or raw-email.
func RawHash(idOrEmail, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(idOrEmail))
	return hex.EncodeToString(mac.Sum(nil))
}
