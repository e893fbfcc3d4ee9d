package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// house is the data folder, open, and those who decide on what is in it.
type house struct {
	key     *access.ServerKey
	store   *sqlite.Store
	service *nametag.Service
	doors   *access.Doors
}

// withHouse opens the data folder for one command, which may run beside a server, and closes it after. Whoever meant
// the folder of a running server is told if there was none.
func withHouse(ctx context.Context, t *terminal, data string, work func(*house) error) error {
	if _, err := os.Stat(filepath.Join(data, access.DatabaseFile)); errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(t.err, "nametag: there was no data in %s, so it was made; a server's own is named with --data\n", data)
	}
	h, err := openHouse(ctx, data, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return errors.Join(work(h), h.close())
}

// openHouse opens the data folder, and makes what is missing in it. Nobody is told what changes, until service
// has another Feed. log hears what goes wrong in the background.
func openHouse(ctx context.Context, data string, log *slog.Logger) (*house, error) {
	if err := makeFolder(data); err != nil {
		return nil, err
	}
	key, err := access.LoadServerKey(data)
	switch {
	case errors.Is(err, access.ErrKeyLost):
		return nil, err // another folder is no help
	case err != nil:
		return nil, unusable(data, err)
	}
	store, err := sqlite.Open(ctx, sqlite.Config{Path: filepath.Join(data, access.DatabaseFile), Log: log})
	if err != nil {
		return nil, unusable(data, err)
	}
	return &house{
		key: key, store: store,
		service: &nametag.Service{
			Store: store, Feed: silence{}, Keys: keyring{key}, Now: time.Now, IDs: &nametag.IDs{}, Memory: &nametag.Memory{},
		},
		doors: access.New(store, time.Now),
	}, nil
}

func (h *house) close() error {
	if err := h.store.Close(); err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	return nil
}

// healthy says whether the store reads and writes.
func (h *house) healthy(ctx context.Context) error {
	if err := h.store.Healthy(ctx); err != nil {
		return fmt.Errorf("ask the database: %w", err)
	}
	return nil
}

func makeFolder(data string) error {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return unusable(data, err)
	}
	return nil
}

// unusable says which folder is meant and how to name another.
func unusable(data string, err error) error {
	return fmt.Errorf("--data: the data folder %s can't be used: %w\n"+
		"Give this user a folder to write in, or name another with --data or NAMETAG_DATA", data, err)
}

// site finds a site by the key that was typed.
func (h *house) site(ctx context.Context, key string) (*nametag.Site, error) {
	site, err := h.service.Site(ctx, key)
	if errors.Is(err, nametag.ErrSiteUnknown) {
		return nil, fmt.Errorf("no site has the key %q; nametag site list shows them", key)
	}
	if err != nil {
		return nil, fmt.Errorf("find site: %w", err)
	}
	return site, nil
}

func (h *house) siteIDs(ctx context.Context, keys []string) ([]int64, error) {
	var ids []int64
	for _, key := range keys {
		site, err := h.site(ctx, key)
		if err != nil {
			return nil, err
		}
		ids = append(ids, int64(site.ID))
	}
	return ids, nil
}

// siteKeys returns the keys of sites, in the order of their ids.
func (h *house) siteKeys(ctx context.Context, ids []int64) ([]string, error) {
	sites, err := h.store.Sites(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sites: %w", err)
	}
	keys := []string{}
	for _, site := range sites {
		if slices.Contains(ids, int64(site.ID)) {
			keys = append(keys, site.Key)
		}
	}
	return keys, nil
}

// unknown says that nothing has the name that was typed, and where names are listed; other errors stay as they are.
func unknown(err error, what, name, list string) error {
	if errors.Is(err, nametag.ErrNotFound) || errors.Is(err, access.ErrNotFound) {
		return fmt.Errorf("there is no %s %q; %s shows them", what, name, list)
	}
	return err
}

// keyring derives the domain's keys from the server's.
type keyring struct{ key *access.ServerKey }

// Derive implements [nametag.Keyring].
func (k keyring) Derive(purpose string, site nametag.SiteID) []byte {
	return k.key.Derive(purpose, int64(site))
}

// silence is the feed of a command that nobody watches: a running server reads the store itself.
type silence struct{}

// Publish implements [nametag.Feed].
func (silence) Publish(nametag.Change) {}
