package web_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/internal/wire"
)

var hubSpotPaths = []string{
	"/conversations/v3/visitor-identification/tokens/create",
	"/visitor-identification/v3/tokens/create",
	"/visitor-identification/2026-03/tokens/create",
}

const hubSpotScope = "conversations.visitor_identification.tokens.create"

var uuidFour = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// failsAsHubSpots checks that the answer is this error of the catalogue as HubSpot's clients read it.
func (a *answer) failsAsHubSpots(name string, status int, code, field string) *answer {
	a.t.Helper()
	var said wire.HubSpotError
	if err := wire.Decode([]byte(a.Body), &said); err != nil || len(said.Errors) != 1 {
		a.t.Errorf("%s: got %d %q, want the error %s: %v", name, a.Status, a.Body, code, err)
		return a
	}
	detail := said.Errors[0]
	if code == "missing_scope" {
		detail.In = strings.Join(detail.Context["requiredGranularScopes"], " ")
	}
	if a.Status != status || detail.Code != code || field != "*" && detail.In != field {
		a.t.Errorf("%s: got %d %s, want %d %s %s", name, a.Status, a.Body, status, code, field)
	}
	if said.Status != "error" || said.Message == "" || said.Category == "" || detail.Message == "" || !uuidFour.MatchString(said.CorrelationID) {
		a.t.Errorf("%s: got %s, want all that HubSpot's clients look for", name, a.Body)
	}
	if got := a.Header.Get("Content-Type"); a.Header != nil && got != "application/json" {
		a.t.Errorf("%s: got %q, want application/json", name, got)
	}
	return a
}

func (w *world) hubSpotDoor(path string) door {
	only, more := w.key(hubSpotScope), w.key(hubSpotScope, "site:read")
	inAddress := func(key string) string { return path + "?hapikey=" + strings.TrimPrefix(key, "Authorization: Bearer ") }
	d := door{address: path, body: `{"email":"gob@bluth.com"}`, headers: []string{only, jsonType}}
	nobody := func(name, address string, headers ...string) bad {
		return bad{name: name, address: address, headers: append(headers, jsonType), status: http.StatusUnauthorized, code: "bad_api_key"}
	}
	unread := slices.DeleteFunc(badJSON("email"), func(b bad) bool { return b.code == "unknown_field" }) // which HubSpot ignores
	d.bad = slices.Concat(unread, badTypes(only, d.body, "", "text/plain", "multipart/form-data"), badKeys(), []bad{
		invalid("nobody", `{}`, "missing_field", "email"),
		invalid("null", `null`, "wrong_type", ""),
		invalid("null for an email", `{"email":null}`, "missing_field", "email"),
		invalid("another case", `{"Email":"gob@bluth.com"}`, "missing_field", "email"),
		invalid("no email", `{"email":"gob"}`, "bad_email", "email"),
		invalid("a number for a name", `{"email":"gob@bluth.com","firstName":1}`, "wrong_type", "firstName"),
		invalid("a long name", `{"email":"gob@bluth.com","lastName":"`+strings.Repeat("x", 501)+`"}`, "bad_value", "lastName"),
		invalid("a key twice, unknown", `{"email":"gob@bluth.com","x":1,"x":2}`, "bad_json", "x"),
		invalid("a key twice, deeper", `{"email":"gob@bluth.com","x":{"y":1,"y":2}}`, "bad_json", "x.y"),
		invalid("invalid UTF-8, unknown", "{\"email\":\"gob@bluth.com\",\"x\":\"\xff\"}", "bad_json", "*"),
		nobody("no key", path), nobody("the panel's cookie", path, w.cookie()),
		nobody("an empty key", path+"?hapikey="), nobody("an unknown key", path+"?hapikey=nt_ak_"+strings.Repeat("A", 43)),
		nobody("a key that may do more, in the address", inAddress(more)), nobody("a key that may do all, in the address", inAddress(w.key("all"))),
		nobody("a bad key beside a good one in the address", inAddress(only), "Authorization: Bearer x"),
		{name: "a key without the scope", headers: []string{w.key("tokens:create"), jsonType}, status: http.StatusForbidden, code: "missing_scope", field: hubSpotScope},
		{name: "the same in the address", address: inAddress(w.key("tokens:create")), headers: []string{jsonType}, status: http.StatusForbidden, code: "missing_scope", field: hubSpotScope},
	})
	return d
}

// hubSpot asks for a token as HubSpot's clients do.
func (w *world) hubSpot(address, body string, headers ...string) string {
	w.t.Helper()
	var got wire.HubSpotToken
	request(w.t, w, "POST", address, body, append(headers, jsonType)...).ok(&got).header("Content-Type", "application/json").
		header("Cache-Control", "no-store").header("Access-Control-Allow-Origin", "")
	return got.Token
}

func TestHubSpotsEndpointMakesTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	only := w.key(hubSpotScope)
	seen := map[string]bool{}
	for _, path := range hubSpotPaths {
		for _, address := range []string{path, path + "?portalId=1&hapikey=" + strings.TrimPrefix(only, "Authorization: Bearer ")} {
			var headers []string
			if address == path {
				headers = []string{w.key(hubSpotScope, "contacts:read")}
			}
			token := w.hubSpot(address, `{"email":"Gob@Bluth.com","firstName":"Gob","lastName":null,"visitorId":7,"Email":"jane@x.co"}`, headers...)
			if seen[token] {
				t.Errorf("%s: got a token twice", address)
			}
			seen[token] = true
			var said struct {
				Email     string
				Iat, Exp  int64
				FirstName *string
				LastName  *string
			}
			payload, _ := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
			if err := json.Unmarshal(payload, &said); err != nil || said.Email != "Gob@Bluth.com" || *said.FirstName != "Gob" || said.LastName != nil || said.Exp != said.Iat+43200 {
				t.Errorf("%s: got %s, %v", address, payload, err)
			}
		}
	}
	if n := len(w.Contacts()); n != 0 {
		t.Errorf("got %d contacts, want none: a token is a word, not a deed", n)
	}
}

// The document's sample, and a form as such.
func TestHubSpotsEndpointTakesWhatCurlSends(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	asForm := []string{w.key(hubSpotScope), "Content-Type: application/x-www-form-urlencoded"}
	request(t, w, "POST", hubSpotPaths[0], `{ "email": "gob@bluth.com", "firstName": "Gob", "lastName": "Bluth" }`, asForm...).ok(nil)
	request(t, w, "POST", hubSpotPaths[0], "email=gob@bluth.com", asForm...).failsAsHubSpots("a form", http.StatusBadRequest, "bad_json", "*")
}

// A page passes the token on with its email, as HubSpot's widget does, and is who it says.
func TestAPageUsesAHubSpotToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	token := w.hubSpot(hubSpotPaths[0], `{"email":"gob@bluth.com","firstName":"Gob","lastName":"Bluth"}`, w.key(hubSpotScope))
	args := func(email string) string {
		return fmt.Sprintf(`{"email":%q,"token":%q,"require_email":true}`, email, token)
	}
	if a := w.page().identify(args("gob@bluth.com")).identified(t, 0); a.Trust != "verified" || a.ExpiresAt != "2026-11-21T00:00:00.000Z" {
		t.Errorf("got %+v, want a verified link as long as the token", a)
	}
	gob := w.Contacts()[0]
	if gob.EmailTrust != nametag.Verified || gob.Text(nametag.FirstName) != "Gob" || gob.Text(nametag.LastName) != "Bluth" {
		t.Errorf("got %+v, want a verified email and the names", gob)
	}
	for _, args := range []string{args("jane@x.co"), `{"email":"jane@x.co","require_email":true}`, `{"token":"` + token + `","require_email":true}`} {
		if a := w.page().identify(args).identified(t, 0); a.Trust != "anonymous" {
			t.Errorf("%s: got %+v, want nobody, and no error", args, a)
		}
	}
	if n := len(w.Contacts()); n != 1 {
		t.Errorf("got %d contacts, want one", n)
	}
}

// What goes wrong before the handler is told in HubSpot's format, too.
func TestHubSpotsAddressesFailInItsFormat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/visitor-identification/", "/visitor-identification/v3/tokens", "/visitor-identification/2027-01/tokens/create", "/conversations/v3/visitor-identification/tokens/create/x"} {
		request(t, w, "POST", path, `{}`, jsonType).fails(path, http.StatusNotFound, "not_found", "")
	}
	request(t, w, "GET", hubSpotPaths[1], "").fails("GET", http.StatusMethodNotAllowed, "method_not_allowed", "")
	for _, path := range []string{"/conversations/v3/threads", "/visitor-identification"} {
		request(t, w, "POST", path, `{}`, jsonType).fails(path, http.StatusNotFound, "not_found", "")
	}
}

// Every error of the catalogue has HubSpot's shape, and each status its category; that of a rate limit is one that their
// clients wait for.
func TestErrorsAsHubSpotsClientsReadThem(t *testing.T) {
	t.Parallel()
	categories := map[int]string{
		400: "VALIDATION_ERROR", 401: "INVALID_AUTHENTICATION", 403: "FORBIDDEN", 404: "OBJECT_NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 409: "CONFLICT",
		413: "VALIDATION_ERROR", 415: "VALIDATION_ERROR", 429: "RATE_LIMITS", 500: "INTERNAL_ERROR", 503: "INTERNAL_ERROR",
	}
	for _, known := range nametag.Errors {
		status := web.Status(known.Kind)
		got, want := web.HubSpotError(known, status, "id"), categories[status]
		if known.Code == "missing_scope" {
			want = "MISSING_SCOPES"
		}
		if got.Status != "error" || got.Category != want || got.CorrelationID != "id" || got.Errors[0].Code != known.Code || (got.PolicyName != "") != (status == 429) {
			t.Errorf("%s: got %+v, want %s", known.Code, got, want)
		}
	}
	for err, want := range map[*wire.HubSpotError]string{
		asHubSpot(nametag.ErrBadEmail, 400): `{"status":"error","message":"The email address can't be used. Send one address of at most 254 bytes, like jane@example.com.",` +
			`"correlationId":"id","category":"VALIDATION_ERROR","errors":[{"message":"The email address can't be used.","in":"email","code":"bad_email"}]}`,
		asHubSpot(nametag.ErrScope.For(hubSpotScope), 403): `{"status":"error","message":"The API key lacks the scope ` + hubSpotScope + `. Make a key that has it.",` +
			`"correlationId":"id","category":"MISSING_SCOPES","errors":[{"message":"The API key lacks a scope.","code":"missing_scope",` +
			`"context":{"requiredGranularScopes":["` + hubSpotScope + `"]}}]}`,
		asHubSpot(&nametag.Error{Code: "slow", Message: "Slow.", Help: "Wait."}, 429): `{"status":"error","message":"Slow. Wait.","correlationId":"id",` +
			`"category":"RATE_LIMITS","policyName":"TEN_SECONDLY_ROLLING","errorType":"RATE_LIMIT","errors":[{"message":"Slow.","code":"slow"}]}`,
		asHubSpot(&nametag.Error{Code: "odd", Message: "Odd.", Help: "Wait."}, 418): `{"status":"error","message":"Odd. Wait.","correlationId":"id",` +
			`"category":"VALIDATION_ERROR","errors":[{"message":"Odd.","code":"odd"}]}`,
	} {
		if got := string(wire.Encode(err)); got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
}

func asHubSpot(e *nametag.Error, status int) *wire.HubSpotError {
	said := web.HubSpotError(e, status, "id")
	return &said
}

// siteless is a store in which sites can't be read.
type siteless struct{ nametag.Store }

func (siteless) Sites(context.Context) ([]*nametag.Site, error) {
	return nil, errors.New("disk on fire")
}

// What the caller is told stands in the log, and the key in the address doesn't.
func TestAKeyInTheAddressIsNotLogged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := strings.TrimPrefix(w.key(hubSpotScope), "Authorization: Bearer ")
	broken := *w.Service
	broken.Store = siteless{w.Store}
	b := w.with(func(c *web.Config) { c.Service = &broken })
	a := request(t, b, "POST", hubSpotPaths[0]+"?hapikey="+key, `{"email":"gob@bluth.com"}`, jsonType)
	a.fails("broken", http.StatusInternalServerError, "internal", "")
	var said wire.HubSpotError
	if err := wire.Decode([]byte(a.Body), &said); err != nil {
		t.Fatal(err)
	}
	log := w.log.String()
	if strings.Contains(log, key[:12]) || strings.Contains(log, "gob") || !strings.Contains(log, said.CorrelationID) || !strings.Contains(log, "disk on fire") {
		t.Errorf("got log %q, want the reason and the correlation id alone", log)
	}
	if strings.Contains(a.Body, "fire") {
		t.Errorf("got %s, want nothing of what went wrong", a.Body)
	}
}

// FuzzHubSpotToken: whatever a back end sends is answered in HubSpot's format, and is never the server's fault.
func FuzzHubSpotToken(f *testing.F) {
	w := newWorld(f)
	key := w.key(hubSpotScope)
	for _, body := range []string{`{"email":"gob@bluth.com","firstName":"\ud83d\ude00"}`, `{"email":"K@\u212a","x":[{}]}`, `[]`, ``, "\x00", `{"email":{"a":1}}`} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		a := request(t, w, "POST", hubSpotPaths[0], body, key, jsonType)
		if a.Status >= 500 || w.log.String() != "" {
			t.Fatalf("got %d %s, log %q", a.Status, a.Body, w.log.String())
		}
		var into any = &wire.HubSpotToken{}
		if a.Status != 200 {
			into = &wire.HubSpotError{}
		}
		if err := wire.Decode([]byte(a.Body), into); err != nil {
			t.Fatalf("got %d %q: %v", a.Status, a.Body, err)
		}
	})
}
