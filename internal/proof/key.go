package proof

import "slices"

// Use is what a signing key is for, fixed when it is made (spec security §1a). Why: whoever may choose his own user id
// could otherwise have {"id":"admin"}, or a token's first half, signed for him as a "raw id".
type Use string

const (
	UseToken    Use = "token"     // JWTs
	UseJSON     Use = "json"      // hashes of {"id":…,"email":…}
	UseRawID    Use = "raw-id"    // hashes of the bare external id
	UseRawEmail Use = "raw-email" // hashes of the bare email, for claims without an external id
)

// Key is an active signing key of a site. Its secret is used as the text it is, never hex- or base64-decoded.
type Key struct {
	KID    string
	Uses   []Use
	Secret string
}

// Signs reports whether the key makes proofs of this kind. A key without a secret makes none: anybody could be it.
func (k Key) Signs(use Use) bool { return k.Secret != "" && slices.Contains(k.Uses, use) }
