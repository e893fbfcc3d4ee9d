package web

import (
	"sync"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// partings remembers how batches of pages ended. A page that goes away sends all that it has to say at once, in several
// requests, which may arrive in any order: each names the command that it follows (spec widget §3, in order). The zero value
// is ready; safe for many goroutines.
type partings struct {
	mu    sync.Mutex
	known map[partingID]*parting
	ring  []partingID // the same, in a circle
	next  int         // where the oldest stands
}

type partingID struct {
	site    nametag.SiteID
	command string
}

// parting is how a batch ended, once over is closed.
type parting struct {
	over     chan struct{}
	isOver   bool
	came, is nametag.Browser // with whose token it came, and who that was then
}

const (
	knownPartings = 16_384
	followWithin  = 3 * time.Second // how late the request before may be
)

// atLocked returns the parting after a command, whether or not that has come.
func (p *partings) atLocked(id partingID) *parting {
	if known := p.known[id]; known != nil {
		return known
	}
	if p.known == nil {
		p.known = map[partingID]*parting{}
	}
	if len(p.ring) < knownPartings {
		p.ring = append(p.ring, id)
	} else {
		delete(p.known, p.ring[p.next])
		p.ring[p.next] = id
		p.next = (p.next + 1) % knownPartings
	}
	made := &parting{over: make(chan struct{})}
	p.known[id] = made
	return made
}

// after waits for the batch that ends with a command; not for long, since that may never come.
func (p *partings) after(id partingID) (came, is nametag.Browser, ok bool) {
	p.mu.Lock()
	known := p.atLocked(id)
	p.mu.Unlock()
	timer := time.NewTimer(followWithin)
	defer timer.Stop()
	select {
	case <-known.over:
	case <-timer.C:
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return known.came, known.is, known.isOver
}

// end notes how a batch ended.
func (p *partings) end(id partingID, came, is nametag.Browser) {
	p.mu.Lock()
	defer p.mu.Unlock()
	known := p.atLocked(id)
	known.came, known.is = came, is
	if !known.isOver {
		known.isOver = true
		close(known.over)
	}
}

// follow waits for what the page said before this batch. What comes under the same token as that goes on as who the browser
// was then: it knows the command that made it so.
func (t *talk) follow(batch wire.Batch) {
	if !t.came.Known || !isCommandID(batch.After) {
		return
	}
	came, is, ok := t.partings.after(partingID{t.browser.Site.ID, batch.After})
	if ok && came.Visitor == t.came.Visitor && came.Number == t.came.Number {
		t.browser = is
	}
}

// lead lets the batches go on that follow this one.
func (t *talk) lead(batch wire.Batch) {
	if n := len(batch.Commands); n > 0 && batch.IsPages() {
		t.partings.end(partingID{t.browser.Site.ID, batch.Commands[n-1].ID}, t.came, t.browser)
	}
}
