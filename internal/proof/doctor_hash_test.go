package proof_test

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/proof"
)

// The doctor's patient: a site with a key for hashes and one for tokens, some that it had, and a neighbour.
var (
	jsonKey   = known("json", "nt_sk_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE", proof.Active, proof.UseJSON)
	tokenKey  = known("token", "nt_sk_token-0123456789-0123456789-0123456789-01", proof.Active, proof.UseToken)
	retired   = known("retired", "nt_sk_retired-3456789-0123456789-0123456789-01", proof.Retired, proof.UseJSON, proof.UseRawID)
	leaked    = known("leaked", "nt_sk_leaked-23456789-0123456789-0123456789-01", proof.Leaked, proof.UseToken)
	neighbour = proof.KnownKey{Key: known("theirs", "nt_sk_theirs-23456789-0123456789-0123456789-01", proof.Active, proof.UseJSON).Key, Standing: proof.Elsewhere, Site: "Help"}
	hexKey    = known("hex", strings.Repeat("0a1b2c3d", 8), proof.Active, proof.UseRawID)
	emailKey  = known("email", "a secret for emails that is 40 long ....", proof.Active, proof.UseRawEmail)
)

func known(kid, secret string, standing proof.Standing, uses ...proof.Use) proof.KnownKey {
	return proof.KnownKey{Key: proof.Key{KID: kid, Uses: uses, Secret: secret}, Standing: standing}
}

func patient(keys ...proof.KnownKey) proof.Case {
	if keys == nil {
		keys = []proof.KnownKey{jsonKey, tokenKey, retired, leaked, neighbour}
	}
	return proof.Case{Keys: keys, Who: person("User-42", "jane@Example.com"), Audiences: []string{site, "alias"}}
}

const right = `{"id":"User-42","email":"jane@Example.com"}`

// of is the patient's case about somebody else.
func of(c proof.Case, id, email string) proof.Case {
	c.Who = person(id, email)
	return c
}

// said is the patient's case as it was said.
func said(id, email string, keys ...proof.KnownKey) proof.Case {
	c := patient(keys...)
	c.Said = proof.Said{ExternalID: id, Email: email}
	return c
}

func digest(of func() hash.Hash, secret, message string) []byte {
	h := hmac.New(of, []byte(secret))
	h.Write([]byte(message))
	return h.Sum(nil)
}

func plain(message string) string {
	sum := sha256.Sum256([]byte(message))
	return hex.EncodeToString(sum[:])
}

func secretOf(k proof.KnownKey) string { return k.Secret }

// hashCase is a hash and why it isn't accepted: the codes of all that is wrong, and who made it.
type hashCase struct {
	name, text string
	codes      string // with spaces between them
	kid        string
	c          proof.Case
}

func hashCases() []hashCase {
	j, all := secretOf(jsonKey), patient()
	unbase, _ := base64.RawURLEncoding.DecodeString(j[6:])
	raw := mac(j, right)
	good := hex.EncodeToString(raw)
	made := func(codes, message string) hashCase { return hashCase{message, sign(j, message), codes, "json", all} }
	keyed := func(codes, secret string) hashCase {
		return hashCase{"with " + codes, sign(secret, right), codes, "json", all}
	}
	written := func(codes, text string) hashCase { return hashCase{text, text, codes, "json", all} }
	with := func(h hashCase, id, email string) hashCase {
		h.c = of(h.c, id, email)
		return h
	}
	long := func(who proof.Identity) proof.Case {
		c := patient()
		c.Who = who
		return c
	}
	return []hashCase{
		{"retired", sign(secretOf(retired), right), "key_retired", "retired", all},
		{"leaked", sign(secretOf(leaked), right), "key_leaked key_use", "leaked", all},
		{"leaked, of its use", sign(secretOf(leaked), right), "key_leaked", "leaked", patient(known("leaked", secretOf(leaked), proof.Leaked, proof.UseJSON))},
		{"another site's", sign(secretOf(neighbour), right), "key_of_other_site", "theirs", all},
		{"a raw id by a JSON key", sign(j, "User-42"), "key_use", "json", all},
		{"JSON by a token key", sign(secretOf(tokenKey), right), "key_use", "token", all},
		{"JSON by a key for raw ids", sign(secretOf(hexKey), right), "key_use", "hex", patient(hexKey)},
		{"no key", sign("other", right), "no_key", "", patient(tokenKey, retired)},
		{"no key at all", sign("other", right), "no_key", "", proof.Case{Who: person("1", "")}},
		{"nobody knows", sign("other", right), "hash_mismatch", "", all},

		keyed("secret_prefix", j[6:]), keyed("secret_base64", string(unbase)), keyed("secret_newline", j+"\n"), keyed("secret_newline", j+"\r\n"),
		keyed("secret_quotes", `"`+j+`"`),
		{"hex", sign(string(unhex(secretOf(hexKey))), "User-42"), "secret_hex", "hex", patient(hexKey)},
		{"empty", sign("", right), "secret_empty", "", all},
		{"undefined", sign("undefined", right), "secret_empty", "", all},
		{"the site's key", sign(site, right), "secret_public", "", all},
		{"the kid", sign("json", right), "secret_public", "", all},
		{"pasted", j, "secret_pasted", "", all},
		{"pasted, own", secretOf(hexKey) + "\n", "secret_pasted", "", patient(hexKey)},
		{"pasted, unknown", " nt_sk_whatever", "secret_pasted", "", all},
		{"swapped", sign(right, j), "hash_swapped", "json", all},
		{"plain", plain(right), "hash_plain", "", all},
		{"plain, of the id", plain("User-42"), "hash_plain", "", all},
		{"secret and message", plain(j + right), "hash_concatenated", "json", all},
		{"message and secret", plain(right + j), "hash_concatenated", "json", all},
		written("hash_algorithm", hex.EncodeToString(digest(sha1.New, j, right))),
		written("hash_algorithm", hex.EncodeToString(digest(md5.New, j, right))),
		written("hash_algorithm", hex.EncodeToString(digest(sha512.New384, j, right))),
		written("hash_algorithm", hex.EncodeToString(digest(sha512.New, j, right))),

		made("hash_of_email", `{"email":"jane@Example.com"}`),
		{"raw email by a JSON key", sign(j, "jane@example.com"), "hash_of_email", "json", all},
		{"raw email by its key", sign(secretOf(emailKey), "jane@Example.com"), "hash_of_email", "email", patient(emailKey)},
		with(made("hash_of_id", `{"id":"jane@example.com"}`), "", "jane@example.com"),
		with(made("hash_number", `{"id":123,"email":"a@b.co"}`), "00123", "a@b.co"),
		with(made("hash_number", `{"id":123}`), "00123", ""),
		with(made("hash_number", `{"id":00123}`), "00123", ""),
		with(made("hash_number", `{"id":9007199254740992}`), "9007199254740993", ""),
		with(made("hash_number", `{"id":7.0}`), "7", ""),
		made("hash_key_order", `{"email":"jane@Example.com","id":"User-42"}`),
		with(made("hash_key_order", `{"email":"a@b.co","id":7}`), "7", "a@b.co"),
		made("hash_spacing", `{"id": "User-42", "email": "jane@Example.com"}`),
		made("hash_spacing", "{\n  \"id\": \"User-42\",\n  \"email\": \"jane@Example.com\"\n}"),
		made("hash_spacing", "{\n    \"id\": \"User-42\"\n}"),
		made("hash_spacing", `{ "id": "User-42", "email": "jane@Example.com" }`),
		with(made("hash_spacing", `{"email": "\u00e9@b.co"}`), "", "é@b.co"),
		made("hash_field_name", `{"userId":"User-42"}`), made("hash_field_name", `{"user_id":"User-42","email":"jane@Example.com"}`),
		made("hash_field_name", `{"external_id":"User-42","email":"jane@example.com"}`), made("hash_field_name", `{"uniqueId":"User-42"}`),
		made("hash_field_name", `{"id":"User-42","email_address":"jane@Example.com"}`), made("hash_field_name", `{"ID":"User-42","Email":"jane@Example.com"}`),
		made("hash_extra_field", `{"id":"User-42","email":"jane@Example.com","name":null}`),
		made("hash_empty_field", `{"id":"User-42","email":null}`), made("hash_empty_field", `{"id":"User-42","email":""}`),
		with(made("hash_empty_field", `{"id":null,"email":"a@b.co"}`), "", "a@b.co"),
		with(made("hash_escapes", `{"id":"é\/"}`), "é/", ""),
		made("hash_encoded_twice", `"{\"id\":\"User-42\",\"email\":\"jane@Example.com\"}"`),
		made("hash_url_encoded", `%7B%22id%22%3A%22User-42%22%2C%22email%22%3A%22jane%40Example.com%22%7D`),
		made("hash_query", `id=User-42&email=jane%40Example.com`),
		made("hash_message_base64", base64.StdEncoding.EncodeToString([]byte(right))),
		made("hash_html", `{&#34;id&#34;:&#34;User-42&#34;}`),
		with(made("hash_html", `{"id":"a&amp;b"}`), "a&b", ""),
		made("hash_single_quotes", `{'id': 'User-42', 'email': 'jane@Example.com'}`),
		made("hash_joined", `User-42:jane@Example.com`), made("hash_joined", `User-42jane@example.com`),
		made("hash_message_newline", right+"\n"), made("hash_message_space", right+" "),
		made("hash_id_case", `{"id":"user-42","email":"jane@Example.com"}`), made("hash_id_case", `{"id":"USER-42"}`),
		made("hash_email_case", `{"id":"User-42","email":"JANE@EXAMPLE.COM"}`), made("hash_email_case", `{"id":"User-42","email":"Jane@example.com"}`),
		made("hash_untrimmed", `{"id":"User-42","email":"jane@Example.com "}`), made("hash_untrimmed", `{"id":" User-42"}`),

		{"untrimmed as it was said", sign(j, "{\"id\":\"   User-42\",\"email\":\"jane@Example.com\\t\\t\"}"), "hash_untrimmed", "json", said("   User-42", "jane@Example.com\t\t")},
		{"an untrimmed raw id", sign(secretOf(hexKey), "   User-42"), "hash_untrimmed", "hex", said("   User-42", "", hexKey)},

		{"nothing", "", "hash_missing", "", all}, {"blank", " \n", "hash_missing", "", all},
		written("hash_base64", base64.StdEncoding.EncodeToString(raw)), written("hash_base64", base64.RawURLEncoding.EncodeToString(raw)),
		written("hash_base64", strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(base64.StdEncoding.EncodeToString(raw))),
		written("hash_encoded_again hash_base64", base64.StdEncoding.EncodeToString([]byte(good))),
		written("hash_encoded_again", hex.EncodeToString([]byte(good))),
		written("hash_whitespace", good+"\n"), written("hash_whitespace", " "+good),
		written("hash_surrounded", `"`+good+`"`), written("hash_surrounded", "sha256="+strings.ToUpper(good)), written("hash_surrounded", "0x"+good),
		written("hash_truncated", good[:63]), written("hash_truncated", good[:50]), written("hash_truncated", good[:32]),
		{"cut too short", good[:31], "hash_length", "", all}, {"too long", good + "00", "hash_length", "", all},
		{"an odd digit more", good + "0", "hash_length", "", all}, {"as long as a SHA-1", strings.Repeat("0", 40), "hash_length", "", all},
		{"huge", strings.Repeat("0", 1<<20), "hash_length", "", all},
		{"not hex", strings.Repeat("g", 9), "hash_not_hex", "", all}, {"binary", string(raw), "hash_not_hex", "", all},
		{"spaces, and no match", sign("other", right) + "\n", "hash_whitespace", "", all},
		{"a token", forge(secretOf(tokenKey), plainHeader, saying(`,"sub":"1"`)), "hash_is_token", "", all},
		{"nobody", good, "hash_of_nobody", "", of(all, "", "")},
		{"a long id", good, "identity_too_long", "", of(all, strings.Repeat("x", 256), "")},
		{"a long email", good, "identity_too_long", "", long(proof.Identity{ExternalID: "1", Email: strings.Repeat("x", 255), Folded: "x"})},
		{"a long folded email", good, "identity_too_long", "", long(proof.Identity{ExternalID: "1", Email: "x", Folded: strings.Repeat("x", 255)})},

		written("hash_of_email hash_base64", base64.StdEncoding.EncodeToString(mac(j, `{"email":"jane@Example.com"}`))),
		made("hash_spacing hash_key_order", `{"email": "jane@Example.com", "id": "User-42"}`),
		made("hash_spacing hash_field_name", `{"user_id": "User-42", "email": "jane@Example.com"}`),
		made("key_use hash_id_case", `user-42`), made("key_use hash_message_newline", "User-42\n"),
		{"plain, of the email", plain("jane@example.com"), "hash_plain hash_of_email", "", all},
		{"without prefix, with spaces", sign(j[6:], `{"id": "User-42"}`), "secret_prefix hash_spacing", "json", all},
		{"retired, with spaces, in base64", base64.StdEncoding.EncodeToString(mac(secretOf(retired), `{"id": "User-42"}`)), "key_retired hash_spacing hash_base64", "retired", all},
		{"three mistakes, which is too much", sign(secretOf(retired), `{"email": "jane@Example.com", "id": "User-42"}`), "hash_mismatch", "", all},
		{"retired and without prefix", sign(secretOf(retired)[6:], right), "key_retired secret_prefix", "retired", all},
	}
}

func TestTheDoctorSaysWhyAHashIsNotAccepted(t *testing.T) {
	t.Parallel()
	for _, h := range hashCases() {
		got := proof.DiagnoseHash(h.c, h.text)
		checkReason(t, h.name, got, h.codes, h.kid)
		if got.ID || got.Email {
			t.Errorf("%s: covers something: %+v", h.name, got.Covered)
		}
		checkSecrecy(t, h.name, h.c, got, h.text)
	}
}

// checkReason checks that the first code is the reason's, and the others are told besides.
func checkReason(t *testing.T, name string, got proof.Diagnosis, codes, kid string) {
	t.Helper()
	if got.Reason == nil {
		t.Errorf("%s: got no reason, want %s", name, codes)
		return
	}
	for i, code := range strings.Fields(codes) {
		at := slices.IndexFunc(proof.Reasons, func(r *proof.Reason) bool { return r.Code == code })
		if at < 0 {
			t.Fatalf("%s: %s isn't in the list", name, code)
		}
		if i == 0 && got.Reason.Code != code || !strings.Contains(got.Reason.Help, proof.Reasons[at].Help) {
			t.Errorf("%s: got %v (%s), want %s", name, got.Reason, got.Reason.Help, codes)
		}
	}
	if n := strings.Count(got.Reason.Message, "Besides: "); n != len(strings.Fields(codes))-1 {
		t.Errorf("%s: got %v, want %s", name, got.Reason, codes)
	}
	if got.KID != kid {
		t.Errorf("%s: made by %q, want %q", name, got.KID, kid)
	}
}

// checkSecrecy finds a secret or the proof itself in what is said.
func checkSecrecy(t *testing.T, name string, c proof.Case, got proof.Diagnosis, text string) {
	t.Helper()
	said := fmt.Sprintf("%+v %+v", got, got.Reason)
	for _, k := range c.Keys {
		if strings.Contains(said, k.Secret) || strings.Contains(said, strings.TrimPrefix(k.Secret, proof.SecretPrefix)) {
			t.Errorf("%s: tells a secret: %s", name, said)
		}
	}
	if len(text) > 8 && strings.Contains(said, text) {
		t.Errorf("%s: repeats the proof: %s", name, said)
	}
}

// Every reason of the list is one that the doctor gives, and none that it gives is missing there.
func TestEveryReasonHasACase(t *testing.T) {
	t.Parallel()
	proven := map[string]bool{}
	for _, h := range hashCases() {
		for _, code := range strings.Fields(h.codes) {
			proven[code] = true
		}
	}
	for _, c := range tokenCases() {
		for _, code := range strings.Fields(c.codes) {
			proven[code] = true
		}
	}
	listed := map[string]bool{}
	for _, r := range proof.Reasons {
		if listed[r.Code] {
			t.Errorf("%s is listed twice", r.Code)
		}
		if listed[r.Code] = true; !proven[r.Code] {
			t.Errorf("%s has no case", r.Code)
		}
		if r.Message == "" || r.Help == "" {
			t.Errorf("%s: got %q and %q, want what is wrong and what to do", r.Code, r.Message, r.Help)
		}
	}
	for code := range proven {
		if !listed[code] {
			t.Errorf("%s isn't listed", code)
		}
	}
}

func TestTheDoctorSaysWhatShouldHaveBeenSigned(t *testing.T) {
	t.Parallel()
	bad := strings.Repeat("0", 64)
	for name, c := range map[string]struct {
		c    proof.Case
		want []proof.Signable
	}{
		"JSON":              {patient(), []proof.Signable{{Use: proof.UseJSON, Message: right}}},
		"without a key":     {patient(tokenKey, retired), []proof.Signable{{Use: proof.UseJSON, Message: right}}},
		"a raw id":          {patient(hexKey), []proof.Signable{{Use: proof.UseRawID, Message: "User-42"}}},
		"both":              {patient(hexKey, jsonKey), []proof.Signable{{Use: proof.UseJSON, Message: right}, {Use: proof.UseRawID, Message: "User-42"}}},
		"an email":          {of(patient(jsonKey, emailKey, hexKey), "", `Jane"@b.co`), []proof.Signable{{Use: proof.UseJSON, Message: `{"email":"Jane\"@b.co"}`}, {Use: proof.UseRawEmail, Message: `Jane"@b.co`}}},
		"nobody":            {of(patient(), "", ""), nil},
		"what is no text":   {of(patient(), "\xff", ""), nil},
		"a key for nothing": {of(patient(emailKey), "7", ""), []proof.Signable{{Use: proof.UseJSON, Message: `{"id":"7"}`}}},
	} {
		got := proof.DiagnoseHash(c.c, bad).Should
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
		for _, s := range got { // what is shown is accepted
			key := keyFor(s.Use)
			if _, err := proof.CheckHash([]proof.Key{key}, c.c.Who, sign(secret, s.Message)); err != nil {
				t.Errorf("%s: %s isn't accepted: %v", name, s.Message, err)
			}
		}
	}
}

// The judge stays the judge.
func agreesOnHash(c proof.Case, text string, got proof.Diagnosis) error {
	var active []proof.Key
	for _, k := range c.Keys {
		if k.Standing == proof.Active {
			active = append(active, k.Key)
		}
	}
	covered, err := proof.CheckHash(active, c.Who, text)
	switch {
	case (got.Reason == nil) != (err == nil):
		return fmt.Errorf("got %v, but the judge says %v", got.Reason, err)
	case err == nil && got.Covered != covered:
		return fmt.Errorf("got %+v, but the judge says %+v", got.Covered, covered)
	case err != nil && (got.ID || got.Email || got.Reason.Message == "" || got.Reason.Help == ""):
		return fmt.Errorf("got %+v", got)
	}
	return nil
}

func TestTheDoctorAcceptsWhatTheJudgeDoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := of(patient(jsonKey, retired, hexKey), texts().Draw(t, "id"), rapid.OneOf(texts(), rapid.Just("")).Draw(t, "email"))
		if rapid.Bool().Draw(t, "no id") {
			c.Who.ExternalID = ""
		}
		key := rapid.SampledFrom(c.Keys).Draw(t, "key")
		message := rapid.OneOf(rapid.SampledFrom([]string{c.Who.ExternalID, c.Who.Email}), rapid.Custom(func(t *rapid.T) string {
			quote := encoders[rapid.SampledFrom([]string{"javascript", "python", "php", "go", "gson", "dotnet"}).Draw(t, "encoder")]
			return rapid.SampledFrom([]string{
				`{"id":` + quote(c.Who.ExternalID) + `,"email":` + quote(c.Who.Email) + `}`, `{"id":` + quote(c.Who.ExternalID) + `}`,
				`{"email":` + quote(c.Who.Folded) + `}`, `{"id": ` + quote(c.Who.ExternalID) + `}`,
			}).Draw(t, "form")
		})).Draw(t, "message")
		text := sign(key.Secret, message)
		text = rapid.SampledFrom([]string{text, strings.ToUpper(text), text[1:], text + "\n"}).Draw(t, "text")
		if err := agreesOnHash(c, text, proof.DiagnoseHash(c, text)); err != nil {
			t.Fatalf("%s by %s: %v", message, key.KID, err)
		}
	})
}

// FuzzDiagnoseHash: the doctor accepts what the judge does, whatever it is shown, and comes to an end.
func FuzzDiagnoseHash(f *testing.F) {
	for _, h := range hashCases() {
		if len(h.text) > 1000 { // so long ones only take time
			continue
		}
		f.Add(h.c.Who.ExternalID, h.c.Who.Email, right, h.text)
	}
	f.Add("1", "", `{"id":"1"}`, "")
	f.Fuzz(func(t *testing.T, id, email, message, text string) {
		c := of(patient(jsonKey, retired), id, email)
		for _, text := range []string{text, sign(secretOf(jsonKey), message)} {
			got := proof.DiagnoseHashWithin(c, text, 1000)
			if err := agreesOnHash(c, text, got); err != nil {
				t.Errorf("%q of %q %q: %v", text, id, email, err)
			}
			checkSecrecy(t, text, c, proof.Diagnosis{Reason: got.Reason}, "") // what should be signed is the asker's own
		}
	})
}

// Nobody can make the doctor work for long: what it hashes is bounded, whoever asks about whom.
func TestTheDoctorComesToAnEnd(t *testing.T) {
	t.Parallel()
	c := atWorst()
	start := time.Now()
	for _, text := range []string{strings.Repeat("0", 64), strings.Repeat("0", 40)} {
		if got := proof.DiagnoseHash(c, text); got.Reason == nil {
			t.Error("accepted")
		}
	}
	if took := time.Since(start); took > 20*time.Second { // without the bound it would be minutes
		t.Errorf("took %v", took)
	}
}

// atWorst has many keys, and texts as long as may be that no two encoders spell alike.
func atWorst() proof.Case {
	var keys []proof.KnownKey
	for i := range 300 {
		keys = append(keys, known(fmt.Sprint(i), fmt.Sprint("nt_sk_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nz", i), proof.Active, proof.UseJSON, proof.UseRawID))
	}
	return of(patient(keys...), "A/&='\x7f\u2028"+strings.Repeat("é", 122), "É/&='\x7f\u2028"+strings.Repeat("é", 110)+"@example.com")
}
