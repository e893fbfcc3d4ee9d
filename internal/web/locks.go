package web

import "sync"

// locks are locks by name. One that nobody holds or waits for takes no memory.
type locks struct {
	mu   sync.Mutex
	held map[string]*held
}

type held struct {
	sync.Mutex
	users int
}

func (l *locks) Lock(name string) {
	l.mu.Lock()
	if l.held == nil {
		l.held = map[string]*held{}
	}
	h := l.held[name]
	if h == nil {
		h = &held{}
		l.held[name] = h
	}
	h.users++
	l.mu.Unlock()
	h.Lock()
}

func (l *locks) Unlock(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	h := l.held[name]
	if h.users--; h.users == 0 {
		delete(l.held, name)
	}
	h.Unlock()
}
