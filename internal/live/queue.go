package live

import (
	"slices"

	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// maxFrames is how many frames of its window an agent's socket may owe. Beyond that they are dropped, and it gets a
// snapshot once it reads again.
const maxFrames = 8

// pending is what an agent's socket owes.
type pending struct {
	frames []*presence.Frame
	answer int  // what the first of them, or the next if they were dropped, answers; 0: nothing
	lost   bool // frames were dropped: a snapshot is due
	site   bool
	person bool
	check  bool

	sightings []presence.Sighting // the newest of each row
	refusal   *refusal            // of the newest view; nil: it wasn't refused
	errors    []*wire.Error       // of other frames
}

// refusal says what is wrong with a view.
type refusal struct {
	ask int // of the view; 0: it didn't say
	err *wire.Error
}

// deliver queues a frame of the window. Presence calls it, and must not wait.
func (a *agentSocket) deliver(f *presence.Frame, asked bool) {
	a.owe(func(p *pending) {
		switch {
		case f.Snapshot:
			p.frames, p.lost = append(p.frames[:0], f), false // what was known before is void
			if asked {
				p.answer = a.asking
				a.seen = min(a.seen, 1) * a.sent // whatever went wrong before is over
			}
		case p.lost:
		case len(p.frames) >= maxFrames, a.isBehind():
			p.frames, p.lost = nil, true
		default:
			p.frames = append(p.frames, f)
		}
	})
}

// maxUnseen is how many frames a panel that says what it has shown may be behind. Beyond that it gets none, and a snapshot
// once it caught up: what lies in its machine's buffers would be shown a minute late.
const maxUnseen = 5

// isBehind is for who holds queueing.
func (a *agentSocket) isBehind() bool {
	return a.seen > 0 && a.sent+len(a.pending.frames)-a.seen >= maxUnseen
}

// maxErrors is how many answers to bad frames an agent's socket may owe; what is beyond goes untold. What is wrong with its
// view is always told: the panel waits for that.
const maxErrors = 16

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

// maxSightings is of how many rows in which somebody is watched an agent's socket may owe the newest; beyond that the oldest
// goes untold.
const maxSightings = 16

// sight queues what became of somebody who is watched. Presence calls it, and must not wait.
func (a *agentSocket) sight(s presence.Sighting) {
	a.owe(func(p *pending) {
		p.sightings = slices.DeleteFunc(p.sightings, func(old presence.Sighting) bool { return old.Row.ID == s.Row.ID })
		if len(p.sightings) == maxSightings {
			p.sightings = slices.Delete(p.sightings, 0, 1)
		}
		p.sightings = append(p.sightings, s)
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
