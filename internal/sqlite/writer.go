package sqlite

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

const (
	queueJobs = 1024 // waiting callers; those beyond wait for room
	groupJobs = 256  // callers whose work is committed at once
)

// writer owns the one connection that writes. It commits the work of all who wait at once and answers each after
// the commit. Without savepoints, which cost a tenth: if one caller's work fails, the group is rolled back and its
// callers are carried out one by one.
type writer struct {
	conn    *conn
	broken  bool // conn is to be replaced
	connect func(context.Context) (*conn, error)
	cache   *cache
	sites   *siteCache
	log     *slog.Logger
	wal     *wal
	version int64 // PRAGMA data_version: changes when another process writes
	next    nametag.Seq
	lately  int           // how many the last groups were
	took    time.Duration // how long the last commit lasted

	queue   chan *job
	poll    <-chan time.Time // asks whether another process wrote
	closing chan struct{}
	stopped chan struct{}
}

// job is one caller's work. Whoever takes it first decides: the writer to do it, or its caller to give it up.
type job struct {
	work  func(*tx) error
	taken atomic.Bool
	err   error
	done  chan struct{}
}

// do has the writer carry out work and returns when it is durable. work may run twice, and only while do runs.
// Returns [nametag.ErrUnavailable] once the store is closed, and the context's error if the caller gives up before
// the work began; after that the answer is waited for.
func (w *writer) do(ctx context.Context, work func(*tx) error) error {
	j := &job{work: work, done: make(chan struct{})}
	select {
	case <-w.closing:
		return nametag.ErrUnavailable
	default:
	}
	select {
	case w.queue <- j:
	case <-w.closing:
		return nametag.ErrUnavailable
	case <-ctx.Done():
		return fmt.Errorf("wait for room in the writer's queue: %w", ctx.Err())
	}
	return w.answer(ctx, j)
}

func (w *writer) answer(ctx context.Context, j *job) error {
	select {
	case <-j.done:
		return j.err
	case <-ctx.Done():
		if j.taken.CompareAndSwap(false, true) {
			return fmt.Errorf("wait for the writer: %w", ctx.Err())
		}
	case <-w.stopped:
		if j.taken.CompareAndSwap(false, true) {
			return nametag.ErrUnavailable
		}
	}
	<-j.done
	return j.err
}

// run works until close is called, then finishes what waits.
func (w *writer) run() {
	defer close(w.stopped)
	for {
		select {
		case j := <-w.queue:
			w.carryOut(w.gather(j))
		case <-w.poll:
			w.look()
		case <-w.closing:
			for len(w.queue) > 0 {
				w.carryOut(w.gather(<-w.queue))
			}
			return
		}
	}
}

// patience is how long a group may wait for those who were in the last one.
const patience = time.Millisecond

// gather takes the job and those that wait behind it. Those whom the last commit answered come back all at once a
// moment later: without waiting for them, every second group would be the first of them alone, at a whole commit's
// price. A lone caller is never kept waiting.
func (w *writer) gather(first *job) []*job {
	jobs := w.take(make([]*job, 0, groupJobs), first)
	if len(jobs) < w.lately/2 {
		late := time.NewTimer(min(patience, w.took/2))
		defer late.Stop()
		for waiting := true; waiting && len(jobs) < w.lately/2; {
			select {
			case j := <-w.queue:
				jobs = w.take(jobs, j)
			case <-late.C:
				waiting = false
			}
		}
	}
	w.lately = max(len(jobs), w.lately*3/4)
	return jobs
}

// take adds a job, unless its caller gave it up, and those that wait behind it.
func (w *writer) take(jobs []*job, j *job) []*job {
	for {
		if j.taken.CompareAndSwap(false, true) {
			jobs = append(jobs, j)
		}
		if len(jobs) >= groupJobs {
			return jobs
		}
		select {
		case j = <-w.queue:
		default:
			return jobs
		}
	}
}

// close stops the writer once all that was asked before is answered.
func (w *writer) close() error {
	close(w.closing)
	<-w.stopped
	return w.conn.close()
}
