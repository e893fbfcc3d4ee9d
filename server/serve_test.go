package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const goodPassword = "correct horse battery"

func TestFirstStartSaysWhereEverythingIs(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "made", "by", "serve")
	s := serveHere(t, data, "--demo")
	banner := strings.Join(s.banner, "\n")
	for _, want := range []string{s.url + "/demo/", s.url + "/panel/", s.url + "/panel/setup#" + s.setup} {
		if !strings.Contains(banner, want) {
			t.Errorf("banner lacks %q:\n%s", want, banner)
		}
	}
	if s.setup == "" {
		t.Error("no setup link was printed")
	}
	if strings.Contains(s.logged.String(), s.setup) {
		t.Error("the setup token is in the log")
	}
	info, err := os.Stat(data)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("data folder: got %v %v, want mode 0700", info, err)
	}
	for _, path := range []string{"/healthz", "/demo/", "/nametag.js"} {
		if got := s.ask("GET", path, ""); got.status != 200 {
			t.Errorf("GET %s: got %d, want 200: %s", path, got.status, got.body)
		}
	}
}

func TestSetupLinkWorksOnceAndIsNotOfferedAgain(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := serveHere(t, data)
	body := `{"token":"` + s.setup + `","email":"boss@example.com","password":"` + goodPassword + `"}`
	if got := s.ask("POST", "/api/v1/setup", body); got.status != 200 {
		t.Fatalf("first use: got %d %s, want 200", got.status, got.body)
	}
	if got := s.ask("POST", "/api/v1/setup", body); got.status != 403 || !strings.Contains(got.body, "setup_link_used") {
		t.Errorf("second use: got %d %s, want 403 setup_link_used", got.status, got.body)
	}
	login := s.ask("POST", "/api/v1/login", `{"email":"boss@example.com","password":"`+goodPassword+`"}`)
	if login.status != 200 {
		t.Errorf("login: got %d %s, want 200", login.status, login.body)
	}
	if code := s.end(); code != 0 {
		t.Fatalf("exit code: got %d, want 0: %s", code, s.logged)
	}
	if again := serveHere(t, data); again.setup != "" {
		t.Error("a setup link was printed although there is an admin")
	}
}

func TestEachStartRenewsTheSetupLink(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	first := serveHere(t, data)
	first.end()
	second := serveHere(t, data)
	if second.setup == "" || second.setup == first.setup {
		t.Errorf("second link: got %q, want one that differs from the first", second.setup)
	}
	stale := `{"token":"` + first.setup + `","email":"boss@example.com","password":"` + goodPassword + `"}`
	if got := second.ask("POST", "/api/v1/setup", stale); got.status != 403 {
		t.Errorf("the first link: got %d, want 403", got.status)
	}
}

func TestSitesOfAStart(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	serveHere(t, data).end()
	serveHere(t, data, "--demo").end()
	demo := serveHere(t, data, "--demo") // once more makes no third
	demo.end()

	var listed struct{ Sites []madeSite }
	typing(t, "", "site", "list", "--json", "--data", data).must(t, &listed)
	if len(listed.Sites) != 2 {
		t.Fatalf("sites: got %d, want 2: %+v", len(listed.Sites), listed.Sites)
	}
	first, second := listed.Sites[0], listed.Sites[1]
	if first.Name != "My site" || first.DevUntil == nil {
		t.Errorf("first site: got %+v, want My site in development mode", first)
	}
	if second.Name != "Demo shop" || second.DevUntil == nil || len(second.Aliases) != 1 || second.Aliases[0] != "demo" {
		t.Errorf("demo site: got %+v, want Demo shop with the alias demo, in development mode", second)
	}
	if len(second.Origins) == 0 || second.Origins[0] != demo.url {
		t.Errorf("demo origins: got %v, want %s first", second.Origins, demo.url)
	}
}

func TestOnlyTheDemoSiteOnAFirstStartWithDemo(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	serveHere(t, data, "--demo").end()
	var listed struct{ Sites []madeSite }
	typing(t, "", "site", "list", "--json", "--data", data).must(t, &listed)
	if len(listed.Sites) != 1 || listed.Sites[0].Name != "Demo shop" {
		t.Errorf("sites: got %+v, want the demo shop alone", listed.Sites)
	}
}

func TestNoDemoUnlessAsked(t *testing.T) {
	t.Parallel()
	s := serveHere(t, t.TempDir())
	if got := s.ask("GET", "/demo/", ""); got.status != 404 {
		t.Errorf("GET /demo/: got %d, want 404", got.status)
	}
	if strings.Contains(strings.Join(s.banner, "\n"), "/demo/") {
		t.Error("the banner names a demo shop that isn't there")
	}
}

func TestPublicURLIsWhatLinksSay(t *testing.T) {
	t.Parallel()
	s := serveHere(t, t.TempDir(), "--public-url", "https://nametag.example.com/")
	if banner := strings.Join(s.banner, "\n"); !strings.Contains(banner, "https://nametag.example.com/panel/setup#") {
		t.Errorf("banner lacks the public address:\n%s", banner)
	}
}

func TestServeRefusals(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		says []string
	}{
		"port taken":            {[]string{"--listen", taken.Addr().String()}, 1, []string{"--listen", "taken", "NAMETAG_LISTEN"}},
		"no port":               {[]string{"--listen", "nowhere"}, 1, []string{"--listen", "127.0.0.1:8080"}},
		"data is a file":        {[]string{"--listen", "127.0.0.1:0", "--data", file}, 1, []string{"--data", file, "NAMETAG_DATA"}},
		"public url has path":   {[]string{"--public-url", "https://example.com/x"}, 1, []string{"--public-url"}},
		"public url is junk":    {[]string{"--public-url", "null"}, 1, []string{"--public-url"}},
		"proxy is a name":       {[]string{"--trusted-proxy", "10.0.0.5", "--trusted-proxy", "nginx"}, 2, []string{"--trusted-proxy", "nginx", "10.0.0.0/24"}},
		"proxy is everybody":    {[]string{"--trusted-proxy", "0.0.0.0/0"}, 2, []string{"--trusted-proxy", "everybody"}},
		"a limit below nothing": {[]string{"--limit-site=-1"}, 2, []string{"--limit-site"}},
		"no sockets":            {[]string{"--sockets-per-visitor", "0"}, 1, []string{"--sockets-per-visitor", "1000"}},
		"counts of a week":      {[]string{"--evidence-days", "7"}, 1, []string{"--evidence-days", "from 8"}},
		"counts for ever":       {[]string{"--evidence-days", "0"}, 1, []string{"--evidence-days", "from 8"}},
		"a life below nothing":  {[]string{"--unproven-days=-1"}, 2, []string{"--unproven-days"}},
		"a life of half a day":  {[]string{"--anonymous-days", "0.5"}, 2, []string{"--anonymous-days"}},
		"a life beyond count":   {[]string{"--anonymous-days", "65536"}, 2, []string{"--anonymous-days"}},
		"no country file":       {[]string{"--country-db", filepath.Join(t.TempDir(), "none.mmdb")}, 1, []string{"--country-db", "none.mmdb", "no such file"}},
		"a folder of countries": {[]string{"--country-db", t.TempDir()}, 1, []string{"--country-db", "is a directory"}},
		"countries in words":    {[]string{"--country-db", file}, 1, []string{"--country-db", file, "MaxMind", "GeoLite2-Country.mmdb"}},
		"a level of its own":    {[]string{"--log-level", "loud"}, 2, []string{"--log-level", "debug"}},
		"dev without sources":   {[]string{"--dev"}, 1, []string{"--dev", "./static"}},
		"unknown flag":          {[]string{"--nope"}, 2, []string{"--nope", "--help"}},
		"stray word":            {[]string{"serve", "it"}, 2, []string{"it"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := c.args
			if !strings.Contains(strings.Join(args, " "), "--data") {
				args = append(args, "--data", t.TempDir())
			}
			got := typing(t, "", args...)
			if got.code != c.code || got.out != "" {
				t.Errorf("got code %d and output %q, want code %d and none", got.code, got.out, c.code)
			}
			for _, want := range c.says {
				if !strings.Contains(got.err, want) {
					t.Errorf("stderr lacks %q: %s", want, got.err)
				}
			}
		})
	}
}

func TestOneServerAFolder(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	first := serveHere(t, data)
	second := typing(t, "", "serve", "--data", data, "--listen", "127.0.0.1:0")
	if second.code != 1 || second.out != "" {
		t.Errorf("second server: got code %d and output %q, want code 1 and none", second.code, second.out)
	}
	for _, want := range []string{"--data", data, "already", "NAMETAG_DATA"} {
		if !strings.Contains(second.err, want) {
			t.Errorf("stderr lacks %q: %s", want, second.err)
		}
	}
	if got := first.ask("GET", "/healthz", ""); got.status != 200 {
		t.Errorf("the first one answers %d since, want 200", got.status)
	}
	typing(t, "", "site", "create", "--name", "Beside", "--data", data).must(t, nil)
	first.end()
	serveHere(t, data)
}

func TestEnvironmentIsAFlagToo(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := asItself("site", "create", "--json")
	p.Env = append(p.Env, "NAMETAG_DATA="+data, "NAMETAG_NAME=From outside", "NAMETAG_ORIGIN=https://a.example,https://b.example")
	if out, err := p.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var listed struct{ Sites []madeSite }
	typing(t, "", "site", "list", "--json", "--data", data).must(t, &listed)
	if len(listed.Sites) != 1 || listed.Sites[0].Name != "From outside" || len(listed.Sites[0].Origins) != 2 {
		t.Errorf("got %+v, want one site From outside with two origins", listed.Sites)
	}
}

func TestHelpNamesFlagsDefaultsAndVariables(t *testing.T) {
	t.Parallel()
	got := typing(t, "", "serve", "--help")
	got.must(t, nil)
	for _, want := range []string{"--listen", "127.0.0.1:8080", "NAMETAG_LISTEN", "NAMETAG_DATA", "--demo", "--limit-address=200", "--visitors-per-address=200", "--log-level=\"info\""} {
		if !strings.Contains(got.out, want) {
			t.Errorf("help lacks %q:\n%s", want, got.out)
		}
	}
}
