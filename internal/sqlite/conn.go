package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	lib "modernc.org/sqlite"
)

// conn is one connection with its statements, prepared when they are first used. For one goroutine at a time. It
// speaks to the driver itself: database/sql would take half as long again for each statement of the writer.
type conn struct {
	raw   driver.Conn
	stmts []statement // by query
	args  []driver.NamedValue
}

type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// connect opens a connection and runs pragmas on it, in order.
func connect(ctx context.Context, dsn string, pragmas ...string) (*conn, error) {
	connector, err := lib.NewConnector(dsn)
	if err != nil {
		return nil, fmt.Errorf("parse address: %w", err)
	}
	raw, err := connector.Connect(ctx)
	if err != nil {
		return nil, fmt.Errorf("open connection: %w", err)
	}
	c := &conn{raw: raw, stmts: make([]statement, len(texts))}
	for _, p := range pragmas {
		if err := c.run(ctx, "PRAGMA "+p); err != nil {
			return nil, errors.Join(err, c.close())
		}
	}
	return c, nil
}

func (c *conn) close() error {
	var errs []error
	for _, s := range c.stmts {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(append(errs, c.raw.Close())...)
}

// run executes a text that is not worth keeping prepared.
func (c *conn) run(ctx context.Context, text string) error {
	if _, err := c.raw.(driver.ExecerContext).ExecContext(ctx, text, nil); err != nil {
		return fmt.Errorf("run %q: %w", text, err)
	}
	return nil
}

func (c *conn) prepared(q query) (statement, error) {
	if s := c.stmts[q]; s != nil {
		return s, nil
	}
	s, err := c.raw.Prepare(q.text())
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", q.text(), err)
	}
	c.stmts[q] = s.(statement)
	return c.stmts[q], nil
}

// exec runs a statement and returns how many rows it changed.
func (c *conn) exec(ctx context.Context, q query, args ...any) (int64, error) {
	s, err := c.prepared(q)
	if err != nil {
		return 0, err
	}
	r, err := s.ExecContext(ctx, c.named(args))
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// each calls visit with every row of the answer, until visit returns an error. The row is visit's only until it
// returns. Return [errEnough] to stop early.
func (c *conn) each(ctx context.Context, q query, args []any, visit func(row) error) (err error) {
	s, err := c.prepared(q)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(ctx, c.named(args))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	r := make(row, len(rows.Columns()))
	for {
		switch err := rows.Next(r); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := visit(r); err != nil {
			if errors.Is(err, errEnough) {
				return nil
			}
			return err
		}
	}
}

var errEnough = errors.New("enough rows")

// one returns the first row of the answer, nil if there is none.
func (c *conn) one(ctx context.Context, q query, args ...any) (found row, err error) {
	err = c.each(ctx, q, args, func(r row) error {
		found = r
		return errEnough
	})
	return found, err
}

func (c *conn) named(args []any) []driver.NamedValue {
	c.args = c.args[:0]
	for i, a := range args {
		c.args = append(c.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return c.args
}
