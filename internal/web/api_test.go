package web_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

func TestContacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.key("contacts:read")
	w.Browser().Identify(nametagtest.ID("42").Mailed("Jane@Example.com").Named("Jane").Custom("plan", `"pro"`))
	w.Browser().Identify(nametagtest.ID("43").Mailed("ravi@example.com"))
	w.contactOfAnotherSite()
	for query, want := range map[string][]string{
		"":                             {"43", "42"},
		"?site=" + w.Site.Key:          {"43", "42"},
		"?external_id=42":              {"42"},
		"?external_id=%2042":           {"42"},
		"?external_id=nobody":          {},
		"?external_id=their+user":      {},
		"?email=JANE@example.com":      {"42"},
		"?email=jane%2B1@example.com":  {},
		"?q=4":                         {"43", "42"},
		"?q=rav":                       {"43"},
		"?q=jane":                      {"42"},
		"?q=%25":                       {},
		"?q=_":                         {},
		"?limit=1":                     {"43"},
		"?external_id=42&limit=100":    {"42"},
		"?q=%E2%80%AE%F0%9F%98%80":     {},
		"?q=x'%20OR%20'1'%3D'1":        {},
		"?external_id=%E2%80%AEevil42": {},
	} {
		var list wire.ContactList
		request(t, w, "GET", "/api/v1/contacts"+query, "", key).ok(&list)
		got := []string{}
		for _, c := range list.Contacts {
			got = append(got, *c.ExternalID)
		}
		if !slices.Equal(got, want) || list.Contacts == nil {
			t.Errorf("%q: got %v, want %v", query, got, want)
		}
	}
}

func TestContact(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane := w.someContact()
	var got wire.Contact
	a := request(t, w, "GET", "/api/v1/contacts/"+jane.ID.String(), "", w.key("all")).ok(&got)
	if got.ID != jane.ID.String() || *got.ExternalID != "42" || got.Trust != "claimed" || got.CustomDataLimit != nametag.CustomDataBytes {
		t.Errorf("got %s, want Jane", a.Body)
	}
	if string(got.Traits["name"].Value) != `"Jane"` || got.Traits["name"].Source != jane.BornOf.String() {
		t.Errorf("got name %+v, want Jane's with who said it", got.Traits["name"])
	}
	a.header("Cache-Control", "no-store").header("Content-Type", "application/json").header("X-Content-Type-Options", "nosniff").
		header("Access-Control-Allow-Origin", "")
}

// Page after page shows everything once.
func TestListsHavePages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 7 {
		w.Browser().Identify(nametagtest.ID(strconv.Itoa(100 + i)))
	}
	b := w.Browser()
	b.Identify(nametagtest.ID("42"))
	for i := range 6 {
		b.Update(nametagtest.Nothing().Named(fmt.Sprint("Jane ", i)))
	}
	key, seen := w.key("all"), map[string]int{}
	for cursor, pages := "", 0; pages < 9; pages++ {
		var list wire.ContactList
		request(t, w, "GET", "/api/v1/contacts?limit=3"+cursor, "", key).ok(&list)
		for _, c := range list.Contacts {
			seen[*c.ExternalID]++
		}
		if list.Next == nil {
			break
		}
		cursor = "&cursor=" + *list.Next
	}
	if len(seen) != 8 {
		t.Errorf("got contacts %v, want 8, each once", seen)
	}
	seqs := w.ledgerSeqs(key, "42")
	if len(seqs) != 7 || !slices.IsSortedFunc(seqs, func(a, b int64) int { return int(b - a) }) {
		t.Errorf("got entries %v, want 7, newest first", seqs)
	}
}

// ledgerSeqs reads a contact's ledger in pages of two.
func (w *world) ledgerSeqs(key, externalID string) (seqs []int64) {
	w.t.Helper()
	address := "/api/v1/contacts/" + w.Contact(externalID).ID.String() + "/ledger?limit=2"
	for cursor, pages := "", 0; pages < 9; pages++ {
		var page wire.LedgerPage
		request(w.t, w, "GET", address+cursor, "", key).ok(&page)
		for _, e := range page.Entries {
			seqs = append(seqs, e.Seq)
		}
		if page.Next == nil {
			return seqs
		}
		cursor = "&cursor=" + *page.Next
	}
	w.t.Fatal("the ledger has no end")
	return nil
}

// A cursor that somebody wrote by hand shows nothing of another contact, or of another site.
func TestForgedCursorsShowNobodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane, theirs := w.someContact(), w.contactOfAnotherSite()
	w.Browser().Identify(nametagtest.ID("43").Named("Ravi"))
	address := "/api/v1/contacts/" + jane.ID.String() + "/ledger?cursor="
	key := w.key("contacts:read")
	for name, seq := range map[string]nametag.Seq{"another contact": w.Contact("43").Head, "another site": theirs.Head, "nothing": 999} {
		cursor := base64.RawURLEncoding.EncodeToString(fmt.Append(nil, int64(seq)))
		a := request(t, w, "GET", address+cursor, "", key)
		var page wire.LedgerPage
		a.ok(&page)
		for _, e := range page.Entries {
			if e.Seq != int64(jane.Head) {
				t.Errorf("a cursor of %s: got %s, want nothing but Jane's one entry", name, a.Body)
			}
		}
	}
}

func TestVisitors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.Browser()
	b.Identify(nametagtest.ID("42").Named("Jane"))
	arrival, err := w.Service.Arrive(t.Context(), b.Browser)
	if err != nil {
		t.Fatal(err)
	}
	w.here.Arrive(arrival, presence.Hello{Tab: "t", Stamp: presence.Stamp{Socket: 1}, Visible: true, Page: nametag.Page{URL: "https://shop.example/"}})
	key := w.key("visitors:read")
	var list wire.VisitorList
	request(t, w, "GET", "/api/v1/visitors?limit=100", "", key).ok(&list)
	if len(list.Visitors) != 1 || list.Visitors[0].Name != "Jane" || list.Next != nil {
		t.Errorf("got %+v, want Jane", list)
	}
	var detail wire.VisitorDetail
	request(t, w, "GET", "/api/v1/visitors/"+b.Visitor.String(), "", key).ok(&detail)
	if detail.Visitor.ID != b.Visitor.String() || detail.Visitor.Trust != "claimed" || *detail.Visitor.ContactID != w.Contact("42").ID.String() {
		t.Errorf("got %+v, want Jane's visitor", detail.Visitor)
	}
	var other wire.VisitorList
	request(t, w, "GET", "/api/v1/visitors?site="+w.otherSite().Key, "", w.cookie()).ok(&other)
	if len(other.Visitors) != 0 || other.Visitors == nil {
		t.Errorf("got %+v on another site, want nobody", other)
	}
}

func TestVisitorsHavePages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	come := func(name string) {
		w.t.Helper()
		b := w.Browser()
		b.Identify(nametagtest.ID(name).Named(name))
		arrival, err := w.Service.Arrive(t.Context(), b.Browser)
		if err != nil {
			t.Fatal(err)
		}
		w.here.Arrive(arrival, presence.Hello{Tab: "t", Stamp: presence.Stamp{Socket: 1}, Visible: true})
	}
	for i := range 5 {
		come(fmt.Sprint("Early ", i))
	}
	key, names := w.key("visitors:read"), []string{}
	for cursor, pages := "", 1; ; pages++ {
		var list wire.VisitorList
		request(t, w, "GET", "/api/v1/visitors?limit=2"+cursor, "", key).ok(&list)
		for _, row := range list.Visitors {
			names = append(names, row.Name)
		}
		if list.Next == nil {
			break
		}
		if pages > 5 {
			t.Fatal("the list has no end")
		}
		cursor = "&cursor=" + *list.Next
		come(fmt.Sprint("Late ", pages)) // moves everybody down
	}
	if want := []string{"Early 4", "Early 3", "Early 2", "Early 1", "Early 0"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

// Whoever is listed can be opened, also before anything of theirs was worth writing down.
func TestAVisitorWhoOnlyJustCame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.Browser()
	w.here.Arrive(nametag.Arrival{Browser: b.Browser}, presence.Hello{Tab: "t", Stamp: presence.Stamp{Socket: 1}, Visible: true})
	var detail wire.VisitorDetail
	a := request(t, w, "GET", "/api/v1/visitors/"+b.Visitor.String(), "", w.key("visitors:read")).ok(&detail)
	if detail.Visitor.ID != b.Visitor.String() || detail.Visitor.Trust != "anonymous" || detail.Visitor.ContactID != nil || detail.Sessions == nil {
		t.Errorf("got %s, want an anonymous visitor without sessions", a.Body)
	}
	request(t, w, "GET", "/api/v1/visitors/"+b.Visitor.String()+"?site="+w.otherSite().Key, "", w.cookie()).fails("another site", 404, "not_found", "visitor")
}

func TestSite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var got wire.SiteSettings
	request(t, w, "GET", "/api/v1/site", "", w.key("site:read")).ok(&got)
	if got.Key != w.Site.Key || got.ScriptURL != publicURL+"/nametag.js" || !slices.Equal(got.Origins, []string{shopOrigin}) ||
		got.Enforcement != "observe" || got.InstalledAt != nil || got.DevUntil != nil {
		t.Errorf("got %+v, want the shop's settings", got)
	}
	want := wire.Pinned{URL: publicURL + "/nametag.1f2e3d4c.js", Integrity: "sha384-AtehaVs8GtDG4zEvzpW/0jRcb6ntDu8FzL+ZJygUMbo9nVlt32CVMuZ7oxwcl1fF"} // of "plain", by OpenSSL
	if got.ScriptPinned != want {
		t.Errorf("got %+v, want %+v", got.ScriptPinned, want)
	}
}

func TestMeListsTheAgentsSites(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := w.otherSite()
	for who, c := range map[string]struct {
		cookie string
		sites  []string
	}{
		"the admin": {w.cookie(), []string{w.Site.Key, other.Key}},
		"an agent":  {w.cookieOf("bob@example.com", access.Agent, int64(other.ID)), []string{other.Key}},
		"a new one": {w.cookieOf("new@example.com", access.Agent), []string{}},
	} {
		var me wire.Me
		request(t, w, "GET", "/api/v1/me", "", c.cookie).ok(&me)
		got := []string{}
		for _, site := range me.Sites {
			got = append(got, site.Key)
		}
		if !slices.Equal(got, c.sites) {
			t.Errorf("%s: got sites %v, want %v", who, got, c.sites)
		}
	}
}

// A key opens its own site with its own scopes, until it is revoked.
func TestRevokedKeysOpenNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made, text, err := w.access.CreateAPIKey(t.Context(), int64(w.Site.ID), "backend", []string{"all"})
	if err != nil {
		t.Fatal(err)
	}
	header := "Authorization: bearer " + text
	request(t, w, "GET", "/api/v1/site", "", header).ok(nil)
	if _, err := w.access.RevokeAPIKey(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	request(t, w, "GET", "/api/v1/site", "", header).fails("revoked", http.StatusUnauthorized, "bad_api_key", "").
		header("WWW-Authenticate", "Bearer")
}

func TestHealthz(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if a := request(t, w, "GET", "/healthz", "").ok(nil); a.Body != `{"status":"ok"}` {
		t.Errorf("got %s, want ok", a.Body)
	}
}
