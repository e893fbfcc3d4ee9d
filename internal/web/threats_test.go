package web_test

import (
	"slices"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// threat is an attack, tried over the doors that everybody has.
type threat struct {
	wants string // what the attacker is after
	tries string // how
	must  string // happen instead
	play  func(*attack)
}

// TestThreats is the list of what was thought of. Eve attacks, Jane is known for sure, Ravi only said who he is.
func TestThreats(t *testing.T) {
	t.Parallel()
	for theme, threats := range map[string][]threat{
		"being somebody": threatsToIdentity, "being logged in with somebody": threatsToSessions, "proofs": threatsToProofs,
		"finding out": threatsToSecrecy, "doors": threatsToDoors, "content": threatsByContent,
	} {
		for _, threat := range threats {
			t.Run(theme+"/"+threat.wants, func(t *testing.T) {
				t.Parallel()
				a := &attack{newDesk(t), threat, t}
				a.SetSite(func(s *nametag.Site) {
					s.EmailsConfirmed = true
					s.Origins, s.LinkedDomains = append(slices.Clone(s.Origins), helpOrigin), []string{helpOrigin}
				})
				threat.play(a)
				if got := a.log.String(); got != "" {
					t.Errorf("%s: got %q in the log, want nothing: it is not the server's fault, and names nobody", threat.tries, got)
				}
			})
		}
	}
}

// attack is a threat that is tried, on a server of its own.
type attack struct {
	desk
	threat
	t *testing.T
}

// check says what must happen where it doesn't.
func (a *attack) check(holds bool, got any) {
	a.t.Helper()
	if !holds {
		a.t.Errorf("%s: got %+v, must: %s", a.tries, got, a.must)
	}
}

// jane proves who she is at her own browser.
func (a *attack) jane() *page {
	a.t.Helper()
	p := a.page()
	a.proveJane(p)
	return p
}

func (a *attack) proveJane(p *page) {
	a.t.Helper()
	who := a.Vouched(nametagtest.ID("42").Mailed("jane@example.com").Named("Jane"), nametagtest.EmailVerified(true))
	if got := p.identify(`{"token":"`+who.Token+`"}`).identified(a.t, 0); got.Trust != "verified" {
		a.t.Fatalf("got %+v, want Jane to be herself", got)
	}
}

// ravi says who he is at his own browser.
func (a *attack) ravi() *page {
	a.t.Helper()
	p := a.page()
	p.identify(`{"external_id":"43","email":"ravi@example.com","traits":{"name":"Ravi"}}`).identified(a.t, 0)
	return p
}

// eveProven is Eve at her own browser, proven by a hash over her id alone.
func (a *attack) eveProven() *page {
	a.t.Helper()
	p := a.page()
	who := a.HashedID(nametagtest.ID(mallory))
	if got := p.identify(`{"external_id":"`+mallory+`","hash":"`+who.Hash+`"}`).identified(a.t, 0); got.Trust != "verified" {
		a.t.Fatalf("got %+v, want Eve to be Eve", got)
	}
	return p
}

// shown is somebody as agents see them.
func (a *attack) shown(externalID string) wire.Contact {
	a.t.Helper()
	c, _ := a.contact(a.Contact(externalID).ID.String())
	return c
}

// linkedTo is how sure a page's visitor is linked to a contact, "" if it isn't.
func (a *attack) linkedTo(externalID, visitor string) string {
	a.t.Helper()
	for _, v := range a.shown(externalID).Visitors {
		if v.ID == visitor && v.FencedAt == "" {
			return v.Trust
		}
	}
	return ""
}

// carried is a token with which a page's identity arrives at another domain.
func (a *attack) carried(p *page) string {
	a.t.Helper()
	var made wire.Token
	if err := wire.Decode(p.send(p.call("token", `{"for":"`+helpOrigin+`"}`)).Answers[0].OK, &made); err != nil {
		a.t.Fatal(err)
	}
	return made.Token
}

// at sends commands from a page of another origin.
func (p *page) at(origin string, commands ...string) said {
	p.w.t.Helper()
	var got said
	request(p.w.t, p.w, "POST", "/v1/commands", p.batch(commands...), browserType, "Origin: "+origin).ok(&got)
	p.token = got.Visitor.Token
	return got
}

// arrive opens a link that carries an identity.
func (p *page) arrive(token string) said {
	p.w.t.Helper()
	return p.at(helpOrigin, p.call("carry", `{"token":"`+token+`"}`))
}
