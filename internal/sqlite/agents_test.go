package sqlite_test

import (
	"errors"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
)

func (w *world) account(email string, role access.Role, sites ...int64) *access.Account {
	w.Helper()
	a := &access.Account{Email: email, Role: role, PasswordHash: "h", Sites: sites, CreatedAt: at}
	w.must(w.SaveAccount(w.Context(), a))
	return a
}

func (w *world) invited(id int64, email string, role access.Role) *access.Account {
	w.Helper()
	a := &access.Account{ID: id, Email: email, Role: role, CreatedAt: at, InvitedUntil: at.Add(time.Hour)}
	w.must(w.AddAccount(w.Context(), a, link(email)))
	return a
}

// link is an invitation whose hash is a text.
func link(hash string) access.Invitation {
	return access.Invitation{Hash: []byte(hash), ExpiresAt: at.Add(time.Hour)}
}

func login(a *access.Account, hash string) *access.PanelSession {
	return &access.PanelSession{Hash: []byte(hash), Account: a.ID, CreatedAt: at, ExpiresAt: at.Add(time.Hour)}
}

// loggedIn reports whether a login is there.
func (w *world) loggedIn(hash string) bool {
	w.Helper()
	_, err := w.PanelSession(w.Context(), []byte(hash), at)
	if err != nil && !errors.Is(err, access.ErrNotFound) {
		w.Fatal(err)
	}
	return err == nil
}

func TestAccountsAreListedByEmail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	kim := w.account("kim@example.com", access.Agent, 1, 2)
	bob := w.invited(77, "bob@example.com", access.Agent)
	if got, err := w.Accounts(t.Context()); err != nil || !reflect.DeepEqual(got, []*access.Account{bob, kim}) {
		t.Errorf("got %+v, %v, want bob and kim", got, err)
	}
	if err := w.AddAccount(t.Context(), &access.Account{ID: 78, Email: kim.Email}, link("x")); !errors.Is(err, access.ErrTaken) {
		t.Errorf("kim's email again: got %v, want ErrTaken", err)
	}
}

// What is removed leaves nothing behind that could let in whoever comes after.
func TestARemovedAccountIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	kim := w.account("kim@example.com", access.Agent, 1)
	w.must(w.SavePanelSession(ctx, login(kim, "s"), "h"))
	w.must(w.SaveInvitation(ctx, kim.ID, link("l")))
	w.must(w.RemoveAccount(ctx, kim.ID))
	for _, table := range []string{"agent", "agent_site", "panel_session", "invitation"} {
		var left int
		w.must(w.raw().QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&left))
		if left != 0 {
			t.Errorf("%s keeps %d rows", table, left)
		}
	}
	for name, ask := range map[string]func() error{
		"again":    func() error { return w.RemoveAccount(ctx, kim.ID) },
		"a login":  func() error { return w.SavePanelSession(ctx, login(kim, "late"), "h") },
		"a link":   func() error { return w.SaveInvitation(ctx, kim.ID, link("late")) },
		"its link": func() error { _, err := w.UseInvitation(ctx, []byte("l"), at, "h2"); return err },
		"a change": func() error {
			_, err := w.ChangeAccount(ctx, kim.ID, func(*access.Account) error { return nil })
			return err
		},
		"its words": func() error { return w.SetPassword(ctx, kim, "h2", nil) },
	} {
		if err := ask(); !errors.Is(err, access.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
	}
}

func TestRightsAreChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	kim := w.account("kim@example.com", access.Agent, 1)
	w.must(w.SavePanelSession(ctx, login(kim, "s"), "h"))
	kim.Role, kim.Sites = access.Admin, nil
	got, err := w.ChangeAccount(ctx, kim.ID, func(a *access.Account) error {
		a.Role, a.Sites = access.Admin, nil
		return nil
	})
	kept, _ := w.Account(ctx, kim.ID)
	if err != nil || !reflect.DeepEqual(got, kim) || !reflect.DeepEqual(kept, kim) || !w.loggedIn("s") {
		t.Errorf("got %+v, kept %+v, %v, want %+v and its login", got, kept, err, kim)
	}
	wrong := errors.New("wrong")
	if _, err := w.ChangeAccount(ctx, kim.ID, func(*access.Account) error { return wrong }); !errors.Is(err, wrong) {
		t.Errorf("got %v, want the change's own error", err)
	}
}

// However admins are removed or demoted at once, one who can log in is left. An invited one, who may never come, is none.
func TestAnAdminIsAlwaysLeft(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*world, *access.Account) error{
		"removed": func(w *world, a *access.Account) error { return w.RemoveAccount(w.Context(), a.ID) },
		"demoted": func(w *world, a *access.Account) error {
			_, err := w.ChangeAccount(w.Context(), a.ID, func(a *access.Account) error {
				a.Role = access.Agent
				return nil
			})
			return err
		},
		"saved": func(w *world, a *access.Account) error {
			return w.SaveAccount(w.Context(), &access.Account{Email: a.Email, Role: access.Agent, PasswordHash: "h2"})
		},
	} {
		w := newWorld(t)
		w.invited(77, "invited@example.com", access.Admin)
		admins := []*access.Account{w.account("a@example.com", access.Admin), w.account("b@example.com", access.Admin), w.account("c@example.com", access.Admin)}
		var refused atomic.Int32
		var wg sync.WaitGroup
		for _, a := range admins {
			wg.Go(func() {
				if err := end(w, a); errors.Is(err, access.ErrLastAdmin) {
					refused.Add(1)
				} else if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var left int
		w.must(w.raw().QueryRowContext(t.Context(), "SELECT count(*) FROM agent WHERE role = 'admin' AND password_hash <> ''").Scan(&left))
		if left != 1 || refused.Load() != 1 {
			t.Errorf("%s: %d admins are left, and %d were refused, want one", name, left, refused.Load())
		}
	}
}

// A link works once and until it ends; a newer one takes its place; what it sets ends all logins.
func TestInvitations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	kim := w.account("kim@example.com", access.Agent, 1)
	w.must(w.SavePanelSession(ctx, login(kim, "s"), "h"))
	w.must(w.SaveInvitation(ctx, kim.ID, link("first")))
	w.must(w.SaveInvitation(ctx, kim.ID, link("second")))
	for name, c := range map[string]struct {
		hash string
		now  time.Time
	}{"replaced": {"first", at}, "too old": {"second", at.Add(time.Hour)}, "unknown": {"third", at}} {
		if _, err := w.Invited(ctx, []byte(c.hash), c.now); !errors.Is(err, access.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
		if _, err := w.UseInvitation(ctx, []byte(c.hash), c.now, "h2"); !errors.Is(err, access.ErrNotFound) {
			t.Errorf("use of one that is %s: got %v, want ErrNotFound", name, err)
		}
	}
	for range 2 { // looking spends nothing
		if a, err := w.Invited(ctx, []byte("second"), at.Add(time.Hour-1)); err != nil || a.ID != kim.ID || !w.loggedIn("s") {
			t.Errorf("got %+v, %v, want kim", a, err)
		}
	}
	a, err := w.UseInvitation(ctx, []byte("second"), at, "h2")
	if err != nil || a.PasswordHash != "h2" || !a.InvitedUntil.IsZero() || w.loggedIn("s") {
		t.Errorf("got %+v, %v, want the new password and no login", a, err)
	}
	if _, err := w.UseInvitation(ctx, []byte("second"), at, "h3"); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("used again: got %v, want ErrNotFound", err)
	}
	w.must(w.SaveInvitation(ctx, kim.ID, link("late")))
	w.must(w.Sweep(ctx, at.Add(time.Hour), lives))
	if a, err := w.Account(ctx, kim.ID); err != nil || !a.InvitedUntil.IsZero() {
		t.Errorf("got %+v, %v, want the sweep to forget the link", a, err)
	}
}

// A password is set over the one that was asked for, and over no other; then only one login is left, and no link.
func TestSetPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	kim := w.account("kim@example.com", access.Agent, 1)
	w.must(w.SavePanelSession(ctx, login(kim, "mine"), "h"))
	w.must(w.SavePanelSession(ctx, login(kim, "another"), "h"))
	w.must(w.SaveInvitation(ctx, kim.ID, link("l")))
	w.must(w.SetPassword(ctx, kim, "h2", []byte("mine")))
	if !w.loggedIn("mine") || w.loggedIn("another") {
		t.Error("want the login that is kept, and no other")
	}
	if _, err := w.Invited(ctx, []byte("l"), at); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("the link: got %v, want ErrNotFound", err)
	}
	if err := w.SetPassword(ctx, kim, "h3", nil); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("over a password that is gone: got %v, want ErrNotFound", err)
	}
	if err := w.SavePanelSession(ctx, login(kim, "old"), "h"); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("a login by the old password: got %v, want ErrNotFound", err)
	}
}

func TestUsesOfAPIKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	k := &access.APIKey{Site: 1, Name: "one", Hash: []byte("h1"), CreatedAt: at}
	w.must(w.SaveAPIKey(ctx, k))
	for _, used := range []time.Time{at.Add(time.Minute), at} { // an older one changes nothing
		w.must(w.SaveAPIKeyUses(ctx, map[int64]time.Time{k.ID: used, 99: used}))
	}
	if got, err := w.APIKeyByHash(ctx, k.Hash); err != nil || !got.UsedAt.Equal(at.Add(time.Minute)) {
		t.Errorf("got %+v, %v, want the newest use", got, err)
	}
}
