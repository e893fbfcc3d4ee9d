package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// answerWithin is how long requests that were taken may go on once the server stops.
const answerWithin = 4 * time.Second

func listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("--listen: %s is taken, perhaps by a Nametag that runs already\n"+
			"Stop that program, or choose another address with --listen or NAMETAG_LISTEN (port 0 takes a free one)", address)
	case err != nil:
		return nil, fmt.Errorf("--listen: can't listen on %q: %w\nGive a host and a port, such as 127.0.0.1:8080", address, err)
	}
	return listener, nil
}

// public is where browsers reach the server, without a slash at the end.
func (c *serve) public(at net.Addr) string {
	if c.PublicURL != "" {
		return c.PublicURL
	}
	tcp, ok := at.(*net.TCPAddr)
	if ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("http://localhost:%d", tcp.Port)
	}
	return "http://" + at.String()
}

// serveUntil answers requests until ctx ends; those that it took by then are answered still. Sockets are not its own.
func serveUntil(ctx context.Context, l net.Listener, handler http.Handler, log *slog.Logger) error {
	spare := &spares{conns: map[net.Conn]struct{}{}}
	server := &http.Server{
		Handler: handler, ConnState: spare.note,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(spare.close)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		log.Warn("requests were cut that took too long", "error", err)
		_ = server.Close() // what it could say has been said by Shutdown
	}
	<-ended
	return nil
}

// spares are connections on which nothing was asked yet: browsers open them ahead, and a server that stops would wait
// seconds for each.
type spares struct {
	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

func (s *spares) note(c net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if state == http.StateNew {
		s.conns[c] = struct{}{}
	} else {
		delete(s.conns, c)
	}
}

func (s *spares) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		_ = c.Close() // nobody is there to be told
	}
}
