package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/gofrs/flock"
)

// serving is a file in the data folder that a server holds locked while it runs. The lock ends with the process, however
// that ends; the file stays.
const serving = "serving.lock"

// serveAlone makes sure that no other server uses the data folder, since who is here is in one server's memory only.
// Commands may run beside it. The lock is to be closed.
func serveAlone(data string) (*flock.Flock, error) {
	if err := makeFolder(data); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(data, serving), flock.SetPermissions(0o600))
	switch mine, err := lock.TryLock(); {
	case err != nil:
		return nil, unusable(data, errors.Join(err, lock.Close()))
	case !mine:
		return nil, errors.Join(fmt.Errorf("--data: a Nametag serves the data folder %s already\n"+
			"Stop that program, or name another folder with --data or NAMETAG_DATA", data), lock.Close())
	}
	return lock, nil
}
