package bench_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nametag-dev/nametag/internal/bench"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
	"github.com/nametag-dev/nametag/internal/wire"
)

const people = 100

func furnished(t *testing.T) *bench.House {
	t.Helper()
	h, err := bench.Furnish(t.Context(), filepath.Join(t.TempDir(), "house"), people)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func addressOf(s *httptest.Server) string { return strings.TrimPrefix(s.URL, "http://") }

// TestLoadOnEcho sends the real requests to the bare limit.
func TestLoadOnEcho(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(bench.EchoHandler())
	defer server.Close()
	load, err := bench.OpenLoad(t.Context(), addressOf(server), 2)
	if err != nil {
		t.Fatal(err)
	}
	defer load.Close()
	h := furnished(t)
	requests := []*bench.Request{h.IdentifyOf(3), h.IdentifyOf(99)}
	var nth atomic.Uint64
	perSecond, p99, err := load.Run(t.Context(), 50*time.Millisecond, func(line int) []byte {
		return requests[line].Saying(nth.Add(1), 7)
	})
	if err != nil {
		t.Fatal(err)
	}
	if perSecond < 20 || p99 <= 0 {
		t.Errorf("got %v answers a second, p99 %v ms; want some of both", perSecond, p99)
	}
}

func TestLoadRefusesWrongAnswers(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"status":        func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		"error in body": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"answers":[{"error":{}}]}`)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(handler)
			defer server.Close()
			load, err := bench.OpenLoad(t.Context(), addressOf(server), 1)
			if err != nil {
				t.Fatal(err)
			}
			defer load.Close()
			get := []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
			if _, _, err := load.Run(t.Context(), time.Minute, func(int) []byte { return get }); err == nil {
				t.Error("got no error for an answer that counts for nothing")
			}
		})
	}
}

// TestLikenessesAreRealPeople lets the real domain meet somebody whom only the copying made.
func TestLikenessesAreRealPeople(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	store, err := sqlite.Open(t.Context(), sqlite.Config{Path: h.Database()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	var batch wire.Batch
	_, body, _ := strings.Cut(string(h.IdentifyOf(57).Saying(1, 0)), "\r\n\r\n")
	if err := wire.Decode([]byte(body), &batch); err != nil {
		t.Fatalf("the request isn't what the server reads: %v", err)
	}
	told := &feed{}
	service := h.Service(store, told)
	site, err := service.Site(t.Context(), batch.Site)
	if err != nil {
		t.Fatal(err)
	}
	for changes, seats := range []int{0, 5} { // what she has: no change; then something new: one
		claim, err := wire.ParseClaim([]byte(bench.ArgsOf(57, seats)))
		if err != nil {
			t.Fatal(err)
		}
		told.changes = 0
		command := nametag.Command{ID: nametag.CommandID(strings.Repeat("x", 1+seats)), Claim: claim}
		out, err := service.Identify(t.Context(), service.Open(site, batch.Token()), command)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := int64(out.Answer.Visitor), h.First()+57; got != want {
			t.Errorf("visitor: got %d, want %d", got, want)
		}
		if told.changes != changes {
			t.Errorf("seats %d: got %d changes, want %d", seats, told.changes, changes)
		}
	}
	found, err := store.Contacts(t.Context(), site.ID, nametag.ContactQuery{Limit: 2 * people})
	if err != nil || len(found) != people {
		t.Errorf("contacts: got %d, %v; want %d", len(found), err, people)
	}
}

type feed struct{ changes int }

func (f *feed) Publish(nametag.Change) { f.changes++ }

func TestRawWritesWhatAnIdentifyWrites(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := bench.CopyDatabase(h.Database(), copied); err != nil {
		t.Fatal(err)
	}
	limit, err := bench.OpenRaw(copied)
	if err != nil {
		t.Fatal(err)
	}
	who := int64(0)
	perSecond, err := limit.Run(t.Context(), time.Millisecond, 10, func() int64 {
		who = (who + 1) % people
		return h.First() + who
	})
	if err != nil || perSecond <= 0 {
		t.Fatalf("got %v a second, %v", perSecond, err)
	}
	if err := limit.Close(); err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Open(t.Context(), sqlite.Config{Path: copied})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	site, err := store.SiteByKey(t.Context(), h.SiteKey())
	if err != nil {
		t.Fatal(err)
	}
	found, err := store.Contacts(t.Context(), site.ID, nametag.ContactQuery{ExternalID: bench.NameOf(1), Limit: 1})
	if err != nil || len(found) != 1 {
		t.Fatalf("got %v, %v", found, err)
	}
	entries, err := store.Entries(t.Context(), site.ID, found[0].ID, 0, 10)
	if err != nil || len(entries) < 2 || entries[0].Kind != nametag.Updated || len(found[0].Recent) == 0 {
		t.Errorf("got entries %v, marks %v, %v; want another entry and another mark", entries, found[0].Recent, err)
	}
}

// TestMain plays a side where the test below starts this program again.
func TestMain(m *testing.M) {
	if name := os.Getenv("BENCH_TEST_SIDE"); name != "" {
		if err := bench.Play(context.Background(), bench.Side{Name: name}, os.Stdin, os.Stdout, nil); err != nil {
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}
