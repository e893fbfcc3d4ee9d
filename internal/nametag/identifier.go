package nametag

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The bounds of identifiers and profile fields (spec identity §2).
const (
	ExternalIDBytes = 255
	EmailBytes      = 254
	ProfileBytes    = 500 // of one text
	ProfileEntries  = 50  // of one list
)

// Email is an address: Folded for matching, Shown as it was given. The zero Email is none.
type Email struct{ Folded, Shown string }

// ParseExternalID trims an external id and refuses those that can't be one person's. Returns [ErrBadExternalID] or
// [ErrPlaceholderID].
func ParseExternalID(text string) (string, error) {
	id := trim(text)
	switch {
	case id == "" || len(id) > ExternalIDBytes || strings.ContainsAny(id, "\x00\ufffd"): // U+FFFD: something was lost, and two ids may be one
		return "", ErrBadExternalID
	case isPlaceholder(id):
		return "", ErrPlaceholderID
	}
	return id, nil
}

// ParseEmail folds an address for matching: trimmed, NFC, lower case. What can't be seen (marks of direction, joiners) is
// refused: shown, it would be somebody else's address. Returns [ErrBadEmail].
func ParseEmail(text string) (Email, error) {
	shown := trim(text)
	composed := norm.NFC.String(shown)
	folded := norm.NFC.String(strings.ToLower(composed)) // again: some letters compose in lower case only
	name, host, _ := strings.Cut(folded, "@")
	switch {
	case name == "" || host == "" || strings.Contains(host, "@"),
		strings.ContainsRune(shown, utf8.RuneError), // something was lost
		len(shown) > EmailBytes || len(folded) > EmailBytes,
		strings.ContainsFunc(folded, func(r rune) bool { return unicode.In(r, unicode.White_Space, unicode.Cc, unicode.Cf) }),
		strings.ContainsFunc(shown, foldsToASCII), strings.ContainsFunc(composed, foldsToASCII):
		return Email{}, ErrBadEmail
	}
	return Email{Folded: folded, Shown: shown}, nil
}

// foldsToASCII finds look-alikes such as the Kelvin sign, whose folding is a letter of somebody else's address. Composing takes
// some apart, and makes others: a capital i with a dot above.
func foldsToASCII(r rune) bool {
	if r < unicode.MaxASCII {
		return false
	}
	return strings.ContainsFunc(strings.ToLower(norm.NFC.String(string(r))), func(f rune) bool {
		return f <= unicode.MaxASCII && unicode.IsLetter(f)
	})
}

func trim(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' })
}

// placeholders are what a page sends where nobody is logged in, or where a sample was pasted and not filled in. One
// such id would swallow everybody into one contact.
var placeholders = map[string]bool{
	"undefined": true, "null": true, "nan": true, "none": true, "nil": true, "true": true, "false": true,
	"0": true, "-1": true, "[object object]": true, "anonymous": true, "guest": true,
	"user id": true, "user_id": true, "userid": true,
	"your_unique_custom_id": true, "user unique id": true, "your_user_id_123": true,
}

func isPlaceholder(id string) bool {
	if placeholders[strings.ToLower(id)] {
		return true
	}
	for _, unfilled := range []string{"{{", "<%", "${"} {
		if strings.Contains(id, unfilled) {
			return true
		}
	}
	return false
}
