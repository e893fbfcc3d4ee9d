package snippets_test

import (
	"encoding/base64"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
	"github.com/nametag-dev/nametag/static/snippets"
	nametag "github.com/nametag-dev/nametag/static/snippets/go"
)

var (
	hashKey  = proof.Key{KID: "hash", Uses: []proof.Use{proof.UseJSON}, Secret: "nt_sk_hash-0123456789-0123456789-0123456789-012"}
	tokenKey = proof.Key{KID: "token", Uses: []proof.Use{proof.UseToken}, Secret: "nt_sk_token-0123456789-0123456789-0123456789-01"}
)

// people are whom customers have: in what encoders write differently, and in ids that look like numbers.
var people = [][2]string{
	{"42", "jane@example.com"}, {"42", ""}, {"00123", "Jane.Doe+tag@Example.com"}, {"9007199254740993", ""}, {"1e3", ""}, {"-5", "a@b.co"},
	{`a"b\c`, `"quoted"@b.co`}, {"a/b//c", "a/b@c.co"}, {"<b>&'+=`", "o'neil&sons<x>@b.co"}, {"é", "é@exämple.com"}, {"😀-\u2028-\u2029", "\U0001f600@b.co"},
	{"日本語", "ñ@b.co"}, {"a b", "a@b.co"}, {"x\ty", ""}, {"{\"id\":\"1\"}", ""}, {"true", ""}, {"5.0", ""},
}

// runners say how the very snippets are run in each language. Each wrapper of testdata takes the two secrets as arguments,
// reads lines of an id and an email ("-" if there is none), each in base64, and prints lines of a hash and a token.
var runners = map[string]func(t *testing.T) *exec.Cmd{
	"node":   func(t *testing.T) *exec.Cmd { return command(t, "node", "testdata/wrap.mjs") },
	"python": func(t *testing.T) *exec.Cmd { return command(t, "python3", "testdata/wrap.py") },
	"php":    func(t *testing.T) *exec.Cmd { return command(t, "php", "testdata/wrap.php") },
	"ruby":   func(t *testing.T) *exec.Cmd { return command(t, "ruby", "testdata/wrap.rb") },
	"perl":   func(t *testing.T) *exec.Cmd { return command(t, "perl", "testdata/wrap.pl") },
	"java": func(t *testing.T) *exec.Cmd {
		classes := t.TempDir()
		if out, err := command(t, "javac", "-d", classes, "java/hash.java", "java/token.java", "testdata/Wrap.java").CombinedOutput(); err != nil {
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
			if len(signed) != len(people) {
				t.Fatalf("got %d lines, want %d", len(signed), len(people))
			}
			for i, line := range signed {
				checkSigned(t, people[i][0], people[i][1], line)
			}
		})
	}
}

func signedBy(t *testing.T, program *exec.Cmd) []string {
	t.Helper()
	var lines, errs strings.Builder
	for _, p := range people {
		lines.WriteString(word(p[0]) + " " + word(p[1]) + "\n")
	}
	program.Args = append(program.Args, hashKey.Secret, tokenKey.Secret)
	program.Stdin, program.Stderr = strings.NewReader(lines.String()), &errs
	out, err := program.Output()
	if err != nil || errs.Len() > 0 {
		t.Fatalf("%v: %s", err, errs.String())
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func word(text string) string {
	if text == "" {
		return "-"
	}
	return base64.StdEncoding.EncodeToString([]byte(text))
}

func signedInGo(t *testing.T) (lines []string) {
	t.Helper()
	for _, p := range people {
		hash, err := nametag.Hash(p[0], p[1], hashKey.Secret)
		if err != nil {
			t.Fatal(err)
		}
		token, err := nametag.Token(p[0], p[1], true, tokenKey.Secret)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, hash+" "+token)
	}
	return lines
}

func checkSigned(t *testing.T, id, email, line string) {
	t.Helper()
	hash, token, _ := strings.Cut(line, " ")
	who := proof.Identity{ExternalID: id, Email: email, Folded: strings.ToLower(email)}
	covered, err := proof.CheckHash([]proof.Key{hashKey}, who, hash)
	if err != nil || !covered.ID || covered.Email != (email != "") {
		t.Errorf("hash of %q, %q: covers %+v, %v; want all of it", id, email, covered, err)
	}
	got, err := proof.OpenToken([]proof.Key{tokenKey}, nil, token, time.Now())
	if err != nil || got.ExternalID != id || got.Email != email || got.ExpiresAt.Sub(got.IssuedAt) != time.Hour || len(got.Traits) > 0 {
		t.Errorf("token of %q, %q: got %+v, %v", id, email, got, err)
	}
	if confirmed := got.EmailVerified; (confirmed != nil) != (email != "") || confirmed != nil && !*confirmed {
		t.Errorf("token of %q, %q: email_verified is %v", id, email, confirmed)
	}
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

func TestSnippetsAreFoundByTheirKey(t *testing.T) {
	t.Parallel()
	for _, want := range snippets.All {
		if got, ok := snippets.In(want.Key); !ok || got != want || got.Name == "" || got.Hash == "" || got.Token == "" || got.Hash == got.Token {
			t.Errorf("%s: got %+v, %v", want.Key, got, ok)
		}
	}
	if got, ok := snippets.In("cobol"); ok {
		t.Errorf("got %+v", got)
	}
}
