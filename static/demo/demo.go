// Package demo holds the pages, pictures and scripts of the demo shop, built into the program. It serves nothing.
package demo

import (
	"embed"
	"io/fs"
	"os"
)

//go:embed *.html *.css *.js plants/*.svg
var embedded embed.FS

const onDisk = "static/demo"

// Files returns the shop's files as they were built in; with dev, those in the disk's ./static/demo.
func Files(dev bool) fs.FS {
	if dev {
		return os.DirFS(onDisk)
	}
	return embedded
}
