package web_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/limit"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// office is where an admin works: the panel, with their cookie.
type office struct {
	*world
	cookie string
}

func newOffice(t *testing.T) office {
	t.Helper()
	w := newWorld(t)
	return office{w, w.cookie()}
}

func (o office) send(method, path, body string, headers ...string) *answer {
	o.t.Helper()
	return request(o.t, o.world, method, apiRoot+path, body, append(headers, jsonType, fromPanel, o.cookie)...)
}

// made reads what a 201 answers.
func made[T any](a *answer) (got T) {
	a.t.Helper()
	if err := wire.Decode([]byte(a.Body), &got); err != nil || a.Status != http.StatusCreated {
		a.t.Fatalf("got %d %s, want 201 (%v)", a.Status, a.Body, err)
	}
	return got
}

func (o office) add(body string) wire.AgentAccount {
	o.t.Helper()
	return made[wire.AgentAccount](o.send("POST", "/agents", body))
}

// kim is an agent who was added just now.
func (o office) kim() wire.AgentAccount {
	o.t.Helper()
	return o.add(`{"email":"Kim@Example.com","role":"agent","sites":["` + o.Site.Key + `","` + o.Site.Key + `"]}`)
}

func (o office) agents() []wire.AgentAccount {
	o.t.Helper()
	var list wire.AgentList
	o.send("GET", "/agents", "").ok(&list)
	return list.Agents
}

// tokenOf is what follows the # of a link.
func tokenOf(t *testing.T, i *wire.Invitation) string {
	t.Helper()
	token, ours := strings.CutPrefix(i.Link, publicURL+"/panel/invite#")
	if !ours || len(token) != 43 || i.ExpiresAt != "2026-11-27T12:00:00.000Z" {
		t.Fatalf("got %+v, want a link of ours for 7 days", i)
	}
	return token
}

// accept chooses a password and returns the cookie of the login.
func (o office) accept(token, password string) string {
	o.t.Helper()
	a := request(o.t, o.world, "POST", apiRoot+"/invitation/accept", `{"token":"`+token+`","password":"`+password+`"}`, jsonType, fromPanel).ok(nil)
	return "Cookie: " + cookieOf(o.t.(*testing.T), a)
}

// An admin adds an agent and hands them the link, which nobody sees again; on it they choose a password, once.
func TestAnAgentIsInvited(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	kim := o.kim()
	if kim.Email != "kim@example.com" || kim.Active || !slices.Equal(kim.Sites, []string{o.Site.Key}) || text(kim.LinkUntil) != "2026-11-27T12:00:00.000Z" {
		t.Errorf("got %+v, want an agent of the site without a password", kim)
	}
	token := tokenOf(t, kim.Invitation)
	if body := o.send("GET", "/agents", "").Body; strings.Contains(body, token) || strings.Contains(body, "invitation") {
		t.Errorf("got %s, want no link in the list", body)
	}
	open := func() *answer {
		return request(t, o.world, "POST", apiRoot+"/invitation", `{"token":"`+token+`"}`, jsonType, fromPanel)
	}
	for range 2 { // opening it spends nothing
		var who wire.Invited
		if open().ok(&who); who.Email != "kim@example.com" || who.Role != "agent" {
			t.Errorf("got %+v, want kim", who)
		}
	}
	cookie := o.accept(token, password)
	var me wire.Me
	if request(t, o.world, "GET", apiRoot+"/me", "", cookie).ok(&me); me.Agent.ID != kim.ID || len(me.Sites) != 1 {
		t.Errorf("got %+v, want kim with the site", me)
	}
	open().fails("used", http.StatusForbidden, "invitation_used", "")
	if got := o.agents(); len(got) != 2 || !got[1].Active || got[1].LinkUntil != nil {
		t.Errorf("got %+v, want kim to have a password and no link", got)
	}
}

// A link for a new password lets the old one work until it is used; then the logins end, and it lives for 7 days at most.
func TestAnAgentIsInvitedAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	kim := o.kim()
	cookie := o.accept(tokenOf(t, kim.Invitation), password)
	again := func() string {
		link := made[wire.Invitation](o.send("POST", "/agents/"+kim.ID+"/invitation", ""))
		return tokenOf(t, &link)
	}
	before, token := again(), again()
	refused := func(name, token string) {
		t.Helper()
		for path, body := range map[string]string{"": `{"token":"` + token + `"}`, "/accept": `{"token":"` + token + `","password":"` + password + `"}`} {
			request(t, o.world, "POST", apiRoot+"/invitation"+path, body, jsonType, fromPanel).fails(name+path, http.StatusForbidden, "invitation_used", "")
		}
	}
	refused("an earlier link", before)
	request(t, o.world, "GET", apiRoot+"/me", "", cookie).ok(nil)
	o.accept(token, "another good password")
	request(t, o.world, "GET", apiRoot+"/me", "", cookie).fails("the earlier login", http.StatusUnauthorized, "login_required", "")
	old := again()
	o.Clock.Pass(access.InvitationFor)
	refused("after 7 days", old)
}

// Whoever tries links has to wait; who has a good one comes in nonetheless.
func TestLinksAreNotGuessed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := office{w.with(limited(limit.Settings{})), w.cookie()}
	token := tokenOf(t, o.kim().Invitation)
	for range 20 {
		request(t, o.world, "POST", apiRoot+"/invitation", `{"token":"x"}`, jsonType).fails("a guess", http.StatusForbidden, "invitation_used", "")
	}
	for path, body := range map[string]string{"": `{"token":"x"}`, "/accept": `{"token":"x","password":"a good password"}`} {
		if a := request(t, o.world, "POST", apiRoot+"/invitation"+path, body, jsonType); a.Status != http.StatusTooManyRequests {
			t.Errorf("%s: got %d %s, want to wait", path, a.Status, a.Body)
		}
	}
	o.accept(token, password)
}

// The network lost the answer: sent again, the agent isn't added twice. The link isn't kept, so it isn't shown again.
func TestAddingAnAgentAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	body := `{"email":"kim@example.com","role":"admin"}`
	first := made[wire.AgentAccount](o.send("POST", "/agents", body, once))
	again := made[wire.AgentAccount](o.send("POST", "/agents", body, once))
	if again.ID != first.ID || first.Invitation == nil || again.Invitation != nil || len(o.agents()) != 2 {
		t.Errorf("got %+v and %+v, want one agent, and the link once", first, again)
	}
	o.send("POST", "/agents", strings.Replace(body, "kim", "lee", 1), once).fails("another request", http.StatusBadRequest, "bad_value", "Idempotency-Key")
	o.send("POST", "/agents", body).fails("without a key", http.StatusConflict, "taken", "email")
}

// Who becomes an admin has no list of sites; who becomes an agent needs one. What isn't named stays.
func TestAnAgentsRightsAreChanged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	kim, other := o.kim(), o.otherSite().Key
	change := func(body string) (got wire.AgentAccount) {
		t.Helper()
		o.send("PATCH", "/agents/"+kim.ID, body).ok(&got)
		return got
	}
	for _, c := range []struct {
		body, role string
		sites      []string
	}{
		{`{}`, "agent", []string{o.Site.Key}}, {`{"sites":["` + other + `"]}`, "agent", []string{other}}, {`{"role":"admin"}`, "admin", []string{}},
		{`{"role":"agent","sites":["` + o.Site.Key + `","` + other + `"]}`, "agent", []string{o.Site.Key, other}}, {`{"role":"agent"}`, "agent", []string{o.Site.Key, other}},
	} {
		got := change(c.body)
		slices.Sort(got.Sites)
		slices.Sort(c.sites)
		if got.Role != c.role || !slices.Equal(got.Sites, c.sites) || got.Invitation != nil {
			t.Errorf("%s: got %+v, want %s of %v", c.body, got, c.role, c.sites)
		}
	}
	change(`{"role":"admin"}`)
	o.send("PATCH", "/agents/"+kim.ID, `{"role":"agent"}`).fails("an agent of no site", http.StatusBadRequest, "bad_value", "sites")
}

// Who was removed has no login any more, and the email may come back as somebody new.
func TestAnAgentIsRemoved(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	kim := o.kim()
	cookie := o.accept(tokenOf(t, kim.Invitation), password)
	if a := o.send("DELETE", "/agents/"+kim.ID, ""); a.Status != http.StatusNoContent {
		t.Fatalf("got %d %s, want 204", a.Status, a.Body)
	}
	request(t, o.world, "GET", apiRoot+"/me", "", cookie).fails("its login", http.StatusUnauthorized, "login_required", "")
	request(t, o.world, "POST", apiRoot+"/login", logInBody("kim@example.com", password), jsonType).fails("its password", http.StatusUnauthorized, "bad_login", "")
	o.send("DELETE", "/agents/"+kim.ID, "").fails("again", http.StatusNotFound, "not_found", "agent")
	if again := o.kim(); again.ID == kim.ID {
		t.Errorf("got the id %s again", again.ID)
	}
}

// One's own password: the other logins end, this one goes on, and wrong ones make one wait as at the log-in.
func TestChangingOnesPassword(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	_, elsewhere, err := o.access.LogIn(t.Context(), adminEmail, password, someAddress)
	if err != nil {
		t.Fatal(err)
	}
	change := func(present, next string) *answer {
		return o.send("POST", "/password", `{"present":"`+present+`","password":"`+next+`"}`)
	}
	if a := change(password, "another good password"); a.Status != http.StatusNoContent {
		t.Fatalf("got %d %s, want 204", a.Status, a.Body)
	}
	o.send("GET", "/me", "").ok(nil)
	request(t, o.world, "GET", apiRoot+"/me", "", "Cookie: __Host-nametag="+elsewhere).fails("elsewhere", http.StatusUnauthorized, "login_required", "")
	for range 10 {
		change(password, "yet another password").fails("the password of before", http.StatusForbidden, "wrong_password", "present")
	}
	change("another good password", password).refused("after too many", "10")
	o.Clock.Pass(10 * time.Second)
	change("another good password", password)
	request(t, o.world, "POST", apiRoot+"/login", logInBody(adminEmail, password), jsonType).ok(nil)
}

// However many agents there are, the sites are asked for once.
func TestListingAgentsAsksForSitesOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.kim()
	o.add(`{"email":"lee@example.com","role":"agent","sites":["` + o.Site.Key + `"]}`)
	asked := 0
	o.Service.Store = countingSites{o.Store, &asked}
	if all := o.agents(); len(all) != 3 || asked != 1 {
		t.Errorf("got %d agents after asking for the sites %d times, want 3 after once", len(all), asked)
	}
}

// countingSites counts how often sites are asked for.
type countingSites struct {
	nametag.Store
	asked *int
}

func (c countingSites) Sites(ctx context.Context) ([]*nametag.Site, error) {
	*c.asked++
	return c.Store.Sites(ctx)
}
