package nametag

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Hash signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of
// a signing key for json. An id or email that is "" is left out.
func Hash(id, email, secret string) (string, error) {
	message, err := json.Marshal(struct {
		ID    string `json:"id,omitempty"`
		Email string `json:"email,omitempty"`
	}{id, email})
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(message)
	return hex.EncodeToString(mac.Sum(nil)), nil
}
