package live

import (
	"sync"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// lookers knows which agents look at which person. Its methods call nothing that waits, so presence may call them.
type lookers struct {
	mu       sync.Mutex
	at       map[*agentSocket]opened
	visitors map[nametag.VisitorID]map[*agentSocket]struct{}
	contacts map[nametag.ContactID]map[*agentSocket]struct{}
}

func newLookers() *lookers {
	return &lookers{
		at:       map[*agentSocket]opened{},
		visitors: map[nametag.VisitorID]map[*agentSocket]struct{}{}, contacts: map[nametag.ContactID]map[*agentSocket]struct{}{},
	}
}

// touch tells all who look at the visitor or the contact that there is something new. 0 is nobody.
func (l *lookers) touch(v nametag.VisitorID, c nametag.ContactID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for a := range l.visitors[v] {
		a.personChanged()
	}
	for a := range l.contacts[c] {
		a.personChanged()
	}
}

// by returns whom the agent looks at.
func (l *lookers) by(a *agentSocket) opened {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.at[a]
}

// look has the agent told of who's changes instead; the zero opened ends it.
func (l *lookers) look(a *agentSocket, who opened) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lookLocked(a, who)
}

// goOn notes that the visitor looked at turned out to be a contact, unless the agent looks at somebody else by now.
func (l *lookers) goOn(a *agentSocket, from opened, contact nametag.ContactID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at[a] == from {
		l.lookLocked(a, opened{visitor: from.visitor, contact: contact})
	}
}

func (l *lookers) lookLocked(a *agentSocket, who opened) {
	was := l.at[a]
	remove(l.visitors, was.visitor, a)
	remove(l.contacts, was.contact, a)
	put(l.visitors, who.visitor, a)
	put(l.contacts, who.contact, a)
	l.at[a] = who
	if who == (opened{}) {
		delete(l.at, a)
	}
}

func put[K nametag.VisitorID | nametag.ContactID](m map[K]map[*agentSocket]struct{}, k K, a *agentSocket) {
	if k == 0 {
		return
	}
	if m[k] == nil {
		m[k] = map[*agentSocket]struct{}{}
	}
	m[k][a] = struct{}{}
}

func remove[K nametag.VisitorID | nametag.ContactID](m map[K]map[*agentSocket]struct{}, k K, a *agentSocket) {
	delete(m[k], a)
	if len(m[k]) == 0 {
		delete(m, k)
	}
}
