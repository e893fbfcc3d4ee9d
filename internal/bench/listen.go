package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
)

// listen answers with handler on a free port of loopback until ctx ends, and says where.
func listen(ctx context.Context, out io.Writer, handler http.Handler) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	server := &http.Server{Handler: handler} // without timeouts: a load may wait for its turn, and nobody else knows of it
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	fmt.Fprintln(out, listeningOn+l.Addr().String())
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}
