package live

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/nametag"
)

const (
	frameBytes   = 16 << 10
	pingWithin   = 250 * time.Millisecond
	hangUpWithin = 2 * time.Second // for the other side to say goodbye too
	framesATick  = 60              // what comes faster than that is read more slowly
	slowDown     = 100 * time.Millisecond
)

// line is one socket of either kind: what it takes to read, write, stay and end.
type line struct {
	server *Server
	conn   *websocket.Conn
	hands  *hands       // that carry out what it says
	spend  func() error // counts a frame before it is read, or says that it is one too many; nil: nobody counts
	pulse  int          // which second of pingEvery it is pinged in
	heard  atomic.Int64 // the second in which something was heard
	ending atomic.Bool  // it was hung up: what still comes is not listened to
	second int64        // of the newest frame; the reader's own, like frames
	frames int          // read in that second

	unasked atomic.Bool // a ping is due
	writing sync.Mutex  // one writer at a time: another would also change the deadline of the first
}

func (l *line) open(s *Server, conn *websocket.Conn, hands *hands) {
	l.server, l.conn, l.hands = s, conn, hands
	l.heard.Store(s.tick.Load())
	conn.SetReadLimit(4 * frameBytes) // for what isn't worth an answer; see next
	conn.SetPongHandler(func(string) error {
		l.heard.Store(s.tick.Load())
		return nil
	})
	conn.SetPingHandler(l.pong)
}

// buffers hold frames while they are looked at: a socket that says nothing holds none.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// listen hands frames to take until the socket ends, and returns why it did. A frame that take refuses, or that is not
// text or too large, ends the socket with the close code that fits.
func (l *line) listen(take func(frame []byte) error) error {
	defer l.guard()
	for {
		kind, r, err := l.conn.NextReader()
		if err != nil {
			return err
		}
		if l.ending.Load() {
			continue
		}
		l.pace()
		if err := l.counted(); err != nil {
			l.refuse(err)
		} else if err := l.next(kind, r, take); err != nil {
			l.refuse(err)
		}
	}
}

func (l *line) next(kind int, r io.Reader, take func([]byte) error) error {
	if kind != websocket.TextMessage {
		return nametag.ErrMediaType.Saying("Frames are JSON text.")
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if _, err := buf.ReadFrom(io.LimitReader(r, frameBytes+1)); err != nil {
		return nil // the next read says the same, and ends the socket
	}
	if buf.Len() > frameBytes {
		return nametag.ErrTooLarge.Over(frameBytes)
	}
	return l.hands.do(func() error {
		defer l.guard()
		return take(buf.Bytes())
	})
}

// pace notes that something was heard, and makes who talks too much wait: what it sends meanwhile stays with it.
func (l *line) pace() {
	now := l.server.tick.Load()
	l.heard.Store(now)
	if l.second != now {
		l.second, l.frames = now, 0
	}
	l.frames++
	if l.frames <= framesATick {
		return
	}
	select {
	case <-time.After(slowDown):
	case <-l.server.ctx.Done():
	}
}

func (l *line) counted() error {
	if l.spend == nil {
		return nil
	}
	return l.spend()
}

// refuse hangs up because of an error.
func (l *line) refuse(err error) {
	if ours(err) && l.server.ctx.Err() == nil {
		l.server.config.Log.Error("a socket was ended by an error", "error", err)
	}
	code, reason := closeFor(err)
	l.hangUp(code, reason)
}

// hangUp says goodbye. The reader goes on until the other side has said it too, or its time is up.
func (l *line) hangUp(code int, reason string) {
	if l.ending.Swap(true) {
		return
	}
	message := websocket.FormatCloseMessage(code, reason)
	if err := l.conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(pingWithin)); err != nil {
		l.drop()
		return
	}
	_ = l.conn.NetConn().SetReadDeadline(time.Now().Add(hangUpWithin)) // fails only where the socket ended already
}

// drop cuts the socket without a word. Its reader ends.
func (l *line) drop() { _ = l.conn.Close() }

// write sends one message. A socket that doesn't take it in time is dropped.
func (l *line) write(m *websocket.PreparedMessage) bool {
	l.writing.Lock()
	defer l.wrote()
	return l.writeLocked(m)
}

// wrote lets go of the writing, and asks what the pulse couldn't ask meanwhile.
func (l *line) wrote() {
	l.writing.Unlock()
	if l.unasked.Load() {
		l.ping(l.server.config.WriteWithin)
	}
}

func (l *line) writeLocked(m *websocket.PreparedMessage) bool {
	_ = l.conn.SetWriteDeadline(time.Now().Add(l.server.config.WriteWithin)) // never fails in gorilla
	if err := l.conn.WritePreparedMessage(m); err != nil {
		l.drop()
		return false
	}
	return true
}

// saidGoodbye reports whether the other side ended the socket on purpose.
func saidGoodbye(err error) bool {
	var e *websocket.CloseError
	return errors.As(err, &e) && (e.Code == websocket.CloseNormalClosure || e.Code == websocket.CloseGoingAway || e.Code == websocket.CloseNoStatusReceived)
}
