package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	lib "modernc.org/sqlite"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the file's schema up to date.
func migrate(ctx context.Context, dsn string) (err error) {
	connector, err := lib.NewConnector(dsn + "?_busy_timeout=" + busyMillis + "&_pragma=journal_mode(WAL)&_txlock=immediate")
	if err != nil {
		return fmt.Errorf("parse address: %w", err)
	}
	db := sql.OpenDB(connector)
	defer func() { err = errors.Join(err, db.Close()) }()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	_, err = provider.Up(ctx)
	if err != nil {
		_, err = provider.Up(ctx) // another process may have migrated at the same time, and won
	}
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}
