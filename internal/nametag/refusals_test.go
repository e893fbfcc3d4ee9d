package nametag_test

import (
	"errors"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// guardedWorld is one whose claims are counted, and refused where nothing proves them.
func guardedWorld(t *testing.T) desk {
	t.Helper()
	d := desk{countingWorld(t)}
	d.SetSite(func(s *nametag.Site) { s.Enforcement, s.EmailsConfirmed = nametag.Require, true })
	return d
}

// isRefused makes a claim that nobody believes.
func (d desk) isRefused(b *Browser, said Said) {
	d.T.Helper()
	_, err := b.Send(nametag.Command{ID: NewCommand(), Claim: said.Claim})
	if !errors.Is(err, nametag.ErrProofNeeded) {
		d.T.Errorf("got %v, want it refused", err)
	}
}

// refusals are those of a contact, once all are written.
func (d desk) refusals(c *nametag.Contact) []nametag.Refusals {
	d.T.Helper()
	d.saveCounts()
	return d.person(c).Refusals
}

func (d desk) saveCounts() {
	d.T.Helper()
	if err := d.Store.SaveTally(d.T.Context(), d.Service.Counter.Take()); err != nil {
		d.T.Fatal(err)
	}
}

// Attempts to be somebody are counted by day and reason, and whoever makes them hears no more than of nobody.
func TestAttemptsToBeSomebodyAreCounted(t *testing.T) {
	t.Parallel()
	d := guardedWorld(t)
	d.Browser().Identify(d.Hashed(ID("42").Mailed("jane@example.com")))
	jane := d.Contact("42")
	wrong := ID("42")
	wrong.Hash = "00"
	d.isRefused(d.Browser(), ID("42"))
	d.Clock.Pass(time.Minute)
	d.isRefused(d.Browser(), Mailed("JANE@example.com"))
	d.isRefused(d.Browser(), ID("42").Mailed("else@example.com"))
	d.isRefused(d.Browser(), wrong)
	d.isRefused(d.Browser(), ID("nobody"))
	d.isRefused(d.Browser(), Mailed("nobody@example.com"))
	got := d.refusals(jane)
	want(t, "kinds", len(got), 2)
	for _, r := range got {
		switch r.Reason {
		case "verification_required":
			want(t, "without a proof", r.Count, int64(3))
			want(t, "first", r.First, Noon)
			want(t, "last", r.Last, Noon.Add(time.Minute))
		case "hash_mismatch":
			want(t, "with a wrong one", r.Count, int64(1))
		default:
			t.Errorf("got %+v", r)
		}
	}
	d.Clock.Pass(12 * time.Hour)
	d.isRefused(d.Browser(), ID("42"))
	got = d.refusals(jane)
	want(t, "another day is another count", len(got), 3)
	want(t, "the newest is first", got[0].Day, Noon.Truncate(24*time.Hour).Add(24*time.Hour))
	want(t, "none of them is in her ledger", len(d.Ledger(jane.ID)), 1)
}

// What her own browser is refused stands in her ledger already. Sent again, a refused claim is another one: nothing remembers it.
func TestHerOwnBrowsersAreNoStrangers(t *testing.T) {
	t.Parallel()
	d := guardedWorld(t)
	b := d.Browser()
	b.Identify(d.Hashed(ID("42")))
	d.isRefused(b, ID("42"))
	want(t, "counted", len(d.refusals(d.Contact("42"))), 0)
}

// Where another person was at the browser before, the attempt counts though the fence is all that the ledger has.
func TestAnAttemptThatFencesIsCounted(t *testing.T) {
	t.Parallel()
	d := guardedWorld(t)
	d.Browser().Identify(d.Hashed(ID("42")))
	b := d.Browser()
	b.Identify(d.Hashed(ID("43")))
	d.isRefused(b, ID("42"))
	want(t, "of whom was named", len(d.refusals(d.Contact("42"))), 1)
	want(t, "of who was there", len(d.refusals(d.Contact("43"))), 0)
}

// A merge brings attempts along, its undoing takes them back, and an erasure ends them, also those that aren't written yet.
func TestAttemptsFollowThePerson(t *testing.T) {
	t.Parallel()
	d := guardedWorld(t)
	d.Browser().Identify(d.Hashed(ID("42")))
	d.Browser().Identify(d.Hashed(ID("43")))
	jane, ravi := d.Contact("42"), d.Contact("43")
	d.isRefused(d.Browser(), ID("43"))
	d.saveCounts()
	merge := d.merge(jane, ravi)
	want(t, "merged", len(d.refusals(jane)), 1)
	d.isRefused(d.Browser(), ID("43"))
	want(t, "of the survivor", d.refusals(jane)[0].Count, int64(1))
	d.unmerge(merge.Merge)
	want(t, "parted: his own", len(d.refusals(ravi)), 1)
	d.isRefused(d.Browser(), ID("42"))
	d.erase(jane)
	d.saveCounts()
	list, err := d.Store.Refusals(t.Context(), d.Site.ID, jane.ID, 9)
	want(t, "erased", len(list) == 0 && err == nil, true)
}

// They go when counts of claims go.
func TestAttemptsAreForgotten(t *testing.T) {
	t.Parallel()
	d := guardedWorld(t)
	d.Browser().Identify(d.Hashed(ID("42")))
	d.isRefused(d.Browser(), ID("42"))
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{7 * day, 1}, {3 * day, 0}} {
		d.Clock.Pass(c.after)
		want(t, "there", len(d.refusals(d.Contact("42"))), 1)
		if err := d.Store.Sweep(t.Context(), d.Clock.Now(), d.Service.Lives); err != nil {
			t.Fatal(err)
		}
		want(t, "after a sweep", len(d.refusals(d.Contact("42"))), c.want)
	}
}
