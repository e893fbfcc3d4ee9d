package sqlite_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
)

func TestAccounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	ctx := t.Context()
	sam := &access.Account{Email: "sam@example.com", Role: access.Agent, PasswordHash: "h1", Sites: []int64{1, 2}, CreatedAt: at}
	w.must(w.SaveAccount(ctx, sam))
	w.must(w.SavePanelSession(ctx, &access.PanelSession{Hash: []byte("s"), Account: sam.ID, CreatedAt: at, ExpiresAt: at.Add(1e9)}, "h1"))
	check := func(want *access.Account, admins int) {
		t.Helper()
		byID, err1 := w.Account(ctx, want.ID)
		byEmail, err2 := w.AccountByEmail(ctx, want.Email)
		if !reflect.DeepEqual(byID, want) || !reflect.DeepEqual(byEmail, want) {
			t.Errorf("got %+v (%v), %+v (%v), want %+v", byID, err1, byEmail, err2, want)
		}
		if n, err := w.Admins(ctx); n != admins || err != nil {
			t.Errorf("%d admins, want %d (%v)", n, admins, err)
		}
	}
	check(sam, 0)
	again := &access.Account{Email: sam.Email, Role: access.Admin, PasswordHash: "h2", Sites: []int64{2}, CreatedAt: at.Add(1e9)}
	w.must(w.SaveAccount(ctx, again))
	again.CreatedAt = at
	if again.ID != sam.ID {
		t.Errorf("its id became %d", again.ID)
	}
	check(again, 1)
	if _, err := w.PanelSession(ctx, []byte("s"), at); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("a login from before the change: %v", err)
	}
}

func TestAPIKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	one := &access.APIKey{Site: 1, Name: "one", Hash: []byte("h1"), Scopes: []string{"contacts:read"}, CreatedAt: at}
	two := &access.APIKey{Site: 1, Name: "two", Hash: []byte("h2"), CreatedAt: at}
	w.must(w.SaveAPIKey(ctx, one))
	w.must(w.SaveAPIKey(ctx, two))
	for range 2 {
		got, err := w.RevokeAPIKey(ctx, one.ID, at.Add(time.Second))
		if one.RevokedAt.IsZero() {
			one.RevokedAt = at.Add(time.Second)
		}
		if err != nil || !reflect.DeepEqual(got, one) {
			t.Errorf("revoked: got %+v, want %+v (%v)", got, one, err)
		}
	}
	if got, err := w.APIKeyByHash(ctx, []byte("h1")); err != nil || !reflect.DeepEqual(got, one) {
		t.Errorf("by hash: got %+v, want %+v (%v)", got, one, err)
	}
	if got, err := w.APIKeys(ctx, 1); err != nil || !reflect.DeepEqual(got, []*access.APIKey{one, two}) {
		t.Errorf("all: got %+v (%v)", got, err)
	}
}

func TestPanelSessions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	a := &access.Account{Email: "a@example.com", Role: access.Admin, PasswordHash: "h"}
	w.must(w.SaveAccount(ctx, a))
	p := &access.PanelSession{Hash: []byte{0, 255}, Account: a.ID, CreatedAt: at, ExpiresAt: at.Add(time.Hour)}
	w.must(w.SavePanelSession(ctx, p, "h"))
	if got, err := w.PanelSession(ctx, p.Hash, at.Add(time.Hour-1)); err != nil || !reflect.DeepEqual(got, p) {
		t.Errorf("got %+v, want %+v (%v)", got, p, err)
	}
	if _, err := w.PanelSession(ctx, p.Hash, at.Add(time.Hour)); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("expired: %v", err)
	}
	w.must(w.EndPanelSession(ctx, p.Hash))
	w.must(w.EndPanelSession(ctx, p.Hash))
	if _, err := w.PanelSession(ctx, p.Hash, at); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("ended: %v", err)
	}
	w.must(w.SavePanelSession(ctx, p, "h"))
	w.must(w.Sweep(ctx, at.Add(time.Hour), lives))
	var left int
	w.must(w.raw().QueryRowContext(ctx, "SELECT count(*) FROM panel_session").Scan(&left))
	if left != 0 {
		t.Error("the sweep left it")
	}
}

func TestSetup(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	admin := func(email string) *access.Account {
		return &access.Account{Email: email, Role: access.Admin, PasswordHash: "h", CreatedAt: at}
	}
	w.must(w.OpenSetup(ctx, []byte("first"), at))
	w.must(w.OpenSetup(ctx, []byte("second"), at))
	use := func(link string) error { return w.UseSetup(ctx, []byte(link), admin("a@example.com")) }
	living := func(link string) error { return w.SetupLiving(ctx, []byte(link)) }
	if err := living("first"); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("a link that was replaced lives: %v", err)
	}
	w.must(living("second"))
	if err := use("first"); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("a link that was replaced: %v", err)
	}
	w.must(use("second"))
	if err := use("second"); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("a link that was used: %v", err)
	}
	w.must(w.OpenSetup(ctx, []byte("third"), at))
	if err := living("third"); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("with an admin a link lives: %v", err)
	}
	if err := use("third"); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("with an admin there is nothing to set up: %v", err)
	}
}

func TestAccessNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	for name, ask := range map[string]func() error{
		"account":     func() error { _, err := w.Account(ctx, 5); return err },
		"by email":    func() error { _, err := w.AccountByEmail(ctx, "x"); return err },
		"API key":     func() error { _, err := w.APIKeyByHash(ctx, []byte("x")); return err },
		"revoked":     func() error { _, err := w.RevokeAPIKey(ctx, 5, at); return err },
		"login":       func() error { _, err := w.PanelSession(ctx, []byte("x"), at); return err },
		"living link": func() error { return w.SetupLiving(ctx, []byte("x")) },
		"setup link":  func() error { return w.UseSetup(ctx, []byte("x"), &access.Account{}) },
	} {
		if err := ask(); !errors.Is(err, access.ErrNotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
