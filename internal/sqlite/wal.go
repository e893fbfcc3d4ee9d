package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"

	lib "modernc.org/sqlite"
)

const (
	checkpointBytes = 4 << 20  // written since the last checkpoint: time for the next
	resetBytes      = 64 << 20 // of write-ahead log: the writer empties it
	frameBytes      = 4096 + 24
)

// wal keeps the write-ahead log short. Checkpoints run in the background, beside the writer, and never wait for
// anybody; only when the log has grown long in spite of them does the writer, between two groups, reset it: a reset
// from another connection would make the writer wait for up to a second.
type wal struct {
	path                        string
	checkpointBytes, resetBytes int64
	log                         *slog.Logger
	since                       int64 // bytes since the last request
	empty                       bool  // what was erased is still in it

	passing sync.Mutex // held while a checkpoint runs
	conn    *conn      // of the background goroutine

	request chan struct{}
	stopped chan struct{}
}

// tend counts what the writer wrote, and asks for a checkpoint or makes a reset when it is time. For the writer.
func (l *wal) tend(writer *conn) {
	pages, _, err := writer.raw.(lib.DBStatus).Status(lib.DBStatusCacheWrite, true)
	if err != nil {
		l.log.Error("count written pages", "error", err)
		return
	}
	if l.since += int64(pages) * frameBytes; l.since < l.checkpointBytes && !l.empty {
		return
	}
	l.since = 0
	if size, err := l.size(); err != nil {
		l.log.Error("measure write-ahead log", "error", err)
	} else if l.empty || size > l.resetBytes {
		l.reset(writer)
		size, err = l.size()
		l.empty = l.empty && (err != nil || size > 0) // a reader still needs it
		return
	}
	select {
	case l.request <- struct{}{}:
	default: // one waits already
	}
}

func (l *wal) size() (int64, error) {
	info, err := os.Stat(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("stat write-ahead log: %w", err)
	}
	return info.Size(), nil
}

// reset empties the log, unless a reader still needs it: then the next one does.
func (l *wal) reset(writer *conn) {
	l.passing.Lock()
	defer l.passing.Unlock()
	ctx := context.Background()
	for _, text := range []string{"busy_timeout(0)", "wal_checkpoint(TRUNCATE)", "busy_timeout(" + busyMillis + ")"} {
		if err := writer.run(ctx, "PRAGMA "+text); err != nil && primary(err) != busy {
			l.log.Error("reset write-ahead log", "error", err)
		}
	}
}

// run checkpoints when asked to, until close.
func (l *wal) run() {
	defer close(l.stopped)
	for range l.request {
		l.checkpoint()
	}
}

func (l *wal) checkpoint() {
	l.passing.Lock()
	defer l.passing.Unlock()
	if err := l.conn.run(context.Background(), "PRAGMA wal_checkpoint(PASSIVE)"); err != nil && primary(err) != busy {
		l.log.Error("checkpoint", "error", err)
	}
}

// close stops the checkpoints. The writer must have stopped before.
func (l *wal) close() error {
	close(l.request)
	<-l.stopped
	return l.conn.close()
}
