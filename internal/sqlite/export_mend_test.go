package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
)

// ErrRollback is how [Store.FailRollback] fails, and NeverWritten what it tries to write: the hash of a setup link.
var (
	ErrRollback  = errors.New("disk I/O error")
	NeverWritten = []byte("never written")
)

// FailRollback has a job fail after it wrote, and the ROLLBACK of the writer's connection after it.
func (s *Store) FailRollback(ctx context.Context) error {
	return s.writer.do(ctx, func(t *tx) error {
		if _, err := t.exec(upsertSetup, NeverWritten, int64(0)); err != nil {
			return err
		}
		whole, err := t.conn.prepared(rollback)
		if err != nil {
			return err
		}
		t.conn.stmts[rollback] = stuck{whole}
		return errors.New("no room")
	})
}

// stuck is a statement that fails.
type stuck struct{ statement }

func (stuck) ExecContext(context.Context, []driver.NamedValue) (driver.Result, error) {
	return nil, ErrRollback
}
