package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

var crashSeed = flag.Uint64("crash.seed", 0, "let TestKilledAtAnyMoment say and kill what it did when it printed this seed")

const (
	crashRounds   = 20
	crashBrowsers = 6                      // as many as a contact's custom_data has room for
	crashAfter    = 400 * time.Millisecond // of load, at the latest
	readyWithin   = 5 * time.Second        // within one on a machine that does nothing else
)

// A server that is killed at whatever moment loses nothing that it answered with success and leaves no claim half
// applied; what got no answer is sent again, as the widget does, and applied once (spec identity §9.2, §9.8). kill -9
// leaves what the operating system holds for the disk as it is: this tests the program, a power cut would test the disk.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	c := newCrashing(t)
	for range crashRounds {
		s := c.start()
		c.compare(s)
		c.workUntilKilled(s)
	}
	s := c.start()
	c.compare(s)
	c.each(func(b *crashBrowser) { b.settle(s) })
	clear(c.lines) // this time all of it is read
	c.compare(s)
	c.report()
}

// crashing is a data folder whose server is killed again and again, and the browsers that don't give up.
type crashing struct {
	*testing.T
	data, site, key string
	dice            *rand.Rand
	people          int // may be spoken of by now
	browsers        []*crashBrowser
	lines           map[string][]crashLine // of the contacts' ledgers, as they were the last time
	slowest         time.Duration          // start
	unanswered      int                    // commands, at all kills together
	applied         int                    // of those, before the kill
}

func newCrashing(t *testing.T) *crashing {
	seed := *crashSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("the same commands and moments again, as far as threads allow: go test ./server -run %s -crash.seed %d", t.Name(), seed)
	c := &crashing{T: t, data: t.TempDir(), dice: rand.New(rand.NewPCG(seed, 0)), people: 4, lines: map[string][]crashLine{}}
	serveHere(t, c.data).end() // makes the first site, in development mode: pages of this machine may use it
	c.site = firstSiteKey(t, c.data)
	c.key = apiKey(t, c.data, c.site, "contacts:read")
	for n := range crashBrowsers {
		c.browsers = append(c.browsers, newCrashBrowser(t, c.site, n, rand.New(rand.NewPCG(seed, uint64(n)+1))))
	}
	return c
}

// start starts the server on what the last one left.
func (c *crashing) start() *served {
	c.Helper()
	started := time.Now()
	s := spawn(c.T, c.data)
	took := time.Since(started)
	if took > readyWithin {
		c.Errorf("ready after %s, want at most %s", took, readyWithin)
	}
	c.slowest = max(c.slowest, took)
	return s
}

// workUntilKilled puts load on the server and kills it in the middle of that.
func (c *crashing) workUntilKilled(s *served) {
	c.Helper()
	c.people++ // somebody is new in every round, and perhaps created by several browsers at once
	moment := time.Millisecond + time.Duration(c.dice.Int64N(int64(crashAfter)))
	time.AfterFunc(moment, func() { _ = s.proc.Process.Kill() })
	// Nobody goes on before all have settled: the server remembers only the last 64 commands of a contact.
	c.each(func(b *crashBrowser) { b.settle(s) })
	c.each(func(b *crashBrowser) { b.talk(s, c.people) })
	if err := s.wait(10 * time.Second); err == nil || err.Error() != "signal: killed" {
		c.Fatalf("after %s: got %v, want it to be killed; log: %s", moment, err, s.logged)
	}
	if strings.Contains(s.logged.String(), "level=ERROR") {
		c.Errorf("killed after %s: the server complained: %s", moment, s.logged)
	}
}

// each lets all browsers act at the same time.
func (c *crashing) each(act func(*crashBrowser)) {
	c.Helper()
	var all sync.WaitGroup
	for _, b := range c.browsers {
		all.Go(func() { act(b) })
	}
	all.Wait()
	if c.Failed() {
		c.FailNow() // what follows would only be a consequence
	}
}

func (c *crashing) report() {
	c.Helper()
	said := 0
	for _, b := range c.browsers {
		said += len(b.said)
	}
	c.Logf("%d commands about %d people; %d had no answer when the server was killed, %d of them were applied; slowest start %s",
		said, c.people, c.unanswered, c.applied, c.slowest.Round(time.Millisecond))
	if c.unanswered == 0 || said < crashRounds*crashBrowsers {
		c.Error("that was no load: the test showed nothing")
	}
}

// crashPerson is somebody whom several browsers claim to be: the odd ones have an id and an email, the even ones an
// email only.
type crashPerson int

// name is what the person is known by.
func (p crashPerson) name() string {
	if p%2 == 0 {
		return p.email()
	}
	return fmt.Sprintf("p-%d", p)
}

func (p crashPerson) email() string { return fmt.Sprintf("p%d@example.com", p) }

// identifiers is what a claim to be this person says, as JSON.
func (p crashPerson) identifiers() string {
	if p%2 == 0 {
		return fmt.Sprintf(`"email":%q`, p.email())
	}
	return fmt.Sprintf(`"external_id":%q,"email":%q`, p.name(), p.email())
}
