package live

import "runtime/debug"

// guard is deferred by all that runs for one socket. A panic then ends that socket, which may come back, and not the
// process with everybody's.
func (l *line) guard() {
	p := recover()
	if p == nil {
		return
	}
	l.server.config.Log.Error("a socket was ended by a panic", "panic", p, "stack", string(debug.Stack()))
	if l.ending.Load() { // it may have been the goodbye itself
		l.drop()
		return
	}
	l.hangUp(closePanic, "internal")
}
