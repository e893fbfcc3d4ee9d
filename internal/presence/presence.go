// Package presence knows who is here (spec live §1–3): the tabs that are open, the people behind them, and the sorted
// lists in which agents watch them. All of it is in memory.
//
// It takes facts about tabs, numbered and idempotent, from sockets and heartbeats alike, and changes of identity as a
// [nametag.Feed]. It gives windows of sorted lists as frames, and sessions in batches to whoever keeps them. It refuses
// everything else: it opens no socket, speaks no SQL and decides nothing about identity.
package presence

import (
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Sessions keeps sessions. The slices it is given may be shared and must not be changed.
type Sessions interface {
	SaveSessions(ctx context.Context, sessions []nametag.Session) error
}

// Config is what a room needs. Zero fields take what their comment says.
type Config struct {
	Sessions Sessions         // nil keeps nothing
	IDs      *nametag.IDs     // nil makes one
	Now      func() time.Time // nil is time.Now
	Log      *slog.Logger     // where failed writes of sessions are told; nil is slog.Default

	VisitorsPerAddress int // how many are here at a time from one address; 0: as many as come
}

// Room is who is here, on all sites. Its methods are safe for many goroutines and block no longer than it takes to
// change memory.
type Room struct {
	config Config
	pace   *pacer
	stop   chan struct{}
	ctx    context.Context // of what the room writes by itself
	cancel context.CancelFunc
	wg     sync.WaitGroup

	savers sync.Mutex // one batch at a time, so that an older one never overwrites a newer
	mu     sync.Mutex
	closed bool

	// All below is guarded by mu.
	boards   map[nametag.SiteID]*board
	leaked   map[nametag.SiteID]nametag.LeakedKeys // as they were last told
	pictured map[nametag.SiteID][]string           // the hosts that sites list, as they were last told
	visitors map[nametag.VisitorID]*visitor
	alarms   alarms
	dirty    []*pane
	unsaved  []*visit   // in the order in which they changed
	unripe   []*visit   // anonymous ones that may soon have been seen for long enough
	stirred  []*subject // of whom there may be something to tell
	folding  int        // how many bytes were ever folded for searches
	saved    map[*savedWatch]struct{}
	expired  map[*expiredWatch]struct{}

	sampleAt   instant // when the trends get their next point
	crowds     map[netip.Addr]*crowd
	crowdedOut map[*crowdedWatch]struct{}
}

// Open starts a room. Close ends it.
func Open(c Config) *Room {
	if c.IDs == nil {
		c.IDs = &nametag.IDs{}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	r := &Room{
		config: c, pace: newPacer(), stop: make(chan struct{}),
		boards: map[nametag.SiteID]*board{}, visitors: map[nametag.VisitorID]*visitor{}, saved: map[*savedWatch]struct{}{},
		expired: map[*expiredWatch]struct{}{}, crowds: map[netip.Addr]*crowd{}, crowdedOut: map[*crowdedWatch]struct{}{},
		leaked: map[nametag.SiteID]nametag.LeakedKeys{}, pictured: map[nametag.SiteID][]string{},
	}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	r.wg.Go(r.run)
	r.wg.Go(r.keepSaving)
	return r
}

// Close stops the room, waits for its goroutines and writes the sessions that weren't written yet, as far as ctx allows.
func (r *Room) Close(ctx context.Context) error {
	r.mu.Lock()
	first := !r.closed
	r.closed = true
	r.mu.Unlock()
	if first {
		close(r.stop)
	}
	defer context.AfterFunc(ctx, r.cancel)()
	r.wg.Wait()
	r.cancel()
	return r.Save(ctx)
}

// List returns those of a site's people whom a query asks for, newest first whatever its sort, those who left a moment
// ago included: at most limit of those below a place.
func (r *Room) List(site nametag.SiteID, q Query, below Place, limit int) []Row {
	r.mu.Lock()
	defer r.mu.Unlock()
	b, wanted, rows := r.board(site), q.filter(), []Row{}
	for {
		all := b.stretch(below, func(row *row) bool {
			if len(rows) >= limit {
				return false
			}
			below = row.where()
			if wanted.passes(row) {
				rows = append(rows, row.spell())
			}
			return true
		})
		if all || len(rows) >= limit {
			return rows
		}
		r.breathe()
	}
}

// Find returns the row in which a visitor is shown; false if it isn't here.
func (r *Room) Find(site nametag.SiteID, id nametag.VisitorID) (Row, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v := r.visitors[id]
	if v == nil || v.row == nil || v.board.site != site {
		return Row{}, false
	}
	return v.row.spell(), true
}

func (r *Room) board(site nametag.SiteID) *board {
	b := r.boards[site]
	if b == nil {
		b = newBoard(r, site)
		r.boards[site] = b
	}
	return b
}

// instant is unix milliseconds by the room's clock. 0 is never. It weighs a third of a time.Time, and there are many.
type instant int64

func (r *Room) now() instant { return instant(r.config.Now().UnixMilli()) }

func (i instant) time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).UTC()
}

func (i instant) add(d time.Duration) instant { return i + instant(d.Milliseconds()) }
func (i instant) sub(earlier instant) time.Duration {
	return time.Duration(i-earlier) * time.Millisecond
}

func instantOf(t time.Time) instant {
	if t.IsZero() {
		return 0
	}
	return instant(t.UnixMilli())
}
