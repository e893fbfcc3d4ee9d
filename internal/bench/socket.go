package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
)

// socket is one WebSocket to a side, whose messages go to a function of its own until it is closed.
type socket struct {
	conn   *websocket.Conn
	writes sync.Mutex
	ended  chan struct{}
}

// sharedWrites are the buffers in which sockets write, since few do at once.
var sharedWrites sync.Pool

// openSocket connects as the nth visitor. take gets each message, in a buffer that is its own only until it returns; nil
// reads and forgets.
func openSocket(ctx context.Context, nth int, url string, header http.Header, readBytes int, take func(message []byte)) (*socket, error) {
	d := websocket.Dialer{
		NetDialContext: func(ctx context.Context, _, addr string) (net.Conn, error) { return dialFrom(ctx, nth, addr) },
		ReadBufferSize: readBytes, WriteBufferSize: 512, WriteBufferPool: &sharedWrites,
	}
	conn, answer, err := d.DialContext(ctx, url, header)
	if err != nil {
		if answer != nil {
			err = fmt.Errorf("%w: %s", err, answer.Status)
		}
		return nil, fmt.Errorf("open socket: %w", err)
	}
	s := &socket{conn: conn, ended: make(chan struct{})}
	go s.read(take) // ends with the socket
	return s, nil
}

func (s *socket) read(take func([]byte)) {
	defer close(s.ended)
	var buf []byte
	for {
		_, r, err := s.conn.NextReader()
		if err != nil {
			return
		}
		if take == nil {
			continue // the next reader skips the rest
		}
		if buf, err = readInto(buf[:0], r); err != nil {
			return
		}
		take(buf)
	}
}

// readInto reads all of r into buf, which grows where it must.
func readInto(buf []byte, r io.Reader) ([]byte, error) {
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}

func (s *socket) send(text string) error {
	s.writes.Lock()
	defer s.writes.Unlock()
	return s.conn.WriteMessage(websocket.TextMessage, []byte(text))
}

// close ends the socket and waits for its reader.
func (s *socket) close() {
	_ = s.conn.Close()
	<-s.ended
}

// sockets are many.
type sockets []*socket

func (all sockets) close() {
	for _, s := range all {
		if s != nil {
			s.close()
		}
	}
}

// openMany opens sockets from..to, several at a time. Where one fails, those that did open are returned with the error.
func openMany(ctx context.Context, from, to int, open func(ctx context.Context, nth int) (*socket, error)) (sockets, error) {
	const hands = 32
	all := make(sockets, to-from)
	errs := make([]error, hands)
	var wg sync.WaitGroup
	for hand := range hands {
		wg.Go(func() {
			for i := hand; i < len(all) && errs[hand] == nil; i += hands {
				all[i], errs[hand] = open(ctx, from+i)
			}
		})
	}
	wg.Wait()
	return all, firstOf(errs)
}

// firstWith passes messages on to take, but for the first that holds mark: that closes came.
func firstWith(mark string, take func([]byte)) (pass func([]byte), came chan struct{}) {
	came = make(chan struct{})
	waits := true
	return func(message []byte) {
		switch {
		case waits && bytes.Contains(message, []byte(mark)):
			waits = false
			close(came)
		case take != nil:
			take(message)
		}
	}, came
}

// until waits until came is closed. A socket that ends before is an error, and one that is waited for in vain is closed.
func (s *socket) until(ctx context.Context, came chan struct{}) (*socket, error) {
	select {
	case <-came:
		return s, nil
	case <-s.ended:
		return nil, errors.New("the socket was ended before it was taken in")
	case <-ctx.Done():
		s.close()
		return nil, ctx.Err()
	}
}
