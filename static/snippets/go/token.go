package nametag

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"
)

// Token makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the
// secret is that of a signing key for tokens. An id or email that is "" is left out; emailVerified says whether the user
// has confirmed the email.
func Token(id, email string, emailVerified bool, secret string) (string, error) {
	now := time.Now()
	claims := map[string]any{"iat": now.Unix(), "exp": now.Add(time.Hour).Unix()}
	if id != "" {
		claims["sub"] = id
	}
	if email != "" {
		claims["email"], claims["email_verified"] = email, emailVerified
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	part := base64.RawURLEncoding.EncodeToString
	signed := part([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + part(payload)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed))
	return signed + "." + part(mac.Sum(nil)), nil
}
