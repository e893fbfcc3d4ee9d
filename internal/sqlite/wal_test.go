package sqlite_test

import (
	"encoding/binary"
	"os"
	"strconv"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// frames returns the numbers of the pages in the write-ahead log, in the order in which they were written.
func (w *world) frames() (pages []uint32) {
	w.Helper()
	log, err := os.ReadFile(w.path + "-wal")
	w.must(err)
	const header, frame = 32, 24 + 4096
	for at := header; at+frame <= len(log); at += frame {
		pages = append(pages, binary.BigEndian.Uint32(log[at:]))
	}
	return pages
}

// A changed identify of a known person touches one page of the contacts and the end of the ledger. What it costs at
// a million contacts is pages, so this is the limit of performance.md.
func TestPagesOfAChangedIdentify(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	people, rounds := 4_000, 200
	if testing.Short() {
		people = 1_000
	}
	crowd := newCrowd(w, people)
	w.must(w.Close())
	w.Store = w.open(sqlite.Config{}.Checkpointing(1<<40, 1<<40))
	w.write(w.visitor(nil)) // begins the log
	before := len(w.frames())
	for n := range rounds {
		i := n * 7919 % people
		keys := nametag.Keys{Site: shop, Visitor: crowd.visitors[i], ExternalID: strconv.Itoa(i),
			Email: "person" + strconv.Itoa(i) + "@example.com"}
		_, err := w.Decide(t.Context(), keys, changed(crowd.visitors[i], n))
		w.must(err)
	}
	random, appended := w.kinds(w.frames()[before:])
	perRandom, perAppended := float64(random)/float64(rounds), float64(appended)/float64(rounds)
	bytes := (perRandom + perAppended) * (24 + 4096)
	t.Logf("per changed identify: %.2f random pages, %.2f appended, %.0f bytes of write-ahead log", perRandom, perAppended, bytes)
	if perRandom > 2 || bytes > 11_000 {
		t.Error("more than 2 random pages or 11 kB")
	}
}

// kinds counts the pages of the ledger, to which is appended, and all others.
func (w *world) kinds(pages []uint32) (random, appended int) {
	w.Helper()
	ledger := map[uint32]bool{}
	rows, err := w.raw().QueryContext(w.Context(), `SELECT pageno FROM dbstat WHERE name = 'ledger'`)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var page uint32
		w.must(rows.Scan(&page))
		ledger[page] = true
	}
	w.must(rows.Err())
	for _, p := range pages {
		if ledger[p] {
			appended++
		} else {
			random++
		}
	}
	return random, appended
}

// The write-ahead log is reset once it is long, though a reader may have kept the checkpoints from it.
func TestLogIsReset(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.Close())
	const limit = 400_000
	w.Store = w.open(sqlite.Config{}.Checkpointing(50_000, limit))
	reader, err := w.raw().Conn(t.Context())
	w.must(err)
	read := func(text string) {
		t.Helper()
		_, err := reader.ExecContext(t.Context(), text)
		w.must(err)
	}
	read("BEGIN")
	read("SELECT * FROM contact")
	grow := func() (size int64) {
		for range 120 {
			v := w.visitor(nil)
			v.Bag.Traits = traitsOf(v.ID, 1, 1)
			w.write(v)
			info, err := os.Stat(w.path + "-wal")
			w.must(err)
			size = max(size, info.Size())
		}
		return size
	}
	if size := grow(); size < limit {
		t.Errorf("with a reader in the way the log is of %d bytes only", size)
	}
	read("COMMIT")
	grow()
	if size := grow(); size > limit+200_000 {
		t.Errorf("the log is of %d bytes still", size)
	}
}

// After checkpoints the file alone has what was written.
func TestCheckpointsHappen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.Close())
	w.Store = w.open(sqlite.Config{}.Checkpointing(1, 1<<40))
	info, err := os.Stat(w.path)
	w.must(err)
	before := info.Size()
	for range 10_000 {
		w.write(w.visitor(nil))
		info, err := os.Stat(w.path)
		w.must(err)
		if info.Size() > before {
			return
		}
	}
	t.Error("the file never grew")
}
