package access_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/access"
)

func TestSaveAccountRefusesWhatCannotBeUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		email, password string
		role            access.Role
		field           string
	}{
		"no email":           {"", password, access.Admin, "email"},
		"no at":              {"ada", password, access.Admin, "email"},
		"two ats":            {"ada@b@example.com", password, access.Admin, "email"},
		"space":              {"ada b@example.com", password, access.Admin, "email"},
		"NUL":                {"ada\x00@example.com", password, access.Admin, "email"},
		"invalid UTF-8":      {"ada\xff@example.com", password, access.Admin, "email"},
		"long email":         {strings.Repeat("a", 250) + "@b.com", password, access.Admin, "email"},
		"short password":     {email, "elevenchars", access.Admin, "password"},
		"short in letters":   {email, "ééééééééééé", access.Admin, "password"},
		"long password":      {email, strings.Repeat("x", 129), access.Admin, "password"},
		"password not UTF-8": {email, "correct horse \xff", access.Admin, "password"},
		"unknown role":       {email, password, "owner", "role"},
	} {
		_, err := w.SaveAccount(t.Context(), c.email, c.password, c.role, nil)
		var input *access.InputError
		if !errors.As(err, &input) || input.Field != c.field {
			t.Errorf("%s: got %v, want an InputError for %s", name, err, c.field)
		}
	}
	for _, good := range []string{"éééééééééééé", strings.Repeat("x", 128), "twelve chars"} {
		if _, err := w.SaveAccount(t.Context(), email, good, access.Agent, nil); err != nil {
			t.Errorf("password of %d bytes: %v", len(good), err)
		}
	}
}

func TestMay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.admin()
	agent, err := w.SaveAccount(t.Context(), "bob@example.com", password, access.Agent, []int64{w.site})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who  *access.Account
		site int64
		want bool
	}{{admin, w.site, true}, {admin, 9, true}, {agent, w.site, true}, {agent, 9, false}, {agent, 0, false}} {
		if got := c.who.May(c.site); got != c.want {
			t.Errorf("%s at site %d: got %v, want %v", c.who.Role, c.site, got, c.want)
		}
	}
}
