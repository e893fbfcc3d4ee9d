package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Write makes dist below root hold exactly these files; files that are right already keep their times.
func Write(root string, files map[string][]byte) error { return fill(filepath.Join(root, Dist), files) }

// Read returns what dist below root holds, by name; nothing where there is no dist yet.
func Read(root string) (map[string][]byte, error) { return held(filepath.Join(root, Dist)) }

func fill(folder string, files map[string][]byte) error {
	there, err := held(folder)
	if err != nil {
		return err
	}
	for name := range there {
		if _, made := files[name]; made {
			continue
		}
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			return fmt.Errorf("remove old file: %w", err)
		}
	}
	for name, content := range files {
		if old, ok := there[name]; ok && bytes.Equal(old, content) {
			continue
		}
		if err := put(filepath.Join(folder, name), content); err != nil {
			return err
		}
	}
	return nil
}

func put(at string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	if err := os.WriteFile(at, content, 0o644); err != nil {
		return fmt.Errorf("write bundle: %w", err)
	}
	return nil
}

func held(folder string) (map[string][]byte, error) {
	there := os.DirFS(folder)
	files := map[string][]byte{}
	err := fs.WalkDir(there, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(there, name)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read what was built: %w", err)
	}
	return files, nil
}
