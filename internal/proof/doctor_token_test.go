package proof_test

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/proof"
)

// tokenCase is a token and why it isn't accepted.
type tokenCase struct {
	name, text string
	codes      string
	kid        string
	says       string // a part of the sentence
	c          proof.Case
}

func tokenCases() []tokenCase {
	k, all, day := secretOf(tokenKey), patient(), 24*time.Hour
	claims := func(codes, claims, says string) tokenCase {
		return tokenCase{claims, forge(k, plainHeader, saying(claims)), codes, "", says, all}
	}
	at := func(d time.Duration) int64 { return noon.Add(d).Unix() }
	timed := func(codes, times, says string) tokenCase {
		return tokenCase{times, forge(k, plainHeader, `{"sub":"1",`+times+`}`), codes, "", says, all}
	}
	lasting := func(from, to time.Duration) string { return fmt.Sprintf(`"iat":%d,"exp":%d`, at(from), at(to)) }
	headed := func(codes, header, says string) tokenCase {
		return tokenCase{header, forge(k, header, saying(`,"sub":"1"`)), codes, "", says, all}
	}
	signed := func(codes, secret, kid string) tokenCase {
		return tokenCase{"signed: " + codes, forge(secret, plainHeader, saying(`,"sub":"1"`)), codes, kid, "", all}
	}
	naming := func(codes, secret, named, kid string) tokenCase {
		return tokenCase{"naming " + named, forge(secret, `{"alg":"HS256","kid":"`+named+`"}`, saying(`,"sub":"1"`)), codes, kid, "", all}
	}
	text := func(codes, text string) tokenCase { return tokenCase{text, text, codes, "", "", all} }
	good := forge(k, plainHeader, saying(`,"sub":"1"`))
	parts := strings.Split(good, ".")
	unbase, _ := base64.RawURLEncoding.DecodeString(secretOf(jsonKey)[6:])
	body := segment(plainHeader) + "." + segment(saying(`,"sub":"1"`))
	encoded := known("encoded", secretOf(jsonKey), proof.Active, proof.UseToken)
	return []tokenCase{
		text("token_missing", ""), text("token_missing", " \n"), text("token_is_hash", sign(k, right)),
		text("token_is_hash", base64.StdEncoding.EncodeToString(mac(k, right))), text("secret_pasted", k), text("secret_pasted token_surrounded", `"`+k+`"`),
		text("token_is_visitors", proof.SignVisitorToken(key, 1, 2)), {"a line break", good + "\n", "token_surrounded", "token", "", all}, {"Bearer", `"Bearer ` + good + `"`, "token_surrounded", "token", "", all},
		text("token_too_long", forge(k, plainHeader, saying(`,"sub":"1","x":"`+strings.Repeat("x", proof.TokenBytes)+`"`))),
		text("token_parts", "jane"), text("token_parts", parts[0]+"."+parts[1]), text("token_encrypted", good+"."+parts[0]+"."),
		text("token_base64", good+"="), text("token_base64", good[:9]+"\n"+good[9:]), text("token_base64", parts[0]+"+."+parts[1]+"."+parts[2]),
		{"a last letter of two spellings", good[:len(good)-1] + spare(good), "token_base64", "", "", all},
		text("token_header", "e30x."+parts[1]+"."+parts[2]), text("token_header", segment(`[]`)+"."+parts[1]+"."+parts[2]),
		text("token_payload", forge(k, plainHeader, `[]`)), text("token_payload", forge(k, plainHeader, `{"sub":"1","sub":"2"}`)),
		claims("token_malformed", `,"sub":"1","email_verified":"true"`, "email_verified"), claims("token_malformed", `,"sub":"1","sid":5`, "sid"),

		headed("token_alg_none", `{"alg":"none"}`, ""), headed("token_alg_none", `{"alg":"None"}`, ""), headed("token_alg_public_key", `{"alg":"RS256"}`, "RS256"),
		headed("token_alg_public_key", `{"alg":"EdDSA"}`, ""), text("token_alg_none", segment(`{"alg":"none"}`)+"."+parts[1]+"."),
		headed("token_alg_hmac", `{"alg":"HS512"}`, "HS512"), headed("token_algorithm", `{"typ":"JWT"}`, "no alg"), headed("token_algorithm", `{"alg":"hs256"}`, "HS256"),
		headed("token_algorithm", `{"alg":"x"}`, ""), headed("token_type", `{"alg":"HS256","typ":"at+jwt"}`, ""), headed("token_ours", `{"alg":"HS256","typ":"carry"}`, ""), headed("token_ours", `{"alg":"HS256","typ":"hubspot+jwt"}`, ""),
		headed("token_critical", `{"alg":"HS256","crit":["x"]}`, ""),

		naming("token_key", k, "nope", "token"), naming("token_key", "other", "nope", ""), naming("key_leaked", secretOf(leaked), "leaked", "leaked"),
		naming("key_leaked", "other", "leaked", "leaked"), naming("key_retired key_use", "other", "retired", "retired"),
		naming("key_of_other_site key_use", secretOf(neighbour), "theirs", "theirs"), naming("key_use", secretOf(jsonKey), "json", "json"),
		{"kid of another", forge(k, `{"alg":"HS256","kid":"encoded"}`, saying(`,"sub":"1"`)), "token_kid_other", "token", "", patient(tokenKey, encoded)},
		{"kid a list", forge(k, `{"alg":"HS256","kid":["token"]}`, saying(`,"sub":"1"`)), "token_key", "token", "", all},
		signed("key_leaked", secretOf(leaked), "leaked"), signed("key_use", secretOf(jsonKey), "json"), signed("token_signature", "other", ""),
		signed("key_of_other_site key_use", secretOf(neighbour), "theirs"), signed("secret_prefix", k[6:], "token"), signed("secret_newline", k+"\n", "token"),
		signed("secret_empty", "", ""), signed("secret_public", site, ""),
		{"base64", forge(string(unbase), plainHeader, saying(`,"sub":"1"`)), "secret_base64", "encoded", "", patient(encoded)},
		{"no key", forge("other", plainHeader, saying(`,"sub":"1"`)), "no_key", "", "", patient(jsonKey)},
		{"no key but an old one", forge(secretOf(leaked), plainHeader, saying(`,"sub":"1"`)), "key_leaked", "leaked", "", patient(jsonKey, leaked)},
		{"hex in base64", body + "." + segment(sign(k, body)), "token_signature_hex", "token", "", all},
		{"plain", body + "." + segment(string(unhex(plain(body)))), "hash_plain", "", "", all},
		{"a header that says a thing twice", forge("other", `{"alg":"HS256","x":1,"x":1}`, saying(`,"sub":"1"`)), "token_signature", "", "", all},
		text("token_signature", good[:strings.LastIndexByte(good, '.')+1]),

		timed("token_no_iat", fmt.Sprintf(`"exp":%d`, at(time.Hour)), ""), timed("token_no_exp", fmt.Sprintf(`"iat":%d`, at(0)), ""),
		timed("token_times_missing", `"iat":null`, ""), timed("token_time_type", `"iat":"now","exp":1800003600`, ""),
		timed("token_time_type", `"iat":1800000000,"exp":"2027-01-15T08:00:00Z"`, ""),
		timed("token_milliseconds", fmt.Sprintf(`"iat":%d000,"exp":%d000`, at(0), at(time.Hour)), ""),
		timed("token_milliseconds", fmt.Sprintf(`"iat":%d,"exp":%d000`, at(0), at(time.Hour)), ""),
		timed("token_milliseconds", fmt.Sprintf(`"iat":%d000,"exp":%d`, at(0), at(time.Hour)), ""),
		timed("token_milliseconds", lasting(0, time.Hour)+fmt.Sprintf(`,"nbf":%d000`, at(0)), ""),
		timed("token_ends_before", lasting(0, 0), ""), timed("token_lifetime", lasting(0, day+41*time.Second), "41 s more"),
		timed("token_lifetime", lasting(0, 30*day), "30 days"), timed("token_lifetime", `"iat":1,"exp":99999999999`, "many years"),
		timed("token_expired", lasting(-time.Hour, -61*time.Second), "61 s ago"), timed("token_expired", lasting(-time.Hour, -60*time.Second), "60 s ago"),
		timed("token_expired", `"iat":"1799990000","exp":"1799990060"`, "2 h 45 min ago"),
		timed("token_expired", lasting(-time.Hour, -1000*time.Second), "16 min 40 s ago"), timed("token_expired", lasting(-5*time.Hour, -200*time.Minute), "3 h 20 min ago"),
		timed("token_not_yet", lasting(90*time.Second, time.Hour), "90 s"),
		timed("token_nbf", lasting(0, time.Hour)+fmt.Sprintf(`,"nbf":%d`, at(75*time.Second)), "75 s"),

		claims("token_audience", `,"sub":"1","aud":"https://shop.example"`, `"https://shop.example"`), claims("token_audience", `,"sub":"1","aud":["x","y"]`, `["x","y"]`),
		claims("token_audience", `,"sub":"1","aud":"`+strings.Repeat("x", 300)+`"`, "too long"),
		claims("token_subject", ``, ""), claims("token_sub_name", `,"user_id":"1"`, "user_id"), claims("token_sub_type", `,"sub":1.5`, ""),
		claims("token_sub_type", `,"sub":{}`, ""), claims("token_email_type", `,"sub":"1","email":5`, ""),
	}
}

// spare is another last letter with which a lax decoder reads the same signature.
func spare(token string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return string(alphabet[strings.IndexByte(alphabet, token[len(token)-1])|1])
}

func unhex(digits string) []byte {
	b, err := hex.DecodeString(digits)
	if err != nil {
		panic(err)
	}
	return b
}

func TestTheDoctorSaysWhyATokenIsNotAccepted(t *testing.T) {
	t.Parallel()
	for _, c := range tokenCases() {
		token, got := proof.DiagnoseToken(c.c, c.text, noon)
		checkReason(t, c.name, got, c.codes, c.kid)
		if got.ID || got.Email || !reflect.DeepEqual(token, proof.Token{}) {
			t.Errorf("%s: covers something: %+v %+v", c.name, got.Covered, token)
		}
		if got.Reason != nil && !strings.Contains(got.Reason.Message, c.says) {
			t.Errorf("%s: got %q, want %q in it", c.name, got.Reason.Message, c.says)
		}
		checkSecrecy(t, c.name, c.c, got, c.text)
	}
}

func TestTheDoctorSaysWhatATokenShouldSay(t *testing.T) {
	t.Parallel()
	for _, who := range []proof.Identity{person("User-42", `Jane"@b.co`), person("7", ""), person("", "a@b.co")} {
		_, got := proof.DiagnoseToken(of(patient(), who.ExternalID, who.Email), "x", noon)
		if len(got.Should) != 1 || got.Should[0].Use != proof.UseToken {
			t.Fatalf("got %+v, want one payload", got.Should)
		}
		token, err := open(forge(tokenKeys[0].Secret, plainHeader, got.Should[0].Message))
		if err != nil || token.ExternalID != who.ExternalID || token.Email != who.Email || token.ExpiresAt.Sub(token.IssuedAt) != time.Hour {
			t.Errorf("%s: got %+v %v", got.Should[0].Message, token, err)
		}
	}
	for _, who := range []proof.Identity{{}, person("\xff", "")} {
		if _, got := proof.DiagnoseToken(proof.Case{Who: who}, "x", noon); got.Should != nil {
			t.Errorf("got %+v for %+v, want nothing", got.Should, who)
		}
	}
}

// The judge stays the judge.
func agreesOnToken(text string) error {
	c := patient()
	want, err := proof.OpenToken([]proof.Key{jsonKey.Key, tokenKey.Key}, c.Audiences, text, noon)
	token, got := proof.DiagnoseToken(c, text, noon)
	switch {
	case (got.Reason == nil) != (err == nil) || !reflect.DeepEqual(token, want):
		return fmt.Errorf("got %+v %v, but the judge says %+v %v", token, got.Reason, want, err)
	case err == nil && (got.KID != token.KID || got.ID != (token.ExternalID != "") || got.Email != (token.Email != "")):
		return fmt.Errorf("got %+v of %+v", got.Covered, token)
	case err != nil && (got.ID || got.Email || got.Reason.Message == "" || got.Reason.Help == ""):
		return errors.New("covers something, or says nothing")
	}
	return nil
}

func TestTheDoctorAcceptsTheTokensThatTheJudgeDoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		some := func(name string, values ...string) string { return rapid.SampledFrom(values).Draw(t, name) }
		header := some("header", plainHeader, plainHeader, `{"alg":"HS256","kid":"token"}`, `{"alg":"HS256","kid":"retired"}`, `{"alg":"none"}`)
		claims := some("sub", `,"sub":"1"`, `,"sub":7`, `,"email":"a@b.co"`, `,"sub":[]`, ``) + some("aud", ``, `,"aud":"alias"`, `,"aud":"x"`)
		secret := some("secret", secretOf(tokenKey), secretOf(tokenKey), secretOf(jsonKey), secretOf(leaked), "x")
		text := forge(secret, header, saying(claims))
		text = some("written", text, text, text, text+"\n", text[:len(text)-2])
		if err := agreesOnToken(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	})
}

// FuzzDiagnoseToken: the doctor accepts what the judge does, whatever it is shown.
func FuzzDiagnoseToken(f *testing.F) {
	for _, c := range tokenCases() {
		f.Add(c.text, plainHeader, saying(`,"sub":"1"`))
	}
	f.Fuzz(func(t *testing.T, text, header, payload string) {
		for _, text := range []string{text, forge(secretOf(tokenKey), header, payload)} {
			if err := agreesOnToken(text); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}
