package main

import (
	"bufio"
	"regexp"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametagtest"
)

// TestCrowdIsThere looks at a small crowd as an agent does: the account that is printed opens the panel, and the list is
// full of people of whom some are known.
func TestCrowdIsThere(t *testing.T) {
	t.Parallel()
	s := &served{t: t, logged: &nametagtest.Log{}}
	p := asItself("bench", "crowd", "--visitors", "200", "--changes", "0")
	p.Env, p.Stderr = append(p.Env, "TMPDIR="+t.TempDir()), s.logged
	out, err := p.StdoutPipe()
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill(); _ = p.Wait() })
	said := ""
	for lines := bufio.NewScanner(out); !strings.Contains(said, "200 visitors are here"); said += lines.Text() + "\n" {
		if !lines.Scan() {
			t.Fatalf("the crowd didn't come: %s%s", said, s.logged)
		}
	}
	s.url = regexp.MustCompile(`listening on (\S+)`).FindStringSubmatch(said)[1]
	account := regexp.MustCompile(`Log in as (\S+) with the password (\S+)`).FindStringSubmatch(said)
	if account == nil {
		t.Fatalf("it doesn't say how to get in:\n%s", said)
	}
	if got := s.ask("GET", "/panel/", ""); got.status != 200 {
		t.Errorf("panel: got %d, want 200: %s", got.status, got.body)
	}
	login := s.ask("POST", "/api/v1/login", `{"email":"`+account[1]+`","password":"`+account[2]+`"}`)
	if login.status != 200 {
		t.Fatalf("login: got %d %s, want 200", login.status, login.body)
	}
	cookie, _, _ := strings.Cut(login.header.Get("Set-Cookie"), ";")
	var me struct{ Sites []struct{ Key string } }
	s.ask("GET", "/api/v1/me", "", "Cookie", cookie).decode(t, &me)
	if len(me.Sites) != 1 {
		t.Fatalf("sites: got %d, want 1", len(me.Sites))
	}
	var list struct {
		Visitors []struct{ Trust, Name string }
	}
	s.ask("GET", "/api/v1/visitors?limit=100&site="+me.Sites[0].Key, "", "Cookie", cookie).decode(t, &list)
	trusts := map[string]int{}
	for _, v := range list.Visitors {
		trusts[v.Trust]++
	}
	if trusts["anonymous"] < 40 || trusts["claimed"] == 0 || trusts["verified"] == 0 {
		t.Errorf("of 100 visitors are %v; want most anonymous, and some of each other kind", trusts)
	}
}
