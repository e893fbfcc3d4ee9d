package nametag_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// A second, plain telling of the rules for unproven claims: who a browser is, and what is known of that person.
type (
	modelPerson  struct{ id, email, name, by, shared string }
	modelBrowser struct {
		serial                   string
		person                   *modelPerson
		bagID, bagEmail, bagName string
	}
	model struct {
		people  []*modelPerson
		serials int
	}
)

func (m *model) browser() modelBrowser {
	m.serials++
	return modelBrowser{serial: fmt.Sprint(m.serials)}
}

func (m *model) claim(b *modelBrowser, call nametag.Call, id, email, name string) (switched bool) {
	switch {
	case b.bagID != "" && id != "":
		switched = b.bagID != id
	case call == nametag.CallIdentify && b.bagEmail != "" && email != "":
		switched = b.bagEmail != email
	}
	if switched {
		*b = m.browser()
	}
	if id == "" && email == "" && b.person == nil {
		b.bagName = cmpOr(name, b.bagName)
		return switched
	}
	p := m.resolve(b, id, email)
	p.id, p.email, p.name = cmpOr(p.id, id), cmpOr(email, p.email), cmpOr(name, cmpOr(p.name, b.bagName))
	if p.by != b.serial {
		p.shared = "yes"
	}
	b.person, b.bagName = p, ""
	b.bagID, b.bagEmail = cmpOr(id, b.bagID), cmpOr(email, b.bagEmail)
	return switched
}

func (m *model) resolve(b *modelBrowser, id, email string) *modelPerson {
	if id == "" && b.person != nil {
		return b.person
	}
	for _, p := range m.people {
		if id != "" && p.id == id {
			return p
		}
	}
	if p := b.person; p != nil && p.id == "" && p.by == b.serial && p.shared == "" {
		return p
	}
	for _, p := range m.people {
		if id == "" && p.id == "" && p.email == email {
			return p
		}
	}
	p := &modelPerson{by: b.serial}
	m.people = append(m.people, p)
	return p
}

func (m *model) String() string {
	var all []string
	for _, p := range m.people {
		all = append(all, p.String())
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func (p *modelPerson) String() string { return fmt.Sprintf("(%s %s %s)", p.id, p.email, p.name) }

func cmpOr(first, second string) string {
	if first != "" {
		return first
	}
	return second
}

// Over random histories of claims, resets and commands sent again from a few browsers about a few people, the store
// holds what the plain model says, no external id is held twice, and dead tokens stay dead (spec identity §9.1, 2, 5).
func TestRandomHistoriesMatchThePlainModel(t *testing.T) {
	t.Parallel()
	world := New(t)
	rapid.Check(t, func(rt *rapid.T) {
		h := &history{T: rt, w: world.Elsewhere(), m: &model{}}
		for range 3 {
			h.real = append(h.real, h.w.Browser())
			h.plain = append(h.plain, h.m.browser())
		}
		rt.Repeat(map[string]func(*rapid.T){
			"claim": h.claim, "reset": h.reset, "again": h.again, "dead": h.dead, "": h.check,
		})
	})
}

type history struct {
	*rapid.T
	w     *World
	m     *model
	real  []*Browser
	plain []modelBrowser
	sent  []sent // each browser's last command and who sent it, for sending it again
	tombs []*Browser
}

type sent struct {
	by      *Browser
	command nametag.Command
	answer  nametag.Answer
	now     *Browser
}

func (h *history) claim(t *rapid.T) {
	i := rapid.IntRange(0, len(h.real)-1).Draw(t, "browser")
	id := rapid.SampledFrom([]string{"", "1", "2", "3"}).Draw(t, "id")
	email := rapid.SampledFrom([]string{"", "a@x.co", "b@x.co"}).Draw(t, "email")
	name := rapid.SampledFrom([]string{"", "Jane", "Ravi"}).Draw(t, "name")
	call := rapid.SampledFrom([]nametag.Call{nametag.CallIdentify, nametag.CallUpdate}).Draw(t, "call")
	said := Nothing()
	if id != "" {
		said = said.ID(id)
	}
	if email != "" {
		said = said.Mailed(email)
	}
	if name != "" {
		said = said.Named(name)
	}
	c := nametag.Command{ID: NewCommand(), Call: call, Claim: said.Claim}
	before := h.real[i].Copy()
	out, err := h.real[i].Send(c)
	if err != nil {
		t.Fatalf("claim: %v", err)
	}
	if got, want := out.Answer.Switched, h.m.claim(&h.plain[i], call, id, email, name); got != want {
		t.Fatalf("switched: got %v, want %v", got, want)
	}
	h.bury(before, h.real[i])
	h.sent = append(h.sent[max(0, len(h.sent)-5):], sent{before, c, out.Answer, h.real[i].Copy()})
}

func (h *history) reset(t *rapid.T) {
	i := rapid.IntRange(0, len(h.real)-1).Draw(t, "browser")
	before := h.real[i].Copy()
	h.real[i].Reset()
	h.plain[i] = h.m.browser()
	h.bury(before, h.real[i])
}

// again sends an earlier command with the token it was sent with: where it is known it answers the same, where its
// token died meanwhile nothing is applied, and in no case does anything change (check compares).
func (h *history) again(t *rapid.T) {
	if len(h.sent) == 0 {
		t.Skip("nothing was sent yet")
	}
	s := rapid.SampledFrom(h.sent).Draw(t, "command")
	if s.by.Number == s.now.Number && s.by.Visitor == s.now.Visitor {
		return // a repeat under a living token: a claim of its own, not one sent again
	}
	out, err := s.by.Copy().Send(s.command)
	if err != nil && !errors.Is(err, nametag.ErrFenced) && !errors.Is(err, nametag.ErrStale) {
		t.Fatalf("again: %v", err)
	}
	if got, want := fmt.Sprintf("%+v", out.Answer), fmt.Sprintf("%+v", s.answer); err == nil && got != want {
		t.Fatalf("again: got %s, want %s", got, want)
	}
}

// dead uses a token that a fence or a rise of trust has killed.
func (h *history) dead(t *rapid.T) {
	if len(h.tombs) == 0 {
		t.Skip("nobody died yet")
	}
	ghost := rapid.SampledFrom(h.tombs).Draw(t, "ghost").Copy()
	if _, err := ghost.Send(nametag.Command{ID: NewCommand(), Claim: ID("1").Named("Mallory").Claim}); err == nil {
		t.Fatal("a dead token was honoured")
	}
}

func (h *history) bury(before, after *Browser) {
	if before.Visitor != after.Visitor || before.Number != after.Number {
		h.tombs = append(h.tombs, before)
	}
}

func (h *history) check(t *rapid.T) {
	var got []string
	people := map[nametag.ContactID]string{}
	for _, c := range h.w.Contacts() {
		people[c.ID] = (&modelPerson{id: c.ExternalID, email: c.Email.Folded, name: c.Text(nametag.Name)}).String()
		got = append(got, people[c.ID])
	}
	slices.Sort(got)
	if g, w := strings.Join(got, " "), h.m.String(); g != w {
		t.Fatalf("people\n got %s\nwant %s", g, w)
	}
	for i, b := range h.real {
		want := ""
		if p := h.plain[i].person; p != nil {
			want = p.String()
		}
		if got := people[b.Link.Contact]; got != want {
			t.Fatalf("browser %d is %s, want %s", i, got, want)
		}
	}
}

// N concurrent identifies over K people from M browsers leave exactly K contacts, and no write is lost (§9.2).
func TestConcurrentIdentifiesLeaveOneContactAPerson(t *testing.T) {
	t.Parallel()
	const browsers, people, rounds = 64, 5, 6
	w := New(t)
	var all sync.WaitGroup
	for i := range browsers {
		all.Go(func() {
			b := w.Browser()
			for round := range rounds {
				id := fmt.Sprint((i + round) % people)
				c := nametag.Command{ID: NewCommand(), Claim: ID("p"+id).Custom(fmt.Sprintf("k%d", i), "1").Claim}
				if _, err := b.Send(c); err != nil {
					t.Errorf("identify: %v", err)
				}
			}
		})
	}
	all.Wait()
	want(t, "contacts", len(w.Contacts()), people)
	keys := 0
	for _, c := range w.Contacts() {
		keys += len(c.Traits.Custom)
	}
	want(t, "keys written", keys, browsers*min(rounds, people))
}
