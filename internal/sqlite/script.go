package sqlite

import (
	"context"
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var (
	insertScript = define(`INSERT INTO script (name, content, brotli, gzip) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING`)
	selectScript = define(`SELECT content, brotli, gzip FROM script WHERE name = ?`)
)

// Script is a file that strangers' pages load, by a name that has its content's hash in it (spec widget §1).
type Script struct {
	Name                  string
	Content, Brotli, Gzip []byte // the compressed forms are nil where there are none
}

// KeepScripts keeps these for ever. Those that are kept already stay as they are.
func (s *Store) KeepScripts(ctx context.Context, scripts []Script) error {
	return s.writer.do(ctx, func(t *tx) error {
		for _, script := range scripts {
			if _, err := t.exec(insertScript, script.Name, script.Content, blob(script.Brotli), blob(script.Gzip)); err != nil {
				return fmt.Errorf("keep script: %w", err)
			}
		}
		return nil
	})
}

// Script returns one that was kept, or [nametag.ErrNotFound].
func (s *Store) Script(ctx context.Context, name string) (Script, error) {
	r, err := s.reads.one(ctx, selectScript, name)
	if err != nil {
		return Script{}, fmt.Errorf("read script: %w", err)
	}
	if r == nil {
		return Script{}, nametag.ErrNotFound
	}
	return Script{Name: name, Content: r.blob(0), Brotli: r.blob(1), Gzip: r.blob(2)}, nil
}
