package main

import (
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"
	"time"
)

// data is the server's data folder.
func (s *served) data() string { return s.folder }

// seenWithin is the second in which a running server sees what a command wrote (spec api §1), and slack for a machine
// that is busy with other tests.
const seenWithin = 3 * time.Second

// within asks now and then until want holds, but no longer than the time given.
func (s *served) within(t *testing.T, limit time.Duration, want func() bool) {
	t.Helper()
	now := time.NewTicker(20 * time.Millisecond)
	defer now.Stop()
	for late := time.After(limit); !want(); {
		select {
		case <-now.C:
		case <-late:
			t.Fatalf("it didn't come about within %s", limit)
		}
	}
}

// read asks the server API with a key.
func (s *served) read(key, path string) answer {
	s.t.Helper()
	return s.ask("GET", path, "", "Authorization", "Bearer "+key)
}

func (s *served) logsIn(t *testing.T, email, password string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"email": email, "password": password})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.ask("POST", "/api/v1/login", string(body)); got.status != 200 {
		t.Errorf("log in as %s: got %d %s, want 200", email, got.status, got.body)
	}
}

// apiKey makes a key through the command line.
func apiKey(t *testing.T, data, site, scopes string) string {
	t.Helper()
	var made madeAPIKey
	typing(t, "", "apikey", "create", "--site", site, "--name", "test", "--scopes", scopes, "--json", "--data", data).must(t, &made)
	return made.Key
}

func firstSiteKey(t *testing.T, data string) string {
	t.Helper()
	var listed struct{ Sites []madeSite }
	typing(t, "", "site", "list", "--json", "--data", data).must(t, &listed)
	if len(listed.Sites) == 0 {
		t.Fatal("there is no site")
	}
	return listed.Sites[0].Key
}

var commandNumber atomic.Int64

// identify sends one identify call as a new browser's page does, and returns the visitor's token.
func (s *served) identify(t *testing.T, site, args string) string {
	t.Helper()
	body := fmt.Sprintf(`{"site":%q,"visitor":null,"commands":[{"id":"command-%016d","call":"identify","args":%s}]}`,
		site, commandNumber.Add(1), args)
	got := s.ask("POST", "/v1/commands", body, "Origin", s.url)
	var said struct {
		Visitor struct{ Token, Trust string }
		Answers []struct{ Error json.RawMessage }
	}
	got.decode(t, &said)
	if got.status != 200 || len(said.Answers) != 1 || said.Answers[0].Error != nil {
		t.Fatalf("identify: got %d %s, want 200 without an error", got.status, got.body)
	}
	return said.Visitor.Token
}

// person is what tests look at of a contact.
type person struct {
	ID         string
	ExternalID string `json:"external_id"`
	Email      string
	Trust      string
	Traits     map[string]struct{ Value any }
	CustomData map[string]any `json:"custom_data"`
}

func (s *served) contacts(t *testing.T, key, query string) []person {
	t.Helper()
	got := s.read(key, "/api/v1/contacts?"+query)
	if got.status != 200 {
		t.Fatalf("contacts?%s: got %d %s, want 200", query, got.status, got.body)
	}
	var page struct{ Contacts []person }
	got.decode(t, &page)
	return page.Contacts
}
