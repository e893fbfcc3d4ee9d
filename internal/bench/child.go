package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// child is a side that was started.
type child struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines chan string // what it prints, until it ends
	addr  string
	once  sync.Once
}

// start starts a side and waits until it listens.
func (b *bench) start(ctx context.Context, s Side) (*child, error) {
	cmd := b.Command(s)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", s.Name, err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", s.Name, err)
	}
	cmd.Stderr = b.Log
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", s.Name, err)
	}
	c := &child{cmd: cmd, in: in, lines: make(chan string, 64)}
	go c.read(out) // ends with the process
	line, err := c.await(ctx, listeningOn)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", s.Name, err), c.kill())
	}
	_, address, _ := strings.Cut(line, listeningOn)
	c.addr, _, _ = strings.Cut(strings.TrimSpace(address), "/")
	return c, nil
}

func (c *child) read(out io.Reader) {
	defer close(c.lines)
	for s := bufio.NewScanner(out); s.Scan(); {
		select {
		case c.lines <- s.Text():
		default: // nobody waits for that much
		}
	}
}

// patience is how long a side may take to start, to give memory back, or to end.
const patience = time.Minute

// await returns the first line that holds text.
func (c *child) await(ctx context.Context, text string) (string, error) {
	late := time.After(patience)
	for {
		select {
		case line, ok := <-c.lines:
			if !ok {
				return "", fmt.Errorf("it ended before it said %q", text)
			}
			if strings.Contains(line, text) {
				return line, nil
			}
		case <-late:
			return "", fmt.Errorf("it did not say %q in %s", text, patience)
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// order has the side do something, and returns the number that it answers.
func (c *child) order(ctx context.Context, what string, n int) (int, error) {
	o := order{what, n}
	if _, err := io.WriteString(c.in, o.String()+"\n"); err != nil {
		return 0, fmt.Errorf("order %q: %w", o, err)
	}
	line, err := c.await(ctx, carriedOut)
	return parseOrder(strings.TrimPrefix(line, carriedOut)).n, err
}

// collect has the side give back all memory that it doesn't use.
func (c *child) collect(ctx context.Context) error {
	_, err := c.order(ctx, orderCollect, 0)
	return err
}

// stop ends the side as a signal would, and waits for it. Of several calls the first counts.
func (c *child) stop() error {
	var err error
	c.once.Do(func() {
		_ = c.in.Close()
		late := time.AfterFunc(patience, func() { _ = c.cmd.Process.Kill() })
		defer late.Stop()
		for range c.lines { // Wait must not be called while somebody reads
		}
		err = c.cmd.Wait()
	})
	return err
}

// kill ends the side with no chance to do anything about it.
func (c *child) kill() error {
	c.once.Do(func() {
		_ = c.cmd.Process.Kill()
		for range c.lines {
		}
		_ = c.cmd.Wait() // it was killed: that is no news
	})
	return nil
}
