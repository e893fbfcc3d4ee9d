package sqlite_test

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/proof"
)

// What the command line makes and ends is seen once we looked: keys are kept with the sites.
func TestForeignSigningKeysAreSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server, look := w.ticking()
	check := func(step string, want ...*nametag.SigningKey) {
		t.Helper()
		if got, err := server.SigningKeys(t.Context(), shop); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v (%v)", step, got, want, err)
		}
	}
	check("none")
	k := &nametag.SigningKey{KID: "k1", Site: shop, Name: "web", Uses: []nametag.KeyUse{proof.UseToken}, Sealed: []byte{1}, CreatedAt: at}
	w.addSigningKey(k)
	look()
	check("made", k)
	retired, err := w.ChangeSigningKey(t.Context(), k.KID, func(k *nametag.SigningKey) { k.RetiredAt, k.Leaked = at, true })
	w.must(err)
	look()
	check("retired", retired)
}

func (w *world) addSigningKey(k *nametag.SigningKey) {
	w.Helper()
	w.must(w.AddSigningKey(w.Context(), k, func([]*nametag.SigningKey) error { return nil }))
}

func TestSigningKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	var want []*nametag.SigningKey
	for i := range 3 {
		k := &nametag.SigningKey{
			KID: "k" + strconv.Itoa(9-i), Site: shop, Name: "web", Uses: []nametag.KeyUse{proof.UseRawID, proof.UseToken},
			Sealed: []byte{0, 1, byte(i)}, CreatedAt: at.Add(time.Duration(i) * time.Minute),
		}
		w.addSigningKey(k)
		want = append(want, k)
		if got, err := w.SigningKeys(t.Context(), shop); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("after %d: got %v, want %v (%v)", i+1, got, want, err)
		}
	}
	change := func(k *nametag.SigningKey) { k.RetiredAt, k.Leaked, k.Sealed = at, true, []byte{5} }
	change(want[1])
	if got, err := w.ChangeSigningKey(t.Context(), want[1].KID, change); err != nil || !reflect.DeepEqual(got, want[1]) {
		t.Errorf("got %v, want %v (%v)", got, want[1], err)
	}
	if got, err := w.SigningKeys(t.Context(), shop); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v (%v)", got, want, err)
	}
	if got, err := w.SigningKeys(t.Context(), 2); err != nil || len(got) != 0 {
		t.Errorf("of another site: %v, %v", got, err)
	}
	if got, err := w.SigningKey(t.Context(), want[1].KID); err != nil || !reflect.DeepEqual(got, want[1]) {
		t.Errorf("got %v, want %v (%v)", got, want[1], err)
	}
}

// A change sees what was changed before; a key that isn't there, or that check refuses, is not written.
func TestSigningKeysAreChangedInOnePiece(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := &nametag.SigningKey{KID: "k1", Site: shop, Name: "web", Uses: []nametag.KeyUse{proof.UseToken}, Sealed: []byte{1}, CreatedAt: at}
	w.addSigningKey(k)
	var all errgroup.Group
	for range 20 {
		all.Go(func() error {
			_, err := w.ChangeSigningKey(t.Context(), "k1", func(k *nametag.SigningKey) { k.Name += "x" })
			return err
		})
	}
	w.must(all.Wait())
	if got, err := w.SigningKey(t.Context(), "k1"); err != nil || got.Name != "web"+strings.Repeat("x", 20) {
		t.Errorf("got %v (%v), want all changes", got, err)
	}
	if got, err := w.ChangeSigningKey(t.Context(), "k2", func(*nametag.SigningKey) {}); got != nil || !errors.Is(err, nametag.ErrNotFound) {
		t.Errorf("got %v, %v, want it not to be found", got, err)
	}
	refused := &nametag.SigningKey{KID: "k3", Site: shop, CreatedAt: at}
	err := w.AddSigningKey(t.Context(), refused, func(beside []*nametag.SigningKey) error {
		if len(beside) != 1 || beside[0].KID != "k1" {
			t.Errorf("got %v, want those beside", beside)
		}
		return nametag.ErrTooManyKeys
	})
	if keys, _ := w.SigningKeys(t.Context(), shop); !errors.Is(err, nametag.ErrTooManyKeys) || len(keys) != 1 {
		t.Errorf("got %v and %v, want it to be refused", err, keys)
	}
}
