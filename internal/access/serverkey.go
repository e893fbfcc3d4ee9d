package access

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// ServerKey is the one key that every other is derived from (spec security §1e). Safe for many goroutines.
type ServerKey struct {
	root    []byte
	derived sync.Map // of purpose and site → []byte; as many as there are purposes and sites
}

const serverKeyBytes = 32

// DatabaseFile is what the database is called in the data folder, beside keys.
const DatabaseFile = "nametag.db"

// LoadServerKey reads keys/server.key in the data folder, and makes it if there is none: folder 0700, file 0600.
// It makes none beside a database that is in use, which would be worth nothing without the key it had: [ErrKeyLost]. A
// folder or file that others may look into is refused: a key that was readable may have been read.
func LoadServerKey(dataDir string) (*ServerKey, error) {
	dir := filepath.Join(dataDir, "keys")
	path := filepath.Join(dir, "server.key")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make key folder: %w", err)
	}
	if err := refuseWide(dir, "700"); err != nil {
		return nil, err
	}
	if err := ensureServerKey(dir, path, filepath.Join(dataDir, DatabaseFile)); err != nil {
		return nil, fmt.Errorf("make server key: %w", err)
	}
	return readServerKey(path)
}

// ensureServerKey makes the key if there is none. The database is looked at first: a program that starts at the same
// time makes the key before it, so whoever sees the database sees the key.
func ensureServerKey(dir, path, database string) error {
	used, err := isUsed(database)
	if err != nil {
		return err
	}
	_, err = os.Stat(path)
	switch {
	case !errors.Is(err, fs.ErrNotExist):
		return err
	case used:
		return fmt.Errorf("%w: %s is missing, but %s is in use, and all its tokens and secrets rest on that key; "+
			"restore keys/server.key from where you keep it", ErrKeyLost, path, database)
	}
	return writeServerKey(dir, path)
}

func isUsed(database string) (bool, error) {
	info, err := os.Stat(database)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && info.Size() > 0, err
}

func readServerKey(path string) (*ServerKey, error) {
	if err := refuseWide(path, "600"); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read server key: %w", err)
	}
	root, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(root) != serverKeyBytes {
		return nil, fmt.Errorf("read server key: %s does not hold %d bytes in base64url; restore it from where you keep it", path, serverKeyBytes)
	}
	return &ServerKey{root: root}, nil
}

// writeServerKey writes a new key beside its place and links it there, so that of two programs that start at once one
// wins and neither reads half a key.
func writeServerKey(dir, path string) error {
	f, err := os.CreateTemp(dir, ".server.key-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	key := make([]byte, serverKeyBytes)
	_, _ = rand.Read(key)
	_, err = f.WriteString(base64.RawURLEncoding.EncodeToString(key) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(dir)
}

// syncDir makes the new name survive a power cut: without its key the data can't be read.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func refuseWide(path, mode string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("look at server key: %w", err)
	}
	if perm := info.Mode().Perm(); perm&0o077 != 0 && runtime.GOOS != "windows" {
		return fmt.Errorf("%s has mode %04o, so others may read the server key: run `chmod %s %s`", path, perm, mode, path)
	}
	return nil
}

// Derive returns 32 bytes by HKDF-SHA256, always the same for the same purpose and site. They must not be changed.
func (k *ServerKey) Derive(purpose string, site int64) []byte {
	info := fmt.Sprintf("nametag/%d/%s", site, purpose)
	if key, ok := k.derived.Load(info); ok {
		return key.([]byte)
	}
	key, err := hkdf.Key(sha256.New, k.root, nil, info, sha256.Size)
	if err != nil {
		panic("access: derive key: " + err.Error()) // only for lengths that are out of range
	}
	k.derived.Store(info, key)
	return key
}
