package main

import (
	"context"
	"fmt"

	"github.com/nametag-dev/nametag/internal/sqlite"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/static"
)

// files lets web read the built files.
func files(built *static.Folder) func(string) (web.File, error) {
	return func(name string) (web.File, error) {
		f, err := built.File(name)
		return web.File(f), err
	}
}

// keepScripts keeps this build's scripts in the database: pages that pin them need them after an upgrade, too, and may be
// answered by a server of another build meanwhile.
func keepScripts(ctx context.Context, store *sqlite.Store, built *static.Folder) error {
	files, err := built.Scripts()
	if err != nil {
		return err
	}
	scripts := make([]sqlite.Script, len(files))
	for i, f := range files {
		scripts[i] = sqlite.Script{Name: f.Pinned, Content: f.Bytes, Brotli: f.Brotli, Gzip: f.Gzip}
	}
	if err := store.KeepScripts(ctx, scripts); err != nil {
		return fmt.Errorf("keep this build's scripts: %w", err)
	}
	return nil
}

// keptScript lets web read the scripts that any build brought.
func keptScript(store *sqlite.Store) func(context.Context, string) (web.File, error) {
	return func(ctx context.Context, name string) (web.File, error) {
		s, err := store.Script(ctx, name)
		return web.File(static.Kept(s.Name, s.Content, s.Brotli, s.Gzip)), err
	}
}
