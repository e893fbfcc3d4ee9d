package proof_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/proof"
)

// nasty holds what encoders differ in. What is made of it below was printed by Node 20, CPython 3.11, PHP 8.3, Ruby 3.4
// (with the replacements of Rails) and Gson 2.10; .NET's is read from its source.
const nasty = "\b\f\n\r\t\x01\x1f\"\\/<>&'+=`\x7f\u0085é\u2028\u2029😀"

func TestHashesOfRealEncoders(t *testing.T) {
	t.Parallel()
	for encoder, spelt := range map[string]string{
		"node":   `"\b\f\n\r\t\u0001\u001f\"\\/<>&'+=` + "`\x7f\u0085é\u2028\u2029😀" + `"`,
		"python": `"\b\f\n\r\t\u0001\u001f\"\\/<>&'+=` + "`" + `\u007f\u0085\u00e9\u2028\u2029\ud83d\ude00"`,
		"php":    `"\b\f\n\r\t\u0001\u001f\"\\\/<>&'+=` + "`\x7f" + `\u0085\u00e9\u2028\u2029\ud83d\ude00"`,
		"rails":  `"\b\f\n\r\t\u0001\u001f\"\\/\u003c\u003e\u0026'+=` + "`\x7f\u0085é" + `\u2028\u2029😀"`,
		"gson":   `"\b\f\n\r\t\u0001\u001f\"\\/\u003c\u003e\u0026\u0027+\u003d` + "`\x7f\u0085é" + `\u2028\u2029😀"`,
		"dotnet": `"\b\f\n\r\t\u0001\u001F\u0022\\/\u003C\u003E\u0026\u0027\u002B=\u0060\u007F\u0085\u00E9\u2028\u2029\uD83D\uDE00"`,
	} {
		hash := sign(secret, `{"id":`+spelt+`}`)
		if got, err := proof.CheckHash([]proof.Key{keyFor(proof.UseJSON)}, person(nasty, ""), hash); !got.ID || err != nil {
			t.Errorf("%s: got %+v %v", encoder, got, err)
		}
	}
}

// A second implementation of each encoder, made of replacements in what Go writes.
var encoders = map[string]func(string) string{
	"javascript": javaScript,
	"python":     func(s string) string { return hexed(javaScript(s), `[^ -~]`, `\u%04x`) },
	"php": func(s string) string {
		return hexed(strings.ReplaceAll(javaScript(s), "/", `\/`), `[^\x00-\x7f]`, `\u%04x`)
	},
	"go": func(s string) string {
		b, _ := json.Marshal(s)
		return string(b)
	},
	"gson": func(s string) string { return hexed(javaScript(s), `[<>&='\x{2028}\x{2029}]`, `\u%04x`) },
	"dotnet": func(s string) string {
		s = hexed(s, `["&'+<>`+"`"+`\x00-\x07\x0b\x0e-\x1f\x7f]|[^\x00-\x7f]`, "\x00%04X") // NUL stands in for the backslash
		s = strings.NewReplacer(`\`, `\\`, "\b", `\b`, "\f", `\f`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\x00", `\u`).Replace(s)
		return `"` + s + `"`
	},
}

func javaScript(s string) string {
	var out strings.Builder
	for _, r := range s {
		if r == '\u2028' || r == '\u2029' { // which Go escapes, and JavaScript doesn't
			out.WriteRune(r)
			continue
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		_ = e.Encode(string(r))
		out.WriteString(b.String()[1 : b.Len()-len("\"\n")])
	}
	return `"` + out.String() + `"`
}

func hexed(s, characters, format string) string {
	return regexp.MustCompile(characters).ReplaceAllStringFunc(s, func(c string) (out string) {
		for _, unit := range utf16.Encode([]rune(c)) {
			out += fmt.Sprintf(format, unit)
		}
		return out
	})
}

// texts are mostly such that encoders differ in them.
func texts() *rapid.Generator[string] {
	odd := rapid.StringOf(rapid.SampledFrom([]rune(nasty + "aZ09@. {}:,\x00İK\U0010ffff")))
	plain := rapid.StringMatching(`[a-z0-9_-]{1,12}(@[a-z]{1,8}\.com)?`)
	number := rapid.Map(rapid.Int64(), func(n int64) string { return strconv.FormatInt(n, 10) })
	return rapid.OneOf(odd, plain, number, rapid.String()).Filter(func(s string) bool { return s != "" && utf8.ValidString(s) })
}

func TestHashesOfEveryEncoderCoverWhatStandsInThem(t *testing.T) {
	t.Parallel()
	keys := []proof.Key{{KID: "k0", Uses: []proof.Use{proof.UseJSON}, Secret: secret + "0"}, keyFor(proof.UseJSON)}
	rapid.Check(t, func(t *rapid.T) {
		who := person(texts().Draw(t, "id"), texts().Draw(t, "email"))
		other := texts().Filter(func(s string) bool { return s != who.ExternalID }).Draw(t, "other id")
		number := isInt64(who.ExternalID) && rapid.Bool().Draw(t, "number")
		spelt := rapid.SampledFrom([]string{who.Email, who.Folded}).Draw(t, "spelt")
		for name, quote := range encoders {
			id, email := quote(who.ExternalID), quote(spelt)
			if number {
				id = who.ExternalID
			}
			both, onlyID, onlyEmail := `{"id":`+id+`,"email":`+email+`}`, `{"id":`+id+`}`, `{"email":`+email+`}`
			for _, c := range []struct {
				who     proof.Identity
				message string
				want    proof.Covered
			}{
				{who, both, proof.Covered{KID: "k1", ID: true, Email: true}},
				{who, onlyID, proof.Covered{KID: "k1", ID: true}},
				{person(who.ExternalID, ""), onlyID, proof.Covered{KID: "k1", ID: true}},
				{person("", who.Email), onlyEmail, proof.Covered{KID: "k1", Email: true}},

				{person(other, who.Email), both, proof.Covered{}},
				{person(other, who.Email), onlyID, proof.Covered{}},
				{person(other, who.Email), onlyEmail, proof.Covered{}},
				{person(who.ExternalID, who.Email+"x"), both, proof.Covered{}},
				{person(who.ExternalID, ""), both, proof.Covered{}},
				{person("", who.Email), both, proof.Covered{}},
				{person("", who.Email), onlyID, proof.Covered{}},
				{who, onlyEmail, proof.Covered{}},
				{proof.Identity{}, both, proof.Covered{}},
			} {
				got, err := proof.CheckHash(keys, c.who, sign(secret, c.message))
				if got != c.want || (err == nil) != (c.want.KID != "") {
					t.Fatalf("%s: %s for %+v: got %+v %v, want %+v", name, c.message, c.who, got, err, c.want)
				}
			}
		}
	})
}

func isInt64(text string) bool {
	n, err := strconv.ParseInt(text, 10, 64)
	return err == nil && strconv.FormatInt(n, 10) == text
}
