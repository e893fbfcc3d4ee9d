package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // the driver

	"github.com/nametag-dev/nametag/internal/nametag"
)

// likenesses fills a database with people who are like the first one, whom the real store wrote: the same rows, with
// other ids and other names. A million come within a quarter of a minute, where the front door would take minutes.
func likenesses(ctx context.Context, file string, first nametag.VisitorID, people int) (err error) {
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=synchronous(0)&_pragma=journal_mode(MEMORY)")
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	db.SetMaxOpenConns(1) // temporary tables are a connection's own
	defer func() { err = errors.Join(err, db.Close()) }()
	var contact int64
	if err := db.QueryRowContext(ctx, "SELECT contact FROM visitor WHERE id = ?", int64(first)).Scan(&contact); err != nil {
		return fmt.Errorf("find the first person: %w", err)
	}
	for _, table := range []string{"contact", "visitor", "ledger"} {
		if err := multiply(ctx, db, table, contact, int64(first), people); err != nil {
			return fmt.Errorf("multiply %s: %w", table, err)
		}
	}
	// The server writes ahead; leave the file as it leaves it.
	_, err = db.ExecContext(ctx, "PRAGMA journal_mode(WAL)")
	return err
}

// multiply copies the first person's rows of a table for everybody else.
func multiply(ctx context.Context, db *sql.DB, table string, contact, visitor int64, people int) error {
	columns, err := columnsOf(ctx, db, table)
	if err != nil {
		return err
	}
	const mine = "CREATE TEMP TABLE likeness AS SELECT * FROM "
	which := map[string]string{"contact": "id = ?1", "visitor": "id = ?2", "ledger": "contact = ?1 AND visitor = ?2"}[table]
	if _, err := db.ExecContext(ctx, mine+table+" WHERE "+which+" AND ?1 <> ?2", contact, visitor); err != nil {
		return err
	}
	values := make([]string, len(columns))
	for i, c := range columns {
		values[i] = otherwise(c, contact, visitor)
	}
	insert := "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?) INSERT INTO " + table +
		" (" + strings.Join(names(columns), ", ") + ") SELECT " + strings.Join(values, ", ") + " FROM n, likeness"
	if people > 1 {
		if _, err := db.ExecContext(ctx, insert, people); err != nil {
			return err
		}
	}
	_, err = db.ExecContext(ctx, "DROP TABLE likeness")
	return err
}

type column struct{ name, kind string }

func columnsOf(ctx context.Context, db *sql.DB, table string) (columns []column, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name, type FROM pragma_table_info(?)", table)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.name, &c.kind); err != nil {
			return nil, err
		}
		columns = append(columns, c)
	}
	return columns, rows.Err()
}

// otherwise is what the ith likeness has in a column: ids and places in the ledger move on by i, names are her own.
func otherwise(c column, contact, visitor int64) string {
	switch {
	case c.name == "seq", c.name == "head":
		return c.name + " + i"
	case c.kind == "INTEGER":
		return fmt.Sprintf("CASE WHEN %[1]s IN (%[2]d, %[3]d) THEN %[1]s + i ELSE %[1]s END", c.name, contact, visitor)
	case c.kind == "TEXT":
		return fmt.Sprintf("replace(%s, '%s', printf('u%%08d', i))", c.name, nameOf(0))
	}
	return c.name
}

func names(columns []column) []string {
	all := make([]string, len(columns))
	for i, c := range columns {
		all[i] = c.name
	}
	return all
}
