package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	lib "modernc.org/sqlite"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var (
	begin       = define(`BEGIN IMMEDIATE`)
	commit      = define(`COMMIT`)
	rollback    = define(`ROLLBACK`)
	dataVersion = define(`PRAGMA data_version`)
)

// carryOut does the jobs in one transaction, or if one of them fails, each in its own; then it answers them.
func (w *writer) carryOut(jobs []*job) {
	if len(jobs) == 0 {
		return
	}
	err := w.together(jobs)
	if err != nil && len(jobs) > 1 {
		for i := range jobs {
			w.carryOut(jobs[i : i+1])
		}
		return
	}
	for _, j := range jobs {
		if err != nil {
			j.err = err
		}
		close(j.done)
	}
	w.wal.tend(w.conn)
}

// together does the jobs in one transaction. An error means that nothing was written, for whichever job's sake.
func (w *writer) together(jobs []*job) error {
	t, err := w.begin()
	if err != nil {
		for _, j := range jobs {
			j.err = err
		}
		return nil
	}
	for _, j := range jobs {
		t.wrote = false
		if j.err = carry(j, t); j.err != nil && t.wrote {
			return errors.Join(j.err, w.rollback())
		}
	}
	started := time.Now()
	_, err = w.conn.exec(context.Background(), commit)
	w.took = time.Since(started)
	if err != nil {
		return errors.Join(fmt.Errorf("commit: %w", err), w.rollback())
	}
	w.next = t.next
	w.cache.take(t)
	if t.erased {
		w.wal.empty = true
	}
	if t.sites {
		w.sites.empty()
	}
	return nil
}

// carry runs a job; a panic is that job's error.
func carry(j *job, t *tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			t.wrote = true // perhaps it did
			err = fmt.Errorf("write panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return j.work(t)
}

// begin opens a transaction, and makes sure that the cache is not older than the file.
func (w *writer) begin() (*tx, error) {
	if err := w.mend(); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	if _, err := w.conn.exec(context.Background(), begin); err != nil {
		if primary(err) == busy {
			return nil, fmt.Errorf("begin: another process holds the file: %w", errors.Join(nametag.ErrUnavailable, err))
		}
		w.broken = true // perhaps a transaction is open that should not be
		return nil, fmt.Errorf("begin: %w", err)
	}
	if err := w.refresh(); err != nil {
		return nil, errors.Join(err, w.rollback())
	}
	return newTx(w.conn, w.cache, w.next), nil
}

// rollback ends a transaction, unless the failure that it is for did that already.
func (w *writer) rollback() error {
	_, err := w.conn.exec(context.Background(), rollback)
	if err == nil || primary(err) == generic {
		return nil
	}
	w.broken = true
	return fmt.Errorf("roll back: %w", err)
}

// mend replaces a connection whose transaction could not be ended: closing it ends the transaction, and until then
// nobody can write. Memory is refreshed, as the new one counts versions of its own.
func (w *writer) mend() error {
	if !w.broken {
		return nil
	}
	whole, err := w.connect(context.Background())
	if err != nil {
		return fmt.Errorf("replace the writer's connection: %w", err)
	}
	if err := w.conn.close(); err != nil {
		w.log.Error("close the writer's broken connection", "error", err)
	}
	w.conn, w.version, w.broken = whole, -1, false
	return nil
}

// refresh empties the caches if another process wrote since the last time.
func (w *writer) refresh() error {
	r, err := w.conn.one(context.Background(), dataVersion)
	if err != nil {
		return fmt.Errorf("read data version: %w", err)
	}
	if r.int(0) == w.version {
		return nil
	}
	if w.next, err = readNext(w.conn); err != nil {
		return err
	}
	w.version = r.int(0)
	w.cache.empty(w.next)
	w.sites.empty()
	return nil
}

// look refreshes the caches between groups.
func (w *writer) look() {
	err := w.mend()
	if err == nil {
		err = w.refresh()
	}
	if err != nil {
		w.log.Error("look for other writers", "error", err)
	}
}

func readNext(c *conn) (nametag.Seq, error) {
	r, err := c.one(context.Background(), selectLast)
	if err != nil {
		return 0, fmt.Errorf("read the ledger's last number: %w", err)
	}
	return nametag.Seq(r.int(0)) + 1, nil
}

// Result codes of SQLite.
const (
	generic    = 1
	busy       = 5
	constraint = 19
)

// primary returns the error's code without its extension, 0 if it is not SQLite's.
func primary(err error) int {
	var e *lib.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}
