package bundle

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

const lookEvery = 250 * time.Millisecond

// Watch builds into dist whenever a source changed, and tells out, until ctx ends. Sources that don't compile are
// told too, and leave dist as it was.
func Watch(ctx context.Context, root string, out io.Writer) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	var seen uint64
	for {
		now, err := look(root)
		if err != nil {
			return err
		}
		if now != seen {
			seen = now
			tell(out, errors.Join(Fold(root), FoldGallery(root)))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Fold builds and writes.
func Fold(root string) error {
	built, err := Build(root)
	if err != nil {
		return err
	}
	return Write(root, built.Files)
}

func tell(out io.Writer, err error) {
	if err != nil {
		_, _ = fmt.Fprintln(out, err)
		return
	}
	_, _ = fmt.Fprintln(out, "built", Dist)
}

// look sums up the names, sizes and times of all sources.
func look(root string) (uint64, error) {
	sum := fnv.New64a()
	for _, folder := range []string{"widget/src", "static/panel", "static/snippets", "internal/wire"} {
		err := fs.WalkDir(os.DirFS(filepath.Join(root, folder)), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err == nil {
				_, err = fmt.Fprintln(sum, name, info.Size(), info.ModTime().UnixNano())
			}
			return err
		})
		if err != nil {
			return 0, fmt.Errorf("look at %s: %w", folder, err)
		}
	}
	return sum.Sum64(), nil
}
