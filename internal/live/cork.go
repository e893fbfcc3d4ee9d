package live

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"sync"
)

// wrapped is an answer whose connection can be taken over through whatever wraps it.
type wrapped struct{ http.ResponseWriter }

// Hijack takes over the connection.
func (w wrapped) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, fmt.Errorf("hijack: %w", err)
	}
	return conn, rw, nil
}

// corkable is an answer whose connection, once it is taken over, can be corked.
type corkable struct{ wrapped }

// Hijack takes over the connection.
func (c corkable) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := c.wrapped.Hijack()
	return &corkConn{Conn: conn}, rw, err
}

// corkConn holds back what is written while it is corked: the call of the system is what costs, not the bytes.
type corkConn struct {
	net.Conn

	mu     sync.Mutex
	corked bool
	held   []byte
}

func (c *corkConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.corked {
		c.held = append(c.held, p...)
		return len(p), nil
	}
	return c.Conn.Write(p)
}

func (c *corkConn) cork() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.corked = true
}

// uncork writes what was held back.
func (c *corkConn) uncork() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.corked = false
	if len(c.held) == 0 {
		return nil
	}
	held := c.held
	c.held = nil
	_, err := c.Conn.Write(held)
	return err
}
