package sqlite_test

import (
	"errors"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// A transaction that can't even be rolled back costs its caller an answer, and nobody after it.
func TestAFailedRollbackIsMended(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.visitor(nil)
	w.write(v)
	if err := w.FailRollback(t.Context()); !errors.Is(err, sqlite.ErrRollback) {
		t.Fatalf("got %v, want the rollback to fail", err)
	}
	w.must(w.Healthy(t.Context()))
	w.must(count(t, w.Store, v))
	if k := known(t, w.open(sqlite.Config{}), nametag.Keys{Visitor: v.ID}); k.Visitor.Number != 2 {
		t.Errorf("counted to %d, want 2", k.Visitor.Number)
	}
	if err := w.SetupLiving(t.Context(), sqlite.NeverWritten); err == nil {
		t.Error("what was not rolled back is in the file")
	}
}

// By itself it is mended, too: until then no other process could write.
func TestAFailedRollbackIsMendedWithoutCallers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ticks := make(chan time.Time)
	server := w.open(sqlite.Config{}.Polling(ticks))
	if err := server.FailRollback(t.Context()); !errors.Is(err, sqlite.ErrRollback) {
		t.Fatalf("got %v, want the rollback to fail", err)
	}
	ticks <- at
	ticks <- at // taken only after the first was dealt with
	w.write(w.visitor(nil))
}

func TestHealthy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	release, answered := w.hold(), make(chan error)
	go func() { answered <- w.Healthy(t.Context()) }()
	w.Queued(1) // it asks the writer, too
	release()
	w.must(<-answered)
	w.must(w.Close())
	if err := w.Healthy(t.Context()); !errors.Is(err, nametag.ErrUnavailable) {
		t.Errorf("closed: got %v, want ErrUnavailable", err)
	}
}
