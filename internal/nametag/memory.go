package nametag

import "sync"

// Memory is what one server keeps in mind. The zero value is ready; safe for many goroutines.
type Memory struct {
	secrets sync.Map // kid → signing secret, opened

	consulting sync.Mutex // held while the doctor looks at a claim for a site's developers

	mu   sync.Mutex
	done map[Mark]Mark // commands that were carried out, with what they answered
	ring []Mark        // the same, in a circle
	next int           // where the oldest stands
}

// knownCommands is how many commands are remembered that were carried out: sent again, they must change nothing. Those that
// changed nothing left no mark in the store; of the others it holds the last few of a visitor.
const knownCommands = 65_536

// note remembers that a command was carried out.
func (m *Memory) note(mark Mark) {
	if m == nil {
		return
	}
	key := mark.key()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.done == nil {
		m.done = make(map[Mark]Mark)
	}
	if _, noted := m.done[key]; noted {
		return
	}
	if len(m.ring) < knownCommands {
		m.ring = append(m.ring, key)
	} else {
		delete(m.done, m.ring[m.next])
		m.ring[m.next] = key
		m.next = (m.next + 1) % knownCommands
	}
	m.done[key] = mark
}

// find finds a command that was carried out lately.
func (m *Memory) find(command Mark) (Mark, bool) {
	if m == nil {
		return Mark{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	mark, found := m.done[command.key()]
	return mark, found
}

// key is the mark without what was answered.
func (m Mark) key() Mark { return Mark{Visitor: m.Visitor, Hash: m.Hash &^ markAnswer} }
