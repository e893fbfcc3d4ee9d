package proof

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"slices"
	"strings"
	"unicode/utf8"
)

// Identity is whom a claim names. Any of the texts may be "".
type Identity struct {
	ExternalID string
	Email      string // as given, trimmed
	Folded     string // the email, normalised for matching
}

// Covered says which key made a hash, and what the hash vouches for.
type Covered struct {
	KID       string
	ID, Email bool
}

// CheckHash finds the key that made a hash about somebody (spec security §1a). text is an HMAC-SHA256 in hex of either
// case; it covers what stands in the text that it was made of. Returns [ErrNoKey] if no key's use fits such an identity,
// [ErrNoMatch] if the hash is anything else.
func CheckHash(keys []Key, who Identity, text string) (Covered, error) {
	want, err := hex.DecodeString(text)
	if err != nil || len(want) != sha256.Size || !who.isText() {
		return Covered{}, ErrNoMatch
	}
	signers, reason := signersOf(keys), ErrNoKey
	for _, form := range formsOf(who) {
		if !slices.ContainsFunc(keys, func(k Key) bool { return k.Signs(form.use) }) {
			continue
		}
		reason = ErrNoMatch
		for message := range form.messages {
			if kid, ok := signers.made(want, form.use, message); ok {
				return Covered{kid, form.id != "", form.email != ""}, nil
			}
		}
	}
	return Covered{}, reason
}

// isText keeps out bytes that no encoder can write: two different ids would be spelt alike.
func (w Identity) isText() bool {
	return utf8.ValidString(w.ExternalID) && utf8.ValidString(w.Email) && utf8.ValidString(w.Folded)
}

func (w Identity) emails() []string {
	emails := slices.Compact([]string{w.Email, w.Folded})
	return slices.DeleteFunc(emails, func(email string) bool { return email == "" })
}

// form is what may be signed about somebody, but for how an encoder spells it.
type form struct {
	use       Use
	id, email string // "" is left out
	number    bool   // the id is written as a number
}

// formsOf lists the forms. A hash is of one message only, and no form can be taken for another, so that the first match
// is also the best.
func formsOf(who Identity) []form {
	if who.ExternalID != "" {
		return formsWithID(who.ExternalID, who.emails())
	}
	var forms []form
	for _, email := range who.emails() {
		forms = append(forms, form{use: UseRawEmail, email: email}, form{use: UseJSON, email: email})
	}
	return forms
}

func formsWithID(id string, emails []string) []form {
	forms := []form{{use: UseRawID, id: id}}
	for _, email := range append(emails, "") {
		forms = append(forms, form{use: UseJSON, id: id, email: email})
		if isInteger(id) {
			forms = append(forms, form{use: UseJSON, id: id, email: email, number: true})
		}
	}
	return forms
}

// isInteger reports whether a text is how JSON prints the integer that it is: 123 and -5, but neither 00123 nor -0.
func isInteger(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	if strings.HasPrefix(digits, "0") {
		return text == "0"
	}
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// messages yields what is signed, each message once: as the encoders spell it.
func (f form) messages(yield func([]byte) bool) {
	switch {
	case f.use == UseRawID:
		yield([]byte(f.id))
	case f.use == UseRawEmail:
		yield([]byte(f.email))
	case isPlain(f.id) && isPlain(f.email):
		yield(f.json(spellings[0]))
	default:
		f.inEverySpelling(yield)
	}
}

func (f form) inEverySpelling(yield func([]byte) bool) {
	var seen [][]byte
	for _, s := range spellings {
		message := f.json(s)
		if slices.ContainsFunc(seen, func(b []byte) bool { return bytes.Equal(b, message) }) {
			continue
		}
		if !yield(message) {
			return
		}
		seen = append(seen, message)
	}
}

// json writes {"id":…,"email":…} compactly.
func (f form) json(s spelling) []byte {
	b := append(make([]byte, 0, len(`{"id":"","email":""}`)+len(f.id)+len(f.email)), '{')
	switch {
	case f.number:
		b = append(append(b, `"id":`...), f.id...)
	case f.id != "":
		b = s.appendQuoted(append(b, `"id":`...), f.id)
	}
	if f.id != "" && f.email != "" {
		b = append(b, ',')
	}
	if f.email != "" {
		b = s.appendQuoted(append(b, `"email":`...), f.email)
	}
	return append(b, '}')
}

// signers are keys at work: the HMAC of each is set up once, and only if it is needed.
type signers []signer

type signer struct {
	Key
	mac hash.Hash
}

func signersOf(keys []Key) signers {
	s := make(signers, len(keys))
	for i, key := range keys {
		s[i].Key = key
	}
	return s
}

// made finds the key of this use that made the HMAC of a message.
func (s signers) made(want []byte, use Use, message []byte) (kid string, ok bool) {
	for i := range s {
		if s[i].Signs(use) && hmac.Equal(s[i].sum(message), want) {
			return s[i].KID, true
		}
	}
	return "", false
}

func (s *signer) sum(message []byte) []byte {
	if s.mac == nil {
		s.mac = hmac.New(sha256.New, []byte(s.Secret))
	} else {
		s.mac.Reset()
	}
	s.mac.Write(message)
	return s.mac.Sum(nil)
}
