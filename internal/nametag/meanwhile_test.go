package nametag_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// overtaken is a store in which something happens right before the next decision.
type overtaken struct {
	nametag.Store
	by func()
}

func (s *overtaken) Decide(ctx context.Context, keys nametag.Keys, decide func(nametag.Known) (nametag.Decision, error)) (nametag.Decision, error) {
	if by := s.by; by != nil {
		s.by = nil
		by()
	}
	return s.Store.Decide(ctx, keys, decide)
}

// meanwhile has something happen between what an agent's undoing or erasing reads and what it decides.
func (d desk) meanwhile(do func()) {
	was := d.Service.Store
	d.Service.Store = &overtaken{was, func() { d.Service.Store = was; do() }}
}

// What came by a side meanwhile goes with it.
func TestUnmergeSeesWhatCameMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1"))
	b := d.Browser()
	b.Identify(ID("2"))
	m := d.merge(d.Contact("1"), d.Contact("2")).Merge
	d.meanwhile(func() { b.Update(Nothing().Named("Late")) })
	d.unmerge(m)
	want(t, "the other has it", d.Contact("2").Text(nametag.Name), "Late")
	want(t, "the survivor hasn't", d.Contact("1").Text(nametag.Name), "")
}

// One who was erased meanwhile can't be parted from anybody.
func TestUnmergeOfWhoWasErasedMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("1"))
	d.Browser().Identify(ID("2"))
	one := d.Contact("1")
	m := d.merge(one, d.Contact("2")).Merge
	d.meanwhile(func() { d.erase(one) })
	_, _, err := d.Service.Unmerge(t.Context(), d.Site, m, agent)
	want(t, "not found", errors.Is(err, nametag.ErrNotFound), true)
}

// A merge that was made meanwhile counts as a later one.
func TestUnmergeSeesAMergeMadeMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	for _, id := range []string{"1", "2", "3"} {
		d.Browser().Identify(ID(id))
	}
	one, three := d.Contact("1"), d.Contact("3")
	m := d.merge(one, d.Contact("2")).Merge
	d.meanwhile(func() { d.merge(three, one) })
	_, _, err := d.Service.Unmerge(t.Context(), d.Site, m, agent)
	var refusal *nametag.Error
	want(t, "refused", errors.As(err, &refusal) && refusal.Code == "merge_built_upon", true)
}

// An email that became the survivor's meanwhile may be somebody else's already.
func TestUnmergeAsksAnewWhoHoldsAnEmailOfMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("1")))
	d.Browser().Identify(d.Hashed(ID("2").Mailed("two@example.com")))
	m := d.merge(d.Contact("1"), d.Contact("2")).Merge
	d.meanwhile(func() {
		d.Browser().Identify(d.Hashed(ID("1").Mailed("one@example.com")))
		d.Browser().Identify(d.Hashed(ID("2").Mailed("two@example.com")))
		d.Browser().Identify(d.Hashed(ID("3").Mailed("one@example.com")))
	})
	d.unmerge(m)
	want(t, "not given back", d.Contact("1").Email.Shown, "")
	want(t, "but parked", len(d.person(d.Contact("1")).Conflicts()), 1)
	want(t, "whose it is by now", d.Contact("3").Email.Shown, "one@example.com")
}

// Who is erased is read again where something happened meanwhile.
func TestErasingTakesWhatWasSaidMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	b.Identify(ID("42").Mailed("jane@example.com"))
	d.meanwhile(func() { b.Update(Nothing().Named("Janissary")) })
	d.erase(d.Contact("42"), "jane@example.com")
	if strings.Contains(everything(d.World), "Janissary") {
		t.Error("what was said meanwhile is left")
	}
}

// Who was erased meanwhile is nobody.
func TestErasingTwiceAtOnce(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.Browser().Identify(ID("42"))
	jane := d.Contact("42")
	d.meanwhile(func() { d.erase(jane) })
	want(t, "not found", errors.Is(d.Service.Erase(t.Context(), d.Site, jane.ID, agent), nametag.ErrNotFound), true)
}

// So is a browser that was the person's once.
func TestErasingSeesWhatAFormerBrowserDidMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	b.Identify(ID("42").Mailed("jane@example.com"))
	jane := d.Contact("42")
	d.detach(jane, b)
	d.meanwhile(func() { b.Identify(ID("43").Named("Ravi")) })
	d.erase(jane, "jane@example.com")
	want(t, "whom it is by now", d.Contact("43").ID, b.Link.Contact)
	want(t, "another person fences him still", b.Identify(ID("44")).Switched, true)
}

// A browser that comes by an identifier which goes to the other side follows it, also if it came a moment ago.
func TestUnmergeTakesAlongWhoCameMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b, m := d.mergedAndNamed()
	phone := d.Browser()
	d.meanwhile(func() { phone.Identify(d.HashedID(ID("42").Profile(nametag.Company, "Acme"))) })
	d.unmerge(m)
	want(t, "whose id it is", d.Contact("42").ID, b)
	want(t, "what came by it", d.Contact("42").Text(nametag.Company), "Acme")
	want(t, "its browsers", len(d.person(d.Contact("42")).Visitors), 2)
	want(t, "the other's", len(d.person(d.byEmail("a@example.com")).Visitors), 1)
	want(t, "who was never vouched for", d.byEmail("a@example.com").Secured(), false)
}

// Whoever comes to name the person while the erasing reads is found, too.
func TestErasingFindsWhoNamesThePersonMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	d.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
	d.Browser().Identify(d.Hashed(ID("43")))
	d.meanwhile(func() { d.Browser().Identify(d.Hashed(ID("43").Mailed("jane@example.com"))) })
	d.erase(d.Contact("42"), "jane@example.com")
	want(t, "conflicts that are left", len(d.person(d.Contact("43")).Conflicts()), 0)
}

// What a former browser of the person says meanwhile stays said: of itself, and while it is nobody.
func TestErasingLeavesWhatAFormerBrowserSaysMeanwhile(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	ravi, nobody := d.Browser(), d.Browser()
	for _, b := range []*Browser{ravi, nobody} {
		b.Identify(ID("42"))
		d.detach(d.Contact("42"), b)
	}
	ravi.Identify(d.Hashed(ID("43")))
	until := ravi.Link.Until
	d.meanwhile(func() { ravi.Update(Mailed("ravi@example.com")) })
	jane := d.Contact("42")
	d.erase(jane)
	v := d.Visitor(ravi.Visitor)
	want(t, "said", v.Bag.Email.Shown, "ravi@example.com")

	d.Browser().Identify(ID("42"))
	d.detach(d.Contact("43"), ravi)
	ravi.Identify(ID("42"))
	d.detach(d.Contact("42"), ravi)
	ravi.Identify(d.Hashed(ID("43")))
	d.meanwhile(func() { d.Clock.Pass(time.Hour); ravi.Identify(d.Hashed(ID("43"))) })
	d.erase(d.Contact("42"))
	v = d.Visitor(ravi.Visitor)
	want(t, "proven for longer", v.Link.Until.Sub(until), time.Hour)

	d.Browser().Identify(ID("42"))
	d.detach(d.Contact("43"), ravi)
	ravi.Identify(ID("42"))
	d.detach(d.Contact("42"), ravi)
	ravi.Identify(ID("43"))
	fenced := ravi.Visitor
	d.meanwhile(func() { ravi.Reset() })
	d.erase(d.Contact("42"))
	v = d.Visitor(fenced)
	want(t, "logged out", v.Fenced(), true)

	d.Browser().Identify(ID("42"))
	nobody.Identify(ID("42"))
	d.detach(d.Contact("42"), nobody)
	d.meanwhile(func() { nobody.Update(Nothing().Named("Eve")) })
	d.erase(d.Contact("42"))
	v = d.Visitor(nobody.Visitor)
	want(t, "said", v.Bag.Traits.Profile[nametag.Name].Text(), "Eve")
}
