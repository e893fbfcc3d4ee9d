package proof

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
)

// SecretPrefix starts every signing secret that we make.
const SecretPrefix = "nt_sk_"

// NewSecret makes a signing secret of 256 bits: "nt_sk_" and 43 characters of base64url (spec security §1a).
func NewSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return SecretPrefix + base64.RawURLEncoding.EncodeToString(b[:])
}

// ErrSealed says that a sealed secret was made under another key, or is damaged.
var ErrSealed = errors.New("proof: secret can't be opened with this server key")

// Seal encrypts a secret for rest with AES-256-GCM under a 32-byte key. name is bound to it: it opens under no other.
func Seal(key []byte, name, secret string) []byte {
	gcm := sealer(key)
	nonce := make([]byte, gcm.NonceSize())
	_, _ = rand.Read(nonce)
	return gcm.Seal(nonce, nonce, []byte(secret), []byte(name))
}

// Unseal opens what Seal made under the same key and name. Returns [ErrSealed].
func Unseal(key []byte, name string, sealed []byte) (string, error) {
	gcm := sealer(key)
	if len(sealed) < gcm.NonceSize() {
		return "", ErrSealed
	}
	secret, err := gcm.Open(nil, sealed[:gcm.NonceSize()], sealed[gcm.NonceSize():], []byte(name))
	if err != nil {
		return "", ErrSealed
	}
	return string(secret), nil
}

func sealer(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("proof: " + err.Error()) // only for a key of a wrong length, which is a mistake in the program
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic("proof: " + err.Error())
	}
	return gcm
}
