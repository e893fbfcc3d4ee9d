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
		if err := l.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(pingWithin)); err != nil {
			l.drop()
		}
	}
	for _, v := range late {
		v.hangUp(closeNoHello, "no_hello")
	}
	s.tellRefused()
	s.recheck()
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
