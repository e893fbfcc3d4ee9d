package live

import (
	"time"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/wire"
)

// personGap is the least time between two readings of the person that an agent looks at.
const personGap = 200 * time.Millisecond

// writeAll writes to one agent what it is owed, until its reader has ended.
func (a *agentSocket) writeAll() {
	defer a.guard()
	hello := wire.PanelHello{Now: a.server.config.Now().UnixMilli(), Site: a.server.siteFrame(a)}
	if !a.send(a.add(nil, wire.PanelPush{Hello: &hello})) {
		return
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	var asked time.Time // when the person was read last
	for {
		select {
		case <-a.gone:
			return
		case <-a.wake:
		case <-timer.C:
		}
		owed := a.collect(time.Since(asked) >= personGap)
		if owed.personLater {
			timer.Reset(personGap - time.Since(asked))
		}
		if owed.check {
			a.check()
		}
		if owed.person {
			asked = time.Now()
		}
		if !a.send(a.spell(owed)) {
			return
		}
	}
}

// owed is what is written at once.
type owed struct {
	pending
	personLater bool
	again       bool // a snapshot is due, and may come
}

// collect takes what is owed. A person that was read a moment ago stays owed.
func (a *agentSocket) collect(personToo bool) owed {
	a.queueing.Lock()
	defer a.queueing.Unlock()
	o := owed{pending: a.pending, again: a.pending.lost && !a.isBehind()}
	a.sent += len(o.frames)
	a.pending = pending{lost: o.lost}
	if o.lost {
		a.pending.answer = o.answer
	}
	if o.person && !personToo {
		o.person, o.personLater, a.pending.person = false, true, true
	}
	return o
}

// spell turns what is owed into messages. What was dropped is asked for again: presence delivers a snapshot.
func (a *agentSocket) spell(o owed) (messages []*websocket.PreparedMessage) {
	add := func(p wire.PanelPush) { messages = a.add(messages, p) }
	if o.site {
		frame := a.server.siteFrame(a)
		add(wire.PanelPush{Site: &frame})
	}
	if o.answer != 0 && len(o.frames) > 0 {
		add(wire.PanelPush{Answer: o.answer})
	}
	for _, f := range o.frames {
		if m, err := f.Encoded(encodeFrame); err != nil {
			a.refuse(err)
		} else {
			messages = append(messages, m.(*websocket.PreparedMessage))
		}
	}
	for _, s := range o.sightings {
		add(spellSighting(s))
	}
	for _, e := range o.errors {
		add(wire.PanelPush{Error: e})
	}
	if r := o.refusal; r != nil {
		if r.ask != 0 {
			add(wire.PanelPush{Answer: r.ask})
		}
		add(wire.PanelPush{Error: r.err})
	}
	if o.person {
		if person, ok := a.readPerson(); ok {
			add(wire.PanelPush{Person: &person})
		}
	}
	if o.again {
		a.again()
	}
	return messages
}

func (a *agentSocket) add(messages []*websocket.PreparedMessage, p wire.PanelPush) []*websocket.PreparedMessage {
	m, err := prepare(p)
	if err != nil {
		a.refuse(err)
		return messages
	}
	return append(messages, m)
}

// again asks for a snapshot of the window, without holding what deliver needs.
func (a *agentSocket) again() {
	a.queueing.Lock()
	window := a.window
	a.queueing.Unlock()
	if window != nil {
		window.Again()
	}
}

// send writes messages, several with one call of the system. Returns false once the socket is of no use.
func (a *agentSocket) send(messages []*websocket.PreparedMessage) bool {
	if a.ending.Load() || len(messages) == 0 {
		return true
	}
	a.writing.Lock()
	defer a.wrote()
	cork, ok := a.conn.NetConn().(*corkConn)
	if ok && len(messages) > 1 {
		cork.cork()
	}
	for _, m := range messages {
		if !a.writeLocked(m) {
			return false
		}
	}
	if ok && cork.uncork() != nil {
		a.drop()
		return false
	}
	return true
}
