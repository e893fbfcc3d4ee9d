package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"time"
)

// connections is how many keep-alive connections a load has; each has one request under way at a time.
const connections = 64

// load is a lean HTTP/1.1 client: it shares the cores with the server that it measures, so it does nothing that it need
// not. Both sides of a measurement get the same one.
type load struct{ lines []*httpLine }

// httpLine is one keep-alive connection.
type httpLine struct {
	conn net.Conn
	in   *bufio.Reader
	body []byte
}

// openLoad connects n lines.
func openLoad(ctx context.Context, addr string, n int) (*load, error) {
	l := &load{}
	for i := range n {
		conn, err := dialFrom(ctx, i*perAddress, addr)
		if err != nil {
			l.close()
			return nil, fmt.Errorf("connect load: %w", err)
		}
		l.lines = append(l.lines, &httpLine{conn: conn, in: bufio.NewReaderSize(conn, 4096)})
	}
	return l, nil
}

func (l *load) close() {
	for _, line := range l.lines {
		_ = line.conn.Close()
	}
}

// run keeps every line busy for as long as d and returns the answers per second, and the 99th percentile of how long
// they took, in milliseconds. next makes the request that a line sends next; it is called by one goroutine per line.
func (l *load) run(ctx context.Context, d time.Duration, next func(line int) []byte) (perSecond, p99 float64, err error) {
	started := time.Now()
	end := started.Add(d)
	took := make([]Sample, len(l.lines))
	errs := make([]error, len(l.lines))
	var wg sync.WaitGroup
	for i, line := range l.lines {
		wg.Go(func() { took[i], errs[i] = line.keepBusy(ctx, end, func() []byte { return next(i) }) })
	}
	wg.Wait()
	elapsed := time.Since(started).Seconds()
	var all Sample
	for _, s := range took {
		all = append(all, s...)
	}
	return float64(len(all)) / elapsed, all.Quantile(0.99), firstOf(errs)
}

// firstOf is the first error there is: many lines mostly fail for one reason.
func firstOf(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *httpLine) keepBusy(ctx context.Context, end time.Time, next func() []byte) (took Sample, err error) {
	for now := time.Now(); now.Before(end) && ctx.Err() == nil; {
		if err := h.ask(next()); err != nil {
			return took, err
		}
		after := time.Now()
		took = append(took, float64(after.Sub(now).Microseconds())/1e3)
		now = after
	}
	return took, ctx.Err()
}

// ask sends a request and reads its answer, which must be 200 and hold no error.
func (h *httpLine) ask(request []byte) error {
	if _, err := h.conn.Write(request); err != nil {
		return fmt.Errorf("send request: %w", err)
	}
	length, ok, err := h.head()
	if err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	if cap(h.body) < length {
		h.body = make([]byte, length)
	}
	h.body = h.body[:length]
	if _, err := io.ReadFull(h.in, h.body); err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	if !ok || bytes.Contains(h.body, []byte(`"error"`)) {
		return fmt.Errorf("the answer is %s", h.body)
	}
	return nil
}

// head reads the head of an answer: how long its body is, and whether its status is 200.
func (h *httpLine) head() (length int, ok bool, err error) {
	line, err := h.in.ReadSlice('\n')
	if err != nil {
		return 0, false, err
	}
	ok = bytes.HasPrefix(line, []byte("HTTP/1.1 200 "))
	length = -1
	for {
		line, err = h.in.ReadSlice('\n')
		if err != nil {
			return 0, false, err
		}
		if len(line) <= 2 {
			break
		}
		if value, is := bytes.CutPrefix(line, []byte("Content-Length: ")); is {
			length, err = strconv.Atoi(string(bytes.TrimSpace(value)))
			if err != nil {
				return 0, false, fmt.Errorf("length of answer: %w", err)
			}
		}
	}
	if length < 0 {
		return 0, false, errors.New("an answer without a length")
	}
	return length, ok, nil
}
