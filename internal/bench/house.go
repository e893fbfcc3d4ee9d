package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
	"github.com/nametag-dev/nametag/internal/wire"
)

// house is a data folder with people in it, as a server would have left it.
type house struct {
	data   string
	site   *nametag.Site
	key    *access.ServerKey
	apiKey string          // may watch
	first  nametag.Browser // of the person number 0; the others' visitors follow it one by one
	people int
}

// origin is where the site's pages are.
const origin = "https://shop.example"

// databaseFile is where the server looks for its database in the data folder.
const databaseFile = "nametag.db"

// furnish makes a house with that many people, each known by an id and an email and linked to a browser. Person number
// 0 comes in by the real door; the others are her likeness.
func furnish(ctx context.Context, data string, people int) (*house, error) {
	houses, err := street(ctx, data, 1)
	if err != nil {
		return nil, err
	}
	h := houses[0]
	h.people = people
	if err := likenesses(ctx, h.database(), h.first.Visitor, people); err != nil {
		return nil, fmt.Errorf("furnish %s with %d people: %w", data, people, err)
	}
	return h, nil
}

// street makes houses that share a data folder: sites of one server, with one person each.
func street(ctx context.Context, data string, n int) (houses []*house, err error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	key, err := access.LoadServerKey(data)
	if err != nil {
		return nil, err
	}
	store, err := sqlite.Open(ctx, sqlite.Config{Path: filepath.Join(data, databaseFile)})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	for range n {
		h := &house{data: data, key: key, people: 1}
		if err := h.moveIn(ctx, store); err != nil {
			return nil, fmt.Errorf("furnish %s: %w", data, err)
		}
		houses = append(houses, h)
	}
	return houses, nil
}

func (h *house) database() string { return filepath.Join(h.data, databaseFile) }

// Shop is the site of all people who are made up here, before it is created.
func Shop() nametag.Site {
	return nametag.Site{Name: "A crowded shop", Origins: []string{origin}, InstalledAt: time.Now(), InstalledOrigin: origin}
}

// moveIn makes the site, a key to watch it with, and the first person.
func (h *house) moveIn(ctx context.Context, store *sqlite.Store) (err error) {
	service := h.service()
	service.Store = store
	if h.site, err = service.CreateSite(ctx, Shop()); err != nil {
		return err
	}
	if _, h.apiKey, err = access.New(store, time.Now).CreateAPIKey(ctx, int64(h.site.ID), "bench", []string{"all"}); err != nil {
		return err
	}
	claim, err := wire.ParseClaim([]byte(argsOf(0, 0)))
	if err != nil {
		return err
	}
	command := nametag.Command{ID: "bench-moves-in", Call: nametag.CallIdentify, Claim: claim}
	out, err := service.Identify(ctx, service.Open(h.site, ""), command)
	h.first = out.Browser
	return err
}

// service is a domain without a store: good for making tokens.
func (h *house) service() *nametag.Service {
	return &nametag.Service{Feed: nobody{}, Keys: keyring{h.key}, Now: time.Now, IDs: &nametag.IDs{}, Memory: &nametag.Memory{}}
}

// token is the token of a person's browser.
func (h *house) token(person int) string {
	b := h.first
	b.Site, b.Visitor = h.site, b.Visitor+nametag.VisitorID(person)
	return h.service().Token(b)
}

// strangers are tokens of visitors that nobody has seen yet.
func (h *house) strangers(n int) []string {
	s := h.service()
	tokens := make([]string, n)
	for i := range tokens {
		tokens[i] = s.Token(s.Open(h.site, ""))
	}
	return tokens
}

// house returns the house with that many people, furnished when it is first asked for and kept for the run.
func (b *bench) house(ctx context.Context, people int) (*house, error) {
	if h := b.houses[people]; h != nil {
		return h, nil
	}
	b.say("  furnishing a house for %d people", people)
	h, err := furnish(ctx, filepath.Join(b.dir, "house-"+strconv.Itoa(people)), people)
	if err == nil {
		b.houses[people] = h
	}
	return h, err
}

// keyring derives the domain's keys from the server's.
type keyring struct{ key *access.ServerKey }

// Derive implements [nametag.Keyring].
func (k keyring) Derive(purpose string, site nametag.SiteID) []byte {
	return k.key.Derive(purpose, int64(site))
}

// nobody is a feed that nobody follows.
type nobody struct{}

// Publish implements [nametag.Feed].
func (nobody) Publish(nametag.Change) {}
