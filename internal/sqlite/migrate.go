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
	for range len(provider.ListSources()) + 2 { // another process may migrate at the same time, and win every step
		if err = lift(ctx, provider); err == nil {
			break
		}
	}
	return err
}

// lift applies the migrations that the file lacks. It refuses a file that a newer program wrote: what that one knows,
// this one would lose.
func lift(ctx context.Context, provider *goose.Provider) error {
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	sources := provider.ListSources()
	newest := sources[len(sources)-1].Version
	switch {
	case version == newest:
		return nil
	case version > newest:
		return fmt.Errorf("a newer Nametag wrote it (schema %d, this one knows %d): run that version, or a later one", version, newest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}
