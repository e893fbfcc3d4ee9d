package proof

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// signature says who signed a token that no key of the site is taken to have signed. The kid in its header says who
// should have.
func (t *taken) signature(why *Reason) *Reason {
	by, wrong := t.signer()
	t.kid = by.key.KID
	named, known := t.named()
	switch {
	case why.Code == ErrTokenKey.Code && !known:
		if len(wrong) == 0 && by.key.KID != "" {
			return why.Saying("The token's kid isn't that of a key of the site, though one of its keys signed it.")
		}
		return blame(wrong, why)
	case why.Code == ErrTokenKey.Code && len(wrong) == 0: // of the key that it names nothing more is known
		t.kid = named.KID
		return blame(named.wrongFor(UseToken), why)
	case len(wrong) == 0 && by.key.KID != "":
		return wrongKID
	}
	return blame(wrong, why)
}

// named is the key that the header names, if it is a known one.
func (t *taken) named() (KnownKey, bool) {
	kid := textOf(t.header["kid"])
	at := slices.IndexFunc(t.c.Keys, func(k KnownKey) bool { return k.KID == kid && kid != "" })
	if at < 0 {
		return KnownKey{}, false
	}
	return t.c.Keys[at], true
}

// signer finds who signed the token with what secret, right or wrong.
func (t *taken) signer() (by maker, wrong []*Reason) {
	end := strings.LastIndexByte(t.text, '.')
	signature, _ := base64.RawURLEncoding.DecodeString(t.text[end+1:])
	read := readings{{digest: signature, algorithm: rightAlgorithm}}
	if digits, err := hex.DecodeString(string(signature)); err == nil {
		read = append(read, reading{digits, rightAlgorithm, []*Reason{wrongSignature}})
	}
	read = slices.DeleteFunc(read, func(r reading) bool { return len(r.digest) != rightAlgorithm.size })
	if len(read) == 0 {
		return maker{}, nil
	}
	for _, m := range makersOf(t.c) {
		if written, ok := read.find(rightAlgorithm, m.sum(rightAlgorithm, []byte(t.text[:end]))); ok {
			return m, append(m.wrong(UseToken), written...)
		}
	}
	return maker{}, nil
}
