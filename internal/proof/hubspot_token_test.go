package proof_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/proof"
)

const hubSpotHeader = `{"alg":"HS256","typ":"hubspot+jwt"}`

// janes is a payload for HubSpot's door that is valid at noon and says this too.
func janes(claims string) string {
	return saying(`,"aud":"` + site + `","email":"jane@x.co"` + claims)
}

func openHubSpot(text string) (proof.HubSpotToken, error) {
	return proof.OpenHubSpotToken(key, []string{site, "alias"}, text, noon)
}

func TestHubSpotTokensOpenAsTheyWereSigned(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := proof.HubSpotToken{
			Email: rapid.StringN(1, 20, 80).Draw(t, "email"), ID: rapid.StringN(0, 9, 30).Draw(t, "jti"),
			FirstName: rapid.StringN(0, 20, 80).Draw(t, "first"), LastName: rapid.StringN(0, 20, 80).Draw(t, "last"),
			Audience: rapid.SampledFrom([]string{site, "alias"}).Draw(t, "aud"),
			IssuedAt: noon, ExpiresAt: noon.Add(time.Duration(rapid.IntRange(1, 43200).Draw(t, "life")) * time.Second),
		}
		text, err := proof.SignHubSpotToken(key, want)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := openHubSpot(text); err != nil || got != want || !proof.IsHubSpotToken(text) {
			t.Fatalf("got %+v %v, want %+v", got, err, want)
		}
		if _, err := proof.OpenHubSpotToken(other, []string{site, "alias"}, text, noon); !errors.Is(err, proof.ErrTokenSignature) {
			t.Fatalf("under another site's key: got %v, want ErrTokenSignature", err)
		}
		place := rapid.IntRange(0, len(text)-1).Draw(t, "place")
		letter := rapid.SampledFrom(strings.Split("ABCxyz019-_=. \n\r+/é", "")).Draw(t, "letter")
		for _, forged := range []string{text[:place] + letter + text[place+1:], text[:place] + letter + text[place:], text[:place] + text[place+1:]} {
			if _, err := openHubSpot(forged); err == nil && forged != text {
				t.Fatalf("opened though changed: %q", forged)
			}
		}
	})
	if _, err := proof.SignHubSpotToken(key, proof.HubSpotToken{Email: "\xff"}); !errors.Is(err, proof.ErrTokenMalformed) {
		t.Errorf("signed broken text: got %v, want ErrTokenMalformed", err)
	}
}

// What it looks like is HubSpot's: three parts, integers, and the names that their endpoint takes.
func TestAHubSpotTokenIsAJWT(t *testing.T) {
	t.Parallel()
	text, err := proof.SignHubSpotToken(key, proof.HubSpotToken{Email: "jane@x.co", FirstName: "Jane", ID: "j", Audience: site, IssuedAt: noon, ExpiresAt: noon.Add(proof.HubSpotTokenLifetime)})
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(text, ".")
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if want := `{"aud":"nt_site_1","email":"jane@x.co","exp":1800043200,"firstName":"Jane","iat":1800000000,"jti":"j"}`; len(parts) != 3 || err != nil || !sameMembers(string(payload), want) {
		t.Errorf("got %d parts, %s %v, want %s", len(parts), payload, err, want)
	}
}

// sameMembers compares two flat objects, in whatever order.
func sameMembers(a, b string) bool {
	members := func(s string) map[string]bool {
		all := map[string]bool{}
		for _, m := range strings.Split(strings.Trim(s, "{}"), ",") {
			all[m] = true
		}
		return all
	}
	return fmt.Sprint(members(a)) == fmt.Sprint(members(b))
}

func TestOpenHubSpotTokenRefuses(t *testing.T) {
	t.Parallel()
	right, jane := string(key), janes(``)
	good := forge(right, hubSpotHeader, jane)
	for name, c := range map[string]struct {
		token string
		want  error
	}{
		"nothing":                {"", proof.ErrTokenMalformed},
		"two parts":              {good[:strings.LastIndexByte(good, '.')], proof.ErrTokenMalformed},
		"line break":             {good[:len(good)-5] + "\n" + good[len(good)-5:], proof.ErrTokenMalformed},
		"huge":                   {forge(right, hubSpotHeader, janes(`,"firstName":"`+strings.Repeat("x", proof.TokenBytes)+`"`)), proof.ErrTokenMalformed},
		"payload null":           {forge(right, hubSpotHeader, `null`), proof.ErrTokenTimes},
		"payload a list":         {forge(right, hubSpotHeader, `[]`), proof.ErrTokenMalformed},
		"payload and more":       {forge(right, hubSpotHeader, jane+"{}"), proof.ErrTokenMalformed},
		"duplicate key":          {forge(right, hubSpotHeader, janes(`,"email":"admin@x.co"`)), proof.ErrTokenMalformed},
		"duplicate key, escaped": {forge(right, hubSpotHeader, janes(`,"\u0065mail":"admin@x.co"`)), proof.ErrTokenMalformed},
		"invalid UTF-8":          {forge(right, hubSpotHeader, janes(",\"firstName\":\"J\xff\"")), proof.ErrTokenMalformed},
		"lone surrogate":         {forge(right, hubSpotHeader, janes(`,"firstName":"\ud83d"`)), proof.ErrTokenMalformed},
		"a claim of others":      {forge(right, hubSpotHeader, janes(`,"act":{"sub":"sam"}`)), proof.ErrTokenMalformed},
		"name a number":          {forge(right, hubSpotHeader, janes(`,"firstName":5`)), proof.ErrTokenMalformed},

		"alg none, unsigned": {segment(`{"alg":"none","typ":"hubspot+jwt"}`) + "." + segment(jane) + ".", proof.ErrTokenAlgorithm},
		"alg none, signed":   {forge(right, `{"alg":"none","typ":"hubspot+jwt"}`, jane), proof.ErrTokenAlgorithm},
		"alg hs256":          {forge(right, `{"alg":"hs256","typ":"hubspot+jwt"}`, jane), proof.ErrTokenAlgorithm},
		"alg RS256":          {forge(right, `{"alg":"RS256","typ":"hubspot+jwt"}`, jane), proof.ErrTokenAlgorithm},
		"alg missing":        {forge(right, `{"typ":"hubspot+jwt"}`, jane), proof.ErrTokenAlgorithm},
		"typ JWT":            {forge(right, plainHeader, jane), proof.ErrTokenType},
		"typ missing":        {forge(right, `{"alg":"HS256"}`, jane), proof.ErrTokenType},
		"typ carry":          {forge(right, `{"alg":"HS256","typ":"carry"}`, jane), proof.ErrTokenType},
		"typ in capitals":    {forge(right, `{"alg":"HS256","typ":"HubSpot+JWT"}`, jane), proof.ErrTokenType},
		"typ a list":         {forge(right, `{"alg":"HS256","typ":["hubspot+jwt"]}`, jane), proof.ErrTokenType},
		"crit":               {forge(right, `{"alg":"HS256","typ":"hubspot+jwt","crit":[]}`, jane), proof.ErrTokenType},
		"wrong key":          {forge(string(other), hubSpotHeader, jane), proof.ErrTokenSignature},
		"no key":             {forge("", hubSpotHeader, jane), proof.ErrTokenSignature},
		"signature gone":     {good[:strings.LastIndexByte(good, '.')+1], proof.ErrTokenSignature},
		"somebody else":      {strings.Replace(good, segment(jane), segment(strings.Replace(jane, "jane", "john", 1)), 1), proof.ErrTokenSignature},

		"aud of another site": {forge(right, hubSpotHeader, saying(`,"email":"jane@x.co","aud":"other"`)), proof.ErrTokenAudience},
		"no aud":              {forge(right, hubSpotHeader, saying(`,"email":"jane@x.co"`)), proof.ErrTokenAudience},
		"aud null":            {forge(right, hubSpotHeader, saying(`,"email":"jane@x.co","aud":null`)), proof.ErrTokenAudience},
		"aud a list":          {forge(right, hubSpotHeader, saying(`,"email":"jane@x.co","aud":["`+site+`"]`)), proof.ErrTokenMalformed},
		"nobody":              {forge(right, hubSpotHeader, saying(`,"aud":"`+site+`"`)), proof.ErrTokenSubject},
		"nobody, empty":       {forge(right, hubSpotHeader, saying(`,"aud":"`+site+`","email":""`)), proof.ErrTokenSubject},
	} {
		got, err := openHubSpot(c.token)
		if !errors.Is(err, c.want) || got != (proof.HubSpotToken{}) {
			t.Errorf("%s: got %+v %v, want %v", name, got, err, c.want)
		}
	}
	if _, err := openHubSpot(good); err != nil {
		t.Errorf("the good one: %v", err)
	}
	if _, err := proof.OpenHubSpotToken(key, nil, good, noon); !errors.Is(err, proof.ErrTokenAudience) {
		t.Errorf("for no site: got %v, want ErrTokenAudience", err)
	}
}

func TestHubSpotTokensHaveTheirTime(t *testing.T) {
	t.Parallel()
	half := proof.HubSpotTokenLifetime
	for times, want := range map[string]error{
		`"iat":` + at(0) + `,"exp":` + at(half):                                        nil,
		`"iat":` + at(0) + `,"exp":` + at(half+time.Second):                            proof.ErrTokenLifetime,
		`"iat":` + at(0) + `,"exp":` + at(0):                                           proof.ErrTokenLifetime,
		`"iat":` + at(-half) + `,"exp":` + at(-59*time.Second):                         nil,
		`"iat":` + at(-half) + `,"exp":` + at(-60*time.Second):                         proof.ErrTokenExpired,
		`"iat":` + at(60*time.Second) + `,"exp":` + at(time.Hour):                      nil,
		`"iat":` + at(61*time.Second) + `,"exp":` + at(time.Hour):                      proof.ErrTokenNotYet,
		`"exp":` + at(time.Hour):                                                       proof.ErrTokenTimes,
		`"iat":` + at(0):                                                               proof.ErrTokenTimes,
		`"iat":` + at(0) + `,"exp":"tomorrow"`:                                         proof.ErrTokenMalformed,
		`"iat":` + at(0) + `,"exp":` + at(time.Hour) + `,"nbf":` + at(61*time.Second):  proof.ErrTokenNotYet,
		`"iat":` + at(0) + `,"exp":` + at(time.Hour) + `,"nbf":` + at(-61*time.Second): nil,
	} {
		_, err := openHubSpot(forge(string(key), hubSpotHeader, `{"aud":"`+site+`","email":"jane@x.co",`+times+`}`))
		if want == nil && err != nil || !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", times, err, want)
		}
	}
}

// Each type of token is taken at its own door only, whatever key signed it (spec security §1e).
func TestTokensKeepToTheirDoors(t *testing.T) {
	t.Parallel()
	same := proof.Key{KID: "k", Uses: []proof.Use{proof.UseToken}, Secret: string(key)}
	hubSpots, err := proof.SignHubSpotToken(key, proof.HubSpotToken{Email: "jane@x.co", Audience: site, IssuedAt: noon, ExpiresAt: noon.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := proof.OpenToken([]proof.Key{same}, []string{site}, hubSpots, noon); !errors.Is(err, proof.ErrTokenType) {
		t.Errorf("HubSpot's at the door of the customer's: got %v, want ErrTokenType", err)
	}
	customers, err := proof.SignToken(same, proof.Token{Email: "jane@x.co", Audience: []string{site}, IssuedAt: noon, ExpiresAt: noon.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openHubSpot(customers); err == nil {
		t.Error("the customer's opened at HubSpot's door")
	}
	for text, want := range map[string]bool{
		hubSpots: true, customers: false, "": false, "jane": false, "..": false, segment(`{"typ":"hubspot+jwt"}`): true, segment(`{"typ":["hubspot+jwt"]}`): false,
		segment(`{"typ":"JWT","typ":"hubspot+jwt"}`): false, segment(`{"Typ":"hubspot+jwt"}`): false, segment(`null`): false, hubSpots[1:]: false,
	} {
		if got := proof.IsHubSpotToken(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

// FuzzOpenHubSpotToken: whatever opens is, byte by byte, what the key signs, and any payload can be read without harm.
func FuzzOpenHubSpotToken(f *testing.F) {
	f.Add(forge(string(key), hubSpotHeader, janes(``)), janes(`,"firstName":"\ud83d\ude00"`))
	f.Add(segment(`{"alg":"none","typ":"hubspot+jwt"}`)+"."+segment(janes(``))+".", `{"iat":1e300,"exp":-1e300}`)
	f.Add(forge(string(key), plainHeader, janes(``)), `{"aud":null,"email":"a@b.co","jti":7}`)
	f.Fuzz(func(t *testing.T, text, payload string) {
		for _, text := range []string{text, forge(string(key), hubSpotHeader, payload), forge(string(key), payload, janes(``))} {
			token, err := openHubSpot(text)
			if err != nil {
				continue
			}
			signed := text[:strings.LastIndexByte(text, '.')]
			var header struct{ Alg, Typ string }
			if err := json.Unmarshal([]byte(plainOf(signed)), &header); err != nil || header.Alg != "HS256" || header.Typ != "hubspot+jwt" {
				t.Errorf("opened though its header is %s", plainOf(signed))
			}
			if text != signed+"."+segment(string(mac(string(key), signed))) {
				t.Errorf("opened though the key didn't sign it: %q", text)
			}
			if life := token.ExpiresAt.Sub(token.IssuedAt); token.Email == "" || token.Audience != site && token.Audience != "alias" || life <= 0 || life > proof.HubSpotTokenLifetime {
				t.Errorf("%q: got %+v", text, token)
			}
		}
	})
}

// plainOf is the header of a token.
func plainOf(signed string) string {
	header, _, _ := strings.Cut(signed, ".")
	plain, _ := base64.RawURLEncoding.DecodeString(header)
	return string(plain)
}
