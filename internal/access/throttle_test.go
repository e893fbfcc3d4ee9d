package access_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
)

// stranger is the address of one of many.
func stranger(i int) netip.Addr { return netip.AddrFrom4([4]byte{203, 0, byte(i >> 8), byte(i)}) }

// tooSoon is how long one must wait to try again, 0 if the password was looked at.
func (w *world) tooSoon(email, password string, from netip.Addr) time.Duration {
	w.t.Helper()
	_, cookie, err := w.LogIn(w.t.Context(), email, password, from)
	var e *access.TooSoonError
	switch {
	case errors.As(err, &e) && cookie == "":
		return e.Wait
	case err != nil && !errors.Is(err, access.ErrBadPassword):
		w.t.Fatal(err)
	}
	return 0
}

// However many addresses the guesses come from, an account bears few of them, and one that doesn't exist just as many.
func TestGuessesOfAPasswordAreFew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	for _, who := range []string{email, "eve@example.com", "no email"} {
		for i := range 10 {
			if wait := w.tooSoon(who, "correct horse staple", stranger(i)); wait > 0 {
				t.Fatalf("%s: guess %d is told to wait %v", who, i, wait)
			}
		}
		for _, password := range []string{"correct horse staple", password} { // whether it is right isn't looked at
			if wait := w.tooSoon(who, password, stranger(10)); wait != 10*time.Second {
				t.Errorf("%s: got a wait of %v, want 10 s", who, wait)
			}
		}
	}
	if wait := w.tooSoon(" ADA@example.com", password, stranger(11)); wait == 0 {
		t.Error("spelt otherwise, the account is counted anew")
	}
	w.Clock.Pass(10 * time.Second)
	if wait := w.tooSoon(email, "correct horse staple", stranger(12)); wait > 0 {
		t.Errorf("10 s later: got a wait of %v, want none", wait)
	}
	if wait := w.tooSoon(email, password, stranger(12)); wait != 10*time.Second {
		t.Errorf("and again: got a wait of %v, want 10 s", wait)
	}
}

// Guesses from elsewhere don't keep those out who have logged in from where they are.
func TestAStrangerLocksNobodyOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	w.logIn()
	for i := range 20 {
		w.tooSoon(email, "correct horse staple", stranger(i))
	}
	for i := range 30 { // nor does all that a neighbour tries with other accounts
		w.tooSoon(strconv.Itoa(i)+"@example.com", password, desk)
	}
	if wait := w.tooSoon("eve@example.com", password, desk); wait != 2*time.Second {
		t.Errorf("the address: got a wait of %v, want 2 s", wait)
	}
	if wait := w.tooSoon(email, password, desk); wait > 0 {
		t.Errorf("the admin at her desk: got a wait of %v, want none", wait)
	}
	for range 10 {
		w.tooSoon(email, "correct horse staple", desk)
	}
	if wait := w.tooSoon(email, password, desk); wait != 10*time.Second {
		t.Errorf("after ten wrong ones at her desk: got a wait of %v, want 10 s", wait)
	}
}

// The desk where the account was set up is one where somebody logged in.
func TestSetUpIsALogIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token, err := w.OpenSetup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.SetUp(t.Context(), token, email, password, desk); err != nil {
		t.Fatal(err)
	}
	for i := range 11 {
		w.tooSoon(email, "correct horse staple", stranger(i))
	}
	if wait := w.tooSoon(email, password, desk); wait > 0 {
		t.Errorf("got a wait of %v, want none", wait)
	}
}

// An address bears wrong passwords of many accounts, but not without end. IPv6 is counted by /64.
func TestAnAddressGuessesSlowly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	home := func(i int) netip.Addr { return netip.MustParseAddr(fmt.Sprintf("2001:db8::%x", i+1)) }
	for i := range 30 {
		if wait := w.tooSoon(strconv.Itoa(i)+"@example.com", password, home(i)); wait > 0 {
			t.Fatalf("guess %d is told to wait %v", i, wait)
		}
	}
	if wait := w.tooSoon("eve@example.com", password, home(30)); wait != 2*time.Second {
		t.Errorf("got a wait of %v, want 2 s", wait)
	}
	if wait := w.tooSoon("eve@example.com", password, stranger(1)); wait > 0 {
		t.Errorf("from elsewhere: got a wait of %v, want none", wait)
	}
}

// Right passwords cost nothing: tests and careless people log in as often as they like.
func TestRightPasswordsCostNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	for range 40 {
		w.logIn()
	}
}

// What is remembered of logins doesn't grow; the latest are known.
func TestFamiliarPlacesAreBounded(t *testing.T) {
	t.Parallel()
	f := access.NewFamiliar()
	for i := range 3 * access.FamiliarPlaces {
		f.Add(strconv.Itoa(i))
		f.Add("ada")
		f.Add("ada")
	}
	if f.Len() > access.FamiliarPlaces || !f.Has("ada") || !f.Has(strconv.Itoa(3*access.FamiliarPlaces-1)) || f.Has("0") {
		t.Errorf("got %d places, ada %v, want the latest %d", f.Len(), f.Has("ada"), access.FamiliarPlaces)
	}
}
