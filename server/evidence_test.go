package main

import (
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// What claims were worth on a running server is told by the commands beside it: where proof is required from now on, and of
// the keys.
func TestCommandsTellWhatClaimsWereWorth(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	var site madeSite
	var key madeKey
	typing(t, "", "site", "create", "--name", "Shop", "--dev", "--json", "--data", data).must(t, &site)
	made := typing(t, "", "key", "create", "--site", site.Key, "--name", "web", "--use", "json", "--json", "--data", data)
	made.must(t, &key)
	if !strings.Contains(made.err, "nametag site set "+site.Key+" --emails-confirmed") {
		t.Errorf("the first key: got %q, want to be asked whether emails are confirmed", made.err)
	}
	set := func(enforcement string) string {
		t.Helper()
		r := typing(t, "", "site", "set", site.Key, "--enforcement", enforcement, "--data", data)
		r.must(t, nil)
		return r.err
	}
	if got := set("require"); got != "" {
		t.Errorf("without any claims: got %q, want nothing to be said", got)
	}
	set("observe")
	s := serveHere(t, data)
	s.identify(t, site.Key, `{"external_id":"42","hash":"`+signed(key, `{"id":"42"}`)+`"}`)
	s.identify(t, site.Key, `{"external_id":"43"}`)
	s.identify(t, site.Key, `{"external_id":"44","hash":"x"}`)
	s.end()
	for _, no := range []string{"\n", "n\n", "", "yesterday\n"} {
		if got := answering(t, no, "site", "set", site.Key, "--enforcement", "require", "--name", "Renamed", "--data", data); got.code != 1 ||
			!strings.Contains(got.err, "[y/N] nametag: nothing was changed\n") || got.out != "" {
			t.Errorf("the answer %q: got %+v, want nothing to change", no, got)
		}
	}
	answering(t, "Y\n", "site", "set", site.Key, "--enforcement", "require", "--json", "--data", data).must(t, &site)
	if site.Enforcement != nametag.Require || site.Name != "Shop" {
		t.Errorf("got %+v, want proof to be required, and nothing else", site)
	}
	set("observe")
	const want = "2 would be refused (1 without proof, 1 whose proof failed, 0 whose key is retired since or whose email no longer counts as confirmed), 1 not."
	if got := set("require"); !strings.Contains(got, want) || !strings.Contains(got, "/api/v1/site/evidence") {
		t.Errorf("got %q, want %q and where to look", got, want)
	}
	if got := set("require"); got != "" {
		t.Errorf("required already: got %q, want nothing to be said", got)
	}

	var listed struct{ Keys []listedKey }
	typing(t, "", "key", "list", "--site", site.Key, "--json", "--data", data).must(t, &listed)
	if k := listed.Keys[0]; k.KID != key.KID || k.Used24h != 1 || k.Links != 1 || k.LastUsedAt == nil {
		t.Errorf("got %+v, want one use and one link", k)
	}
	typing(t, "", "key", "retire", key.KID, "--leaked", "--data", data).must(t, nil)
	set("observe")
	if got := set("require"); !strings.Contains(got, "3 would be refused") || !strings.Contains(got, "1 whose key is retired") {
		t.Errorf("got %q, want what the key proved to be refused, too", got)
	}
	words := typing(t, "", "key", "list", "--site", site.Key, "--data", data)
	words.must(t, nil)
	line := strings.Split(strings.TrimSpace(words.out), "\n")[1]
	if !strings.Contains(line, ", leaked") || !strings.HasSuffix(line, "  1             0") {
		t.Errorf("got %q, want it leaked, with one use and no link", words.out)
	}
}

// Only a site's first key asks whether its users' emails are confirmed, and only until that is said.
func TestTheFirstKeyAsksOnce(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for name, c := range map[string]struct {
		flags []string
		asks  bool
	}{"not said": {nil, true}, "said": {[]string{"--emails-confirmed"}, false}} {
		var site madeSite
		typing(t, "", append([]string{"site", "create", "--name", name, "--json", "--data", data}, c.flags...)...).must(t, &site)
		for i, asks := range []bool{c.asks, false} {
			got := typing(t, "", "key", "create", "--site", site.Key, "--name", "web", "--data", data)
			got.must(t, nil)
			if strings.Contains(got.err, "hint:") != asks {
				t.Errorf("%s, key %d: got %q", name, i+1, got.err)
			}
		}
	}
}
