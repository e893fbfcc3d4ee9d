package live

import (
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// writeBuffers are shared by all sockets: one that isn't being written to holds none.
var writeBuffers sync.Pool

// visitorDoor makes sockets that weigh little: small buffers, and none for writing while nothing is written.
func visitorDoor() websocket.Upgrader {
	return websocket.Upgrader{
		ReadBufferSize: 256, WriteBufferSize: 1024, WriteBufferPool: &writeBuffers,
		CheckOrigin: originWasChecked, Error: leaveTheAnswer,
	}
}

// agentDoor makes sockets for few who are sent much.
func agentDoor() websocket.Upgrader {
	d := visitorDoor()
	d.ReadBufferSize, d.EnableCompression = 1024, true
	return d
}

// originWasChecked leaves origins to the web room, which knows the site.
func originWasChecked(*http.Request) bool { return true }

// leaveTheAnswer leaves the answer to a failed handshake to the web room, as for all errors.
func leaveTheAnswer(http.ResponseWriter, *http.Request, int, error) {}

// upgrade turns the request into a socket. Returns ErrUnavailable while the server is going, ErrBadValue for what isn't
// a handshake.
func (s *Server) upgrade(door *websocket.Upgrader, w http.ResponseWriter, r *http.Request) (*websocket.Conn, error) {
	if !websocket.IsWebSocketUpgrade(r) {
		return nil, nametag.ErrBadValue.For("upgrade").Saying("This address speaks WebSocket only.")
	}
	conn, err := door.Upgrade(w, r, nil)
	var handshake websocket.HandshakeError
	switch {
	case err == nil:
		return conn, nil
	case errors.As(err, &handshake):
		return nil, nametag.ErrBadValue.For("upgrade").Saying("The WebSocket handshake is wrong.")
	}
	return nil, fmt.Errorf("upgrade socket: %w", err)
}

// turnAway tells a socket that came while the server is going to come back later, and waits until it has heard it.
func (l *line) turnAway() {
	l.hangUp(closeRestart, "restart")
	for {
		if _, _, err := l.conn.NextReader(); err != nil {
			l.drop()
			return
		}
	}
}
