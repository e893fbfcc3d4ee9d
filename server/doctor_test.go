package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/wire"
	"github.com/nametag-dev/nametag/static/snippets"
)

// patients is a data folder with two sites, and keys for hashes and tokens of the first.
type patients struct {
	t                  *testing.T
	data, site, other  string
	hashKey, theirsKey madeKey
}

func newPatients(t *testing.T) patients {
	t.Helper()
	p := patients{t: t, data: t.TempDir()}
	for _, site := range []struct {
		name string
		key  *string
		made *madeKey
	}{{"Shop", &p.site, &p.hashKey}, {"Help", &p.other, &p.theirsKey}} {
		var made madeSite
		typing(t, "", "site", "create", "--name", site.name, "--json", "--data", p.data).must(t, &made)
		*site.key = made.Key
		typing(t, "", "key", "create", "--site", made.Key, "--name", "k", "--use", "json", "--json", "--data", p.data).must(t, site.made)
	}
	typing(t, "", "key", "create", "--site", p.site, "--name", "t", "--data", p.data).must(t, nil)
	return p
}

func (p patients) ask(args ...string) typed {
	p.t.Helper()
	return typing(p.t, "", append([]string{"doctor", "--site", p.site, "--data", p.data}, args...)...)
}

func signed(k madeKey, message string) string {
	mac := hmac.New(sha256.New, []byte(k.Secret))
	mac.Write([]byte(message))
	return hex.EncodeToString(mac.Sum(nil))
}

func TestDoctorTellsPeople(t *testing.T) {
	t.Parallel()
	p := newPatients(t)
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"good": {[]string{"--id", "42", "--email", "jane@example.com", "--hash", signed(p.hashKey, `{"id":"42","email":"jane@example.com"}`)}, 0,
			"accepted  yes, for the id and email\nmade by   " + p.hashKey.KID + "\n"},
		"unconfirmed": {[]string{"--email", "jane@example.com", "--hash", signed(p.hashKey, `{"email":"jane@example.com"}`)}, 0,
			"accepted  yes, for the email, but it verifies nothing\n"},
		"spaces": {[]string{"--id", "42", "--hash", signed(p.hashKey, `{"id": "42"}`)}, 1,
			"accepted  no\nwhy       The JSON was written with spaces or line breaks. (hash_spacing)\nhelp      Write it compactly"},
		"spaces, to sign": {[]string{"--id", "42", "--hash", signed(p.hashKey, `{"id": "42"}`)}, 1,
			"made by   " + p.hashKey.KID + "\nto sign   {\"id\":\"42\"} (with a key for json)\n"},
		"another site": {[]string{"--id", "42", "--hash", signed(p.theirsKey, `{"id":"42"}`)}, 1,
			`another of your sites, "Help". (key_of_other_site)`},
		"no token":    {[]string{"--token", "jane"}, 1, "(token_parts)"},
		"placeholder": {[]string{"--id", "undefined", "--hash", "x"}, 1, "(placeholder_id)"},
	} {
		got := p.ask(c.args...)
		if got.code != c.code || !strings.Contains(got.out, c.want) || strings.Contains(got.out, "nt_sk_") {
			t.Errorf("%s: got code %d and\n%swant %d and\n%s", name, got.code, got.out, c.code, c.want)
		}
		if told := "nametag: the proof is not accepted\n"; (got.err == told) != (c.code == 1) {
			t.Errorf("%s: got %q on stderr", name, got.err)
		}
	}
}

func TestDoctorTellsPrograms(t *testing.T) {
	t.Parallel()
	p := newPatients(t)
	var token madeToken
	typing(t, "", "token", "create", "--site", p.site, "--external-id", "42", "--json", "--data", p.data).must(t, &token)
	var got diagnosed
	p.ask("--id", "42", "--token", token.Token, "--json").must(t, &got)
	if !got.Verified || !slices.Equal(got.Covers, []string{"id"}) || got.KID == nil || got.Snippet != "" {
		t.Errorf("got %+v, want it verified", got)
	}
	bad := p.ask("--id", "43", "--token", token.Token, "--json", "--language", "perl")
	typed{0, bad.out, ""}.must(t, &got)
	perl, _ := snippets.In("perl")
	want := &wire.Reason{Code: "mismatch", Message: "The call's id isn't the token's sub.", Help: "Say the same in the call as in the token, or leave it out of the call."}
	if bad.code != 1 || got.Accepted || !reflect.DeepEqual(got.Reason, want) || got.Snippet != perl.Token {
		t.Errorf("got code %d and %+v", bad.code, got)
	}
}

// Code is shown as it is to be copied, in every language that there is.
func TestDoctorShowsCode(t *testing.T) {
	t.Parallel()
	p := newPatients(t)
	for _, s := range snippets.All {
		if got := p.ask("--id", "42", "--hash", "x", "--language", s.Key); !strings.HasSuffix(got.out, "\n\n"+s.Hash) {
			t.Errorf("%s: got %s", s.Key, got.out)
		}
	}
	for _, who := range []string{"--id=42", "--email=jane@example.com"} {
		for proof, want := range map[string]string{"--hash": "func Hash(", "--token": "func Token("} {
			if got := p.ask(who, proof, "x", "--language", "go"); !strings.Contains(got.out, want) {
				t.Errorf("%s %s: got %s, want %s", who, proof, got.out, want)
			}
		}
	}
}

// Whose keys sign bare text is shown how to.
func TestDoctorShowsCodeForBareText(t *testing.T) {
	t.Parallel()
	p := patients{t: t, data: t.TempDir()}
	var made madeSite
	typing(t, "", "site", "create", "--name", "Chat", "--json", "--data", p.data).must(t, &made)
	p.site = made.Key
	typing(t, "", "key", "create", "--site", p.site, "--name", "k", "--use", "raw-id", "--use", "raw-email", "--data", p.data).must(t, nil)
	for _, who := range []string{"--id=42", "--email=jane@example.com"} {
		for _, s := range snippets.All {
			if got := p.ask(who, "--hash", "x", "--language", s.Key); !strings.HasSuffix(got.out, "\n\n"+s.Raw) {
				t.Errorf("%s, %s: got %s", who, s.Key, got.out)
			}
		}
		if got := p.ask(who, "--token", "x", "--language", "go"); !strings.Contains(got.out, "func Token(") {
			t.Errorf("%s: got %s, want how to make a token", who, got.out)
		}
	}
}
