package live

import (
	"time"

	"github.com/gorilla/websocket"
)

const (
	pingEvery    = 25 // seconds
	silence      = 2 * pingEvery
	firstHello   = 10 // seconds until a new socket must have said hello
	anotherHello = 15 // after a fence
)

// pulse is the one clock of all sockets: each second it pings those whose turn it is.
func (s *Server) pulse() {
	tick := s.config.Tick
	if tick == nil {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		tick = ticker.C
	}
	for {
		select {
		case <-s.stop:
			return
		case <-tick:
			s.beat(s.tick.Add(1))
		}
	}
}

func (s *Server) beat(now int64) {
	silent, due, late := s.due(now)
	for _, l := range silent {
		l.drop()
	}
	for _, l := range due {
		l.ping(pingWithin)
	}
	for _, v := range late {
		v.part(closeNoHello, "no_hello")
	}
	s.tellRefused()
	s.recheck()
}

// ping asks whether the other side is there. While it is written to, it isn't asked, since the pulse waits for nobody:
// that write has its own deadline, and whoever writes asks afterwards.
func (l *line) ping(within time.Duration) {
	l.unasked.Store(true)
	if l.ending.Load() || !l.writing.TryLock() {
		return
	}
	defer l.writing.Unlock()
	defer l.guard()
	l.unasked.Store(false)
	if err := l.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(within)); err != nil {
		l.drop()
	}
}

// pong answers a ping, after what is being written. A ping is a frame like any other.
func (l *line) pong(data string) error {
	if l.ending.Load() {
		return nil
	}
	if err := l.counted(); err != nil {
		l.refuse(err)
		return nil
	}
	l.writing.Lock()
	defer l.wrote()
	_ = l.conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(l.server.config.WriteWithin)) // reading says why
	return nil
}

// part hangs up on a goroutine that is not the socket's own.
func (l *line) part(code int, reason string) {
	defer l.guard()
	l.hangUp(code, reason)
}

// due returns the sockets that two pings didn't wake, those that are to be pinged, and those that owe a hello.
func (s *Server) due(now int64) (silent, pinged []*line, late []*visitorSocket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for l := range s.pulses[now%pingEvery] {
		if now-l.heard.Load() > silence {
			silent = append(silent, l)
		} else {
			pinged = append(pinged, l)
		}
	}
	for v, until := range s.waiting {
		if now >= until {
			delete(s.waiting, v)
			late = append(late, v)
		}
	}
	return silent, pinged, late
}

// admitLocked takes a socket in; false if the server is going.
func (s *Server) admitLocked(l *line) bool {
	if s.closing {
		return false
	}
	l.pulse = int(s.sockets.Add(1) % pingEvery)
	s.pulses[l.pulse][l] = struct{}{}
	return true
}

func (s *Server) dismissLocked(l *line) { delete(s.pulses[l.pulse], l) }
