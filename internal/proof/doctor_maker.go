package proof

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"strings"
)

// maker is one way to make a digest of a message: whose secret, what was done to it, and how the two were put together.
type maker struct {
	key      KnownKey // the zero key where no secret is needed
	done     *Reason  // what is wrong with secret or method; nil if nothing is
	mistakes int      // in all of that, but for what the key is for
	secret   []byte   // as it is used
	method   method
	macs     map[*algorithm]hash.Hash // set up once, if they are needed
}

// wrong is everything that is wrong with a proof of this use because it was made so.
func (m *maker) wrong(use Use) []*Reason {
	wrong := m.key.wrongFor(use)
	if m.done != nil {
		wrong = append(wrong, m.done)
	}
	return wrong
}

// method is how a secret and a message become a digest.
type method uint8

const (
	keyed   method = iota // HMAC, as it should be
	swapped               // HMAC with the message as its key
	before                // a plain hash, the secret in front of the message
	after
)

// makersOf are all ways that are tried, those with the fewest mistakes first.
func makersOf(c Case) []maker {
	var right, wrong []maker
	for _, k := range c.Keys[:min(len(c.Keys), mostKeys)] {
		if k.Secret == "" {
			continue
		}
		mistakes := 0
		if k.Standing != Active {
			mistakes = 1
		}
		right = append(right, maker{key: k, mistakes: mistakes, secret: []byte(k.Secret)})
		for _, a := range alterations(k.Secret) {
			wrong = append(wrong, maker{key: k, done: a.wrong, mistakes: mistakes + 1, secret: a.secret, method: a.method})
		}
	}
	for _, a := range publicSecrets(c) {
		right = append(right, maker{done: a.wrong, mistakes: 1, secret: a.secret, method: a.method})
	}
	return append(right, wrong...)
}

// alteration is what may have become of a secret on its way, or what was done with it.
type alteration struct {
	secret []byte
	wrong  *Reason
	method method
}

// alterations are what people use in place of a secret, and what they do with it in place of HMAC.
func alterations(secret string) []alteration {
	all := []alteration{
		{[]byte(secret), wrongSwapped, swapped}, {[]byte(secret), wrongGlued, before}, {[]byte(secret), wrongGlued, after},
		{[]byte(secret + "\n"), wrongLine, keyed}, {[]byte(secret + "\r\n"), wrongLine, keyed}, {[]byte(secret + " "), wrongLine, keyed},
		{[]byte(" " + secret), wrongLine, keyed}, {[]byte(`"` + secret + `"`), wrongQuotes, keyed}, {[]byte("'" + secret + "'"), wrongQuotes, keyed},
	}
	bare, prefixed := strings.CutPrefix(secret, SecretPrefix)
	if prefixed {
		all = append(all, alteration{[]byte(bare), wrongPrefix, keyed})
	}
	for _, text := range []string{secret, bare} {
		if b, err := hex.DecodeString(text); err == nil && len(b) > 0 {
			all = append(all, alteration{b, wrongHex, keyed})
		}
		for _, b := range unbase64(text) {
			all = append(all, alteration{b, wrongBase64, keyed})
		}
		if !prefixed {
			break
		}
	}
	return all
}

// unbase64 decodes as decoders do: some stop at a letter that isn't of their alphabet, some skip it.
func unbase64(text string) (all [][]byte) {
	text = strings.TrimRight(text, "=")
	std, url := base64.RawStdEncoding, base64.RawURLEncoding
	for _, try := range []struct {
		encoding *base64.Encoding
		text     string
	}{{url, text}, {std, text}, {std, strings.NewReplacer("-", "", "_", "").Replace(text)}} {
		if b, err := try.encoding.DecodeString(try.text); err == nil && len(b) > 0 {
			all = append(all, b)
		}
	}
	return all
}

// publicSecrets are what a server signs with that has no secret: nothing at all, or what it takes for one.
func publicSecrets(c Case) []alteration {
	all := []alteration{{nil, wrongPlain, after}}
	for _, unset := range []string{"", "undefined", "null", "None", "nil", "false"} {
		all = append(all, alteration{[]byte(unset), wrongNoSecret, keyed})
	}
	for _, public := range c.Audiences {
		all = append(all, alteration{[]byte(public), wrongPublic, keyed})
	}
	for _, k := range c.Keys[:min(len(c.Keys), mostKeys)] {
		all = append(all, alteration{[]byte(k.KID), wrongPublic, keyed})
	}
	return all
}

// sum makes the digest of a message.
func (m *maker) sum(a *algorithm, message []byte) []byte {
	switch m.method {
	case swapped:
		mac := hmac.New(a.make, message)
		mac.Write(m.secret)
		return mac.Sum(nil)
	case before, after:
		first, second := m.secret, message
		if m.method == after {
			first, second = second, first
		}
		h := a.make()
		h.Write(first)
		h.Write(second)
		return h.Sum(nil)
	}
	mac := m.macs[a]
	if mac == nil {
		if m.macs == nil {
			m.macs = map[*algorithm]hash.Hash{}
		}
		mac = hmac.New(a.make, m.secret)
		m.macs[a] = mac
	}
	mac.Reset()
	mac.Write(message)
	return mac.Sum(nil)
}
