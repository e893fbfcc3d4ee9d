package sqlite_test

import (
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const shop nametag.SiteID = 1

// at is the time at which these tests take place.
var at = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// world is a store in a folder of its own, with the site shop.
type world struct {
	testing.TB
	*sqlite.Store
	path string
	ids  nametag.IDs
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{TB: t, path: nametagtest.Database(t)}
	w.Store = w.open(sqlite.Config{})
	w.site(shop, "shop")
	return w
}

// open opens the world's file once more, as another process would.
func (w *world) open(config sqlite.Config) *sqlite.Store {
	w.Helper()
	config.Path = w.path
	s, err := sqlite.Open(w.Context(), config)
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { _ = s.Close() })
	return s
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) site(id nametag.SiteID, key string, aliases ...string) *nametag.Site {
	w.Helper()
	site := &nametag.Site{ID: id, Key: key, Name: key, Aliases: aliases, Enforcement: nametag.Observe,
		Unproven: nametag.Latest, CustomDataBytes: nametag.CustomDataBytes, LinkHours: nametag.LinkHours, CreatedAt: at}
	w.must(w.AddSite(w.Context(), site))
	return site
}

// contact makes a contact of the shop, not yet written.
func (w *world) contact(externalID, email string) *nametag.Contact {
	c := &nametag.Contact{
		ID: nametag.ContactID(w.ids.Next(at)), Site: shop, ExternalID: externalID,
		Email: nametag.Email{Folded: email, Shown: email}, FirstSeen: at,
	}
	if externalID != "" {
		c.ExternalTrust = nametag.Claimed
	}
	if email != "" {
		c.EmailTrust = nametag.Claimed
	}
	return c
}

// visitor makes a visitor of the shop, linked to c unless it is nil, not yet written.
func (w *world) visitor(c *nametag.Contact) *nametag.Visitor {
	v := &nametag.Visitor{ID: nametag.VisitorID(w.ids.Next(at)), Site: shop, Number: 1, FirstSeen: at}
	if c != nil {
		v.Link = nametag.Link{Contact: c.ID, Trust: nametag.Claimed}
	}
	return v
}

// write writes contacts and visitors.
func (w *world) write(rows ...any) {
	w.Helper()
	w.must(write(w, w.Store, rows...))
}

// write writes copies, so that tests may go on changing theirs.
func write(t testing.TB, s *sqlite.Store, rows ...any) error {
	var d nametag.Decision
	for _, r := range rows {
		switch r := r.(type) {
		case *nametag.Contact:
			d.Contacts = append(d.Contacts, r.Clone())
		case *nametag.Visitor:
			d.Visitors = append(d.Visitors, r.Clone())
		}
	}
	_, err := s.Decide(t.Context(), nametag.Keys{}, func(nametag.Known) (nametag.Decision, error) { return d, nil })
	return err
}

// known asks what a decision would be told at the shop, knownAt at any site.
func known(t testing.TB, s *sqlite.Store, keys nametag.Keys) nametag.Known {
	t.Helper()
	return knownAt(t, s, shop, keys)
}

func knownAt(t testing.TB, s *sqlite.Store, site nametag.SiteID, keys nametag.Keys) (k nametag.Known) {
	t.Helper()
	keys.Site = site
	_, err := s.Decide(t.Context(), keys, func(known nametag.Known) (nametag.Decision, error) {
		k = known
		return nametag.Decision{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}
