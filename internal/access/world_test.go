package access_test

import (
	"testing"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametagtest"
)

const (
	email    = "ada@example.com"
	password = "correct horse battery"
)

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
	_, cookie, err := w.LogIn(w.t.Context(), email, password)
	if err != nil {
		w.t.Fatal(err)
	}
	return cookie
}
