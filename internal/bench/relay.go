package bench

import (
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
)

// relay is the bare limit of a socket: gorilla, small buffers, pooled writes, a reader of its own after the handler has
// returned; every message that a talker sends goes, prepared once, to all who watch the same room, one after the other.
type relay struct {
	http.ServeMux
	door websocket.Upgrader

	mu    sync.Mutex
	rooms map[string]map[*websocket.Conn]struct{}
}

func newRelay() *relay {
	r := &relay{rooms: map[string]map[*websocket.Conn]struct{}{}}
	r.door = websocket.Upgrader{
		ReadBufferSize: 512, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{},
		CheckOrigin: func(*http.Request) bool { return true },
	}
	r.HandleFunc("/watch", r.watch)
	r.HandleFunc("/talk", r.talk)
	return r
}

func (r *relay) watch(w http.ResponseWriter, q *http.Request) {
	conn, err := r.door.Upgrade(w, q, nil)
	if err != nil {
		return // the upgrader has answered
	}
	r.enter(q.FormValue("room"), conn)
	go listenTo(conn, func(int, []byte) {})
}

// isIn is what a watcher is told first: from here on it hears all that is said.
const isIn = "is in"

func (r *relay) enter(room string, conn *websocket.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rooms[room] == nil {
		r.rooms[room] = map[*websocket.Conn]struct{}{}
	}
	if conn.WriteMessage(websocket.TextMessage, []byte(isIn)) == nil {
		r.rooms[room][conn] = struct{}{}
	}
}

func (r *relay) talk(w http.ResponseWriter, q *http.Request) {
	conn, err := r.door.Upgrade(w, q, nil)
	if err != nil {
		return
	}
	room := q.FormValue("room")
	go listenTo(conn, func(kind int, message []byte) { r.tell(room, kind, message) })
}

// tell sends a message to all in the room. One that is gone is forgotten.
func (r *relay) tell(room string, kind int, message []byte) {
	prepared, err := websocket.NewPreparedMessage(kind, message)
	if err != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for conn := range r.rooms[room] {
		if conn.WritePreparedMessage(prepared) != nil {
			delete(r.rooms[room], conn)
		}
	}
}

// listenTo reads a socket until it ends.
func listenTo(conn *websocket.Conn, take func(kind int, message []byte)) {
	defer func() { _ = conn.Close() }()
	for {
		kind, message, err := conn.ReadMessage()
		if err != nil {
			return
		}
		take(kind, message)
	}
}
