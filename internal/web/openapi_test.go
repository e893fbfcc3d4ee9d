package web_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

const apiRoot = "/api/v1"

// description is openapi.json with its answers closed: to clients it says that answers may gain fields, but here a field
// that isn't described is a mistake.
var description = sync.OnceValues(func() (*openapi3.T, error) {
	data, err := os.ReadFile("openapi.json")
	if err != nil {
		return nil, err
	}
	var document struct {
		Components struct{ Schemas map[string]map[string]any }
	}
	var whole map[string]any
	if err := json.Unmarshal(data, &document); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil, err
	}
	for name, schema := range document.Components.Schemas {
		_, closed := schema["additionalProperties"]
		if schema["properties"] != nil && !closed && name != "Said" { // which others build on
			schema["unevaluatedProperties"] = false // additionalProperties alone would have kin-openapi check as in 3.0
		}
	}
	whole["components"].(map[string]any)["schemas"] = document.Components.Schemas
	if data, err = json.Marshal(whole); err != nil {
		return nil, err
	}
	return openapi3.NewLoader().LoadFromData(data)
})

func readDescription(t testing.TB) *openapi3.T {
	t.Helper()
	doc, err := description()
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// operations are what is described, as "METHOD /api/v1/path/:id".
func operations(t testing.TB) map[string]*openapi3.Operation {
	t.Helper()
	all, err := allOperations()
	if err != nil {
		t.Fatal(err)
	}
	return maps.Clone(all)
}

var allOperations = sync.OnceValues(func() (map[string]*openapi3.Operation, error) {
	doc, err := description()
	if err != nil {
		return nil, err
	}
	all := map[string]*openapi3.Operation{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			all[method+" "+apiRoot+parameter.ReplaceAllString(path, ":$1")] = op
		}
	}
	return all, nil
})

var parameter = regexp.MustCompile(`\{(\w+)\}`)

func TestTheDescriptionIsValid(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, doc := range map[string]*openapi3.T{"as it is": doc, "with closed answers": readDescription(t)} {
		if err := doc.Validate(t.Context(), openapi3.EnableExamplesValidation(), openapi3.EnableSchemaFormatValidation()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !doc.IsOpenAPI31OrLater() {
		t.Errorf("got OpenAPI %s, want 3.1", doc.OpenAPI)
	}
}

func TestTheDescriptionIsForEverybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	a := request(t, w, "GET", apiRoot+"/openapi.json", "").header("Content-Type", "application/json")
	if a.Status != http.StatusOK || a.Body != string(want) {
		t.Errorf("got %d and %d bytes, want the file", a.Status, len(a.Body))
	}
}

// Every address is described, and nothing is described that isn't there.
func TestRoutesAreDescribed(t *testing.T) {
	t.Parallel()
	described := operations(t)
	for _, route := range routesOf(newWorld(t).handler) {
		if _, path, _ := strings.Cut(route, " "); !strings.HasPrefix(path, apiRoot+"/") {
			continue
		}
		if described[route] == nil {
			t.Errorf("%s isn't described in openapi.json", route)
		}
		delete(described, route)
	}
	for route := range described {
		t.Errorf("openapi.json describes %s, but there is no such route", route)
	}
}

func TestOperationsAreNamed(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for route, op := range operations(t) {
		if other := seen[op.OperationID]; op.OperationID == "" || other != "" {
			t.Errorf("%s: its name %q is blank or that of %s", route, op.OperationID, other)
		}
		seen[op.OperationID] = route
		if op.Summary == "" || len(op.Tags) != 1 || op.Security == nil {
			t.Errorf("%s: want a summary, one tag, and who may use it", route)
		}
	}
}

// spelt are the types of the wire room that the description has a schema of.
var spelt = map[string]any{
	"Value": wire.Value{}, "Contact": wire.Contact{}, "Conflict": wire.Conflict{}, "Alias": wire.Alias{}, "ContactVisitor": wire.ContactVisitor{},
	"ContactList": wire.ContactList{}, "LedgerPage": wire.LedgerPage{}, "LedgerEntry": wire.LedgerEntry{}, "Change": wire.Change{}, "Link": wire.Link{},
	"Token": wire.Token{}, "RevokeContact": wire.RevokeContact{}, "Revoke": wire.Revoke{}, "Revocation": wire.Revocation{}, "MergeRequest": wire.MergeRequest{}, "Merge": wire.Merge{}, "Unmerge": wire.Unmerge{}, "Settlement": wire.Settlement{},
	"Row": wire.Row{}, "Page": wire.Page{}, "Device": wire.Device{}, "VisitorList": wire.VisitorList{}, "VisitorDetail": wire.VisitorDetail{},
	"VisitorInfo": wire.VisitorInfo{}, "Session": wire.Session{}, "PageView": wire.PageView{}, "SiteSettings": wire.SiteSettings{}, "Pinned": wire.Pinned{},
	"Login": wire.Login{}, "Setup": wire.Setup{}, "Me": wire.Me{}, "Agent": wire.Agent{}, "PanelSite": wire.PanelSite{},
	"PanelFrame": wire.PanelFrame{}, "View": wire.View{}, "Watch": wire.Watch{}, "Sighting": wire.Sighting{}, "Trend": wire.Trend{}, "Open": wire.Open{}, "PanelPush": wire.PanelPush{}, "PanelHello": wire.PanelHello{},
	"SiteFrame": wire.SiteFrame{}, "ViewUpdate": wire.ViewUpdate{}, "Counts": wire.Counts{}, "Person": wire.Person{},
	"PersonVisitor": wire.PersonVisitor{}, "Bag": wire.Bag{}, "Error": wire.Error{}, "ErrorAnswer": wire.ErrorAnswer{},
	"Question": wire.Question{}, "Diagnosis": wire.Diagnosis{}, "Reason": wire.Reason{}, "Signable": wire.Signable{},
	"SiteChange": wire.SiteChange{}, "Evidence": wire.Evidence{}, "EvidenceReason": wire.EvidenceReason{}, "EvidenceOrigin": wire.EvidenceOrigin{},
	"EvidencePage": wire.EvidencePage{}, "EvidenceExample": wire.EvidenceExample{}, "SigningKey": wire.SigningKey{},
	"SessionList": wire.SessionList{}, "Refusals": wire.Refusals{}, "Export": wire.Export{}, "ExportedSite": wire.ExportedSite{},
	"ExportedVisitor": wire.ExportedVisitor{}, "ExportedClaim": wire.ExportedClaim{}, "ExportedEntry": wire.ExportedEntry{},
	"ExportedLink": wire.ExportedLink{}, "Written": wire.Written{},
	"AgentAccount": wire.AgentAccount{}, "AgentList": wire.AgentList{}, "NewAgent": wire.NewAgent{}, "AgentChange": wire.AgentChange{},
	"Invitation": wire.Invitation{}, "InvitationToken": wire.InvitationToken{}, "Invited": wire.Invited{}, "Acceptance": wire.Acceptance{},
	"PasswordChange": wire.PasswordChange{}, "APIKey": wire.APIKey{}, "APIKeyList": wire.APIKeyList{}, "NewAPIKey": wire.NewAPIKey{},
	"SigningKeyList": wire.SigningKeyList{}, "NewSigningKey": wire.NewSigningKey{}, "Retirement": wire.Retirement{},
}

// unspelt are schemas of what wire reads or spells by hand.
var unspelt = map[string]bool{"Said": true, "Traits": true}

// Schemas have the fields of the types they are called after, all of them, and require what is always there.
func TestSchemasAreTheWiresTypes(t *testing.T) {
	t.Parallel()
	schemas := readDescription(t).Components.Schemas
	for name, schema := range schemas {
		if _, known := spelt[name]; !known && len(schema.Value.Properties) > 0 && !unspelt[name] {
			t.Errorf("no type of wire is the schema %s", name)
		}
	}
	for name, zero := range spelt {
		schema := schemas[name]
		if schema == nil {
			t.Errorf("there is no schema of wire.%s", name)
			continue
		}
		all, always := fieldsOf(reflect.TypeOf(zero))
		if got := sortedKeys(schema.Value.Properties); !slices.Equal(got, all) {
			t.Errorf("%s: got properties %v, want %v", name, got, all)
		}
		if name == "Settlement" { // which is read, and may be {}
			always = nil
		}
		if got := slices.Sorted(slices.Values(schema.Value.Required)); !slices.Equal(got, always) {
			t.Errorf("%s: got required %v, want %v", name, got, always)
		}
	}
}

// fieldsOf are a type's fields in JSON, and those of them that are never left out.
func fieldsOf(of reflect.Type) (all, always []string) {
	for _, field := range reflect.VisibleFields(of) {
		if field.Anonymous {
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		all = append(all, name)
		if options == "" {
			always = append(always, name)
		}
	}
	slices.Sort(all)
	slices.Sort(always)
	return all, always
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// What can be said of a person is what identify takes.
func TestTheFieldsOfAPersonAreDescribed(t *testing.T) {
	t.Parallel()
	schemas := readDescription(t).Components.Schemas
	traits := []string{}
	for _, f := range nametag.Fields {
		traits = append(traits, string(f.Field))
	}
	said := append([]string{"external_id", "email", "custom_data", "traits"}, traits...)
	for name, want := range map[string][]string{"Traits": traits, "Said": said} {
		slices.Sort(want)
		if got := sortedKeys(schemas[name].Value.Properties); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

// The golden samples of the protocol, the socket's frames among them, are as described.
func TestGoldenSamplesAreAsDescribed(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, file := range []string{"api.json", "panel_socket.json"} {
		data, err := os.ReadFile(filepath.Join("..", "wire", "testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		var samples map[string][]any
		if err := json.Unmarshal(data, &samples); err != nil {
			t.Fatal(err)
		}
		for name, list := range samples {
			for i, sample := range list {
				checkSchema(t, fmt.Sprintf("%s: %s %d", file, name, i), name, sample)
				checked++
			}
		}
	}
	if checked == 0 {
		t.Error("there was nothing to check")
	}
}

func checkSchema(t testing.TB, what, name string, value any) {
	t.Helper()
	schema := readDescription(t).Components.Schemas[name]
	if schema == nil {
		t.Errorf("%s: there is no schema of %s", what, name)
		return
	}
	if err := schema.Value.VisitJSON(value, openapi3.EnableJSONSchema2020(), openapi3.MultiErrors()); err != nil {
		t.Errorf("%s isn't as described: %v", what, err)
	}
}

// The test above would be worth nothing if everything were as described.
func TestSchemasRefuse(t *testing.T) {
	t.Parallel()
	for body, name := range map[string]string{
		`{"contacts":[],"next":null,"total":0}`:               "ContactList",
		`{"contacts":[{"id":"c_0c4j8x6rm2b2q"}],"next":null}`: "ContactList",
		`{"contacts":[]}`:                                  "ContactList",
		`{"contacts":[],"next":1}`:                         "ContactList",
		`{"error":{"code":"x","message":"y","why":"z"}}`:   "ErrorAnswer",
		`{"key":"k","old":null,"new":null,"by":"x"}`:       "Change",
		`{"key":"k","old":null,"new":null,"trust":"sure"}`: "Change",
		`{"from":null,"to":null,"trust":null}`:             "Link",
		`{"other":"42"}`:                                   "MergeRequest",
		`{"other":"c_0c4j8x6rm2b2q","dry":true}`:           "MergeRequest",
		`{"nmae":"Jane"}`:                                  "Amendment",
		`{"sid":"x"}`:                                      "Amendment",
		`{"name":1}`:                                       "Amendment",
		`{"external_id":"42","expires_in":"60"}`:           "TokenRequest",
		`{"external_id":"42","exp":60}`:                    "TokenRequest",
		`{"id":1.5,"hash":"x"}`:                            "Question",
		`{"external_id":"42","hash":"x"}`:                  "Question",
		`{"use":"jwt","message":"x"}`:                      "Signable",
		`{"accepted":true,"covers":["name"],"verified":true,"reason":null,"kid":null,"should_sign":[]}`: "Diagnosis",
		`{"name":null}`:                 "SiteChange",
		`{"alias":["x"]}`:               "SiteChange",
		`{"name":"web","use":["json"]}`: "NewSigningKey",
		`{"keys":[{"kid":"kid_1","name":"web"}],"next":null}`: "SigningKeyList",
		`{"leak":true}`:                                                             "Retirement",
		`{"email":"a@b.c","role":"owner"}`:                                          "NewAgent",
		`{"role":"agent","password":"x"}`:                                           "AgentChange",
		`{"name":"crm","scopes":["root"]}`:                                          "NewAPIKey",
		`{"name":"crm","scopes":[]}`:                                                "NewAPIKey",
		`{"close":true,"open":{}}`:                                                  "PanelFrame",
		`{"view":{"n":1,"rows":[{"id":"r1"}]}}`:                                     "PanelPush",
		`{"hello":{"now":1,"site":{"key":"k","name":"n","origins":[]}}}`:            "PanelPush",
		`{"id":"conflict_7","key":"email","value":"a@b.c","trust":"claimed"}`:       "Conflict",
		`{"name":{"value":1,"trust":"claimed","source":"x","at":"yesterday"}}`:      "Traits",
		`{"nickname":{"value":1,"trust":"claimed","source":"x","at":"2026-01-01"}}`: "Traits",
	} {
		var value any
		if err := json.Unmarshal([]byte(body), &value); err != nil {
			t.Fatal(err)
		}
		schema := readDescription(t).Components.Schemas[name].Value
		if err := schema.VisitJSON(value, openapi3.EnableJSONSchema2020()); err == nil {
			t.Errorf("%s takes %s", name, body)
		}
	}
}

// The scopes of the description are those that there are, and those that its operations need.
func TestScopesAreDescribed(t *testing.T) {
	t.Parallel()
	listed, _ := readDescription(t).Components.SecuritySchemes["apiKey"].Value.Extensions["x-scopes"].(map[string]any)
	needed := map[string]bool{access.AllScopes: true}
	for _, op := range operations(t) {
		if scope := scopeOf(op); scope != "" {
			needed[scope] = true
		}
	}
	for scope := range needed {
		if scope != access.AllScopes && !slices.Contains(access.Scopes, scope) {
			t.Errorf("no key can have the scope %s", scope)
		}
	}
	if got, want := sortedKeys(listed), sortedKeys(needed); !slices.Equal(got, want) {
		t.Errorf("got scopes %v, want %v", got, want)
	}
}

// scopeOf is the scope that an API key needs, "" where keys aren't taken.
func scopeOf(op *openapi3.Operation) string {
	for _, way := range *op.Security {
		if scopes, ok := way["apiKey"]; ok && len(scopes) == 1 {
			return scopes[0]
		}
	}
	return ""
}

// takes reports whether one may come with that, "" being nothing at all.
func takes(op *openapi3.Operation, scheme string) bool {
	return len(*op.Security) == 0 && scheme == "" || slices.ContainsFunc(*op.Security, func(way openapi3.SecurityRequirement) bool {
		_, named := way[scheme]
		return named || scheme == "" && len(way) == 0
	})
}

// Who may use an address is as described: with every scope but its own a key is refused, and told which it lacks.
func TestTheGuardsAreAsDescribed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.cookie()
	for route, op := range operations(t) {
		method, path, _ := strings.Cut(route, " ")
		address, scope := w.fill(path), scopeOf(op)
		if scope != "" {
			others := slices.DeleteFunc(slices.Clone(access.Scopes), func(s string) bool { return s == scope })
			request(t, w, method, address, `{}`, jsonType, w.key(others...)).fails(route+" without its scope", http.StatusForbidden, "missing_scope", scope)
			if a := request(t, w, method, address, ``, jsonType, w.key(scope)); a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden {
				t.Errorf("%s with %s: got %d %s, want the door to be open", route, scope, a.Status, a.Body)
			}
		}
		nobody := request(t, w, method, address, `{}`, jsonType)
		if refused := nobody.Status == http.StatusUnauthorized && strings.Contains(nobody.Body, `"login_required"`); refused == takes(op, "") {
			t.Errorf("%s with nothing: got %d %s, which isn't as described", route, nobody.Status, nobody.Body)
		}
		if takes(op, "cookie") && !takes(op, "") {
			a := request(t, w, method, address+"?site="+w.Site.Key, ``, jsonType, fromPanel, w.cookie())
			if a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden {
				t.Errorf("%s with the cookie: got %d %s, want the door to be open", route, a.Status, a.Body)
			}
		}
	}
}

// Idempotency-Key is described where it is honoured: there a key that can't be one is refused.
func TestIdempotencyIsAsDescribed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bad := "Idempotency-Key: " + strings.Repeat("x", 256)
	for route, op := range operations(t) {
		method, path, _ := strings.Cut(route, " ")
		if method != http.MethodPost || takes(op, "") {
			continue
		}
		body, address, who := "", w.fill(path), []string{w.key("all")}
		if scopeOf(op) == "" {
			who = []string{fromPanel, w.cookie()}
		}
		switch {
		case strings.HasSuffix(path, "/merge"):
			body = fmt.Sprintf(`{"other":%q}`, w.someOther().ID)
		case path == apiRoot+"/revoke":
			body = `{"external_id":"42"}`
		case path == apiRoot+"/agents":
			body = `{"email":"new@example.com","role":"admin"}`
		case strings.HasPrefix(path, apiRoot+"/apikeys/"):
			address += "?site=" + w.Site.Key
		}
		a := request(t, w, method, address, body, append(who, jsonType, bad)...)
		refused := strings.Contains(a.Body, `"field":"Idempotency-Key"`)
		if described := op.Parameters.GetByInAndName("header", "Idempotency-Key") != nil; refused != described {
			t.Errorf("%s: described %v, but got %d %s", route, described, a.Status, a.Body)
		}
	}
}
