package nametag

import "sync"

// Memory is what one server keeps in mind. The zero value is ready; safe for many goroutines.
type Memory struct {
	secrets sync.Map // kid → signing secret, opened

	consulting sync.Mutex // held while the doctor looks at a claim for a site's developers

	mu   sync.Mutex
	idle map[Mark]Mark // commands that changed nothing, with what they answered
	ring []Mark        // the same, in a circle
	next int           // where the oldest stands
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
		m.idle = make(map[Mark]Mark)
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
	m.idle[key] = mark
}

// wasIdle finds a command that changed nothing.
func (m *Memory) wasIdle(command Mark) (Mark, bool) {
	if m == nil {
		return Mark{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	mark, found := m.idle[command.key()]
	return mark, found
}

// key is the mark without what was answered.
func (m Mark) key() Mark { return Mark{Visitor: m.Visitor, Hash: m.Hash &^ markAnswer} }
