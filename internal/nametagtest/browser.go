package nametagtest

import (
	"fmt"
	"sync/atomic"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Browser is a browser on the world's site that keeps the token it is given, as the widget does.
type Browser struct {
	nametag.Browser
	world *World
}

var commands atomic.Int64

// NewCommand is a command id that was never used.
func NewCommand() nametag.CommandID {
	return nametag.CommandID(fmt.Sprintf("command-%016d", commands.Add(1)))
}

// Identify claims an identity; the test ends if that fails.
func (b *Browser) Identify(who Said) nametag.Answer { return b.claim(nametag.CallIdentify, who) }

// Update says something without claiming to be another person.
func (b *Browser) Update(what Said) nametag.Answer { return b.claim(nametag.CallUpdate, what) }

func (b *Browser) claim(call nametag.Call, said Said) nametag.Answer {
	b.world.T.Helper()
	out, err := b.Send(nametag.Command{ID: NewCommand(), Call: call, Claim: said.Claim})
	b.world.must(err)
	return out.Answer
}

// Send sends a claim as it is and goes on as whom the server says.
func (b *Browser) Send(c nametag.Command) (nametag.Outcome, error) {
	out, err := b.world.Service.Identify(b.world.T.Context(), b.Browser, c)
	b.Browser = out.Browser
	return out, err
}

// Reset logs out; the test ends if that fails.
func (b *Browser) Reset() nametag.Answer {
	b.world.T.Helper()
	out, err := b.world.Service.Reset(b.world.T.Context(), b.Browser, NewCommand())
	b.world.must(err)
	b.Browser = out.Browser
	return out.Answer
}

// Copy is another tab, or a thief, with the token that the browser has now.
func (b *Browser) Copy() *Browser {
	token := b.world.Service.Token(b.Browser)
	return &Browser{Browser: b.world.Service.Open(b.Site, token), world: b.world}
}

// Said is what a test's claim says: ID("42").Mailed("jane@example.com").Named("Jane").Custom("plan", `"pro"`).
type Said struct{ nametag.Claim }

// Nothing says nothing yet.
func Nothing() Said { return Said{} }

// ID claims an external id; "" takes it back.
func ID(id string) Said { return Nothing().ID(id) }

// Mailed claims an email; "" takes it back.
func Mailed(email string) Said { return Nothing().Mailed(email) }

func (s Said) ID(id string) Said {
	s.ExternalID = nametag.Said{Present: true, Text: id}
	return s
}

func (s Said) Mailed(email string) Said {
	s.Email = nametag.Said{Present: true, Text: email}
	return s
}

// NeedingEmail makes a token and an email count only together.
func (s Said) NeedingEmail() Said {
	s.NeedsEmail = true
	return s
}

// Named says a name; "" removes it.
func (s Said) Named(name string) Said { return s.Profile(nametag.Name, name) }

// Profile says a field's text; "" removes it.
func (s Said) Profile(f nametag.Field, text string) Said {
	profile := map[nametag.Field]nametag.Words{f: {Text: text}}
	for other, words := range s.Claim.Profile {
		if other != f {
			profile[other] = words
		}
	}
	s.Claim.Profile = profile
	return s
}

// Custom says a key of custom_data, as JSON; "" removes it.
func (s Said) Custom(key, json string) Said {
	custom := map[string]string{key: json}
	for other, v := range s.Claim.Custom {
		if other != key {
			custom[other] = v
		}
	}
	s.Claim.Custom = custom
	return s
}
