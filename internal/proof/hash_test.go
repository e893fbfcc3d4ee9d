package proof_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/proof"
)

const secret = "nt_sk_test_0123456789abcdef"

func mac(secret, message string) []byte {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(message))
	return h.Sum(nil)
}

func sign(secret, message string) string { return hex.EncodeToString(mac(secret, message)) }

func keyFor(uses ...proof.Use) proof.Key { return proof.Key{KID: "k1", Uses: uses, Secret: secret} }

func person(id, email string) proof.Identity {
	return proof.Identity{ExternalID: id, Email: email, Folded: strings.ToLower(email)}
}

type vector struct {
	Name   string
	Claim  struct{ ID, Email any }
	Signed string
	Hash   string
	Covers []string
	Use    proof.Use
}

func (v vector) person() proof.Identity {
	text := func(v any) string {
		switch v := v.(type) {
		case string:
			return v
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
		return ""
	}
	return person(text(v.Claim.ID), text(v.Claim.Email))
}

func vectors(t testing.TB) (key string, accept, refuse []vector) {
	t.Helper()
	data, err := os.ReadFile("testdata/hash.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Key            string
		Accept, Refuse []vector
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file.Accept) == 0 || len(file.Refuse) == 0 {
		t.Fatalf("vectors: %v", err)
	}
	return file.Key, file.Accept, file.Refuse
}

func TestHashVectors(t *testing.T) {
	t.Parallel()
	secret, accept, refuse := vectors(t)
	for _, v := range accept {
		want := proof.Covered{KID: "k1"}
		for _, field := range v.Covers {
			want.ID, want.Email = want.ID || field == "id", want.Email || field == "email"
		}
		keys := []proof.Key{{KID: "k1", Uses: []proof.Use{v.Use}, Secret: secret}}
		for _, hash := range []string{v.Hash, strings.ToUpper(v.Hash)} {
			if got, err := proof.CheckHash(keys, v.person(), hash); got != want || err != nil {
				t.Errorf("%s: got %+v %v, want %+v", v.Name, got, err, want)
			}
		}
		if sign(secret, v.Signed) != v.Hash {
			t.Errorf("%s: the hash isn't of %s", v.Name, v.Signed)
		}
	}
	for _, v := range refuse {
		keys := []proof.Key{{KID: "k1", Uses: []proof.Use{v.Use}, Secret: secret}}
		if got, err := proof.CheckHash(keys, v.person(), v.Hash); !errors.Is(err, proof.ErrNoMatch) || got != (proof.Covered{}) {
			t.Errorf("%s: got %+v %v, want ErrNoMatch", v.Name, got, err)
		}
	}
}

func TestHashesCountForTheUsesOfTheirKeyOnly(t *testing.T) {
	t.Parallel()
	jane := person("jane", "Jane@example.com")
	for _, c := range []struct {
		who     proof.Identity
		message string
		uses    []proof.Use
		want    proof.Covered
		err     error
	}{
		{jane, `jane`, []proof.Use{proof.UseRawID}, proof.Covered{KID: "k1", ID: true}, nil},
		{jane, `jane`, []proof.Use{proof.UseJSON, proof.UseRawID}, proof.Covered{KID: "k1", ID: true}, nil},
		{jane, `jane`, []proof.Use{proof.UseJSON}, proof.Covered{}, proof.ErrNoMatch},
		{jane, `Jane@example.com`, []proof.Use{proof.UseRawID}, proof.Covered{}, proof.ErrNoMatch},
		{jane, `Jane@example.com`, []proof.Use{proof.UseRawEmail}, proof.Covered{}, proof.ErrNoKey},
		{jane, `Jane@example.com`, []proof.Use{proof.UseRawEmail, proof.UseRawID}, proof.Covered{}, proof.ErrNoMatch},
		{person("", jane.Email), `Jane@example.com`, []proof.Use{proof.UseRawEmail}, proof.Covered{KID: "k1", Email: true}, nil},
		{person("", jane.Email), `jane@example.com`, []proof.Use{proof.UseRawEmail}, proof.Covered{KID: "k1", Email: true}, nil},
		{person("", jane.Email), `jane@example.com`, []proof.Use{proof.UseJSON}, proof.Covered{}, proof.ErrNoMatch},
		{person("", jane.Email), `jane@example.com`, []proof.Use{proof.UseRawID}, proof.Covered{}, proof.ErrNoKey},
		{jane, `{"id":"jane"}`, []proof.Use{proof.UseToken}, proof.Covered{}, proof.ErrNoKey},
		{jane, `{"id":"jane"}`, nil, proof.Covered{}, proof.ErrNoKey},

		// Whoever may choose his own user id has this signed for him as a raw id, and is admin nowhere by it.
		{person("admin", ""), `{"id":"admin"}`, []proof.Use{proof.UseRawID}, proof.Covered{}, proof.ErrNoMatch},
		{person("admin", "a@b.co"), `{"id":"admin","email":"a@b.co"}`, []proof.Use{proof.UseRawID}, proof.Covered{}, proof.ErrNoMatch},
		{person("", "a@b.co"), `{"email":"a@b.co"}`, []proof.Use{proof.UseRawID, proof.UseRawEmail}, proof.Covered{}, proof.ErrNoMatch},
		{person(`{"id":"admin"}`, ""), `{"id":"admin"}`, []proof.Use{proof.UseRawID}, proof.Covered{KID: "k1", ID: true}, nil},
		{person(`{"id":"admin"}`, ""), `{"id":"admin"}`, []proof.Use{proof.UseJSON}, proof.Covered{}, proof.ErrNoMatch},
	} {
		got, err := proof.CheckHash([]proof.Key{keyFor(c.uses...)}, c.who, sign(secret, c.message))
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s of %+v by a key for %v: got %+v %v, want %+v %v", c.message, c.who, c.uses, got, err, c.want, c.err)
		}
	}
}

func TestIntegersCountAsNumbersIfTheyPrintBackTheSame(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{
		"0": true, "7": true, "123": true, "-5": true, "9007199254740993": true, "123456789012345678901234567890": true,
		"00123": false, "-0": false, "-": false, "-012": false, "+1": false, "1.0": false, "1e3": false, "12a": false, "１２": false,
		"null": false, "true": false, `1,"email":"a@b.co"`: false,
	} {
		_, err := proof.CheckHash([]proof.Key{keyFor(proof.UseJSON)}, person(id, ""), sign(secret, `{"id":`+id+`}`))
		if got := err == nil; got != want {
			t.Errorf("%s: got %v, want %v", id, got, want)
		}
	}
}

func TestWhatIsNoHashIsRefused(t *testing.T) {
	t.Parallel()
	hash := sign(secret, `{"id":"1"}`)
	for _, text := range []string{"", "0", hash[1:], hash + "0", hash + "00", " " + hash, hash + "\n", "0x" + hash[2:], strings.Repeat("g", 64), strings.Repeat("0", 64), strings.Repeat("é", 32), strings.Repeat("0", 1<<20)} {
		if _, err := proof.CheckHash([]proof.Key{keyFor(proof.UseJSON)}, person("1", ""), text); !errors.Is(err, proof.ErrNoMatch) {
			t.Errorf("%.70q: got %v, want ErrNoMatch", text, err)
		}
	}
	empty := proof.Key{KID: "k1", Uses: []proof.Use{proof.UseJSON}}
	if _, err := proof.CheckHash([]proof.Key{empty}, person("1", ""), sign("", `{"id":"1"}`)); !errors.Is(err, proof.ErrNoKey) {
		t.Errorf("key without a secret: got %v, want ErrNoKey", err)
	}
	if _, err := proof.CheckHash([]proof.Key{keyFor(proof.UseJSON)}, person("\xff", ""), sign(secret, `{"id":"\ufffd"}`)); !errors.Is(err, proof.ErrNoMatch) {
		t.Errorf("an id that is no text: got %v, want ErrNoMatch", err)
	}
}

func TestHashNamesTheKeyThatMadeIt(t *testing.T) {
	t.Parallel()
	var keys []proof.Key
	for i := range 10 {
		keys = append(keys, proof.Key{KID: fmt.Sprint("k", i), Uses: []proof.Use{proof.UseJSON, proof.UseRawID}, Secret: fmt.Sprint(secret, i)})
	}
	for i, key := range keys {
		for message, email := range map[string]bool{`7`: false, `{"id":7}`: false, `{"id":"7","email":"a@b.co"}`: true} {
			want := proof.Covered{KID: fmt.Sprint("k", i), ID: true, Email: email}
			if got, err := proof.CheckHash(keys, person("7", "a@b.co"), sign(key.Secret, message)); got != want || err != nil {
				t.Errorf("%s by %s: got %+v %v", message, key.KID, got, err)
			}
		}
	}
}

// FuzzCheckHash signs any message at all: if it counts for a person, then it is JSON that names that person and
// nobody else.
func FuzzCheckHash(f *testing.F) {
	_, accept, refuse := vectors(f)
	for _, v := range append(accept, refuse...) {
		f.Add(v.person().ExternalID, v.person().Email, v.Signed, v.Hash)
	}
	f.Fuzz(func(t *testing.T, id, email, message, junk string) {
		keys := []proof.Key{keyFor(proof.UseJSON)}
		if _, err := proof.CheckHash([]proof.Key{{Uses: []proof.Use{proof.UseJSON, proof.UseRawEmail, proof.UseRawID}, Secret: secret + "2"}}, person(id, email), junk); err == nil {
			t.Errorf("accepted %q", junk)
		}
		covered, err := proof.CheckHash(keys, person(id, email), sign(secret, message))
		if err != nil {
			return
		}
		var said map[string]json.RawMessage
		if err := json.Unmarshal([]byte(message), &said); err != nil {
			t.Fatalf("accepted %q: %v", message, err)
		}
		if got := said["id"]; covered.ID != (got != nil) || got != nil && string(got) != id && unquoted(got) != id {
			t.Errorf("%q counts for the id %q: %+v", message, id, covered)
		}
		if got := said["email"]; covered.Email != (got != nil) || got != nil && unquoted(got) != email && unquoted(got) != strings.ToLower(email) {
			t.Errorf("%q counts for the email %q: %+v", message, email, covered)
		}
		if !covered.ID && id != "" || len(said) > 2 {
			t.Errorf("%q counts for %q %q: %+v", message, id, email, covered)
		}
	})
}

func unquoted(value json.RawMessage) (text string) {
	_ = json.Unmarshal(value, &text)
	return text
}

// Whoever may choose his own id could have {"id":"admin"} signed as a raw one: it counts for nobody, also beside a key for
// JSON.
func TestAHashCountsForTheUseOfTheKeyThatMadeIt(t *testing.T) {
	t.Parallel()
	raw := proof.Key{KID: "raw", Uses: []proof.Use{proof.UseRawID}, Secret: "a-secret-of-at-least-32-characters-1"}
	spelled := proof.Key{KID: "json", Uses: []proof.Use{proof.UseJSON}, Secret: "a-secret-of-at-least-32-characters-2"}
	hash := hex.EncodeToString(mac(raw.Secret, `{"id":"admin"}`))
	for _, keys := range [][]proof.Key{{raw, spelled}, {spelled, raw}} {
		if got, err := proof.CheckHash(keys, proof.Identity{ExternalID: "admin"}, hash); !errors.Is(err, proof.ErrNoMatch) {
			t.Errorf("CheckHash: got %+v, %v, want ErrNoMatch", got, err)
		}
	}
}
