package nametag

import "sync"

// Memory is what one server keeps in mind. The zero value is ready; safe for many goroutines.
type Memory struct {
	secrets sync.Map // kid → signing secret, opened

	mu   sync.Mutex
	idle map[Mark]Trust // commands that changed nothing, with what they answered
	ring []Mark         // the same, in a circle
	next int            // where the oldest stands
}

// idleCommands is how many commands that changed nothing are remembered: sent again, they must change nothing then
// either. They leave no mark in the store, as they wrote nothing there.
const idleCommands = 16_384

// noteIdle remembers that a command changed nothing.
func (m *Memory) noteIdle(mark Mark) {
	if m == nil {
		return
	}
	key := mark.key()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.idle == nil {
		m.idle = make(map[Mark]Trust)
	}
	if _, noted := m.idle[key]; noted {
		return
	}
	if len(m.ring) < idleCommands {
		m.ring = append(m.ring, key)
	} else {
		delete(m.idle, m.ring[m.next])
		m.ring[m.next] = key
		m.next = (m.next + 1) % idleCommands
	}
	m.idle[key] = mark.trust()
}

// wasIdle finds a command that changed nothing, with the trust that it answered.
func (m *Memory) wasIdle(command Mark) (Mark, bool) {
	if m == nil {
		return Mark{}, false
	}
	key := command.key()
	m.mu.Lock()
	defer m.mu.Unlock()
	trust, found := m.idle[key]
	return Mark{Visitor: key.Visitor, Hash: key.Hash | uint64(trust)}, found
}

// key is the mark without the trust.
func (m Mark) key() Mark { return Mark{Visitor: m.Visitor, Hash: m.Hash &^ 3} }
