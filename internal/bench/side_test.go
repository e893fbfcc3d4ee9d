package bench_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/bench"
)

func again(s bench.Side) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "BENCH_TEST_SIDE="+s.Name)
	return cmd
}

func TestSideIsAProcessOfItsOwn(t *testing.T) {
	t.Parallel()
	c, err := bench.Start(t.Context(), bench.Config{Command: again}, bench.Side{Name: "echo"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Kill() }()
	answer, err := http.Get("http://" + c.Address() + "/v1/commands")
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if err := c.Collect(t.Context()); err != nil {
		t.Error(err)
	}
	if runtime.GOOS == "linux" {
		if resident, err := c.Resident(); err != nil || resident < 1<<20 {
			t.Errorf("memory: got %v, %v; want more than a megabyte", resident, err)
		}
	}
	if err := c.Stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
}

func TestSideThatCannotStart(t *testing.T) {
	t.Parallel()
	_, err := bench.Start(t.Context(), bench.Config{Command: again}, bench.Side{Name: "nothing"})
	if err == nil {
		t.Error("got no error for a side that there is not")
	}
}

func TestUnknownRow(t *testing.T) {
	t.Parallel()
	if _, err := bench.Run(t.Context(), bench.Config{Rows: []string{"identity"}}); err == nil {
		t.Error("got no error for a row that there is not")
	}
}

func TestRelayTellsTheRoom(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(bench.NewRelay())
	defer server.Close()
	heard, elsewhere := make(chan string, 8), make(chan string, 8)
	for room, take := range map[string]chan string{"a": heard, "b": elsewhere} {
		s, err := bench.WatchRoom(t.Context(), addressOf(server), room, func(m []byte) { take <- string(m) })
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
	}
	talker, err := bench.TalkTo(t.Context(), addressOf(server), "a")
	if err != nil {
		t.Fatal(err)
	}
	defer talker.Close()
	for _, text := range []string{"one", strings.Repeat("two", 1000)} {
		if err := talker.Send(text); err != nil {
			t.Fatal(err)
		}
		if got := <-heard; got != text {
			t.Errorf("got %.20q, want %.20q", got, text)
		}
	}
	if len(elsewhere) > 0 {
		t.Error("another room heard it too")
	}
}

func TestDeliveredCountsWhatWasSuperseded(t *testing.T) {
	t.Parallel()
	// Visitor 3's first, then its fourth change; visitor 4's second. 200 visitors share the numbers.
	frames := []string{`{"title":"n00000203"}`, `{"title":"n00000803","x":1},{"title":"n00000404"}`, `{"title":"n00000803"}`, `{"title":"Mugs"}`}
	coalesced, every := bench.NewLastSeen(false), bench.NewLastSeen(true)
	for _, f := range frames {
		coalesced.Take(f)
		every.Take(f)
	}
	if got, want := coalesced.Delivered(), int64(4+2); got != want {
		t.Errorf("delivered or superseded: got %d, want %d", got, want)
	}
	if got, want := every.Delivered(), int64(4); got != want {
		t.Errorf("messages of a relay: got %d, want %d", got, want)
	}
}

func TestClockMeasuresFromAnswerToFrame(t *testing.T) {
	t.Parallel()
	var c bench.Clock
	c.Reset(3)
	c.Sent(0, 1)
	c.Answered(0, 2)
	c.Sent(1, 1)
	c.Answered(1, time.Now().Add(time.Hour).UnixNano()) // its frame comes before its answer
	c.Seen(`[{"company":"m00000000"},{"company":"m00000001"},{"company":"m00000009"},{"company":"mugs"}]`)
	fromAnswer, fromStart := c.Gaps()
	if len(fromAnswer) != 2 || fromAnswer[0] <= 0 || fromAnswer[1] != 0 {
		t.Errorf("from answer: got %v, want two: a long one, and none", fromAnswer)
	}
	if len(fromStart) != 2 || fromStart[1] <= 0 {
		t.Errorf("from start: got %v, want two long ones", fromStart)
	}
}

func TestEyeTellsChangesFromRowsThatMovedIn(t *testing.T) {
	t.Parallel()
	frame := func(n, row, title string) string {
		return `{"view":{"n":` + n + `,"rows":[{"id":"` + row + `","visitor":"v","visitors":1,"trust":"anonymous","page":{"url":"u","title":"` + title +
			`"},"device":{},"since":1,"state":"active","state_since":1,"changed":1,"tabs":1,"returning":false}]}}`
	}
	for _, c := range []struct {
		name string
		top  bool
		want int
	}{{"top", true, 2}, {"middle", false, 1}} {
		e := bench.NewEye(c.top)
		e.Take(frame("1", "r1", "Mug #mb000"))
		e.Take(frame("2", "r1", "Mug #mb000"))
		e.Take(frame("3", "r1", "Mug #mb001"))
		if got := len(e.Look()); got != c.want {
			t.Errorf("%s: got %d changes, want %d", c.name, got, c.want)
		}
	}
}
