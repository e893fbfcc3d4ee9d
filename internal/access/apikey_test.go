package access_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/access"
)

func TestAPIKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made, text := w.apiKey("contacts:read")
	if !regexp.MustCompile(`^nt_ak_[A-Za-z0-9_-]{43}$`).MatchString(text) {
		t.Errorf("got %q, want nt_ak_ and 43 characters of base64url", text)
	}
	got, err := w.APIKey(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	if got.ID != made.ID || got.Site != w.site || got.Name != "backend" {
		t.Errorf("got %+v, want the key that was made", got)
	}
	if !got.May("contacts:read") || got.May("visitors:read") {
		t.Errorf("got scopes %v, want contacts:read alone", got.Scopes)
	}
}

func TestScopeAllHoldsEveryOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k, _ := w.apiKey(access.AllScopes)
	for _, scope := range append([]string{"of:tomorrow"}, access.Scopes...) {
		if !k.May(scope) {
			t.Errorf("a key with all may not %s", scope)
		}
	}
}

func TestRevokedKeysOpenNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k, text := w.apiKey("all")
	id, err := access.ParseAPIKeyID(access.SpellAPIKeyID(k.ID))
	if err != nil {
		t.Fatal(err)
	}
	revoked, err := w.RevokeAPIKey(t.Context(), id)
	if err != nil || revoked.RevokedAt.IsZero() {
		t.Fatalf("got %+v, %v, want a revoked key", revoked, err)
	}
	if _, err := w.APIKey(t.Context(), text); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if _, err := w.RevokeAPIKey(t.Context(), id+1); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("an unknown id: got %v, want ErrNotFound", err)
	}
}

func TestUnknownKeysOpenNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, text := w.apiKey("all")
	for _, other := range []string{"", "nt_ak_", text[:48] + "!", text + "A", strings.ToUpper(text), text[6:], "nt_sk_" + text[6:], "\x00"} {
		if _, err := w.APIKey(t.Context(), other); !errors.Is(err, access.ErrNotFound) {
			t.Errorf("%q: got %v, want ErrNotFound", other, err)
		}
	}
}

func TestCreateAPIKeyRefusesWhatCannotBeUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		name   string
		scopes []string
		field  string
		says   string
	}{
		"no name":       {" ", []string{"all"}, "name", ""},
		"long name":     {strings.Repeat("n", 101), []string{"all"}, "name", ""},
		"no scope":      {"backend", nil, "scopes", "contacts:read"},
		"unknown scope": {"backend", []string{"contacts:read", "contacts:burn"}, "scopes", `"contacts:burn"`},
	} {
		_, text, err := w.CreateAPIKey(t.Context(), w.site, c.name, c.scopes)
		var input *access.InputError
		if !errors.As(err, &input) || input.Field != c.field || !strings.Contains(input.Message, c.says) || text != "" {
			t.Errorf("%s: got %v, want an InputError for %s that names %s", name, err, c.field, c.says)
		}
	}
}

func TestParseAPIKeyIDRefusesOtherIDs(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "ak_", "ak_0", "ak_-1", "ak_+1", "ak_01", "ak_A", "a_1", "1", "ak_zzzzzzzzzzzzzz", "ak_1 "} {
		if id, err := access.ParseAPIKeyID(s); !errors.Is(err, access.ErrNotFound) {
			t.Errorf("%q: got %d, %v, want ErrNotFound", s, id, err)
		}
	}
}

func (w *world) apiKey(scopes ...string) (*access.APIKey, string) {
	w.t.Helper()
	k, text, err := w.CreateAPIKey(w.t.Context(), w.site, "backend", scopes)
	if err != nil {
		w.t.Fatal(err)
	}
	return k, text
}
