package proof

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"regexp"
	"strings"
)

const (
	mostHashBytes = 1 << 10 // of a text that is looked into
	// A cut hash is compared from 128 bits on: fewer could be guessed, piece by piece, with the doctor's help.
	leastDigest = 16
)

var digits = regexp.MustCompile(`[0-9a-fA-F]{32,}`)

// readingsOf are the digests that a text may be meant to be.
func readingsOf(text string) (all readings) {
	if len(text) > mostHashBytes {
		return nil
	}
	bare, wrong := text, []*Reason(nil)
	if trimmed := strings.TrimSpace(text); trimmed != text {
		bare, wrong = trimmed, []*Reason{wrongAround}
	}
	if b, ok := fromHex(bare); ok {
		return all.digest(b, wrong)
	}
	if found := digits.FindString(bare); found != "" && len(found) >= len(bare)/2 {
		if b, ok := fromHex(found); ok {
			all = all.digest(b, append(wrong, wrongSurround))
		}
	}
	if b, ok := fromBase64(bare); ok {
		return all.digest(b, append(wrong, wrongHash64))
	}
	return all
}

// digest adds what some bytes may be: a digest of an algorithm that is so long, the beginning of a SHA-256, or the
// digits of one.
func (all readings) digest(b []byte, wrong []*Reason) readings {
	with := func(more ...*Reason) []*Reason { return append(append([]*Reason{}, more...), wrong...) }
	for _, a := range algorithms {
		switch {
		case len(b) != a.size:
		case a == rightAlgorithm:
			all = append(all, reading{b, a, with()})
		default:
			all = append(all, reading{b, a, with(wrongAlgorithm.Saying("It was made with %s instead of SHA-256.", a.name))})
		}
	}
	if len(b) >= leastDigest && len(b) < sha256.Size {
		all = append(all, reading{b, rightAlgorithm, with(wrongCut)})
	}
	if again, ok := fromHex(string(bytes.TrimSpace(b))); ok {
		all = all.digest(again, with(wrongDigits))
	}
	return all
}

// fromHex reads hex digits. Of an odd number the last is left out where more were cut off.
func fromHex(text string) ([]byte, bool) {
	if len(text)%2 == 1 && len(text) > 2*sha256.Size {
		return nil, false
	}
	b, err := hex.DecodeString(text[:len(text)/2*2])
	return b, err == nil && len(b) >= leastDigest
}

// fromBase64 reads either alphabet of base64, padded or not, also out of a URL.
func fromBase64(text string) ([]byte, bool) {
	if unescaped, err := url.PathUnescape(text); err == nil {
		text = unescaped
	}
	text = strings.TrimRight(strings.NewReplacer("+", "-", "/", "_", " ", "-").Replace(text), "=")
	b, err := base64.RawURLEncoding.DecodeString(text)
	return b, err == nil && len(b) >= leastDigest
}

// seen says what can be seen of a text that nothing explains; nil if it looks like a hash.
func seen(text string, all readings) *Reason {
	bare := strings.TrimSpace(text)
	isHex := strings.Trim(bare, "0123456789abcdefABCDEF") == ""
	switch {
	case isHex && len(bare) == 2*sha256.Size && bare != text:
		return wrongAround
	case isHex && len(bare) != 2*sha256.Size:
		return lengthOf(len(bare))
	case isHex:
		return nil
	case len(all) > 0:
		return blame(all[0].wrong, nil)
	}
	return wrongNotHex
}

// lengthOf says how long a hash is, and what is as long.
func lengthOf(digits int) *Reason {
	for _, a := range algorithms {
		if digits == 2*a.size {
			return wrongLength.Saying("The hash has %d hex digits, as many as a %s, instead of the 64 of a SHA-256.", digits, a.name)
		}
	}
	return wrongLength.Saying("The hash has %d hex digits instead of the 64 of a SHA-256.", digits)
}
