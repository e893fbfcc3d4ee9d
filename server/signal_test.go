package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestSIGTERMAnswersWhatWasTakenAndExitsCleanly(t *testing.T) {
	t.Parallel()
	s := spawn(t, t.TempDir(), "--demo")
	half := halfSent(t, s)
	signalled(t, s, syscall.SIGTERM)
	half.finish(t)
	if err := s.wait(10 * time.Second); err != nil {
		t.Errorf("exit: got %v, want code 0; log: %s", err, s.logged)
	}
}

func TestIdleBrowsersDontHoldUpTheEnd(t *testing.T) {
	t.Parallel()
	s := spawn(t, t.TempDir())
	spare, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://")) // as browsers open ahead
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = spare.Close() })
	s.ask("GET", "/healthz", "") // taken after the spare one, so that one is known
	signalled(t, s, os.Interrupt)
	if err := s.wait(answerWithin); err != nil {
		t.Errorf("exit: got %v, want code 0; log: %s", err, s.logged)
	}
}

func TestSecondSignalEndsItAtOnce(t *testing.T) {
	t.Parallel()
	s := spawn(t, t.TempDir())
	halfSent(t, s) // never finished: a clean end would wait for it
	signalled(t, s, syscall.SIGTERM)
	if err := s.proc.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.wait(answerWithin / 2); err == nil {
		t.Error("exit: got code 0, want to be cut")
	}
}

func TestKillLosesNothingThatWasAnswered(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := spawn(t, data)
	site := firstSiteKey(t, data)
	for i := range 5 {
		s.identify(t, site, fmt.Sprintf(`{"external_id":"p-%d","email":"p%d@example.com"}`, i, i))
	}
	if err := s.proc.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = s.wait(10 * time.Second)

	again := serveHere(t, data)
	key := apiKey(t, data, site, "contacts:read")
	for i := range 5 {
		if got := again.contacts(t, key, fmt.Sprintf("external_id=p-%d", i)); len(got) != 1 {
			t.Errorf("contact p-%d after kill -9: got %d, want 1", i, len(got))
		}
	}
}

// signalled sends a signal and waits until the server has heard it: then nobody can connect any more.
func signalled(t *testing.T, s *served, signal os.Signal) {
	t.Helper()
	if err := s.proc.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(5 * time.Second); ; {
		c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			return
		}
		_ = c.Close()
		if time.Now().After(deadline) {
			t.Fatal("the server still takes connections")
		}
	}
}

// halfRequest is a request of which the server waits for the rest.
type halfRequest struct{ conn net.Conn }

const halfBody = `{"site":"nobody","visitor":null}`

// halfSent sends a request up to the middle of its body. It returns once the server has asked for the body.
func halfSent(t *testing.T, s *served) halfRequest {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	fmt.Fprintf(conn, "POST /v1/commands HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", len(halfBody))
	line, err := bufio.NewReaderSize(io.LimitReader(conn, 25), 25).ReadString('\n')
	if err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("got %q %v, want 100 Continue", line, err)
	}
	if _, err := io.WriteString(conn, halfBody[:10]); err != nil {
		t.Fatal(err)
	}
	return halfRequest{conn}
}

func (h halfRequest) finish(t *testing.T) {
	t.Helper()
	if _, err := io.WriteString(h.conn, halfBody[10:]); err != nil {
		t.Fatal(err)
	}
	got, err := http.ReadResponse(bufio.NewReader(h.conn), nil)
	if err != nil {
		t.Fatalf("a request that was taken got no answer: %v", err)
	}
	defer func() { _ = got.Body.Close() }()
	if body, _ := io.ReadAll(got.Body); got.StatusCode != 404 || !strings.Contains(string(body), "site_unknown") {
		t.Errorf("got %d %s, want 404 site_unknown", got.StatusCode, body)
	}
}
