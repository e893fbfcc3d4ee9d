package static

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Scripts returns what strangers' pages load: the widget, and the same for pages that were written for another vendor. Such
// a page may pin a file by its hashed name, so each is to be served for as long as there are pages.
func (f *Folder) Scripts() ([]File, error) {
	var scripts []File
	for _, pattern := range []string{"nametag*.js", "compat/*.js"} {
		names, err := fs.Glob(f.files, path.Join("dist", pattern))
		if err != nil {
			return nil, fmt.Errorf("list scripts: %w", err)
		}
		for _, name := range names {
			script, err := f.plain(strings.TrimPrefix(name, "dist/"))
			if err != nil {
				return nil, err
			}
			scripts = append(scripts, script)
		}
	}
	return scripts, nil
}

// Kept is a script that some build brought, under the hashed name that it had there.
func Kept(pinned string, content, brotli, gzip []byte) File {
	plain, hash := splitHash(pinned)
	return File{Name: plain, Pinned: pinned, Type: mediaType(plain), Hash: hash, Hashed: true, Bytes: content, Brotli: brotli, Gzip: gzip}
}
