package proof

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"
)

// A visitor token is "vt_" and, in base64, the visitor (8 bytes), its number (4) and the first 16 bytes of their
// HMAC-SHA256 (spec security §5). It holds no secret but its own signature. The alphabet is base64url's, in the order of
// ASCII, so that of two tokens the later one is the greater text: a browser whose storages differ takes that.
const (
	visitorTokenPrefix = "vt_"
	visitorTokenBody   = 12
	visitorTokenMAC    = 16
	visitorTokenLength = len(visitorTokenPrefix) + (visitorTokenBody+visitorTokenMAC)*4/3 + 1
)

var inOrder = base64.NewEncoding("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz").WithPadding(base64.NoPadding).Strict()

// SignVisitorToken makes the token of a visitor under its site's key.
func SignVisitorToken(key []byte, visitor, number int64) string {
	var b [visitorTokenBody]byte
	binary.BigEndian.PutUint64(b[:8], uint64(visitor))
	binary.BigEndian.PutUint32(b[8:], uint32(number))
	return visitorTokenPrefix + inOrder.EncodeToString(append(b[:], visitorMAC(key, b[:])...))
}

// OpenVisitorToken reads a token that SignVisitorToken made under the same key; ok is false for anything else.
func OpenVisitorToken(key []byte, token string) (visitor, number int64, ok bool) {
	text, ok := strings.CutPrefix(token, visitorTokenPrefix)
	if !ok || len(token) != visitorTokenLength {
		return 0, 0, false
	}
	b, err := inOrder.DecodeString(text)
	if err != nil || len(b) != visitorTokenBody+visitorTokenMAC {
		return 0, 0, false
	}
	body, mac := b[:visitorTokenBody], b[visitorTokenBody:]
	if !hmac.Equal(mac, visitorMAC(key, body)) {
		return 0, 0, false
	}
	return int64(binary.BigEndian.Uint64(body[:8])), int64(binary.BigEndian.Uint32(body[8:])), true
}

func visitorMAC(key, body []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(body)
	return h.Sum(nil)[:visitorTokenMAC]
}
