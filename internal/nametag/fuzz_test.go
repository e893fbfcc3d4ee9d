package nametag_test

import (
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/unicode/norm"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
)

// What is kept of a value is one spelling of it: the value is the same, spelt again it stays, and it weighs what it is
// said to.
func FuzzStringify(f *testing.F) {
	for _, value := range []string{`1e21`, `-0`, `0.1e-7`, `"\u003c\/\ud83d\ude00\u2028"`, `{"b":[1.0,null],"a":{"":"\u0000"}}`, `9007199254740993`, `1e400`} {
		f.Add([]byte(value))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		value := jsontext.Value(data)
		if !value.IsValid() {
			return
		}
		compact := value.Clone()
		if compact.Compact() != nil {
			return
		}
		text, ok := nametag.Stringify(compact)
		if !ok {
			return
		}
		var was, is any
		if err := json.Unmarshal([]byte(text), &is); err != nil {
			t.Fatalf("%q became %q: %v", data, text, err)
		}
		if err := json.Unmarshal(data, &was); err != nil || !reflect.DeepEqual(was, is) {
			t.Errorf("%q became another value: %q", data, text)
		}
		if again, ok := nametag.Stringify(jsontext.Value(text)); !ok || again != text {
			t.Errorf("%q became %q, and then %q", data, text, again)
		}
		traits := nametag.Traits{Custom: map[string]nametag.Value{"k": {JSON: text}}}
		if got, want := traits.CustomBytes(), len(`{"k":`+text+`}`); got != want {
			t.Errorf("%q weighs %d, want %d", text, got, want)
		}
	})
}

// No origin comes in by a pattern that a browser would take for another domain's.
func FuzzAllows(f *testing.F) {
	for _, origin := range []string{"https://www.shop.example", "https://shop.example", "https://evil.example#.shop.example", "https://evil.example/.shop.example", "https://a@evil.example:1.shop.example", "https://..shop.example", "https://\\.shop.example"} {
		f.Add(origin)
	}
	site := &nametag.Site{Origins: []string{"https://*.shop.example", "https://one.example"}}
	f.Fuzz(func(t *testing.T, origin string) {
		if !site.Allows(origin, nametagtest.Noon) || origin == "https://one.example" {
			return
		}
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "https" || !strings.HasSuffix(u.Host, ".shop.example") || u.Scheme+"://"+u.Host != origin || u.Hostname() != u.Host {
			t.Errorf("%q is allowed: %v, %v", origin, u, err)
		}
	})
}

// FuzzParseOrigin: what is taken is spelt in one way, which is taken again and stays, and means the same to any reader of URLs.
func FuzzParseOrigin(f *testing.F) {
	for _, text := range []string{"https://X.com:443/", "https://*.x.com:8443", "null", "http://[::FFFF:1.2.3.4]:8080", "https://0x7f.1", "https://b\u00fccher.example.", "https://\u0130.example", "https://a\u3002b", "https://xn--bcher-kva.example", "https://\ufeff\u00ada.example"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		origin, err := nametag.ParseOrigin(text)
		if err != nil || origin == "null" {
			return
		}
		if again, err := nametag.ParseOrigin(origin); err != nil || again != origin {
			t.Errorf("%q became %q, and then %q, %v", text, origin, again, err)
		}
		u, err := url.Parse(strings.Replace(origin, "://*.", "://", 1))
		if err != nil || strings.Replace(origin, "://*.", "://", 1) != u.Scheme+"://"+u.Host || strings.ContainsFunc(origin, func(r rune) bool { return r > unicode.MaxASCII }) {
			t.Errorf("%q became %q: %v, %v", text, origin, u, err)
		}
		if site := (&nametag.Site{Origins: []string{origin}}); !site.Allows(strings.Replace(origin, "*", "www", 1), nametagtest.Noon) {
			t.Errorf("%q became %q, which lets nobody in", text, origin)
		}
	})
}

// marks are what a text has besides ASCII, once it is taken apart.
func marks(text string) []rune {
	return slices.DeleteFunc([]rune(norm.NFD.String(text)), func(r rune) bool { return r <= unicode.MaxASCII })
}

// FuzzIdentifiers: whatever is taken as an id or an email is spelt in one way, which is taken again and stays.
func FuzzIdentifiers(f *testing.F) {
	for _, text := range []string{"42", " 42\u00a0", "\ufeffJane@Example.com", "I\u0307rene@x.example", "K@\u212a.example", "e\u0301@x.example", "{{id}}", "\xff", "a\x00b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if id, err := nametag.ParseExternalID(text); err == nil {
			if again, err := nametag.ParseExternalID(id); err != nil || again != id || id == "" || len(id) > nametag.ExternalIDBytes {
				t.Errorf("id %q: got %q, then %q, %v", text, id, again, err)
			}
		}
		email, err := nametag.ParseEmail(text)
		if err != nil {
			return
		}
		again, err := nametag.ParseEmail(email.Folded)
		if err != nil || again.Folded != email.Folded || strings.Count(email.Folded, "@") != 1 || strings.ContainsAny(email.Folded, " \x00\n") {
			t.Errorf("email %q: got %+v, then %+v, %v", text, email, again, err)
		}
		if strings.ContainsRune(email.Shown, '\u212a') || len(marks(email.Folded)) != len(marks(email.Shown)) {
			t.Errorf("email %q: got %+v, want nothing but the case to be lost", text, email)
		}
	})
}
