package bench

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// exec runs a statement that nobody interrupts: watching a context costs the driver a goroutine each time.
func (r *raw) exec(statement int, args ...driver.Value) error {
	_, err := r.stmts[statement].(driver.StmtExecContext).ExecContext(context.Background(), named(args))
	return err
}

var errNobody = errors.New("there is nobody by that id")

// first returns the first row of the answer.
func first(s driver.Stmt, args ...driver.Value) (row []driver.Value, err error) {
	rows, err := s.(driver.StmtQueryContext).QueryContext(context.Background(), named(args))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	row = make([]driver.Value, len(rows.Columns()))
	if rows.Next(row) != nil {
		return nil, errNobody
	}
	return row, nil
}

func named(args []driver.Value) []driver.NamedValue {
	all := make([]driver.NamedValue, len(args))
	for i, a := range args {
		all[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	return all
}

func rawConn(file string) (driver.Conn, error) {
	conn, err := (&sqlite.Driver{}).Open("file:" + file)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	for _, p := range rawPragmas {
		if err := rawRun(conn, "PRAGMA "+p); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return conn, nil
}

func rawRun(conn driver.Conn, text string) error {
	if _, err := conn.(driver.ExecerContext).ExecContext(context.Background(), text, nil); err != nil {
		return fmt.Errorf("run %q: %w", text, err)
	}
	return nil
}
