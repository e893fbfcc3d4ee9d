package live

import (
	"sync"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// watchers knows which agents look at which person. Its methods call nothing that waits, so presence may call them.
type watchers struct {
	mu       sync.Mutex
	at       map[*agentSocket]opened
	visitors map[nametag.VisitorID]map[*agentSocket]struct{}
	contacts map[nametag.ContactID]map[*agentSocket]struct{}
}

func newWatchers() *watchers {
	return &watchers{
		at:       map[*agentSocket]opened{},
		visitors: map[nametag.VisitorID]map[*agentSocket]struct{}{}, contacts: map[nametag.ContactID]map[*agentSocket]struct{}{},
	}
}

// touch tells all who look at the visitor or the contact that there is something new. 0 is nobody.
func (w *watchers) touch(v nametag.VisitorID, c nametag.ContactID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for a := range w.visitors[v] {
		a.personChanged()
	}
	for a := range w.contacts[c] {
		a.personChanged()
	}
}

// by returns whom the agent looks at.
func (w *watchers) by(a *agentSocket) opened {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at[a]
}

// look has the agent told of who's changes instead; the zero opened ends it.
func (w *watchers) look(a *agentSocket, who opened) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lookLocked(a, who)
}

// goOn notes that the visitor looked at turned out to be a contact, unless the agent looks at somebody else by now.
func (w *watchers) goOn(a *agentSocket, from opened, contact nametag.ContactID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.at[a] == from {
		w.lookLocked(a, opened{visitor: from.visitor, contact: contact})
	}
}

func (w *watchers) lookLocked(a *agentSocket, who opened) {
	was := w.at[a]
	remove(w.visitors, was.visitor, a)
	remove(w.contacts, was.contact, a)
	put(w.visitors, who.visitor, a)
	put(w.contacts, who.contact, a)
	w.at[a] = who
	if who == (opened{}) {
		delete(w.at, a)
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
