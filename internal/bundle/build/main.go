// Build folds the browser code into static/dist: `go run ./internal/bundle/build`, from the repository's root.
// With -watch it does so again whenever a source changes, the gallery too; with -gallery it folds that alone.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"

	"github.com/nametag-dev/nametag/internal/bundle"
)

func main() {
	watch := flag.Bool("watch", false, "build again whenever a source changes")
	gallery := flag.Bool("gallery", false, "build the gallery alone, which only serve --dev shows")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *watch, *gallery, os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, watch, gallery bool, out io.Writer) error {
	root, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("find the repository: %w", err)
	}
	switch {
	case watch:
		return bundle.Watch(ctx, root, out)
	case gallery:
		return bundle.FoldGallery(root)
	}
	built, err := bundle.Build(root)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(built.Files)) {
		_, _ = fmt.Fprintf(out, "%7d  %s/%s\n", len(built.Files[name]), bundle.Dist, name)
	}
	return bundle.Write(root, built.Files)
}
