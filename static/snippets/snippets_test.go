package snippets_test

import (
	"cmp"
	"encoding/base64"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
	"github.com/nametag-dev/nametag/static/snippets"
	nametag "github.com/nametag-dev/nametag/static/snippets/go"
)

var (
	rawKey   = proof.Key{KID: "raw", Uses: []proof.Use{proof.UseRawID, proof.UseRawEmail}, Secret: "nt_sk_raw-0123456789-0123456789-0123456789-0123"}
	hashKey  = proof.Key{KID: "hash", Uses: []proof.Use{proof.UseJSON}, Secret: "nt_sk_hash-0123456789-0123456789-0123456789-012"}
	tokenKey = proof.Key{KID: "token", Uses: []proof.Use{proof.UseToken}, Secret: "nt_sk_token-0123456789-0123456789-0123456789-01"}
)

// people are whom customers have: in what encoders write differently, in ids that look like numbers, and without one or
// the other ("").
var people = [][2]string{
	{"42", "jane@example.com"}, {"42", ""}, {"00123", "Jane.Doe+tag@Example.com"}, {"9007199254740993", ""}, {"1e3", ""}, {"-5", "a@b.co"},
	{`a"b\c`, `"quoted"@b.co`}, {"a/b//c", "a/b@c.co"}, {"<b>&'+=`", "o'neil&sons<x>@b.co"}, {"é", "é@exämple.com"}, {"😀-\u2028-\u2029", "\U0001f600@b.co"},
	{"日本語", "ñ@b.co"}, {"a b", "a@b.co"}, {"x\ty", ""}, {"{\"id\":\"1\"}", ""}, {"true", ""}, {"5.0", ""},
	{"", "jane@example.com"}, {"", "Jane.Doe+tag@Example.com"}, {"", "o'neil&sons<x>@é.co"},
}

// runners say how the very snippets are run in each language. Each wrapper of testdata takes the three secrets as
// arguments, reads lines of an id and an email, and prints lines of a hash, a hash of the bare id (else email) and a token.
var runners = map[string]func(t *testing.T) *exec.Cmd{
	"node":   func(t *testing.T) *exec.Cmd { return command(t, "node", "testdata/wrap.mjs") },
	"python": func(t *testing.T) *exec.Cmd { return command(t, "python3", "testdata/wrap.py") },
	"php":    func(t *testing.T) *exec.Cmd { return command(t, "php", "testdata/wrap.php") },
	"ruby":   func(t *testing.T) *exec.Cmd { return command(t, "ruby", "testdata/wrap.rb") },
	"perl":   func(t *testing.T) *exec.Cmd { return command(t, "perl", "testdata/wrap.pl") },
	"java": func(t *testing.T) *exec.Cmd {
		classes := t.TempDir()
		if out, err := command(t, "javac", "-d", classes, "java/hash.java", "java/raw.java", "java/token.java", "testdata/Wrap.java").CombinedOutput(); err != nil {
			t.Fatalf("compile: %v: %s", err, out)
		}
		return command(t, "java", "-cp", classes, "Wrap")
	},
	"go": nil, // which this is
	"csharp": func(t *testing.T) *exec.Cmd {
		t.Skip("C# isn't run: no .NET can be had where these tests are")
		return nil
	},
}

// command is a program of a language that is installed. Where it isn't the test is skipped, but not in .ci/run, which
// sets SKIP_NOTHING.
func command(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("SKIP_NOTHING") != "" {
			t.Fatalf("%s must be here: %v", name, err)
		}
		t.Skipf("%s isn't installed, so its snippets aren't run; .ci/languages installs it", name)
	}
	return exec.CommandContext(t.Context(), name, args...)
}

// What the snippets sign is accepted, whoever it is about.
func TestSnippetsSignWhatIsAccepted(t *testing.T) {
	t.Parallel()
	if len(runners) != len(snippets.All) {
		t.Errorf("%d of %d languages are run", len(runners), len(snippets.All))
	}
	for _, s := range snippets.All {
		t.Run(s.Key, func(t *testing.T) {
			t.Parallel()
			signed := signedInGo(t)
			if run := runners[s.Key]; run != nil {
				signed = signedBy(t, run(t))
			}
			if want := len(people) * len(ways); len(signed) != want {
				t.Fatalf("got %d lines, want %d", len(signed), want)
			}
			for i, line := range signed {
				p := people[i%len(people)]
				checkSigned(t, p[0], p[1], line)
			}
		})
	}
}

func signedBy(t *testing.T, program *exec.Cmd) []string {
	t.Helper()
	var lines, errs strings.Builder
	for _, word := range ways {
		for _, p := range people {
			lines.WriteString(word(p[0]) + " " + word(p[1]) + "\n")
		}
	}
	program.Args = append(program.Args, hashKey.Secret, rawKey.Secret, tokenKey.Secret)
	program.Stdin, program.Stderr = strings.NewReader(lines.String()), &errs
	out, err := program.Output()
	if err != nil || errs.Len() > 0 {
		t.Fatalf("%v: %s", err, errs.String())
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// ways are the ways in which ids and emails are handed to the snippets: as text, also where there is none; and else as
// null where there is none, and as a number where it is one.
var ways = []func(text string) string{asText, asValue}

func asText(text string) string { return ":" + base64.StdEncoding.EncodeToString([]byte(text)) }

func asValue(text string) string {
	if n, err := strconv.ParseInt(text, 10, 32); err == nil && strconv.FormatInt(n, 10) == text {
		return "#" + text
	}
	if text == "" {
		return "-"
	}
	return asText(text)
}

func signedInGo(t *testing.T) (lines []string) {
	t.Helper()
	for _, p := range slices.Repeat(people, len(ways)) {
		hash, err := nametag.Hash(p[0], p[1], hashKey.Secret)
		if err != nil {
			t.Fatal(err)
		}
		token, err := nametag.Token(p[0], p[1], true, tokenKey.Secret)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, hash+" "+nametag.RawHash(cmp.Or(p[0], p[1]), rawKey.Secret)+" "+token)
	}
	return lines
}

func checkSigned(t *testing.T, id, email, line string) {
	t.Helper()
	words := strings.Split(line, " ")
	if len(words) != 3 {
		t.Fatalf("got %q, want three words", line)
	}
	hash, raw, token := words[0], words[1], words[2]
	who := proof.Identity{ExternalID: id, Email: email, Folded: strings.ToLower(email)}
	covered, err := proof.CheckHash([]proof.Key{hashKey}, who, hash)
	if err != nil || covered.ID != (id != "") || covered.Email != (email != "") {
		t.Errorf("hash of %q, %q: covers %+v, %v; want all of it", id, email, covered, err)
	}
	covered, err = proof.CheckHash([]proof.Key{rawKey}, who, raw)
	if err != nil || covered.ID != (id != "") || covered.Email != (id == "") {
		t.Errorf("bare hash of %q, %q: covers %+v, %v; want the id, else the email", id, email, covered, err)
	}
	got, err := proof.OpenToken([]proof.Key{tokenKey}, nil, token, time.Now())
	if err != nil || got.ExternalID != id || got.Email != email || got.ExpiresAt.Sub(got.IssuedAt) != time.Hour || len(got.Traits) > 0 {
		t.Errorf("token of %q, %q: got %+v, %v", id, email, got, err)
	}
	if confirmed := got.EmailVerified; (confirmed != nil) != (email != "") || confirmed != nil && !*confirmed {
		t.Errorf("token of %q, %q: email_verified is %v", id, email, confirmed)
	}
	payload := payloadOf(t, token)
	if strings.Contains(payload, `"sub"`) != (id != "") || strings.Contains(payload, `"email"`) != (email != "") {
		t.Errorf("token of %q, %q: got %s, want nothing in it that there isn't", id, email, payload)
	}
}

func payloadOf(t *testing.T, token string) string {
	t.Helper()
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	return string(payload)
}

// README.md shows the Node ones as they are.
func TestREADMEShowsTheSnippets(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	node, _ := snippets.In("node")
	for name, code := range map[string]string{"node/hash.js": node.Hash, "node/token.js": node.Token} {
		if want := "<!-- snippet " + name + " -->\n```js\n" + code + "```\n<!-- /snippet -->"; !strings.Contains(string(readme), want) {
			t.Errorf("README.md doesn't show %s as it is: put this there\n%s", name, want)
		}
	}
}

// README.md shows the pages' lines as they are.
func TestREADMEShowsTheLines(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{snippets.Stub, snippets.Arrival} {
		if want := "```html\n<script>" + line + "</script>\n"; !strings.Contains(string(readme), want) {
			t.Errorf("README.md doesn't show\n%s", want)
		}
	}
}

func TestSnippetsAreFoundByTheirKey(t *testing.T) {
	t.Parallel()
	for _, want := range snippets.All {
		if got, ok := snippets.In(want.Key); !ok || got != want || got.Name == "" {
			t.Errorf("%s: got %+v, %v", want.Key, got, ok)
		}
	}
	if got, ok := snippets.In("cobol"); ok {
		t.Errorf("got %+v", got)
	}
}

// Each use of keys has its code, and says for which keys that is.
func TestSnippetsAreForTheUsesOfKeys(t *testing.T) {
	t.Parallel()
	for _, s := range snippets.All {
		for use, says := range map[proof.Use]string{
			proof.UseToken: "key for tokens", proof.UseJSON: "key for json", proof.UseRawID: "key for raw-id", proof.UseRawEmail: "or raw-email",
		} {
			if code := unwrapped(s.For(string(use))); !strings.Contains(code, says) {
				t.Errorf("%s for %s: got\n%s", s.Key, use, code)
			}
		}
	}
}

// unwrapped is code without the line breaks in its comments.
func unwrapped(code string) string {
	return strings.Join(strings.FieldsFunc(code, func(r rune) bool { return strings.ContainsRune(" \n*/#", r) }), " ")
}
