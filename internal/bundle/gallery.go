package bundle

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

// The gallery shows the panel's parts in all their states to who works on them. It is built beside dist, where git ignores
// it and no release takes it in; static.Files(true) finds it.
const (
	Dev           = "static/dev"
	GalleryEntry  = "static/panel/gallery/gallery.tsx"
	galleryStyles = "static/panel/gallery/gallery.css"
	galleryPage   = "static/panel/gallery/gallery.html"
)

// FoldGallery builds the gallery of the sources below root, and writes it.
func FoldGallery(root string) error {
	o := options(root)
	o.EntryPointsAdvanced = []api.EntryPoint{
		{InputPath: GalleryEntry, OutputPath: "panel/gallery"},
		{InputPath: galleryStyles, OutputPath: "panel/gallery"},
	}
	o.Format = api.FormatESModule
	o.Target = api.ES2022
	out, err := run(root, o)
	if err != nil {
		return err
	}
	page, err := os.ReadFile(filepath.Join(root, galleryPage))
	if err != nil {
		return fmt.Errorf("read gallery's page: %w", err)
	}
	out.Files["panel/gallery.html"] = page
	return fill(filepath.Join(root, Dev), out.Files)
}
