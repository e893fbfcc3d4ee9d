package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/wire"
)

func (o office) site() string { return "?site=" + o.Site.Key }

func (o office) apiKeys() []wire.APIKey {
	o.t.Helper()
	var list wire.APIKeyList
	o.send("GET", "/apikeys"+o.site(), "").ok(&list)
	return list.APIKeys
}

// A key's text is shown once and opens what its scopes say; that it was used is seen; revoked, it opens nothing.
func TestAnAPIKey(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	key := made[wire.APIKey](o.send("POST", "/apikeys"+o.site(), `{"name":"crm","scopes":["site:read"]}`))
	if !strings.HasPrefix(key.Key, "nt_ak_") || key.Name != "crm" || !slices.Equal(key.Scopes, []string{"site:read"}) || key.LastUsedAt != nil || key.RevokedAt != nil {
		t.Errorf("got %+v, want a new key with its text", key)
	}
	bearer := "Authorization: Bearer " + key.Key
	request(t, o.world, "GET", apiRoot+"/site", "", bearer).ok(nil)
	if got := o.apiKeys(); len(got) != 1 || got[0].Key != "" || text(got[0].LastUsedAt) != "2026-11-20T12:00:00.000Z" {
		t.Errorf("got %+v, want one that was used, without its text", got)
	}
	for range 2 { // again it stays as it is
		var revoked wire.APIKey
		o.send("POST", "/apikeys/"+key.ID+"/revoke"+o.site(), "", once).ok(&revoked)
		if text(revoked.RevokedAt) != "2026-11-20T12:00:00.000Z" || revoked.LastUsedAt == nil || revoked.Key != "" {
			t.Errorf("got %+v, want it to be revoked", revoked)
		}
	}
	request(t, o.world, "GET", apiRoot+"/site", "", bearer).fails("revoked", http.StatusUnauthorized, "bad_api_key", "")
}

// An answer with a key isn't kept, so that a request sent again makes another.
func TestAnAPIKeyAskedForAgainIsAnother(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	body := `{"name":"crm","scopes":["all"]}`
	first := made[wire.APIKey](o.send("POST", "/apikeys"+o.site(), body, once))
	again := made[wire.APIKey](o.send("POST", "/apikeys"+o.site(), body, once))
	if first.ID == again.ID || first.Key == again.Key || again.Key == "" {
		t.Errorf("got %s and %s, want two keys", first.ID, again.ID)
	}
}

// Another site's key is none, whatever may be done with it.
func TestAnotherSitesAPIKeyIsNotFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	theirs := o.apiKeyOfAnotherSite()
	o.send("POST", "/apikeys/"+theirs+"/revoke"+o.site(), "").fails("revoke", http.StatusNotFound, "not_found", "apikey")
	if got := o.apiKeys(); len(got) != 0 {
		t.Errorf("got %+v, want none of theirs", got)
	}
}

// No API key reaches what lets people and programs in, even beside the cookie of an admin.
func TestAPIKeysMakeNobodyAnAdmin(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	bob, key := o.cookieOf("bob@example.com", access.Agent, int64(o.Site.ID)), o.key("all")
	for route, body := range map[string]string{
		"GET /agents": "", "POST /agents": `{"email":"eve@example.com","role":"admin"}`, "PATCH /agents/" + o.idOf("bob@example.com"): `{"role":"admin"}`,
		"DELETE /agents/" + o.idOf(adminEmail): "", "POST /agents/" + o.idOf(adminEmail) + "/invitation": "{}",
		"GET /apikeys" + o.site(): "", "POST /apikeys" + o.site(): `{"name":"more","scopes":["all"]}`, "POST /apikeys/" + o.someAPIKey() + "/revoke" + o.site(): "{}",
	} {
		method, path, _ := strings.Cut(route, " ")
		request(t, o.world, method, apiRoot+path, body, jsonType, key).fails(route, http.StatusUnauthorized, "login_required", "")
		request(t, o.world, method, apiRoot+path, body, jsonType, fromPanel, key, o.cookie).fails(route+" with the cookie", http.StatusUnauthorized, "login_required", "")
		request(t, o.world, method, apiRoot+path, body, jsonType, fromPanel, bob).fails(route+" as an agent", http.StatusForbidden, "admins_only", "")
	}
	if got := o.agents(); len(got) != 2 || got[0].Role != "admin" || got[1].Role != "agent" || got[0].LinkUntil != nil {
		t.Errorf("got %+v, want all as it was", got)
	}
}
