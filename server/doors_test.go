package main

import (
	"fmt"
	"strings"
	"testing"
)

// Each limit has its flag, and counts what it says.
func TestLimitsAreFlags(t *testing.T) {
	t.Parallel()
	for flag, ask := range map[string]func(s *served, site, key, token string) answer{
		"--limit-address": func(s *served, _, _, _ string) answer { return s.ask("GET", "/api/v1/openapi.json", "") },
		"--limit-site": func(s *served, site, _, _ string) answer {
			return s.ask("POST", "/v1/commands", fmt.Sprintf(`{"site":%q}`, site), "Origin", "http://localhost:3000")
		},
		"--limit-visitor": func(s *served, site, _, token string) answer {
			beat := fmt.Sprintf(`{"site":%q,"visitor":%q,"tab":"t","page":{"url":"http://localhost:3000/"},"visible":true}`, site, token)
			return s.ask("POST", "/v1/heartbeat", beat, "Origin", "http://localhost:3000")
		},
		"--limit-key": func(s *served, _, key, _ string) answer {
			return s.ask("GET", "/api/v1/site", "", "Authorization", "Bearer "+key)
		},
	} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			s := serveHere(t, data, "--limit-address", "0", "--limit-visitor", "0", "--limit-site", "0", "--limit-key", "0", flag, "1")
			site := firstSiteKey(t, data)
			var made madeAPIKey
			typing(t, "", "apikey", "create", "--site", site, "--name", "backend", "--scopes", "all", "--json", "--data", data).must(t, &made)
			var hello struct{ Visitor struct{ Token string } }
			s.ask("POST", "/v1/commands", fmt.Sprintf(`{"site":%q}`, site), "Origin", "http://localhost:3000").decode(t, &hello)
			asked := 0
			for got := ask(s, site, made.Key, hello.Visitor.Token); got.status != 429; got = ask(s, site, made.Key, hello.Visitor.Token) {
				if asked++; got.status != 200 || asked > 1000 {
					t.Fatalf("request %d: got %d %s, want 200 until it is too much", asked, got.status, got.body)
				}
			}
			if got := ask(s, site, made.Key, hello.Visitor.Token); asked < 28 || got.header.Get("Retry-After") != "1" {
				t.Errorf("got %d requests through and %v, want half a minute's worth and a second to wait", asked, got.header)
			}
			if got := s.ask("GET", "/healthz", ""); got.status != 200 {
				t.Errorf("healthz: got %d, want 200", got.status)
			}
		})
	}
}

func TestVisitorsPerAddressIsAFlag(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := serveHere(t, data, "--visitors-per-address", "1", "--trusted-proxy", "127.0.0.1")
	site := firstSiteKey(t, data)
	for _, c := range []struct {
		from string
		want int
	}{{"203.0.113.7", 200}, {"203.0.113.7", 429}, {"203.0.113.8", 200}} {
		var hello struct{ Visitor struct{ Token string } }
		s.ask("POST", "/v1/commands", fmt.Sprintf(`{"site":%q}`, site), "Origin", "http://localhost:3000").decode(t, &hello)
		beat := fmt.Sprintf(`{"site":%q,"visitor":%q,"tab":"t","page":{"url":"http://localhost:3000/"},"visible":true}`, site, hello.Visitor.Token)
		got := s.ask("POST", "/v1/heartbeat", beat, "Origin", "http://localhost:3000", "X-Forwarded-For", c.from)
		if got.status != c.want {
			t.Errorf("from %s: got %d %s, want %d", c.from, got.status, got.body, c.want)
		}
	}
}

func TestRequestsAreLoggedIfAsked(t *testing.T) {
	t.Parallel()
	for level, want := range map[string]bool{"debug": true, "info": false, "": false} {
		var args []string
		if level != "" {
			args = []string{"--log-level", level}
		}
		s := serveHere(t, t.TempDir(), args...)
		s.ask("GET", "/healthz?secret=x", "")
		s.end()
		if got := s.logged.String(); strings.Contains(got, "route=/healthz status=200") != want || strings.Contains(got, "secret") {
			t.Errorf("level %q: got %q, want a line about the request: %v", level, got, want)
		}
	}
}
