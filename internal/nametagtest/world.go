// Package nametagtest puts up the real domain for a test: on a SQLite file of its own, with a clock that stands still
// and a feed that remembers. Its fixtures read as sentences: world.Browser().Identify(nametagtest.ID("42").Named("Jane")).
package nametagtest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// World is one server's domain with one site, in observe mode and out of development mode.
type World struct {
	T       testing.TB
	Path    string // of the database
	Store   *sqlite.Store
	Service *nametag.Service
	Clock   *Clock
	Feed    *Feed
	Site    *nametag.Site
	keys    *keys // of Site
}

// New puts up a world that ends with the test.
func New(t testing.TB) *World {
	t.Helper()
	w := &World{T: t, Path: Database(t), Clock: &Clock{now: Noon}, Feed: &Feed{}, keys: &keys{}}
	w.open()
	t.Cleanup(func() {
		w.Verify()
		w.close()
	})
	site, err := w.Service.CreateSite(t.Context(), nametag.Site{Name: "Shop", Origins: []string{"https://shop.example"}})
	w.must(err)
	w.Site = site
	return w
}

// Noon is when a world begins.
var Noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// lives are those of the spec (security §6).
var lives = nametag.Lives{Anonymous: 30 * 24 * time.Hour, Unproven: 400 * 24 * time.Hour, Evidence: nametag.LeastEvidence}

// Restart closes the store and opens it again, as a server does that was stopped and started.
func (w *World) Restart() {
	w.T.Helper()
	w.close()
	w.open()
}

// Elsewhere is the same server seen from another, empty site of its own.
func (w *World) Elsewhere() *World {
	w.T.Helper()
	site, err := w.Service.CreateSite(w.T.Context(), nametag.Site{Name: "Elsewhere"})
	w.must(err)
	other := *w
	other.Site, other.keys = site, &keys{}
	return &other
}

// SetSite changes the site's settings.
func (w *World) SetSite(change func(*nametag.Site)) {
	w.T.Helper()
	w.must(w.TrySite(change))
}

// TrySite is SetSite of what may be refused.
func (w *World) TrySite(change func(*nametag.Site)) error {
	site, err := w.Service.SetSite(w.T.Context(), w.Site.Key, func(s *nametag.Site) error {
		change(s)
		return nil
	})
	if err == nil {
		w.Site = site
	}
	return err
}

// Browser is a new browser that has never been here.
func (w *World) Browser() *Browser {
	return &Browser{world: w, Browser: w.Service.Open(w.Site, "")}
}

// Contact is the one contact that holds an external id; the test ends if there is none.
func (w *World) Contact(externalID string) *nametag.Contact {
	w.T.Helper()
	found, err := w.Store.Contacts(w.T.Context(), w.Site.ID, nametag.ContactQuery{ExternalID: externalID, Limit: 2})
	w.must(err)
	if len(found) != 1 {
		w.T.Fatalf("contacts with external_id %q: got %d, want 1", externalID, len(found))
	}
	return found[0]
}

// Visitor is the row of a visitor; the test ends if there is none.
func (w *World) Visitor(id nametag.VisitorID) *nametag.Visitor {
	w.T.Helper()
	v, err := w.Store.Visitor(w.T.Context(), w.Site.ID, id)
	w.must(err)
	return v
}

// Contacts are all live contacts, newest first.
func (w *World) Contacts() []*nametag.Contact {
	w.T.Helper()
	found, err := w.Store.Contacts(w.T.Context(), w.Site.ID, nametag.ContactQuery{Limit: 1000})
	w.must(err)
	return found
}

// Ledger is all of a contact's entries, newest first.
func (w *World) Ledger(id nametag.ContactID) []nametag.Entry {
	w.T.Helper()
	entries, err := w.Store.Entries(w.T.Context(), w.Site.ID, id, 0, 1000)
	w.must(err)
	return entries
}

// Verify replays the ledger from nothing and compares it with the tables, as every test does at its end.
func (w *World) Verify() {
	w.T.Helper()
	differences, err := w.Service.Verify(context.Background(), nil)
	w.must(err)
	for _, d := range differences {
		w.T.Errorf("the ledger and the tables differ: %s", d)
	}
}

func (w *World) open() {
	w.T.Helper()
	store, err := sqlite.Open(w.T.Context(), sqlite.Config{Path: w.Path})
	w.must(err)
	w.Store = store
	w.Service = &nametag.Service{
		Store: store, Feed: w.Feed, Keys: keyring{}, Now: w.Clock.Now, IDs: &nametag.IDs{}, Lives: lives, Memory: &nametag.Memory{},
	}
}

func (w *World) close() {
	w.T.Helper()
	w.must(w.Store.Close())
}

func (w *World) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Clock stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time on the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now.Add(456_789) // real clocks aren't round; the domain's is, to the millisecond
}

// Pass moves the clock on.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Feed remembers what was published.
type Feed struct {
	mu      sync.Mutex
	changes []nametag.Change
}

// Publish implements [nametag.Feed].
func (f *Feed) Publish(c nametag.Change) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.changes = append(f.changes, c)
}

// Take returns what was published since it was last taken.
func (f *Feed) Take() []nametag.Change {
	f.mu.Lock()
	defer f.mu.Unlock()
	taken := f.changes
	f.changes = nil
	return taken
}

// keyring derives keys that are the same in every test.
type keyring struct{}

func (keyring) Derive(purpose string, site nametag.SiteID) []byte {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(purpose), uint64(site)))
	return sum[:]
}
