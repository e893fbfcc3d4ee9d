package web_test

import (
	"database/sql"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/wire"
)

func TestOnlyAdminsAdminister(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := w.cookieOf("bob@example.com", access.Agent, int64(w.Site.ID))
	for name, c := range map[string]struct {
		headers []string
		query   string
		status  int
		says    string
	}{
		"an admin":                   {[]string{w.cookie()}, "?site=" + w.Site.Key, http.StatusOK, w.Site.Key},
		"an agent":                   {[]string{agent}, "?site=" + w.Site.Key, http.StatusForbidden, "admins_only"},
		"an agent, elsewhere":        {[]string{agent}, "?site=" + w.otherSite().Key, http.StatusNotFound, "site_unknown"},
		"an admin on another's page": {[]string{w.cookie(), "Origin: https://evil.example"}, "?site=" + w.Site.Key, http.StatusForbidden, "cross_origin"},
		"a key":                      {[]string{w.key("site:write")}, "", http.StatusOK, w.Site.Key},
		"a key without the scope":    {[]string{w.key("site:read")}, "", http.StatusForbidden, "missing_scope"},
		"nobody":                     {nil, "?site=" + w.Site.Key, http.StatusUnauthorized, "login_required"},
	} {
		a := request(t, w, "PATCH", apiRoot+"/site"+c.query, `{"link_hours":24}`, append(c.headers, jsonType)...)
		if a.Status != c.status || !strings.Contains(a.Body, c.says) {
			t.Errorf("%s: got %d %s, want %d %s", name, a.Status, a.Body, c.status, c.says)
		}
	}
}

// What an agent may see is asked anew at each pulse: who was demoted, has lost the site, or has no account any more is
// cut within a second (spec security §6).
func TestAnAgentWhoLostItsRightsIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bob := func(t *testing.T) *access.Account {
		t.Helper()
		a, err := w.access.SaveAccount(t.Context(), "bob@example.com", password, access.Agent, []int64{int64(w.Site.ID)})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	save := func(role access.Role, sites ...int64) func(*testing.T, *access.Account) {
		return func(t *testing.T, a *access.Account) {
			t.Helper()
			if _, err := w.access.SaveAccount(t.Context(), a.Email, password, role, sites); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.cookie() // an admin who stays
	change := func(to func(*access.Rights)) func(*testing.T, *access.Account) {
		return func(t *testing.T, a *access.Account) {
			t.Helper()
			if _, err := w.access.SetRights(t.Context(), a.ID, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func(t *testing.T, a *access.Account) {
		t.Helper()
		if err := w.access.RemoveAccount(t.Context(), a.ID); err != nil {
			t.Fatal(err)
		}
	}
	s := w.listen()
	for name, c := range map[string]struct {
		lose func(*testing.T, *access.Account)
		code int
		says string
	}{
		"demoted":         {save(access.Agent, int64(w.otherSite().ID)), 4501, "login_required"},
		"another role":    {save(access.Admin), 4501, "login_required"},
		"another list":    {w.beside("DELETE FROM agent_site WHERE agent = ?"), 4504, "site_unknown"},
		"no login":        {w.beside("DELETE FROM panel_session WHERE agent = ?"), 4501, "login_required"},
		"no account":      {w.beside("DELETE FROM panel_session WHERE agent = ?1; DELETE FROM agent_site WHERE agent = ?1; DELETE FROM agent WHERE id = ?1"), 4501, "login_required"},
		"removed":         {remove, 4501, "login_required"},
		"risen":           {change(func(r *access.Rights) { *r = access.Rights{Role: access.Admin} }), 4009, "rights_changed"},
		"a site more":     {change(func(r *access.Rights) { r.Sites = append(r.Sites, int64(w.otherSite().ID)) }), 4009, "rights_changed"},
		"other sites":     {change(func(r *access.Rights) { r.Sites = []int64{int64(w.otherSite().ID)} }), 4504, "site_unknown"},
		"nothing changes": {func(*testing.T, *access.Account) {}, 0, ""},
	} {
		account := bob(t)
		delete(w.cookies, account.Email)
		_, value, err := w.access.LogIn(t.Context(), account.Email, password, someAddress)
		if err != nil {
			t.Fatal(err)
		}
		conn := dial(t, s, "/api/v1/live?site="+w.Site.Key, fromPanel, "Cookie: __Host-nametag="+value)
		receive[wire.PanelPush](t, conn)
		c.lose(t, account)
		w.tick <- w.Clock.Now() // one second
		if c.code == 0 {
			send(t, conn, wire.PanelFrame{View: &wire.View{Sort: "newest", Count: 10}})
			receive[wire.PanelPush](t, conn)
			continue
		}
		_, _, err = conn.ReadMessage()
		var closed *websocket.CloseError
		if !errors.As(err, &closed) || closed.Code != c.code || closed.Text != c.says {
			t.Errorf("%s: got %v, want to be cut with %d %s", name, err, c.code, c.says)
		}
	}
}

// An admin who is one no more is cut, and comes back as the agent that they are.
func TestADemotedAdminIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.cookie() // another one
	cookie := w.cookieOf("bob@example.com", access.Admin)
	conn := dial(t, w.listen(), "/api/v1/live?site="+w.Site.Key, fromPanel, cookie)
	receive[wire.PanelPush](t, conn)
	body := `{"role":"agent","sites":["` + w.Site.Key + `"]}`
	request(t, w, "PATCH", apiRoot+"/agents/"+w.idOf("bob@example.com"), body, jsonType, fromPanel, w.cookie()).ok(nil)
	w.tick <- w.Clock.Now() // one second
	_, _, err := conn.ReadMessage()
	var closed *websocket.CloseError
	if !errors.As(err, &closed) || closed.Code != 4009 {
		t.Errorf("got %v, want to be cut with 4009", err)
	}
	var me wire.Me
	request(t, w, "GET", apiRoot+"/me", "", cookie).ok(&me)
	if me.Agent.Role != "agent" {
		t.Errorf("got %+v, want an agent who is still logged in", me)
	}
	request(t, w, "GET", apiRoot+"/agents", "", cookie).fails("the next request", http.StatusForbidden, "admins_only", "")
}

// beside changes an account in the database, as another process may.
func (w *world) beside(statement string) func(*testing.T, *access.Account) {
	return func(t *testing.T, a *access.Account) {
		t.Helper()
		db, err := sql.Open("sqlite", w.Path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.ExecContext(t.Context(), "PRAGMA busy_timeout = 5000; "+statement, a.ID); err != nil {
			t.Fatal(err)
		}
	}
}
