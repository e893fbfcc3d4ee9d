package nametag_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
)

// Every proof is tried with each active key of its use: there are ten at most (spec security §1).
func TestASiteHasTenActiveKeysOfAUse(t *testing.T) {
	t.Parallel()
	w := New(t)
	first := w.Key(proof.UseJSON, proof.UseRawID)
	for range nametag.MaxActiveKeys - 1 {
		w.Key(proof.UseJSON)
	}
	another := func(use nametag.KeyUse) error {
		_, _, err := w.Service.CreateSigningKey(t.Context(), w.Site, "another", []nametag.KeyUse{use}, "")
		return err
	}
	want(t, "one more", errors.Is(another(proof.UseJSON), nametag.ErrTooManyKeys), true)
	want(t, "of another use", another(proof.UseRawID), nil)
	if _, err := w.Service.RetireSigningKey(t.Context(), first.KID, false); err != nil {
		t.Fatal(err)
	}
	want(t, "once one is retired", another(proof.UseJSON), nil)
}

// A secret is one key's: retired or leaked, it doesn't live on as another. Another site may have the same.
func TestASecretIsOneKeys(t *testing.T) {
	t.Parallel()
	w := New(t)
	secret := strings.Repeat("s", 32)
	take := func(w *World) (*nametag.SigningKey, error) {
		k, _, err := w.Service.CreateSigningKey(t.Context(), w.Site, "taken over", []nametag.KeyUse{proof.UseJSON}, secret)
		return k, err
	}
	k, err := take(w)
	want(t, "error", err, nil)
	if _, err := w.Service.RetireSigningKey(t.Context(), k.KID, true); err != nil {
		t.Fatal(err)
	}
	_, err = take(w)
	want(t, "again", errors.Is(err, nametag.ErrTaken), true)
	_, err = take(w.Elsewhere())
	want(t, "elsewhere", err, nil)
}

// A secret from elsewhere is the text that signs there, and nothing that came along with it.
func TestWhatNoSecretIs(t *testing.T) {
	t.Parallel()
	w := New(t)
	const good = "0123456789abcdef 0123456789abcdeé"
	take := func(secret string) (string, error) {
		_, made, err := w.Service.CreateSigningKey(t.Context(), w.Site, "taken over", []nametag.KeyUse{proof.UseJSON}, secret)
		return made, err
	}
	for _, secret := range []string{
		strings.Repeat(" ", 32), good + " ", "\t" + good, good + "\n", "\u00a0" + good, "\ufeff" + good, good + "\ufeff",
		good + "\x00" + good, good + "\x7f" + good, good + "\u0085" + good, good + "\xff", "short",
	} {
		_, err := take(secret)
		var refused *nametag.Error
		if !errors.As(err, &refused) || refused.Code != "bad_value" || refused.Field != "secret" || strings.Contains(refused.Message, good) {
			t.Errorf("%q: got %v, want bad_value for secret", secret, err)
		}
	}
	made, err := take(good)
	want(t, "error", err, nil)
	want(t, "given back", made, "")
}

// A key that can't be opened any more doesn't keep a new one from taking its place.
func TestAKeyTakesThePlaceOfOneThatCantBeOpened(t *testing.T) {
	t.Parallel()
	w := New(t)
	broken := w.Key(proof.UseJSON)
	if _, err := w.Store.ChangeSigningKey(t.Context(), broken.KID, func(k *nametag.SigningKey) { k.Sealed = []byte("x") }); err != nil {
		t.Fatal(err)
	}
	_, _, err := w.Service.CreateSigningKey(t.Context(), w.Site, "new", []nametag.KeyUse{proof.UseJSON}, "")
	want(t, "error", err, nil)
}

// Ten are ten, also where many make one at the same moment.
func TestManyMakeKeysAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	var made atomic.Int32
	var all sync.WaitGroup
	for range 3 * nametag.MaxActiveKeys {
		all.Go(func() {
			_, _, err := w.Service.CreateSigningKey(t.Context(), w.Site, "another", []nametag.KeyUse{proof.UseJSON}, "")
			if err == nil {
				made.Add(1)
			} else if !errors.Is(err, nametag.ErrTooManyKeys) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	want(t, "made", int(made.Load()), nametag.MaxActiveKeys)
}
