package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestAdminCreate(t *testing.T) {
	t.Parallel()
	s := serveHere(t, t.TempDir())
	data := s.data()
	var made madeAccount
	typing(t, "", "admin", "create", "--email", "Boss@Example.com", "--json", "--data", data).must(t, &made)
	if made.Email != "boss@example.com" || made.Role != "admin" || len(made.Password) < 20 {
		t.Errorf("got %+v, want boss@example.com, admin, and a password of its own", made)
	}
	s.logsIn(t, made.Email, made.Password)

	typing(t, goodPassword+"\n", "admin", "create", "--email", "boss@example.com", "--password-stdin", "--data", data).must(t, nil)
	s.logsIn(t, "boss@example.com", goodPassword)

	site := firstSiteKey(t, data)
	var agent madeAccount
	typing(t, goodPassword, "admin", "create", "--email", "a@example.com", "--password-stdin", "--role", "agent", "--site", site, "--json", "--data", data).must(t, &agent)
	if agent.Role != "agent" || len(agent.Sites) != 1 || agent.Password != "" {
		t.Errorf("got %+v, want an agent of one site whose password isn't shown", agent)
	}

	var again madeAccount
	typing(t, "", "admin", "create", "--email", "A@example.com", "--json", "--data", data).must(t, &again)
	if again.Role != "agent" || !slices.Equal(again.Sites, agent.Sites) || again.Password == "" {
		t.Errorf("a new password: got %+v, want the same role and sites as before", again)
	}
	s.logsIn(t, "a@example.com", again.Password)
	var risen madeAccount
	typing(t, "", "admin", "create", "--email", "a@example.com", "--role", "admin", "--json", "--data", data).must(t, &risen)
	if risen.Role != "admin" || len(risen.Sites) != 0 {
		t.Errorf("another role: got %+v, want an admin", risen)
	}
}

// Agents are listed and removed, but never the last admin.
func TestAgentsAreListedAndRemoved(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	typing(t, "", "admin", "create", "--email", "boss@example.com", "--data", data).must(t, nil)
	typing(t, "", "site", "create", "--name", "Shop", "--data", data).must(t, nil)
	site := firstSiteKey(t, data)
	typing(t, "", "admin", "create", "--email", "a@example.com", "--role", "agent", "--site", site, "--data", data).must(t, nil)
	var listed struct{ Agents []listedAccount }
	typing(t, "", "admin", "list", "--json", "--data", data).must(t, &listed)
	if len(listed.Agents) != 2 || listed.Agents[0].Email != "a@example.com" || !slices.Equal(listed.Agents[0].Sites, []string{site}) || !listed.Agents[1].Active {
		t.Errorf("got %+v, want the agent and the admin", listed)
	}
	if got := typing(t, "", "admin", "list", "--data", data); !strings.Contains(got.out, "boss@example.com  admin  all") {
		t.Errorf("got %q, want the admin to see all sites", got.out)
	}
	typing(t, "", "admin", "remove", "--email", "A@example.com", "--data", data).must(t, nil)
	for email, says := range map[string]string{"a@example.com": "admin list", "boss@example.com": "--role admin", "boss": "--email"} {
		if got := typing(t, "", "admin", "remove", "--email", email, "--data", data); got.code != exitFailed || !strings.Contains(got.err, says) {
			t.Errorf("%s: got %d and %q, want it to be refused, and %q", email, got.code, got.err, says)
		}
	}
}

// When an API key was last used is written when the server stops, at the latest.
func TestUsesOfAPIKeysOutliveTheServer(t *testing.T) {
	t.Parallel()
	s := serveHere(t, t.TempDir())
	site := firstSiteKey(t, s.data())
	var key madeAPIKey
	typing(t, "", "apikey", "create", "--site", site, "--name", "crm", "--scopes", "site:read", "--json", "--data", s.data()).must(t, &key)
	s.within(t, seenWithin, func() bool { return s.read(key.Key, "/api/v1/site").status == 200 })
	s.end()
	var listed struct{ APIKeys []madeAPIKey }
	typing(t, "", "apikey", "list", "--site", site, "--json", "--data", s.data()).must(t, &listed)
	if len(listed.APIKeys) != 1 || listed.APIKeys[0].LastUsedAt == nil {
		t.Errorf("got %+v, want a key that was used", listed)
	}
}

// Another folder would be no help: the key must come back.
func TestALostServerKeyIsToldPlainly(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	typing(t, "", "site", "create", "--name", "Shop", "--data", data).must(t, nil)
	if err := os.RemoveAll(filepath.Join(data, "keys")); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"site", "list"}, {"serve", "--listen", "127.0.0.1:0"}} {
		got := typing(t, "", append(args, "--data", data)...)
		if got.code != exitFailed || !strings.Contains(got.err, "restore keys/server.key") || strings.Contains(got.err, "name another") {
			t.Errorf("%s: got code %d and %q, want 1 and what to restore", args[0], got.code, got.err)
		}
	}
}

func TestSiteCommands(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	var made madeSite
	typing(t, "", "site", "create", "--name", "Shop", "--origin", "HTTPS://Shop.example/", "--origin", "https://*.shop.example",
		"--linked-domain", "https://help.example", "--enforcement", "require", "--emails-confirmed", "--unproven", "fill_blanks",
		"--match-unproven-email", "--alias", "ups-1", "--cookie-domain", "shop.example", "--link-hours", "48", "--custom-data-bytes", "2048", "--anonymous-days", "7", "--unproven-days", "70", "--store-ips", "--avatar-host", "*.Pictures.example", "--avatar-host", "bücher.example", "--dev", "--json", "--data", data).must(t, &made)
	want := `Shop [ups-1] [https://shop.example https://*.shop.example] [https://help.example] require true fill_blanks true 48 shop.example 2048 7 70 true [*.pictures.example xn--bcher-kva.example] true`
	if got := described(made); got != want || !strings.HasPrefix(made.ID, "site_") || made.Key == "" {
		t.Errorf("created: got %s (%s, %s)\nwant %s", got, made.ID, made.Key, want)
	}
	var set madeSite
	typing(t, "", "site", "set", "ups-1", "--name", "Store", "--remove-origin", "https://shop.example", "--origin", "https://store.example",
		"--no-emails-confirmed", "--enforcement", "observe", "--remove-alias", "ups-1", "--unproven-days", "0", "--no-store-ips", "--remove-avatar-host", "*.PICTURES.example", "--avatar-host", "*.pictures.test", "--no-dev", "--json", "--data", data).must(t, &set)
	want = `Store [] [https://*.shop.example https://store.example] [https://help.example] observe false fill_blanks true 48 shop.example 2048 7 0 false [xn--bcher-kva.example *.pictures.test] false`
	if got := described(set); got != want || set.Key != made.Key {
		t.Errorf("set: got %s\nwant %s", got, want)
	}
	words := typing(t, "", "site", "set", made.Key, "--cookie-domain=", "--data", data)
	words.must(t, nil)
	if !regexp.MustCompile(`cookie domain +–\n`).MatchString(words.out) || !regexp.MustCompile(`link hours +48\n`).MatchString(words.out) {
		t.Errorf("set in words: got %s", words.out)
	}
	words = typing(t, "", "site", "list", "--data", data)
	words.must(t, nil)
	if !strings.Contains(words.out, made.Key) || !strings.Contains(words.out, "Store") {
		t.Errorf("list: got %s", words.out)
	}
}

// What is to go and isn't there is most often mistyped: then nothing is changed, and else what was meant goes, however it is spelt.
func TestSiteRemovesWhatIsThere(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	var made, set madeSite
	typing(t, "", "site", "create", "--name", "Shop", "--alias", "old", "--alias", "older", "--origin", "https://a.example", "--origin", "https://[2001:db8::1]",
		"--linked-domain", "https://a.example", "--json", "--data", data).must(t, &made)
	if got := typing(t, "", "site", "set", "old", "--name", "Store", "--remove-alias", "older", "--remove-origin", "https://b.example", "--data", data); got.code != exitFailed {
		t.Errorf("got code %d, want 1", got.code)
	}
	typing(t, "", "site", "set", "old", "--dev", "--json", "--data", data).must(t, &set)
	if got, want := described(set), "Shop [old older] [https://a.example https://[2001:db8::1]] [https://a.example] observe false latest false 12  1024 0 0 false [] true"; got != want {
		t.Errorf("after the error: got %s\nwant %s", got, want)
	}
	typing(t, "", "site", "set", "old", "--remove-alias", "old", "--remove-origin", "https://[2001:DB8:0:0:0:0:0:1]:443", "--remove-origin", "HTTPS://A.example/",
		"--remove-linked-domain", "https://A.example", "--json", "--data", data).must(t, &set)
	if got, want := described(set), "Shop [older] [] [] observe false latest false 12  1024 0 0 false [] true"; got != want {
		t.Errorf("removed: got %s\nwant %s", got, want)
	}
}

func described(s madeSite) string {
	return fmt.Sprint(s.Name, " ", s.Aliases, " ", s.Origins, " ", s.LinkedDomains, " ", s.Enforcement, " ", s.EmailsConfirmed, " ",
		s.Unproven, " ", s.MatchUnprovenEmail, " ", s.LinkHours, " ", *cmp.Or(s.CookieDomain, new(string)), " ", s.CustomDataBytes, " ", orZero(s.AnonymousDays), " ", orZero(s.UnprovenDays), " ", s.StoreIPs, " ", s.AvatarHosts, " ", s.DevUntil != nil)
}

func TestKeyCommands(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	var site madeSite
	typing(t, "", "site", "create", "--name", "Shop", "--json", "--data", data).must(t, &site)
	create := []string{"key", "create", "--site", site.Key, "--json", "--data", data, "--name"}

	var made madeKey
	typing(t, "", append(create, "tokens")...).must(t, &made)
	if !regexp.MustCompile(`^nt_sk_[A-Za-z0-9_-]{43}$`).MatchString(made.Secret) || made.KID == "" || fmt.Sprint(made.Uses) != "[token]" {
		t.Errorf("got %+v, want a token key with a secret of ours", made)
	}
	own := strings.Repeat("s3cret-", 5)
	var taken madeKey
	raw := typing(t, own+"\n", append(create, "old", "--use", "json", "--use", "raw-id", "--secret-stdin")...)
	raw.must(t, &taken)
	if taken.KID == "" || strings.Contains(raw.out, "secret") || strings.Contains(raw.out, own) || !strings.Contains(raw.err, "raw-id") {
		t.Errorf("got %s and warning %q, want a key without the secret that was given, and a warning", raw.out, raw.err)
	}
	words := typing(t, own+own, "key", "create", "--site", site.Key, "--name", "words", "--use", "json", "--secret-stdin", "--data", data)
	words.must(t, nil)
	if strings.Contains(words.out, own) || !strings.Contains(words.out, "taken over") {
		t.Errorf("in words: got %s, want that the secret was taken over, without it", words.out)
	}
	var retired madeKey
	typing(t, "", "key", "retire", made.KID, "--leaked", "--json", "--data", data).must(t, &retired)
	if retired.RetiredAt == nil || !retired.Leaked {
		t.Errorf("retired: got %+v", retired)
	}
	var listed struct{ Keys []madeKey }
	list := typing(t, "", "key", "list", "--site", site.Key, "--json", "--data", data)
	list.must(t, &listed)
	if len(listed.Keys) != 3 || strings.Contains(list.out, own) || strings.Contains(list.out, made.Secret) {
		t.Errorf("list: got %s, want three keys without their secrets", list.out)
	}
}

func TestAPIKeyOpensTheRunningServerAndRevokeClosesIt(t *testing.T) {
	t.Parallel()
	s := serveHere(t, t.TempDir())
	site := firstSiteKey(t, s.data())
	var made madeAPIKey
	typing(t, "", "apikey", "create", "--site", site, "--name", "crm", "--scopes", "contacts:read,visitors:read", "--json", "--data", s.data()).must(t, &made)
	if !strings.HasPrefix(made.Key, "nt_ak_") {
		t.Errorf("key: got %q, want nt_ak_…", made.Key)
	}
	s.within(t, seenWithin, func() bool { return s.read(made.Key, "/api/v1/contacts").status == 200 })
	if got := s.read(made.Key, "/api/v1/site").status; got != 403 {
		t.Errorf("a scope that it lacks: got %d, want 403", got)
	}
	typing(t, "", "apikey", "revoke", made.ID, "--data", s.data()).must(t, nil)
	s.within(t, seenWithin, func() bool { return s.read(made.Key, "/api/v1/contacts").status == 401 })
}

func TestSiteSetIsSeenByTheRunningServer(t *testing.T) {
	t.Parallel()
	s := serveHere(t, t.TempDir())
	site := firstSiteKey(t, s.data())
	hello := func() int {
		return s.ask("POST", "/v1/commands", `{"site":"`+site+`","visitor":null}`, "Origin", "https://new.example").status
	}
	if got := hello(); got != 403 {
		t.Fatalf("an unknown origin: got %d, want 403", got)
	}
	typing(t, "", "site", "set", site, "--origin", "https://new.example", "--data", s.data()).must(t, nil)
	s.within(t, seenWithin, func() bool { return hello() == 200 })
}

func TestCommandRefusals(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	var site madeSite
	typing(t, "", "site", "create", "--name", "Shop", "--alias", "taken", "--origin", "https://shop.example", "--json", "--data", data).must(t, &site)
	for line, c := range map[string]struct {
		in   string
		code int
		says []string
	}{
		"admin create":                                              {"", 2, []string{"--email"}},
		"admin create --email nobody":                               {"", 1, []string{"--email"}},
		"admin create --email a@b.example --role boss":              {"", 2, []string{"--role", "admin"}},
		"admin create --email a@b.example --password-stdin":         {"", 1, []string{"--password-stdin"}},
		"admin create --email b@b.example --password-stdin":         {"short", 1, []string{"--password-stdin", "12"}},
		"admin create --email c@b.example --password-stdin":         {"two lines of text\nare one too many", 1, []string{"--password-stdin", "one line"}},
		"admin create --email a@b.example --role agent":             {"", 1, []string{"--site"}},
		"admin create --email a@b.example --site KEY":               {"", 1, []string{"--site", "--role agent"}},
		"admin create --email a@b.example --role agent --site nope": {"", 1, []string{"nope", "site list"}},
		"site create": {"", 2, []string{"--name"}},
		"site create --name x --origin shop.example":                                            {"", 1, []string{"--origin", "shop.example"}},
		"site create --name x --linked-domain help":                                             {"", 1, []string{"--linked-domain", "help"}},
		"site create --name x --alias taken":                                                    {"", 1, []string{"--alias"}},
		"site create --name x --cookie-domain a/b":                                              {"", 1, []string{"--cookie-domain"}},
		"site create --name x --enforcement maybe":                                              {"", 2, []string{"--enforcement"}},
		"site create --name x --unproven maybe":                                                 {"", 2, []string{"--unproven"}},
		"site create --name=":                                                                   {"", 1, []string{"--name"}},
		"site create --name x --link-hours 0":                                                   {"", 1, []string{"--link-hours", "1 to 720"}},
		"site create --name x --link-hours 721":                                                 {"", 1, []string{"--link-hours", "1 to 720"}},
		"site create --name x --custom-data-bytes 0":                                            {"", 1, []string{"--custom-data-bytes", "1 to 8192"}},
		"site set taken --anonymous-days=-1":                                                    {"", 1, []string{"--anonymous-days", "1 to 65535"}},
		"site create --name x --unproven-days 65536":                                            {"", 1, []string{"--unproven-days", "1 to 65535"}},
		"site create --name x --enforcement=":                                                   {"", 2, []string{"--enforcement", "observe", "require"}},
		"site create --name x --origin=":                                                        {"", 1, []string{"--origin", "https://"}},
		"site create --name x --alias=":                                                         {"", 1, []string{"--alias", "1 to 255"}},
		"site set taken --name=":                                                                {"", 1, []string{"--name", "1 to"}},
		"site set taken --link-hours 0":                                                         {"", 1, []string{"--link-hours", "1 to 720"}},
		"site set taken --link-hours=":                                                          {"", 2, []string{"--link-hours"}},
		"site set taken --enforcement=":                                                         {"", 2, []string{"--enforcement", "observe", "require"}},
		"site set taken --unproven=":                                                            {"", 2, []string{"--unproven", "latest", "fill_blanks"}},
		"site set taken --origin=":                                                              {"", 1, []string{"--origin", "https://"}},
		"site set taken --origin https://a.example,":                                            {"", 1, []string{"--origin", "https://"}},
		"site set taken --origin https://a.example:0":                                           {"", 1, []string{"--origin", "https://"}},
		"site set taken --linked-domain=":                                                       {"", 1, []string{"--linked-domain", "https://"}},
		"site set taken --alias=":                                                               {"", 1, []string{"--alias", "1 to 255"}},
		"site set taken --remove-origin=":                                                       {"", 1, []string{"--remove-origin", `""`, "https://shop.example"}},
		"site set taken --remove-origin HTTPS://b.example/":                                     {"", 1, []string{"--remove-origin", "HTTPS://b.example/", "https://shop.example"}},
		"site set taken --remove-linked-domain x":                                               {"", 1, []string{"--remove-linked-domain", `"x"`, "empty"}},
		"site set taken --remove-alias TAKEN":                                                   {"", 1, []string{"--remove-alias", "TAKEN", "which holds taken"}},
		"site set taken --remove-origin https://shop.example:443 --origin HTTPS://Shop.example": {"", 1, []string{"--remove-origin", "--origin", "leave out"}},
		"site set taken --alias new --remove-alias new":                                         {"", 1, []string{"--remove-alias", "--alias", "leave out"}},
		"admin create --email a@b.example --role=":                                              {"", 2, []string{"--role", "admin", "agent"}},
		"admin create --email a@b.example --role agent --site=":                                 {"", 1, []string{`""`, "site list"}},
		"apikey create --site KEY --name k --scopes=":                                           {"", 1, []string{"--scopes"}},
		"key create --site KEY --name k --use=":                                                 {"", 2, []string{"--use", "token", "raw-id"}},
		"site set nope --name x":                                                                {"", 1, []string{"nope", "site list"}},
		"site set":                                                                              {"", 2, []string{"<key>"}},
		"key create --site KEY --name k --use jsn":                                              {"", 2, []string{"--use"}},
		"key create --site KEY --name k --use token,json":                                       {"", 1, []string{"--use", "tokens"}},
		"key create --site KEY --name k --secret-stdin":                                         {"short", 1, []string{"--secret-stdin", "32"}},
		"key create --site KEY --name é --secret-stdin":                                         {strings.Repeat("é", 31), 1, []string{"--secret-stdin", "32"}},
		"key create --site KEY --name bom --secret-stdin":                                       {"\ufeff" + strings.Repeat("x", 32), 1, []string{"--secret-stdin", "byte order mark"}},
		"key create --site KEY --name k --use json,json":                                        {"", 1, []string{"--use", "twice"}},
		"key create --site KEY --name \a":                                                       {"", 1, []string{"--name", "line"}},
		"site create --name \a":                                                                 {"", 1, []string{"--name", "line"}},
		"apikey create --site KEY --name \a --scopes all":                                       {"", 1, []string{"--name", "line"}},
		"apikey create --site KEY --name k --scopes all,all":                                    {"", 1, []string{"--scopes", "twice"}},
		"key create --site nope --name k":                                                       {"", 1, []string{"nope"}},
		"key retire nope":                                                                       {"", 1, []string{"nope", "key list"}},
		"apikey create --site KEY --name k":                                                     {"", 2, []string{"--scopes"}},
		"apikey create --site KEY --name k --scopes root":                                       {"", 1, []string{"--scopes", "root"}},
		"apikey revoke nope":                                                                    {"", 1, []string{"nope", "apikey list"}},
		"doctor --site KEY --id 42":                                                             {"", 2, []string{"--hash", "--token"}},
		"doctor --site KEY --hash x --token y":                                                  {"", 2, []string{"--hash", "--token"}},
		"doctor --id 42 --hash x":                                                               {"", 2, []string{"--site"}},
		"doctor --site nope --hash x":                                                           {"", 1, []string{"nope", "site list"}},
		"doctor --site KEY --hash x --language cobol":                                           {"", 2, []string{"--language", "python"}},
		"nonsense": {"", 2, []string{"nonsense"}},
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			args := append(strings.Fields(strings.ReplaceAll(line, "KEY", site.Key)), "--data", data)
			got := typing(t, c.in, args...)
			if got.code != c.code || got.out != "" {
				t.Errorf("got code %d and output %q, want code %d and none; stderr: %s", got.code, got.out, c.code, got.err)
			}
			for _, want := range c.says {
				if !strings.Contains(got.err, want) {
					t.Errorf("stderr lacks %q: %s", want, got.err)
				}
			}
		})
	}
}
