package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var beginRead = define(`BEGIN`)

// pool holds the connections that read.
type pool struct {
	idle    chan *conn
	size    int
	closing chan struct{}
}

func openPool(ctx context.Context, dsn string, size int) (*pool, error) {
	p := &pool{idle: make(chan *conn, size), closing: make(chan struct{})}
	for range size {
		c, err := connect(ctx, dsn, "busy_timeout("+busyMillis+")", "query_only(1)")
		if err != nil {
			return nil, errors.Join(err, p.close())
		}
		p.idle <- c
		p.size++
	}
	return p, nil
}

// each calls visit with every row of the answer, until visit returns an error.
func (p *pool) each(ctx context.Context, q query, args []any, visit func(row) error) error {
	return p.with(ctx, func(c *conn) error { return c.each(ctx, q, args, visit) })
}

// one returns the first row of the answer, nil if there is none.
func (p *pool) one(ctx context.Context, q query, args ...any) (r row, err error) {
	err = p.with(ctx, func(c *conn) error {
		r, err = c.one(ctx, q, args...)
		return err
	})
	return r, err
}

// with lends read a connection.
func (p *pool) with(ctx context.Context, read func(*conn) error) error {
	select {
	case <-p.closing:
		return nametag.ErrUnavailable
	default:
	}
	select {
	case c := <-p.idle:
		defer func() { p.idle <- c }()
		return read(c)
	case <-p.closing:
		return nametag.ErrUnavailable
	case <-ctx.Done():
		return fmt.Errorf("wait for a connection: %w", ctx.Err())
	}
}

// at lends read a connection that sees the file as it is at one moment. The write-ahead log can't be emptied meanwhile.
func (p *pool) at(ctx context.Context, read func(*conn) error) error {
	return p.with(ctx, func(c *conn) (err error) {
		if _, err := c.exec(ctx, beginRead); err != nil {
			return fmt.Errorf("begin to read: %w", err)
		}
		defer func() {
			_, end := c.exec(context.Background(), rollback)
			err = errors.Join(err, end)
		}()
		return read(c)
	})
}

// close waits for the readers and closes their connections.
func (p *pool) close() error {
	close(p.closing)
	var errs []error
	for range p.size {
		errs = append(errs, (<-p.idle).close())
	}
	return errors.Join(errs...)
}
