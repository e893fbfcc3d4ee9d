package access_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
)

const bobs = "bob@example.com"

func (w *world) invite(email string, role access.Role, sites ...int64) (*access.Account, string) {
	w.t.Helper()
	a, token, err := w.Invite(w.t.Context(), email, access.Rights{Role: role, Sites: sites})
	if err != nil || len(token) != 43 {
		w.t.Fatalf("got token %q, %v, want 43 characters", token, err)
	}
	return a, token
}

// An invited agent has no password until they have chosen one: there is none by default.
func TestAnInvitedAgentChoosesAPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	a, token := w.invite(" Bob@Example.com", access.Agent, w.site)
	for _, guess := range []string{"", token, password} {
		if _, _, err := w.LogIn(t.Context(), bobs, guess, desk); !errors.Is(err, access.ErrBadPassword) {
			t.Errorf("before it: got %v, want ErrBadPassword", err)
		}
	}
	for range 2 { // who looks at the link spends nothing
		if got, err := w.Invited(t.Context(), token); err != nil || got.ID != a.ID || got.Email != bobs {
			t.Errorf("got %+v, %v, want bob", got, err)
		}
	}
	var input *access.InputError
	if _, _, err := w.Accept(t.Context(), token, "short", desk); !errors.As(err, &input) || input.Field != "password" {
		t.Errorf("a short password: got %v, want an InputError", err)
	}
	got, cookie, err := w.Accept(t.Context(), token, password, desk)
	if err != nil || got.ID != a.ID || got.Role != access.Agent || !slices.Equal(got.Sites, []int64{w.site}) {
		t.Fatalf("got %+v, %v, want bob with the site", got, err)
	}
	if who, err := w.WhoIs(t.Context(), cookie); err != nil || who.ID != a.ID {
		t.Errorf("got %+v, %v, want bob to be logged in", who, err)
	}
	if _, _, err := w.LogIn(t.Context(), bobs, password, desk); err != nil {
		t.Errorf("got %v, want the password to work", err)
	}
}

func TestAnInvitationWorksOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.invite(bobs, access.Agent, w.site)
	var mu sync.Mutex
	var wg sync.WaitGroup
	used := 0
	for range 4 {
		wg.Go(func() {
			_, _, err := w.Accept(t.Context(), token, password, desk)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				used++
			} else if !errors.Is(err, access.ErrNotFound) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if used != 1 {
		t.Errorf("it was used %d times, want once", used)
	}
}

// Nothing is hashed for a link that isn't good, however many are tried.
func TestABadInvitationCostsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, older := w.invite(bobs, access.Agent, w.site)
	newer, until, err := w.InviteAgain(t.Context(), a.ID)
	if want := w.Clock.Now().Add(access.InvitationFor); err != nil || !until.Equal(want) {
		t.Fatalf("got %v, %v, want a link until %v", until, err, want)
	}
	w.Crowd()
	for name, token := range map[string]string{"an older link": older, "no link": "", "another": newer[:42] + "!"} {
		if _, _, err := w.Accept(t.Context(), token, password, desk); !errors.Is(err, access.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
	}
	w.Clock.Pass(access.InvitationFor)
	if _, _, err := w.Accept(t.Context(), newer, password, desk); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("after 7 days: got %v, want ErrNotFound", err)
	}
	if _, _, err := w.InviteAgain(t.Context(), a.ID+1); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("nobody's: got %v, want ErrNotFound", err)
	}
}

// A new link changes nothing by itself; used, it ends all logins. A password that the operator sets ends the link.
func TestALinkForANewPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.admin()
	cookie := w.logIn()
	token, _, err := w.InviteAgain(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.WhoIs(t.Context(), cookie); err != nil {
		t.Errorf("got %v, want the login to last until the link is used", err)
	}
	if _, _, err := w.Accept(t.Context(), token, "another good password", desk); err != nil {
		t.Fatal(err)
	}
	if _, err := w.WhoIs(t.Context(), cookie); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("got %v, want the earlier login to have ended", err)
	}
	if token, _, err = w.InviteAgain(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	w.admin()
	if _, err := w.Invited(t.Context(), token); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("got %v, want the operator's password to end the link", err)
	}
}

func TestRightsThatNobodyCanHave(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.admin()
	for name, c := range map[string]struct {
		email  string
		rights access.Rights
		field  string
	}{
		"no email":              {"bob", access.Rights{Role: access.Admin}, "email"},
		"another role":          {bobs, access.Rights{Role: "owner"}, "role"},
		"no role":               {bobs, access.Rights{Sites: []int64{w.site}}, "role"},
		"an admin with a list":  {bobs, access.Rights{Role: access.Admin, Sites: []int64{w.site}}, "sites"},
		"an agent without site": {bobs, access.Rights{Role: access.Agent}, "sites"},
	} {
		var input *access.InputError
		if _, token, err := w.Invite(t.Context(), c.email, c.rights); !errors.As(err, &input) || input.Field != c.field || token != "" {
			t.Errorf("%s: got %v, want an InputError for %s", name, err, c.field)
		}
		_, err := w.SetRights(t.Context(), a.ID, func(r *access.Rights) { *r = c.rights })
		if c.field != "email" && (!errors.As(err, &input) || input.Field != c.field) {
			t.Errorf("changed to %s: got %v, want an InputError for %s", name, err, c.field)
		}
	}
	if _, _, err := w.Invite(t.Context(), strings.ToUpper(email), access.Rights{Role: access.Admin}); !errors.Is(err, access.ErrTaken) {
		t.Errorf("a known email: got %v, want ErrTaken", err)
	}
}

// Two admins who remove each other at the same time: one stays. One who never chose a password doesn't count.
func TestTheLastAdminStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.admin()
	invited, token := w.invite(bobs, access.Admin)
	demote := func(r *access.Rights) { *r = access.Rights{Role: access.Agent, Sites: []int64{w.site}} }
	_, demoted := w.SetRights(t.Context(), a.ID, demote)
	_, saved := w.SaveAccount(t.Context(), email, password, access.Agent, nil)
	for name, err := range map[string]error{"removed": w.RemoveAccount(t.Context(), a.ID), "demoted": demoted, "saved": saved} {
		if !errors.Is(err, access.ErrLastAdmin) {
			t.Errorf("%s: got %v, want ErrLastAdmin", name, err)
		}
	}
	if _, _, err := w.Accept(t.Context(), token, password, desk); err != nil {
		t.Fatal(err)
	}
	errs := make([]error, 2)
	var wg sync.WaitGroup
	wg.Go(func() { errs[0] = w.RemoveAccount(t.Context(), a.ID) })
	wg.Go(func() { _, errs[1] = w.SetRights(t.Context(), invited.ID, demote) })
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), access.ErrLastAdmin) {
		t.Errorf("got %v and %v, want one to be refused", errs[0], errs[1])
	}
}

// A number that was an agent's is nobody else's: who removes an agent that is gone doesn't meet the next.
func TestAccountsNumbersAreNotGivenOutAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	seen := map[int64]bool{}
	for range 20 {
		a, _ := w.invite(bobs, access.Agent, w.site)
		if id, err := access.ParseAccountID(access.SpellAccountID(a.ID)); err != nil || id != a.ID || seen[a.ID] {
			t.Fatalf("got %d, %v, want a number of its own", a.ID, err)
		}
		seen[a.ID] = true
		if err := w.RemoveAccount(t.Context(), a.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// To change one's password takes the present one; the other logins end, and wrong ones are counted as at the log-in.
func TestChangePassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.admin()
	mine, other := w.logIn(), w.logIn()
	const next = "another good password"
	change := func(present, next string) error {
		a, err := w.WhoIs(t.Context(), mine)
		if err != nil {
			t.Fatal(err)
		}
		return w.ChangePassword(t.Context(), a, mine, present, next, desk)
	}
	var input *access.InputError
	if err := change(password, "short"); !errors.As(err, &input) || input.Field != "password" {
		t.Errorf("a short one: got %v, want an InputError", err)
	}
	if err := change("wrong password", next); !errors.Is(err, access.ErrBadPassword) {
		t.Errorf("got %v, want ErrBadPassword", err)
	}
	if err := change(password, next); err != nil {
		t.Fatal(err)
	}
	if _, err := w.WhoIs(t.Context(), other); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("the other login: got %v, want it to have ended", err)
	}
	for range 9 {
		if err := change(password, next); !errors.Is(err, access.ErrBadPassword) {
			t.Errorf("the password of before: got %v, want ErrBadPassword", err)
		}
	}
	var tooSoon *access.TooSoonError
	if err := change(next, password); !errors.As(err, &tooSoon) {
		t.Errorf("after too many: got %v, want a TooSoonError", err)
	}
	w.Clock.Pass(10 * time.Second)
	if err := change(next, password); err != nil {
		t.Error(err)
	}
}

// That a key was used is seen at once, and written when somebody saves it: a request writes nothing.
func TestUsesOfKeysAreSavedLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made, text := w.apiKey("all")
	store := &counted{Store: w.Store}
	w.Doors = access.New(store, w.Clock.Now)
	used := func(d *access.Doors) time.Time {
		t.Helper()
		keys, err := d.APIKeys(t.Context(), w.site)
		if err != nil || len(keys) != 1 {
			t.Fatal(keys, err)
		}
		return keys[0].UsedAt
	}
	another := access.New(w.Store, w.Clock.Now) // sees what was written
	if !used(w.Doors).IsZero() {
		t.Error("a new key was used")
	}
	for range 3 {
		w.Clock.Pass(time.Second)
		if _, err := w.APIKey(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	now := w.Clock.Now().Truncate(time.Millisecond)
	if got := used(w.Doors); !got.Equal(now) || !used(another).IsZero() {
		t.Errorf("got %v, written %v, want it now, and unwritten", got, used(another))
	}
	for range 2 { // the second time there is nothing to save
		if err := w.SaveUses(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := used(another); !got.Equal(now) || !used(w.Doors).Equal(got) || store.saved != 1 {
		t.Errorf("got %v after %d writes, want it to be written once", got, store.saved)
	}
	revoked, err := w.RevokeAPIKey(t.Context(), made.ID)
	if err != nil || !revoked.UsedAt.Equal(now) {
		t.Errorf("got %+v, %v, want when it was used", revoked, err)
	}
}

// counted is a store that counts how often uses are saved.
type counted struct {
	access.Store
	saved int
}

func (c *counted) SaveAPIKeyUses(ctx context.Context, uses map[int64]time.Time) error {
	c.saved++
	return c.Store.SaveAPIKeyUses(ctx, uses)
}
