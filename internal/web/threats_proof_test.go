package web_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"hash"
	"strings"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
)

// threatsToProofs are about hashes and tokens.
var threatsToProofs = []threat{
	{
		wants: "to use Jane's hash for somebody else",
		tries: "a hash of Jane's beside another id, another email, or without one of the two",
		must:  "it covers what was signed, and nothing else",
		play: func(a *attack) {
			hash := a.Hashed(nametagtest.ID("42").Mailed("jane@example.com")).Hash
			for _, says := range []string{
				`"external_id":"43"`, `"external_id":"43","email":"jane@example.com"`, `"external_id":"42","email":"eve@example.com"`, `"external_id":"42"`,
				`"email":"jane@example.com"`, `"email":"42"`, `"external_id":"jane@example.com"`, `"external_id":"42\",\"email\":\"jane@example.com"`, `"external_id":" 42x"`,
			} {
				got := a.page().identify(`{` + says + `,"hash":"` + hash + `"}`)
				a.check(got.Visitor.Trust != "verified", says)
			}
			right := a.page().identify(`{"external_id":"42","email":"jane@example.com","hash":"` + hash + `"}`)
			a.check(right.Visitor.Trust == "verified", right)
		},
	},
	{
		wants: "a token that nobody signed",
		tries: "other algorithms: none, RS256 and ES256 with the secret for a public key, HS384, HS512; no typ, nested headers, two of a kind",
		must:  "only HS256 under the site's own key counts",
		play: func(a *attack) {
			key := a.TokenKey()
			now := a.Clock.Now().Unix()
			claims := fmt.Sprintf(`{"sub":"42","iat":%d,"exp":%d}`, now, now+3600)
			hs256 := func(signed string) []byte { return digest(hmac.New(sha256.New, []byte(key.Secret)), signed) }
			hs384 := func(signed string) []byte { return digest(hmac.New(sha512.New384, []byte(key.Secret)), signed) }
			hs512 := func(signed string) []byte { return digest(hmac.New(sha512.New, []byte(key.Secret)), signed) }
			plain := func(signed string) []byte { return digest(sha256.New(), signed+key.KID) }
			nothing := func(string) []byte { return nil }
			for _, c := range []struct {
				header string
				sign   func(string) []byte
				good   bool
			}{
				{`{"alg":"HS256","typ":"JWT"}`, hs256, true},
				{`{"alg":"none"}`, nothing, false}, {`{"alg":"None"}`, nothing, false}, {`{"alg":""}`, nothing, false}, {`{}`, hs256, false}, {`{"alg":"HS256"}`, nothing, false},
				{`{"alg":"none"}`, hs256, false}, {`{"alg":"RS256"}`, hs256, false}, {`{"alg":"ES256"}`, hs256, false}, {`{"alg":"PS256"}`, hs256, false}, {`{"alg":"EdDSA"}`, hs256, false},
				{`{"alg":"HS512"}`, hs512, false}, {`{"alg":"HS384"}`, hs384, false}, {`{"alg":"HS256"}`, hs512, false}, {`{"alg":"hs256"}`, hs256, false}, {`{"alg":["HS256"]}`, hs256, false},
				{`{"alg":"HS256"}`, plain, false}, {`{"alg":"HS256","crit":["x"]}`, hs256, false}, {`{"alg":"HS256","kid":"../../` + key.KID + `"}`, hs256, false},
				{`{"alg":"HS256","jwk":{"kty":"oct","k":"AA"}}`, func(s string) []byte { return digest(hmac.New(sha256.New, []byte{0}), s) }, false},
				{`{"alg":"HS256","typ":"carry"}`, hs256, false}, {`{"alg":"HS256","typ":"hubspot+jwt"}`, hs256, false},
			} {
				part := base64.RawURLEncoding.EncodeToString
				signed := part([]byte(c.header)) + "." + part([]byte(claims))
				got := a.page().identify(`{"external_id":"42","token":"` + signed + "." + part(c.sign(signed)) + `"}`)
				a.check((got.Visitor.Trust == "verified") == c.good, c.header)
			}
		},
	},
	{
		wants: "to be the admin by an id of her own choice",
		tries: "a raw id, or raw email, that is the JSON of another claim or the first half of a token",
		must:  "a key signs for its own use only",
		play: func(a *attack) {
			now := a.Clock.Now().Unix()
			part := base64.RawURLEncoding.EncodeToString
			token := part([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + part(fmt.Appendf(nil, `{"sub":"admin","iat":%d,"exp":%d}`, now, now+3600))
			for _, use := range []proof.Use{proof.UseRawID, proof.UseRawEmail} {
				raw := a.Key(use)
				for _, id := range []string{`{"id":"admin"}`, `{"id":"admin","email":"admin@example.com"}`, `{"email":"admin@example.com"}`, "admin@example.com", "admin", token} {
					hash := nametagtest.Sign(raw, id)
					for _, says := range []string{`"external_id":"admin"`, `"external_id":"admin","email":"admin@example.com"`, `"email":"admin@example.com"`} {
						isIt := use == proof.UseRawID && id == "admin" && strings.HasPrefix(says, `"external_id":"admin"`) ||
							use == proof.UseRawEmail && id == "admin@example.com" && strings.HasPrefix(says, `"email"`)
						got := a.page().identify(`{` + says + `,"hash":"` + hash + `"}`)
						a.check((got.Visitor.Trust == "verified") == isIt, fmt.Sprintf("%s %q for %s", use, id, says))
					}
				}
				mac := digest(hmac.New(sha256.New, []byte(raw.Secret)), token)
				got := a.page().identify(`{"token":"` + token + "." + part(mac) + `"}`)
				a.check(got.Visitor.Trust == "anonymous", "a token")
			}
		},
	},
	{
		wants: "to use a token where it doesn't belong",
		tries: "each kind of token and key at each door",
		must:  "each is good at its own door alone",
		play: func(a *attack) {
			hubSpots, link := a.HubSpot("jane@example.com", "", "").Token, a.carried(a.jane())
			visitor := a.jane().token
			_, apiKey, _ := strings.Cut(a.key, "Bearer ")
			tokens := map[string]string{
				"the customer's": a.Vouched(nametagtest.ID("42")).Token, "HubSpot's": hubSpots, "to carry": link, "visitor": visitor,
				"API key": apiKey, "site key": a.Site.Key, "signing secret": a.TokenKey().Secret,
			}
			taken := map[string]string{
				"the customer's identify": "verified", "HubSpot's identify": "verified", "to carry carry": "verified", "visitor visitor": "verified", "API key bearer": "verified",
			}
			for name, token := range tokens {
				p, arriving := a.page(), a.page()
				got := map[string]string{
					"identify": p.identify(`{"token":"` + token + `"}`).Visitor.Trust,
					"carry":    arriving.arrive(token).Visitor.Trust,
					"visitor":  (&page{w: a.world, token: token}).send().Visitor.Trust,
					"hash":     a.page().identify(`{"external_id":"44","hash":"` + token + `"}`).Visitor.Trust,
				}
				if a := request(a.t, a.world, "GET", "/api/v1/contacts", "", "Authorization: Bearer "+token); a.Status == 200 {
					got["bearer"] = "verified"
				}
				if a := request(a.t, a.world, "GET", "/api/v1/me", "", "Cookie: __Host-nametag="+token); a.Status == 200 {
					got["cookie"] = "verified"
				}
				for door, trust := range got {
					a.check((trust == "verified") == (taken[name+" "+door] != ""), name+" token at "+door)
				}
			}
		},
	},
	{
		wants: "Jane for ever",
		tries: "a token that lives long, is issued in the future, has no times, or is over",
		must:  "a token is for at most 24 hours around now, give or take a minute",
		play: func(a *attack) {
			now := a.Clock.Now()
			for what, times := range map[string][2]time.Time{
				"two days": {now, now.Add(48 * time.Hour)}, "from tomorrow": {now.Add(23 * time.Hour), now.Add(24 * time.Hour)}, "over": {now.Add(-2 * time.Hour), now.Add(-61 * time.Second)},
				"backwards": {now.Add(time.Minute), now.Add(30 * time.Second)}, "without iat": {{}, now.Add(time.Hour)}, "without exp": {now, {}}, "without times": {},
			} {
				text, err := proof.SignToken(a.TokenKey(), proof.Token{ExternalID: "42", IssuedAt: times[0], ExpiresAt: times[1]})
				got := a.page().identify(`{"token":"` + text + `"}`)
				a.check(err == nil && got.Visitor.Trust == "anonymous", what)
			}
		},
	},
	{
		wants: "what a leaked or retired key proved",
		tries: "proofs of a key that is active no more, and a browser that such a key proved",
		must:  "nothing is proven by it, and what was proven by a leaked one is a claim again",
		play: func(a *attack) {
			key := a.Key(proof.UseJSON)
			hash := nametagtest.Sign(key, `{"id":"42"}`)
			eve := a.page()
			claim := `{"external_id":"42","hash":"` + hash + `"}`
			a.check(eve.identify(claim).Visitor.Trust == "verified", "a good key")
			if _, err := a.Service.RetireSigningKey(a.t.Context(), key.KID, true); err != nil {
				a.t.Fatal(err)
			}
			a.check(eve.send().Visitor.Trust == "claimed", "the link")
			a.check(a.page().identify(claim).Visitor.Trust == "claimed", "the hash")
			eve.send(eve.call("update", `{"traits":{"name":"Eve"}}`))
			got := a.shown("42").Traits["name"]
			a.check(got.Trust == nametag.Claimed.String(), got)
		},
	},
}

func digest(h hash.Hash, text string) []byte {
	h.Write([]byte(text))
	return h.Sum(nil)
}
