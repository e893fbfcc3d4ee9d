package live

import (
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// maxFrames is how many frames of its window an agent's socket may owe. Beyond that they are dropped, and it gets a
// snapshot once it reads again.
const maxFrames = 8

// pending is what an agent's socket owes.
type pending struct {
	frames []*presence.Frame
	lost   bool // frames were dropped: a snapshot is due
	site   bool
	person bool
	check  bool
	errors []*wire.Error
}

// deliver queues a frame of the window. Presence calls it, and must not wait.
func (a *agentSocket) deliver(f *presence.Frame) {
	a.owe(func(p *pending) {
		switch {
		case f.Snapshot:
			p.frames, p.lost = append(p.frames[:0], f), false // what was known before is void
		case p.lost:
		case len(p.frames) >= maxFrames:
			p.frames, p.lost = nil, true
		default:
			p.frames = append(p.frames, f)
		}
	})
}

// maxErrors is how many answers to bad frames an agent's socket may owe; what is beyond goes unanswered.
const maxErrors = 4

func (a *agentSocket) fail(err error) {
	if ours(err) {
		a.server.config.Log.Error("an agent's question could not be answered", "error", err)
	}
	a.owe(func(p *pending) {
		if len(p.errors) < maxErrors {
			p.errors = append(p.errors, wire.SpellError(err))
		}
	})
}

func (a *agentSocket) siteChanged()   { a.owe(func(p *pending) { p.site = true }) }
func (a *agentSocket) personChanged() { a.owe(func(p *pending) { p.person = true }) }

// owe notes something to be written and wakes the writer.
func (a *agentSocket) owe(note func(*pending)) {
	a.queueing.Lock()
	defer a.queueing.Unlock()
	note(&a.pending)
	select {
	case a.wake <- struct{}{}:
	default:
	}
}
