package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nametag-dev/nametag/internal/nametagtest"
)

// asProgram makes the test binary be the program itself: the tests spawn it to send it signals.
const asProgram = "NAMETAG_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	goleak.VerifyTestMain(m)
}

// typed is what a command line came to.
type typed struct {
	code     int
	out, err string
}

// typing runs a command line in this process.
func typing(t *testing.T, in string, args ...string) typed {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, strings.NewReader(in), &out, &errs)
	return typed{code, out.String(), errs.String()}
}

// answering does the same where somebody sits there, who says this when asked.
func answering(t *testing.T, says string, args ...string) typed {
	t.Helper()
	var out, errs bytes.Buffer
	parser, err := newParser(&out, &errs, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	line, err := parser.Parse(args)
	if err != nil {
		t.Fatal(err)
	}
	line.BindTo(t.Context(), (*context.Context)(nil))
	r := typed{}
	if err := line.Run(&terminal{in: strings.NewReader(says), out: &out, err: &errs, asks: true}); err != nil {
		r.code = fail(&errs, exitFailed, err)
	}
	r.out, r.err = out.String(), errs.String()
	return r
}

// must ends the test unless the command worked, and decodes what it printed.
func (r typed) must(t *testing.T, into any) {
	t.Helper()
	if r.code != exitFine {
		t.Fatalf("exit code: got %d, want 0; stderr: %s", r.code, r.err)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal([]byte(r.out), into); err != nil {
		t.Fatalf("decode %q: %v", r.out, err)
	}
}

// served is a server that a test started, in this process or as a program of its own.
type served struct {
	t      *testing.T
	folder string // of its data
	url    string
	setup  string   // the token of the setup link, "" if none was printed
	banner []string // all that was printed up to "listening on"
	logged *nametagtest.Log
	stop   func()     // asks it to stop
	exit   chan int   // its code, once
	proc   *exec.Cmd  // nil in this process
	ended  chan error // of proc
}

// serveHere starts a server in this process, on a free port. It is stopped at the end of the test.
func serveHere(t *testing.T, data string, args ...string) *served {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	s := &served{t: t, folder: data, logged: &nametagtest.Log{}, stop: stop, exit: make(chan int, 1)}
	go func() {
		code := run(ctx, append([]string{"serve", "--data", data, "--listen", "127.0.0.1:0"}, args...), nil, in, s.logged)
		_ = in.Close()
		s.exit <- code
	}()
	t.Cleanup(func() { s.end() })
	s.awaitReady(out)
	return s
}

// spawn starts a server as a program of its own.
func spawn(t *testing.T, data string, args ...string) *served {
	t.Helper()
	s := &served{t: t, folder: data, logged: &nametagtest.Log{}, ended: make(chan error, 1)}
	s.proc = asItself(append([]string{"serve", "--data", data, "--listen", "127.0.0.1:0"}, args...)...)
	s.proc.Stderr = s.logged
	out, err := s.proc.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.proc.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.proc.Process.Kill() })
	s.awaitReady(out)
	go func() { s.ended <- s.proc.Wait() }()
	return s
}

// asItself is the program with its arguments, in an environment without the caller's NAMETAG_ variables.
func asItself(args ...string) *exec.Cmd {
	p := exec.Command(os.Args[0], args...)
	p.Env = []string{asProgram + "=1", "PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	return p
}

// awaitReady reads the banner up to its last line, and lets what follows run off.
func (s *served) awaitReady(out io.Reader) {
	s.t.Helper()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		s.banner = append(s.banner, lines.Text())
		if _, token, ok := strings.Cut(lines.Text(), "/panel/setup#"); ok {
			s.setup = token
		}
		if url, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
			s.url = url
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return
		}
	}
	s.t.Fatalf("the server did not start: %s", s.logged)
}

// end stops a server in this process and returns its exit code.
func (s *served) end() int {
	s.stop()
	code := <-s.exit
	s.exit <- code
	return code
}

// wait waits for a spawned server to be gone.
func (s *served) wait(within time.Duration) error {
	s.t.Helper()
	select {
	case err := <-s.ended:
		return err
	case <-time.After(within):
		s.t.Fatalf("the server still runs after %s", within)
		return nil
	}
}

// answer is what a server said to one request.
type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) decode(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), into); err != nil {
		t.Fatalf("decode %q: %v", a.body, err)
	}
}

// ask sends one request; header holds names and values in turn.
func (s *served) ask(method, path, body string, header ...string) answer {
	s.t.Helper()
	a, err := s.try(method, path, body, header...)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

func (s *served) try(method, path, body string, header ...string) (answer, error) {
	r, err := http.NewRequestWithContext(context.Background(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	got, err := httpClient.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = got.Body.Close() }()
	text, err := io.ReadAll(got.Body)
	return answer{got.StatusCode, got.Header, string(text)}, err
}

// httpClient keeps no connection open, so that goroutines end with their tests.
var httpClient = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true},
	Timeout:       20 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}
