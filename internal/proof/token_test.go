package proof_test

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/proof"
)

const site = "nt_site_1"

var (
	noon      = time.Unix(1_800_000_000, 0).UTC()
	tokenKeys = []proof.Key{
		{KID: "new", Uses: []proof.Use{proof.UseToken}, Secret: secret + "new"},
		{KID: "old", Uses: []proof.Use{proof.UseToken}, Secret: secret + "old"},
		{KID: "json", Uses: []proof.Use{proof.UseJSON, proof.UseRawID}, Secret: secret + "json"},
	}
)

func segment(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// forge signs any header and payload as HS256 does, with no library's help.
func forge(secret, header, payload string) string {
	signed := segment(header) + "." + segment(payload)
	return signed + "." + segment(string(mac(secret, signed)))
}

func open(text string) (proof.Token, error) {
	return proof.OpenToken(tokenKeys, []string{site, "alias"}, text, noon)
}

const plainHeader = `{"alg":"HS256","typ":"JWT"}`

// saying is a payload that is valid at noon and says this too.
func saying(claims string) string {
	return fmt.Sprintf(`{"iat":%d,"exp":%d%s}`, noon.Unix(), noon.Add(time.Hour).Unix(), claims)
}

func TestOpenTokenReads(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for claims, want := range map[string]proof.Token{
		`,"sub":"123"`:      {ExternalID: "123"},
		`,"sub":123`:        {ExternalID: "123"},
		`,"sub":1e3`:        {ExternalID: "1000"},
		`,"sub":-0`:         {ExternalID: "0"},
		`,"sub":" \u00e9 "`: {ExternalID: " é "},
		`,"sub":9007199254740991,"email":"Jane@Example.com"`:     {ExternalID: "9007199254740991", Email: "Jane@Example.com"},
		`,"email":"a@b.co","email_verified":true`:                {Email: "a@b.co", EmailVerified: &yes},
		`,"email":"a@b.co","email_verified":false`:               {Email: "a@b.co", EmailVerified: &no},
		`,"sub":null,"email":"a@b.co","email_verified":null`:     {Email: "a@b.co"},
		`,"sub":"1","email":null,"act":null,"aud":null`:          {ExternalID: "1"},
		`,"sub":"1","aud":"` + site + `","jti":"j","sid":"s"`:    {ExternalID: "1", Audience: []string{site}, ID: "j", SID: "s"},
		`,"sub":"1","aud":["x","alias"],"nbf":1800000060`:        {ExternalID: "1", Audience: []string{"x", "alias"}},
		`,"sub":"1","act":{"sub":"sam"}`:                         {ExternalID: "1", Actor: &proof.Actor{Subject: "sam"}},
		`,"sub":"1","act":{"sub":7,"name":"Sam","x":[]}`:         {ExternalID: "1", Actor: &proof.Actor{Subject: "7", Name: "Sam"}},
		`,"sub":"1","iss":"me","name":"\u004aane","n": [1, 2.0]`: {ExternalID: "1", Traits: map[string]string{"name": `"\u004aane"`, "n": `[1, 2.0]`}},
		`,"sub":"1","Sub":"2","__proto__":{"a":null}`:            {ExternalID: "1", Traits: map[string]string{"Sub": `"2"`, "__proto__": `{"a":null}`}},
	} {
		want.KID, want.IssuedAt, want.ExpiresAt = "old", noon, noon.Add(time.Hour)
		got, err := open(forge(tokenKeys[1].Secret, plainHeader, saying(claims)))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v %v, want %+v", claims, got, err, want)
		}
	}
}

func TestOpenTokenRefuses(t *testing.T) {
	t.Parallel()
	right, jane := tokenKeys[0].Secret, saying(`,"sub":"jane"`)
	good := forge(right, plainHeader, jane)
	for name, c := range map[string]struct {
		token string
		want  error
	}{
		"nothing":                {"", proof.ErrTokenMalformed},
		"no token":               {"jane", proof.ErrTokenMalformed},
		"two parts":              {good[:strings.LastIndexByte(good, '.')], proof.ErrTokenMalformed},
		"four parts":             {good + ".", proof.ErrTokenMalformed},
		"line break":             {good[:len(good)-5] + "\n" + good[len(good)-5:], proof.ErrTokenMalformed},
		"padding":                {good + "=", proof.ErrTokenMalformed},
		"huge":                   {forge(right, plainHeader, saying(`,"sub":"1","x":"`+strings.Repeat("x", proof.TokenBytes)+`"`)), proof.ErrTokenMalformed},
		"huge, unsigned":         {strings.Repeat(".", 1<<20), proof.ErrTokenMalformed},
		"no header":              {forge(right, `null`, jane), proof.ErrTokenAlgorithm},
		"header a list":          {forge(right, `[]`, jane), proof.ErrTokenMalformed},
		"header no JSON":         {forge(right, `{`, jane), proof.ErrTokenMalformed},
		"payload null":           {forge(right, plainHeader, `null`), proof.ErrTokenTimes},
		"payload a list":         {forge(right, plainHeader, `[]`), proof.ErrTokenMalformed},
		"payload no JSON":        {forge(right, plainHeader, jane[1:]), proof.ErrTokenMalformed},
		"payload and more":       {forge(right, plainHeader, jane+"{}"), proof.ErrTokenMalformed},
		"duplicate key":          {forge(right, plainHeader, saying(`,"sub":"jane","sub":"admin"`)), proof.ErrTokenMalformed},
		"duplicate key, escaped": {forge(right, plainHeader, saying(`,"sub":"jane","\u0073ub":"admin"`)), proof.ErrTokenMalformed},
		"duplicate key, deeper":  {forge(right, plainHeader, saying(`,"sub":"jane","x":{"a":1,"a":2}`)), proof.ErrTokenMalformed},
		"invalid UTF-8":          {forge(right, plainHeader, saying(",\"sub\":\"jane\xff\"")), proof.ErrTokenMalformed},
		"lone surrogate":         {forge(right, plainHeader, saying(`,"sub":"jane\ud83d"`)), proof.ErrTokenMalformed},
		"lone surrogate, trait":  {forge(right, plainHeader, saying(`,"sub":"jane","x":["\udc00"]`)), proof.ErrTokenMalformed},

		"alg none, unsigned":   {segment(`{"alg":"none"}`) + "." + segment(jane) + ".", proof.ErrTokenAlgorithm},
		"alg none, signed":     {forge(right, `{"alg":"none"}`, jane), proof.ErrTokenAlgorithm},
		"alg None":             {forge(right, `{"alg":"None"}`, jane), proof.ErrTokenAlgorithm},
		"alg hs256":            {forge(right, `{"alg":"hs256"}`, jane), proof.ErrTokenAlgorithm},
		"alg HS384":            {hs384(right, jane), proof.ErrTokenAlgorithm},
		"alg RS256":            {forge(right, `{"alg":"RS256"}`, jane), proof.ErrTokenAlgorithm},
		"alg ES256":            {forge(right, `{"alg":"ES256"}`, jane), proof.ErrTokenAlgorithm},
		"alg missing":          {forge(right, `{"typ":"JWT"}`, jane), proof.ErrTokenAlgorithm},
		"alg a list":           {forge(right, `{"alg":["HS256"]}`, jane), proof.ErrTokenAlgorithm},
		"typ carry":            {forge(right, `{"alg":"HS256","typ":"carry"}`, jane), proof.ErrTokenType},
		"typ empty":            {forge(right, `{"alg":"HS256","typ":""}`, jane), proof.ErrTokenType},
		"typ a number":         {forge(right, `{"alg":"HS256","typ":1}`, jane), proof.ErrTokenType},
		"crit":                 {forge(right, `{"alg":"HS256","crit":[]}`, jane), proof.ErrTokenType},
		"kid unknown":          {forge(right, `{"alg":"HS256","kid":"none"}`, jane), proof.ErrTokenKey},
		"kid a list":           {forge(right, `{"alg":"HS256","kid":["new"]}`, jane), proof.ErrTokenKey},
		"kid of another use":   {forge(tokenKeys[2].Secret, `{"alg":"HS256","kid":"json"}`, jane), proof.ErrTokenKey},
		"kid of another key":   {forge(right, `{"alg":"HS256","kid":"old"}`, jane), proof.ErrTokenSignature},
		"wrong secret":         {forge(right+"x", plainHeader, jane), proof.ErrTokenSignature},
		"no secret":            {forge("", plainHeader, jane), proof.ErrTokenSignature},
		"key of another use":   {forge(tokenKeys[2].Secret, plainHeader, jane), proof.ErrTokenSignature},
		"signature gone":       {good[:strings.LastIndexByte(good, '.')+1], proof.ErrTokenSignature},
		"signature shortened":  {good[:len(good)-2], proof.ErrTokenMalformed},
		"somebody else's name": {strings.Replace(good, segment(jane), segment(strings.Replace(jane, "jane", "john", 1)), 1), proof.ErrTokenSignature},

		"aud of another site": {forge(right, plainHeader, saying(`,"sub":"1","aud":"other"`)), proof.ErrTokenAudience},
		"auds of others":      {forge(right, plainHeader, saying(`,"sub":"1","aud":["other","`+site+`x"]`)), proof.ErrTokenAudience},
		"aud empty":           {forge(right, plainHeader, saying(`,"sub":"1","aud":[]`)), proof.ErrTokenAudience},
		"aud a number":        {forge(right, plainHeader, saying(`,"sub":"1","aud":[1]`)), proof.ErrTokenMalformed},
		"nobody":              {forge(right, plainHeader, saying(``)), proof.ErrTokenSubject},
		"nobody, empty":       {forge(right, plainHeader, saying(`,"sub":"","email":null`)), proof.ErrTokenSubject},
		"sub a fraction":      {forge(right, plainHeader, saying(`,"sub":1.5`)), proof.ErrTokenSubject},
		"sub too large":       {forge(right, plainHeader, saying(`,"sub":9007199254740993`)), proof.ErrTokenSubject},
		"sub beyond numbers":  {forge(right, plainHeader, saying(`,"sub":1e999`)), proof.ErrTokenSubject},
		"sub an object":       {forge(right, plainHeader, saying(`,"sub":{}`)), proof.ErrTokenSubject},
		"email a number":      {forge(right, plainHeader, saying(`,"sub":"1","email":5`)), proof.ErrTokenSubject},
		"email_verified text": {forge(right, plainHeader, saying(`,"sub":"1","email_verified":"true"`)), proof.ErrTokenMalformed},
		"sid a number":        {forge(right, plainHeader, saying(`,"sub":"1","sid":5`)), proof.ErrTokenMalformed},
		"jti a number":        {forge(right, plainHeader, saying(`,"sub":"1","jti":5`)), proof.ErrTokenMalformed},
		"act a string":        {forge(right, plainHeader, saying(`,"sub":"1","act":"sam"`)), proof.ErrTokenMalformed},
		"act without sub":     {forge(right, plainHeader, saying(`,"sub":"1","act":{"name":"Sam"}`)), proof.ErrTokenMalformed},
		"act with no one":     {forge(right, plainHeader, saying(`,"sub":"1","act":{"sub":""}`)), proof.ErrTokenMalformed},
		"act of a list":       {forge(right, plainHeader, saying(`,"sub":"1","act":{"sub":["sam"]}`)), proof.ErrTokenMalformed},
		"act's name a number": {forge(right, plainHeader, saying(`,"sub":"1","act":{"sub":"sam","name":1}`)), proof.ErrTokenMalformed},
	} {
		got, err := open(c.token)
		if !errors.Is(err, c.want) || !reflect.DeepEqual(got, proof.Token{}) {
			t.Errorf("%s: got %+v %v, want %v", name, got, err, c.want)
		}
		var reason *proof.Reason
		if !errors.As(err, &reason) || reason.Code == "" || reason.Message == "" {
			t.Errorf("%s: no reason in %v", name, err)
		}
	}
	if _, err := open(good); err != nil {
		t.Errorf("the good one: %v", err)
	}
	if _, err := proof.OpenToken(tokenKeys[2:], nil, good, noon); !errors.Is(err, proof.ErrNoKey) {
		t.Errorf("without token keys: got %v, want ErrNoKey", err)
	}
	if _, err := proof.OpenToken([]proof.Key{{Uses: []proof.Use{proof.UseToken}}}, nil, forge("", plainHeader, jane), noon); !errors.Is(err, proof.ErrNoKey) {
		t.Errorf("with an empty key: got %v, want ErrNoKey", err)
	}
}

func TestOpenTokenTakesPlainHeaders(t *testing.T) {
	t.Parallel()
	for _, header := range []string{`{"alg":"HS256"}`, `{"alg":"HS256","typ":"jwt"}`, `{"typ":"JWT","kid":"old","alg":"HS256","x":1}`} {
		got, err := open(forge(tokenKeys[1].Secret, header, saying(`,"sub":"1"`)))
		if err != nil || got.KID != "old" {
			t.Errorf("%s: got %+v %v", header, got, err)
		}
	}
}

// The last letter of a signature has two bits to spare.
func TestSignaturesHaveOneSpelling(t *testing.T) {
	t.Parallel()
	text, opened := forge(tokenKeys[0].Secret, plainHeader, saying(`,"sub":"1"`)), 0
	for _, last := range strings.Split("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", "") {
		if _, err := open(text[:len(text)-1] + last); err == nil {
			opened++
		}
	}
	if opened != 1 {
		t.Errorf("%d spellings open", opened)
	}
}

func hs384(secret, payload string) string {
	signed := segment(`{"alg":"HS384"}`) + "." + segment(payload)
	h := hmac.New(sha512.New384, []byte(secret))
	h.Write([]byte(signed))
	return signed + "." + segment(string(h.Sum(nil)))
}

func TestTokensHaveTheirTime(t *testing.T) {
	t.Parallel()
	day, now := 24*time.Hour, noon.Unix()
	for times, want := range map[string]error{
		`"iat":` + at(0) + `,"exp":` + at(day):                                        nil,
		`"iat":` + at(0) + `,"exp":` + at(day+time.Second):                            proof.ErrTokenLifetime,
		`"iat":` + at(0) + `,"exp":` + at(0):                                          proof.ErrTokenLifetime,
		`"iat":` + at(0) + `,"exp":` + at(-time.Second):                               proof.ErrTokenLifetime,
		`"iat":` + at(0) + `,"exp":1e300`:                                             proof.ErrTokenLifetime,
		`"iat":-1e300,"exp":1e300`:                                                    proof.ErrTokenLifetime,
		`"iat":1,"exp":2`:                                                             proof.ErrTokenExpired,
		`"iat":` + at(-time.Hour) + `,"exp":` + at(-59*time.Second):                   nil,
		`"iat":` + at(-time.Hour) + `,"exp":` + at(-60*time.Second):                   proof.ErrTokenExpired,
		`"iat":` + at(-time.Hour) + `,"exp":` + at(-61*time.Second):                   proof.ErrTokenExpired,
		`"iat":` + at(60*time.Second) + `,"exp":` + at(time.Hour):                     nil,
		`"iat":` + at(61*time.Second) + `,"exp":` + at(time.Hour):                     proof.ErrTokenNotYet,
		`"iat":` + at(0) + `,"exp":` + at(time.Hour) + `,"nbf":` + at(60*time.Second): nil,
		`"iat":` + at(0) + `,"exp":` + at(time.Hour) + `,"nbf":` + at(61*time.Second): proof.ErrTokenNotYet,
		`"iat":` + at(0) + `,"exp":` + at(time.Hour) + `,"nbf":"soon"`:                proof.ErrTokenMalformed,
		fmt.Sprintf(`"iat":%d.75,"exp":%d.25`, now, now+10):                           nil,
		fmt.Sprintf(`"iat":%d000,"exp":%d000`, now, now+10):                           proof.ErrTokenNotYet, // milliseconds
		`"exp":` + at(time.Hour):                                                      proof.ErrTokenTimes,
		`"iat":` + at(0):                                                              proof.ErrTokenTimes,
		`"iat":null,"exp":null`:                                                       proof.ErrTokenTimes,
		`"iat":` + at(0) + `,"exp":"tomorrow"`:                                        proof.ErrTokenTimes,
		`"iat":` + at(0) + `,"exp":true`:                                              proof.ErrTokenTimes,
		`"iat":` + at(0) + `,"exp":1e400`:                                             proof.ErrTokenTimes,
		`"IAT":` + at(0) + `,"exp":` + at(time.Hour):                                  proof.ErrTokenTimes,
	} {
		_, err := open(forge(tokenKeys[0].Secret, `{"alg":"HS256"}`, `{"sub":"1",`+times+`}`))
		if want == nil && err != nil || !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", times, err, want)
		}
	}
}

func at(d time.Duration) string { return fmt.Sprint(noon.Add(d).Unix()) }

func TestTokensOpenAsTheyWereSigned(t *testing.T) {
	t.Parallel()
	name := rapid.StringMatching(`[A-Z_]{1,8}`)
	value := rapid.SampledFrom([]string{`null`, `true`, `-1.50`, `"é\u0000"`, `[1,{"a":[]}]`, `{"b":1,"a":"x"}`})
	rapid.Check(t, func(t *rapid.T) {
		want := proof.Token{
			ExternalID: rapid.StringN(1, 20, 80).Draw(t, "sub"), Email: rapid.StringN(0, 20, 80).Draw(t, "email"),
			ID: rapid.StringN(0, 9, 30).Draw(t, "jti"), SID: rapid.StringN(0, 9, 30).Draw(t, "sid"),
			EmailVerified: rapid.Ptr(rapid.Bool(), true).Draw(t, "email_verified"),
			IssuedAt:      noon, ExpiresAt: noon.Add(time.Duration(rapid.IntRange(1, 86400).Draw(t, "life")) * time.Second),
		}
		if rapid.Bool().Draw(t, "acting") {
			want.Actor = &proof.Actor{Subject: rapid.StringN(1, 9, 30).Draw(t, "actor"), Name: rapid.String().Draw(t, "name")}
		}
		if rapid.Bool().Draw(t, "aimed") {
			want.Audience = []string{"elsewhere", site}
		}
		if traits := rapid.MapOfN(name, value, 0, 4).Draw(t, "traits"); len(traits) > 0 {
			want.Traits = traits
		}
		key := rapid.SampledFrom(tokenKeys[:2]).Draw(t, "key")
		text, err := proof.SignToken(key, want)
		if err != nil {
			t.Fatal(err)
		}
		want.KID = key.KID
		if got, err := open(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v %v, want %+v", got, err, want)
		}
		place := rapid.IntRange(0, len(text)-1).Draw(t, "place")
		letter := rapid.SampledFrom(strings.Split("ABCxyz019-_=. \n\r+/é", "")).Draw(t, "letter")
		for _, forged := range []string{text[:place] + letter + text[place+1:], text[:place] + letter + text[place:], text[:place] + text[place+1:]} {
			if _, err := open(forged); err == nil && forged != text {
				t.Fatalf("opened though changed: %q", forged)
			}
		}
	})
}

func TestSignTokenRefuses(t *testing.T) {
	t.Parallel()
	for _, traits := range []map[string]string{{"sub": `"x"`}, {"email": `"x"`}, {"act": `{}`}, {"iss": `"x"`}, {"a": ``}, {"a": `x`}, {"a": `{"b":1,"b":2}`}, {"a": `1 2`}, {"\xff": `1`}} {
		if text, err := proof.SignToken(tokenKeys[0], proof.Token{ExternalID: "1", Traits: traits}); !errors.Is(err, proof.ErrTokenMalformed) {
			t.Errorf("%q: got %q %v, want ErrTokenMalformed", traits, text, err)
		}
	}
	if _, err := proof.SignToken(tokenKeys[2], proof.Token{ExternalID: "1"}); !errors.Is(err, proof.ErrNoKey) {
		t.Errorf("key of another use: got %v, want ErrNoKey", err)
	}
}

// FuzzOpenToken: whatever opens is, byte by byte, what one of the keys signs with HS256; and any payload can be signed
// and read without harm.
func FuzzOpenToken(f *testing.F) {
	f.Add(forge(tokenKeys[0].Secret, plainHeader, saying(`,"sub":"1"`)), saying(`,"sub":"1","act":{"sub":"sam"},"aud":["x"]`))
	f.Add(segment(`{"alg":"none"}`)+"."+segment(saying(`,"sub":"1"`))+".", `{"iat":1e300,"exp":-1e300}`)
	f.Add(hs384(tokenKeys[0].Secret, saying(`,"sub":"1"`)), saying(`,"email":"a@b.co","x":[{"y":"\ud83d\ude00"}]`))
	f.Fuzz(func(t *testing.T, text, payload string) {
		for _, text := range []string{text, forge(tokenKeys[0].Secret, plainHeader, payload), forge(tokenKeys[1].Secret, payload, saying(`,"sub":"1"`))} {
			token, err := open(text)
			if err != nil {
				continue
			}
			signed := text[:strings.LastIndexByte(text, '.')]
			header, _, _ := strings.Cut(signed, ".")
			plain, _ := base64.RawURLEncoding.DecodeString(header)
			var said struct{ Alg string }
			if err := json.Unmarshal(plain, &said); err != nil || said.Alg != "HS256" {
				t.Errorf("opened though signed with %q: %q", said.Alg, text)
			}
			for _, key := range tokenKeys {
				if key.KID == token.KID && text != signed+"."+segment(string(mac(key.Secret, signed))) {
					t.Errorf("opened though %s didn't sign it: %q", key.KID, text)
				}
			}
			if token.ExternalID == "" && token.Email == "" || !token.ExpiresAt.After(token.IssuedAt) {
				t.Errorf("%q: got %+v", text, token)
			}
		}
	})
}
