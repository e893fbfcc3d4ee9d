package static

import (
	"fmt"
	"io/fs"
	"path"
)

// Scripts returns what strangers' pages load. Such a page may pin a file by its hashed name, so each is to be served for
// as long as there are pages.
func (f *Folder) Scripts() ([]File, error) {
	names, err := fs.Glob(f.files, "dist/nametag*.js")
	if err != nil {
		return nil, fmt.Errorf("list scripts: %w", err)
	}
	scripts := make([]File, len(names))
	for i, name := range names {
		if scripts[i], err = f.plain(path.Base(name)); err != nil {
			return nil, err
		}
	}
	return scripts, nil
}

// Kept is a script that some build brought, under the hashed name that it had there.
func Kept(pinned string, content, brotli, gzip []byte) File {
	plain, hash := splitHash(pinned)
	return File{Name: plain, Pinned: pinned, Type: mediaType(plain), Hash: hash, Hashed: true, Bytes: content, Brotli: brotli, Gzip: gzip}
}
