package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var errKilled = errors.New("killed")

// dying is a store under a program that is killed after so many writes.
type dying struct {
	nametag.Store
	left int
}

func (d *dying) write() error {
	if d.left--; d.left < 0 {
		return errKilled
	}
	return nil
}

func (d *dying) Decide(ctx context.Context, k nametag.Keys, decide func(nametag.Known) (nametag.Decision, error)) (nametag.Decision, error) {
	if err := d.write(); err != nil {
		return nametag.Decision{}, err
	}
	return d.Store.Decide(ctx, k, decide)
}

func (d *dying) Once(ctx context.Context, key, value string, now, until time.Time) (string, error) {
	if err := d.write(); err != nil {
		return "", err
	}
	return d.Store.Once(ctx, key, value, now, until)
}

func (d *dying) SaveSessions(ctx context.Context, sessions []nametag.Session) error {
	if err := d.write(); err != nil {
		return err
	}
	return d.Store.SaveSessions(ctx, sessions)
}

// A program that is killed while it tells the story tells it to the end at the next start, and nothing twice, wherever
// it was killed.
func TestAStoryThatWasCutShortIsCompleted(t *testing.T) {
	t.Parallel()
	whole, wholeSite := told(t)
	want := retold(t, whole, wholeSite)
	h, site := untold(t)
	cuts := 0
	for step := 1; ; step += 5 { // each start gets a little further than the one before
		service := *h.service
		service.Store = &dying{h.store, step}
		_, err := seed(t.Context(), &service, site, "http://127.0.0.1:8080", noon.Add(time.Duration(cuts)*time.Hour))
		if err == nil {
			break
		}
		if !errors.Is(err, errKilled) {
			t.Fatal(err)
		}
		cuts++
	}
	if got := retold(t, h, site); got != want || cuts < 5 {
		t.Errorf("after %d cuts: got\n%s\nwant\n%s", cuts, got, want)
	}
}

// The sessions are not doubled if only the end of the story was not remembered.
func TestAStoryThatWasCutAtItsEnd(t *testing.T) {
	t.Parallel()
	whole, wholeSite := told(t)
	want := retold(t, whole, wholeSite)
	h, site := untold(t)
	service := *h.service
	service.Store = &endless{h.store}
	if _, err := seed(t.Context(), &service, site, "http://127.0.0.1:8080", noon); !errors.Is(err, errKilled) {
		t.Fatalf("got %v, want it to be killed at the end", err)
	}
	visits, err := seed(t.Context(), h.service, site, "http://127.0.0.1:8080", noon.Add(time.Hour))
	if err != nil || visits == 0 {
		t.Fatalf("told again: got %d visits, %v", visits, err)
	}
	if got := retold(t, h, site); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// endless is a store under a program that is killed before it remembers the end.
type endless struct{ nametag.Store }

func (e *endless) Once(ctx context.Context, key, value string, now, until time.Time) (string, error) {
	if value == toldToTheEnd {
		return "", errKilled
	}
	return e.Store.Once(ctx, key, value, now, until)
}

func TestASiteThatKnowsSomebodyGetsNoStory(t *testing.T) {
	t.Parallel()
	h, site := untold(t)
	b := h.service.Open(site, "")
	claim := nametag.Claim{ExternalID: nametag.Said{Present: true, Text: "7"}}
	if _, err := h.service.Identify(t.Context(), b, nametag.Command{ID: "a-command-of-somebody", Call: nametag.CallIdentify, Claim: claim}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if visits, err := seed(t.Context(), h.service, site, "http://127.0.0.1:8080", noon); err != nil || visits != 0 {
			t.Errorf("got %d visits, %v, want none", visits, err)
		}
	}
}

// Each start may have another port, and development mode lets this machine in anyway. Its help centre comes along.
func TestStartsLeaveOneLoopbackOrigin(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	serveHere(t, data, "--demo", "--public-url", "https://demo.example").end()
	serveHere(t, data, "--demo").end()
	last := serveHere(t, data, "--demo")
	var listed struct{ Sites []madeSite }
	typing(t, "", "site", "list", "--json", "--data", data).must(t, &listed)
	if got, want := strings.Join(listed.Sites[0].Origins, " "), "https://demo.example "+last.url+" "+helpOrigin(last.url); got != want {
		t.Errorf("origins: got %s, want %s", got, want)
	}
	if got, want := strings.Join(listed.Sites[0].LinkedDomains, " "), last.url+" "+helpOrigin(last.url); got != want {
		t.Errorf("linked domains: got %s, want %s", got, want)
	}
}
