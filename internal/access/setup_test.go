package access_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/nametag-dev/nametag/internal/access"
)

func TestSetUpMakesTheFirstAdmin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.openSetup()
	a, cookie, err := w.SetUp(t.Context(), token, email, password, desk)
	if err != nil {
		t.Fatal(err)
	}
	if a.Role != access.Admin {
		t.Errorf("got role %s, want admin", a.Role)
	}
	if who, err := w.WhoIs(t.Context(), cookie); err != nil || who.Email != email {
		t.Errorf("got %v, %v, want the admin to be logged in", who, err)
	}
	if _, _, err := w.LogIn(t.Context(), email, password, desk); err != nil {
		t.Errorf("got %v, want the admin's password to work", err)
	}
}

func TestSetupLinkWorksOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.openSetup()
	var made atomic.Int32
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			_, _, err := w.SetUp(t.Context(), token, string(rune('a'+i))+"@example.com", password, desk)
			switch {
			case err == nil:
				made.Add(1)
			case !errors.Is(err, access.ErrNotFound):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := made.Load(); got != 1 {
		t.Errorf("got %d admins of one link, want 1", got)
	}
	if token, err := w.OpenSetup(t.Context()); err != nil || token != "" {
		t.Errorf("got %q, %v, want no new link while there is an admin", token, err)
	}
}

func TestOnlyTheNewestSetupLinkLives(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	older, newer := w.openSetup(), w.openSetup()
	for name, token := range map[string]string{"an older link": older, "no link": "", "another link": newer[:42] + "!"} {
		if _, _, err := w.SetUp(t.Context(), token, email, password, desk); !errors.Is(err, access.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
	}
	if _, _, err := w.SetUp(t.Context(), newer, email, password, desk); err != nil {
		t.Errorf("the newest link: %v", err)
	}
}

func TestSetupLinkDiesWithAnAdminMadeElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.openSetup()
	w.admin()
	if _, _, err := w.SetUp(t.Context(), token, "eve@example.com", password, desk); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound once there is an admin", err)
	}
}

// A typing mistake doesn't cost the operator the link.
func TestSetupLinkOutlivesBadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.openSetup()
	var input *access.InputError
	if _, _, err := w.SetUp(t.Context(), token, email, "short", desk); !errors.As(err, &input) {
		t.Fatalf("got %v, want an InputError", err)
	}
	if _, _, err := w.SetUp(t.Context(), token, email, password, desk); err != nil {
		t.Errorf("the link after a mistake: %v", err)
	}
}

func (w *world) openSetup() string {
	w.t.Helper()
	token, err := w.OpenSetup(w.t.Context())
	if err != nil || len(token) != 43 {
		w.t.Fatalf("got token %q, %v, want 43 characters", token, err)
	}
	return token
}
