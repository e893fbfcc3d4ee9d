package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// bad is a request that must be refused, and how.
type bad struct {
	name    string
	address string // "" is the route's own
	body    string
	headers []string
	status  int
	code    string
	field   string // "*": any
}

// door is a route with a request that it takes, of which the bad ones are made.
type door struct {
	address string
	body    string // "" where it takes none
	headers []string
	bad     []bad
}

// TestBadInput goes through every address: none of it is ever a 500, and the answer says what is wrong (spec security §7).
func TestBadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withDemo)
	doors := w.doors()
	for _, route := range routesOf(w.handler) {
		d, ok := doors[route]
		if !ok {
			t.Errorf("%s has no table of bad input", route)
			continue
		}
		delete(doors, route)
		method, _, _ := strings.Cut(route, " ")
		for _, b := range d.bad {
			b = d.fill(b)
			request(t, w, method, b.address, b.body, b.headers...).fails(route+": "+b.name, b.status, b.code, b.field)
		}
	}
	for route := range doors {
		t.Errorf("there is a table of bad input for %s, but no such route", route)
	}
	if got := w.log.String(); got != "" {
		t.Errorf("got %q in the log, want nothing: none of it is the server's fault", got)
	}
}

// TestWrongMethods finds that every address refuses the methods it has no route for.
func TestWrongMethods(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	taken := map[string]map[string]bool{}
	for _, route := range routesOf(w.handler) {
		method, path, _ := strings.Cut(route, " ")
		if taken[path] == nil {
			taken[path] = map[string]bool{}
		}
		taken[path][method] = true
	}
	for path, methods := range taken {
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"} {
			if methods[method] {
				continue
			}
			a := request(t, w, method, path, "", "Content-Type: application/json")
			a.fails(method+" "+path, http.StatusMethodNotAllowed, "method_not_allowed", "")
			if a.Header.Get("Allow") == "" {
				t.Errorf("%s %s: no Allow header", method, path)
			}
		}
	}
}

func TestUnknownAddresses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{
		"/x", "/v1", "/v1/", "/v1/commands/", "/v1/command", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v2/contacts", "/panels",
		"/nametag", "/nametag.css", "/static.go", "/.env", "/api/v1/contacts/x/y", "/%2e%2e/etc/passwd", "/\x00", "//", "/demo/",
	} {
		request(t, w, "GET", path, "").fails(path, http.StatusNotFound, "not_found", "*")
	}
}

// routesOf are the addresses of the handler, as "METHOD /path".
func routesOf(h http.Handler) []string {
	var all []string
	for _, r := range h.(*echo.Echo).Routes() {
		if r.Method != echo.RouteNotFound {
			all = append(all, r.Method+" "+r.Path)
		}
	}
	return all
}

func (d door) fill(b bad) bad {
	if b.address == "" {
		b.address = d.address
	}
	if b.body == "" {
		b.body = d.body
	}
	if b.headers == nil {
		b.headers = d.headers
	}
	return b
}

// badJSON are bodies that no address takes. known is the name of one of its fields, which is a text.
func badJSON(known string) []bad {
	text := func(value string) string { return fmt.Sprintf(`{%q:%s}`, known, value) }
	return []bad{
		invalid("no body", " ", "bad_json", "*"),
		invalid("half a body", `{"`, "bad_json", "*"),
		invalid("no JSON", "site=1", "bad_json", "*"),
		invalid("two values", `{} {}`, "bad_json", "*"),
		invalid("an array", `[]`, "wrong_type", ""),
		invalid("a text", `"x"`, "wrong_type", ""),
		invalid("a number", text(`1`), "wrong_type", known),
		invalid("a list", text(`["a"]`), "wrong_type", known),
		invalid("an object", text(`{"a":1}`), "wrong_type", known),
		invalid("NUL", text("\"a\x00b\""), "bad_json", known),
		invalid("invalid UTF-8", text("\"a\xffb\""), "bad_json", known),
		invalid("a lone surrogate", text(`"\ud800"`), "bad_json", known),
		invalid("a key twice", fmt.Sprintf(`{%q:"a",%q:"b"}`, known, known), "bad_json", known),
		invalid("another case", fmt.Sprintf(`{%q:"a"}`, strings.ToUpper(known)), "unknown_field", strings.ToUpper(known)),
		invalid("__proto__", `{"__proto__":{"admin":true}}`, "unknown_field", "__proto__"),
		invalid("constructor", `{"constructor":1}`, "unknown_field", "constructor"),
		invalid("right to left", "{\"\u202eeti\":1}", "unknown_field", "\u202eeti"),
		invalid("a comment", `{/**/}`, "bad_json", "*"),
		invalid("NaN", text(`NaN`), "bad_json", "*"),
		invalid("deep nesting", text(strings.Repeat("[", 8000)+strings.Repeat("]", 8000)), "wrong_type", known),
		invalid("deep nesting of nothing known", strings.Repeat(`{"a":`, 2000)+"1"+strings.Repeat("}", 2000), "unknown_field", "a"),
		tooLarge("10,000 keys", manyKeys(10_000)),
		tooLarge("a huge text", text(`"`+strings.Repeat("x", 20_000)+`"`)),
		tooLarge("huge white space", strings.Repeat(" ", 16<<10)+"{}"),
	}
}

// badPageJSON are those of badJSON that pages may not send either: what a script of theirs cut in two is mended.
func badPageJSON(known string) []bad {
	return slices.DeleteFunc(badJSON(known), func(b bad) bool { return b.name == "a lone surrogate" })
}

func invalid(name, body, code, field string) bad {
	return bad{name: name, body: body, status: http.StatusBadRequest, code: code, field: field}
}

func tooLarge(name, body string) bad {
	return bad{name: name, body: body, status: http.StatusRequestEntityTooLarge, code: "too_large"}
}

func manyKeys(n int) string {
	var b strings.Builder
	b.WriteByte('{')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"k%d":%d`, i, i)
	}
	b.WriteByte('}')
	return b.String()
}

// badTypes are bodies sent as what the address doesn't take.
func badTypes(origin, body string, types ...string) []bad {
	var all []bad
	for _, t := range types {
		headers := []string{origin}
		if t != "" {
			headers = append(headers, "Content-Type: "+t)
		}
		all = append(all, bad{name: "as " + t, body: body, headers: headers, status: http.StatusUnsupportedMediaType, code: "unsupported_media_type"})
	}
	return all
}

func withHeaders(headers []string, all []bad) []bad {
	for i := range all {
		if all[i].headers == nil {
			all[i].headers = headers
		}
	}
	return all
}
