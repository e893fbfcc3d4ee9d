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
	answer int  // what the first of them, or the next if they were dropped, answers; 0: nothing
	lost   bool // frames were dropped: a snapshot is due
	site   bool
	person bool
	check  bool
	others []wire.PanelPush
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

// maxOthers is how many answers to bad frames, and people seen who are watched, an agent's socket may owe; what is beyond
// goes untold.
const maxOthers = 16

func (a *agentSocket) fail(err error) {
	if ours(err) {
		a.server.config.Log.Error("an agent's question could not be answered", "error", err)
	}
	a.tell(wire.PanelPush{Error: wire.SpellError(err)})
}

func (a *agentSocket) tell(pushes ...wire.PanelPush) {
	a.owe(func(p *pending) {
		if len(p.others)+len(pushes) <= maxOthers {
			p.others = append(p.others, pushes...)
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
