package access_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
)

func TestLogIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.admin()
	cookie := w.logIn()
	who, err := w.WhoIs(t.Context(), cookie)
	if err != nil {
		t.Fatal(err)
	}
	if who.ID != made.ID || who.Email != email || who.Role != access.Admin {
		t.Errorf("got %+v, want the account that logged in", who)
	}
	if len(cookie) != 43 {
		t.Errorf("got a cookie of %d characters, want 43 for 256 bits", len(cookie))
	}
	if other := w.logIn(); other == cookie {
		t.Error("two logins have the same cookie")
	}
}

func TestLogInFoldsTheEmail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	if _, _, err := w.LogIn(t.Context(), " ADA@Example.com ", password, desk); err != nil {
		t.Errorf("got %v, want the email in another case to be the same", err)
	}
}

// Whoever tries learns nothing about which emails have accounts: neither from the error nor from the time.
func TestLogInTellsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	for name, c := range map[string]struct{ email, password string }{
		"wrong password": {email, "correct horse staple"},
		"empty password": {email, ""},
		"huge password":  {email, strings.Repeat("x", 10_000)},
		"unknown email":  {"eve@example.com", password},
		"no email":       {"nobody", password},
		"empty email":    {"", ""},
		"binary":         {"\xff\x00@", "\xff\x00"},
	} {
		account, cookie, err := w.LogIn(t.Context(), c.email, c.password, desk)
		if !errors.Is(err, access.ErrBadPassword) || account != nil || cookie != "" {
			t.Errorf("%s: got %v, %q, %v, want ErrBadPassword", name, account, cookie, err)
		}
	}
}

// A log-in hashes a password whether or not the email is known: the time that takes is what would tell them apart. A
// hashing takes memory that nothing else here takes.
func TestLogInHashesForUnknownEmailsToo(t *testing.T) {
	w := newWorld(t) // not parallel: it counts what the whole program takes
	w.admin()
	for _, who := range []string{email, "eve@example.com", "no email"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, _ = w.LogIn(t.Context(), who, "correct horse staple", desk)
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got < 19<<20 {
			t.Errorf("%s: got %d bytes, want the 19 MiB of a hashing", who, got)
		}
	}
}

func TestLogOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	cookie, other := w.logIn(), w.logIn()
	for range 2 { // the second time there is nothing left to do
		if err := w.LogOut(t.Context(), cookie); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.WhoIs(t.Context(), cookie); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound for a cookie that was logged out", err)
	}
	if _, err := w.WhoIs(t.Context(), other); err != nil {
		t.Errorf("got %v, want the other login to go on", err)
	}
}

func TestLoginsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	cookie := w.logIn()
	w.Clock.Pass(access.LoginFor - time.Second)
	if _, err := w.WhoIs(t.Context(), cookie); err != nil {
		t.Errorf("got %v, want a login to last %v", err, access.LoginFor)
	}
	w.Clock.Pass(2 * time.Second)
	if _, err := w.WhoIs(t.Context(), cookie); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound after %v", err, access.LoginFor)
	}
}

func TestNewPasswordEndsLogins(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.admin()
	cookie := w.logIn()
	after, err := w.SaveAccount(t.Context(), email, "another good password", access.Admin, nil)
	if err != nil {
		t.Fatal(err)
	}
	if after.ID != before.ID {
		t.Errorf("got id %d, want the known account's %d", after.ID, before.ID)
	}
	if _, err := w.WhoIs(t.Context(), cookie); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("got %v, want the old password's login to end", err)
	}
	if _, _, err := w.LogIn(t.Context(), email, password, desk); !errors.Is(err, access.ErrBadPassword) {
		t.Errorf("got %v, want the old password to be refused", err)
	}
}

func TestUnknownCookiesAreNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, cookie := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("A", 10_000), "\x00\xff"} {
		if _, err := w.WhoIs(t.Context(), cookie); !errors.Is(err, access.ErrNotFound) {
			t.Errorf("cookie %.20q: got %v, want ErrNotFound", cookie, err)
		}
	}
}

// What lies on the disk lets nobody in: neither passwords nor cookies nor keys are in it.
func TestSecretsAreKeptAsHashes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	cookie := w.logIn()
	_, key, err := w.CreateAPIKey(t.Context(), w.site, "backend", []string{"all"})
	if err != nil {
		t.Fatal(err)
	}
	token := "" // there is an admin, so no link is opened
	if token, err = w.OpenSetup(t.Context()); err != nil || token != "" {
		t.Fatalf("got %q, %v, want no setup link", token, err)
	}
	_, invitation := w.invite("bob@example.com", access.Admin)
	kept := w.files()
	for name, secret := range map[string]string{"password": password, "cookie": cookie, "API key": key, "invitation": invitation} {
		if bytes.Contains(kept, []byte(secret)) {
			t.Errorf("the %s lies in the database", name)
		}
	}
	if !bytes.Contains(kept, []byte("$argon2id$v=19$m=19456,t=2,p=1$")) {
		t.Error("the password's hash isn't argon2id with OWASP's parameters")
	}
}

// files is all that the store has on the disk.
func (w *world) files() []byte {
	w.t.Helper()
	var all []byte
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(w.Path + end)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			w.t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}

// Many at once wait for each other instead of taking the server's memory.
func TestManyLogInsWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, _, err := w.LogIn(t.Context(), email, password, desk); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestWaitingToLogInCanBeGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := w.LogIn(ctx, email, password, desk); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
