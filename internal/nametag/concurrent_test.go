package nametag_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// N concurrent identifies over K people from M browsers leave exactly K contacts, and no write is lost (spec identity
// §9.2): claimed, hashed and vouched for, switching and logging out.
func TestConcurrentIdentifiesLeaveOneContactAPerson(t *testing.T) {
	t.Parallel()
	w := New(t)
	crowd(t, w, nil)
	keys := 0
	for _, c := range w.Contacts() {
		keys += len(c.Traits.Custom)
	}
	want(t, "keys written", keys, crowdBrowsers*min(crowdRounds, crowdPeople))
}

// The same while agents merge people and part them again.
func TestConcurrentIdentifiesWhileAgentsMerge(t *testing.T) {
	t.Parallel()
	w := New(t)
	for n := range crowdPeople { // a proof takes an id that is only claimed from who was merged with somebody vouched for
		w.Browser().Identify(w.Hashed(ID(fmt.Sprint("p", n))))
	}
	crowd(t, w, func() {
		for range 20 {
			mergeAndPart(t, w)
		}
	})
}

const crowdBrowsers, crowdPeople, crowdRounds = 64, 5, 8

// crowd has many browsers identify as few people at once, and something else beside them.
func crowd(t *testing.T, w *World, beside func()) {
	t.Helper()
	w.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	w.HashKey()
	w.TokenKey()
	var all sync.WaitGroup
	for i := range crowdBrowsers {
		all.Go(func() {
			b, chance := w.Browser(), rand.New(rand.NewPCG(1, uint64(i)))
			for round := range crowdRounds {
				n := (i + round) % crowdPeople
				said := ID(fmt.Sprint("p", n)).Custom(fmt.Sprintf("k%d", i), "1")
				switch chance.IntN(3) {
				case 0:
					said = w.Hashed(said.Mailed(fmt.Sprintf("p%d@x.co", n)))
				case 1:
					said = w.Vouched(ID(fmt.Sprint("p", n)).Mailed(fmt.Sprintf("p%d@x.co", n))).Custom(fmt.Sprintf("k%d", i), "1")
				}
				if _, err := b.Send(nametag.Command{ID: NewCommand(), Claim: said.Claim}); err != nil {
					t.Errorf("identify: %v", err)
				}
				if chance.IntN(4) == 0 {
					b.Reset()
				}
			}
		})
	}
	if beside != nil {
		all.Go(beside)
	}
	all.Wait()
	want(t, "contacts", len(w.Contacts()), crowdPeople)
	for _, c := range w.Contacts() {
		want(t, "id", c.ExternalTrust, nametag.Verified)
	}
}

// mergeAndPart merges two people, wherever the others are by now, and takes it back.
func mergeAndPart(t *testing.T, w *World) {
	found := w.Contacts()
	if len(found) < 2 {
		return
	}
	p, err := w.Service.Merge(t.Context(), w.Site, found[0].ID, found[1].ID, agent, false)
	if err == nil {
		_, _, err = w.Service.Unmerge(t.Context(), w.Site, p.Merge, agent)
	}
	if err != nil { // whatever came meanwhile
		t.Errorf("merge and part: %v", err)
	}
}
