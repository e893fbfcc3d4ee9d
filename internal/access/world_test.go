package access_test

import (
	"net/netip"
	"testing"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametagtest"
)

const (
	email    = "ada@example.com"
	password = "correct horse battery"
)

// desk is the address that people of the tests log in from.
var desk = netip.MustParseAddr("192.0.2.1")

// world is the doors over a database of their own, with a site and a clock that stands still.
type world struct {
	*access.Doors
	*nametagtest.World
	t    *testing.T
	site int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := nametagtest.New(t)
	return &world{Doors: access.New(w.Store, w.Clock.Now), World: w, t: t, site: int64(w.Site.ID)}
}

func (w *world) admin() *access.Account {
	w.t.Helper()
	a, err := w.SaveAccount(w.t.Context(), email, password, access.Admin, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w *world) logIn() string {
	w.t.Helper()
	_, cookie, err := w.LogIn(w.t.Context(), email, password, desk)
	if err != nil {
		w.t.Fatal(err)
	}
	return cookie
}
