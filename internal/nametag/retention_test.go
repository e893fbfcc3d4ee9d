package nametag_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// keeping changes how long the site keeps things, in days; 0 is as long as the server does.
func (d desk) keeping(anonymous, unproven int) {
	d.T.Helper()
	d.SetSite(func(s *nametag.Site) { s.AnonymousDays, s.UnprovenDays = anonymous, unproven })
}

func (d desk) sweep() {
	d.T.Helper()
	if err := d.Store.Sweep(d.T.Context(), d.Clock.Now(), d.Service.Lives); err != nil {
		d.T.Fatal(err)
	}
	d.forget()
}

// A site keeps contacts that were never secured for shorter than the server if it says so; other sites don't.
func TestASiteForgetsContactsEarlier(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	other := desk{d.Elsewhere()}
	d.keeping(0, 10)
	d.Browser().Identify(ID("42"))
	d.Browser().Identify(d.Hashed(ID("43")))
	other.Browser().Identify(ID("42"))
	d.Clock.Pass(10*day - time.Millisecond)
	d.forget()
	want(t, "a moment before", d.ids(), "43 42")
	d.Clock.Pass(time.Millisecond)
	d.forget()
	want(t, "then", d.ids(), "43")
	want(t, "elsewhere", other.ids(), "42")
	d.Clock.Pass(390 * day)
	d.forget()
	want(t, "elsewhere, by the server's life", other.ids(), "")
}

// The server's life is the longest: one that a site was given under another server is cut short.
func TestNoSiteKeepsForLongerThanTheServer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ server, site, want time.Duration }{
		{30 * day, 0, 30 * day}, {30 * day, 7 * day, 7 * day}, {30 * day, 60 * day, 30 * day}, {0, 0, 0}, {0, 7 * day, 7 * day},
	} {
		lives := nametag.Lives{Anonymous: c.server, Unproven: c.server, Evidence: day}
		got := lives.Of(&nametag.Site{AnonymousDays: int(c.site / day), UnprovenDays: int(c.site / day)})
		want(t, fmt.Sprint(c), got, nametag.Lives{Anonymous: c.want, Unproven: c.want, Evidence: day})
	}
}

// A longer life than the server's is refused, by its field; but what a site has from before is no reason to refuse other changes.
func TestALifeBeyondTheServersIsRefused(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	for field, set := range map[string]func(*nametag.Site, int){
		"anonymous_days": func(s *nametag.Site, days int) { s.AnonymousDays = days },
		"unproven_days":  func(s *nametag.Site, days int) { s.UnprovenDays = days },
	} {
		most := map[string]int{"anonymous_days": 30, "unproven_days": 400}[field]
		for days, fine := range map[int]bool{0: true, 1: true, most: true, most + 1: false, -1: false, nametag.MaxLifeDays + 1: false} {
			err := d.TrySite(func(s *nametag.Site) { set(s, days) })
			var refused *nametag.Error
			if fine && err != nil || !fine && (!errors.As(err, &refused) || refused.Code != "bad_value" || refused.Field != field) {
				t.Errorf("%s of %d: got %v", field, days, err)
			}
		}
	}
	d.Service.Lives = nametag.Lives{}
	d.keeping(1000, 1000)
	d.Service.Lives = nametag.Lives{Anonymous: day, Unproven: day, Evidence: day}
	want(t, "another change", d.TrySite(func(s *nametag.Site) { s.Name = "Store" }), nil)
}

// The token of an anonymous visitor without a row is honoured for as long as its site keeps such, whatever others do.
func TestAShorterLifeOfOneSiteIsNobodyElses(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	other := desk{d.Elsewhere()}
	d.keeping(1, 0)
	gone, stays := d.Browser().Copy(), other.Browser().Copy()
	d.Browser().Update(Nothing().Named("Somebody")) // has a row, which will be forgotten
	other.Browser().Update(Nothing().Named("Somebody"))
	d.Clock.Pass(3 * day)
	d.Browser().Identify(ID("newest"))
	d.sweep()
	_, err := gone.Send(nametag.Command{ID: NewCommand(), Claim: ID("43").Claim})
	want(t, "here", errors.Is(err, nametag.ErrStale), true)
	_, err = stays.Send(nametag.Command{ID: NewCommand(), Claim: ID("43").Claim})
	want(t, "elsewhere", err, nil)
}

// A site's life is shortened and made longer while the server runs, and time passes: no token that a fence killed lives again, at
// any door, before or after a restart, whether its row is there or was forgotten.
func TestNoLifeBringsAFencedVisitorBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		d := desk{New(t)}
		var dead []*Browser
		r.Repeat(map[string]func(*rapid.T){
			"fence": func(r *rapid.T) {
				b := d.Browser()
				if rapid.Bool().Draw(r, "said something") {
					b.Update(Nothing().Named("Jane"))
				}
				old := b.Copy()
				b.Reset()
				dead = append(dead, old)
			},
			"keep":    func(r *rapid.T) { d.keeping(rapid.SampledFrom([]int{0, 1, 2, 7, 30}).Draw(r, "days"), 0) },
			"pass":    func(r *rapid.T) { d.Clock.Pass(time.Duration(rapid.IntRange(1, 20*24).Draw(r, "hours")) * time.Hour) },
			"sweep":   func(*rapid.T) { d.Browser().Identify(ID("newest")); d.sweep() },
			"restart": func(*rapid.T) { d.Restart() },
			"": func(r *rapid.T) {
				for _, b := range dead {
					b.Site = d.Site
					if _, err := d.Service.Arrive(d.T.Context(), b.Browser); !errors.Is(err, nametag.ErrFenced) && !errors.Is(err, nametag.ErrStale) {
						r.Fatalf("a fenced visitor arrives: %v", err)
					}
					if _, err := b.Send(nametag.Command{ID: NewCommand(), Claim: ID("dead").Claim}); err == nil {
						r.Fatal("a fenced visitor's command is carried out")
					}
				}
			},
		})
	})
}
