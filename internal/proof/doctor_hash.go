package proof

import (
	"crypto/subtle"
	"errors"
	"slices"
	"strings"
)

// The longest id and email that there are (spec identity §2): longer ones aren't searched for.
const (
	mostIDBytes    = 255
	mostEmailBytes = 254
)

// DiagnoseHash says whether [CheckHash] accepts a hash and if it doesn't, why (spec security §4): it tries what people
// do wrong, the simplest first, until something explains the hash. See [mostBlocks] for how much work that is.
func DiagnoseHash(c Case, text string) Diagnosis { return diagnoseHash(c, text, mostBlocks) }

func diagnoseHash(c Case, text string, blocks int) Diagnosis {
	d := Diagnosis{Should: c.shouldHash()}
	covered, err := CheckHash(c.active(), c.Who, text)
	if err == nil {
		d.Covered = covered
		return d
	}
	d.Reason = ErrNoMatch
	if errors.Is(err, ErrNoKey) {
		d.Reason = ErrNoKey
	}
	switch {
	case looksPasted(c, text):
		d.Reason = wrongPasted
	case looksLikeToken(text):
		d.Reason = wrongToken
	case strings.TrimSpace(text) == "":
		d.Reason = wrongNoHash
	case c.Who.ExternalID == "" && c.Who.Email == "":
		d.Reason = wrongNobody
	case len(c.Who.ExternalID) > mostIDBytes || len(c.Who.Email) > mostEmailBytes || len(c.Who.Folded) > mostEmailBytes:
		d.Reason = wrongTooLong
	default:
		d.KID, d.Reason = c.explain(text, d.Reason, blocks)
	}
	return d
}

// explain searches for what was done, and else says what can be seen of the text alone, or what the judge said.
func (c Case) explain(text string, judged *Reason, blocks int) (kid string, why *Reason) {
	all := readingsOf(text)
	if kid, wrong := search(c, all, blocks); len(wrong) > 0 {
		return kid, blame(wrong, judged)
	}
	if why = seen(text, all); why != nil {
		return "", why
	}
	return "", judged
}

// looksPasted finds a secret in a proof's place.
func looksPasted(c Case, text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, SecretPrefix) || slices.ContainsFunc(c.Keys, func(k KnownKey) bool {
		return k.Secret != "" && subtle.ConstantTimeCompare([]byte(k.Secret), []byte(text)) == 1
	})
}

// looksLikeToken reports whether a text has the shape of a JWT.
func looksLikeToken(text string) bool {
	return strings.HasPrefix(strings.TrimSpace(text), "eyJ") && strings.Count(text, ".") >= 2
}

// shouldHash lists the messages that would be accepted: for the uses that the site has keys for, JSON before bare
// text, else for JSON.
func (c Case) shouldHash() []Signable {
	if !c.Who.isText() || c.Who.ExternalID == "" && c.Who.Email == "" {
		return nil
	}
	js := form{use: UseJSON, id: c.Who.ExternalID, email: c.Who.Email}
	all := []Signable{{UseJSON, string(js.json(spellings[0]))}}
	if c.Who.ExternalID != "" {
		all = append(all, Signable{UseRawID, c.Who.ExternalID})
	} else {
		all = append(all, Signable{UseRawEmail, c.Who.Email})
	}
	keys := c.active()
	usable := slices.DeleteFunc(slices.Clone(all), func(s Signable) bool {
		return !slices.ContainsFunc(keys, func(k Key) bool { return k.Signs(s.Use) })
	})
	if len(usable) == 0 {
		return all[:1]
	}
	return usable
}

func usesOf(k Key) string {
	var words []string
	for _, use := range k.Uses {
		words = append(words, string(use))
	}
	return strings.Join(words, " and ")
}
