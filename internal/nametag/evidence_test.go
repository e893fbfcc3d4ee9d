package nametag_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
)

// countingWorld is a world whose claims are counted.
func countingWorld(t *testing.T) *World {
	t.Helper()
	w := New(t)
	w.Service.Counter = nametag.NewClaimCounter()
	return w
}

// claimAt makes a claim on a page; what becomes of it is in the counts.
func claimAt(t *testing.T, w *World, b *Browser, page string, said Said) {
	t.Helper()
	_, _ = b.Send(nametag.Command{ID: NewCommand(), Claim: said.Claim, Place: nametag.PlaceOf("https://shop.example", page)})
}

// evidence is what the site's claims show, once all are looked at and written.
func evidence(t *testing.T, w *World, window time.Duration) nametag.EvidenceReport {
	t.Helper()
	for w.Service.CountFailing(t.Context()) {
	}
	if err := w.Store.SaveTally(t.Context(), w.Service.Counter.Take()); err != nil {
		t.Fatal(err)
	}
	r, err := w.Service.Evidence(t.Context(), w.Site, window)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What became of claims is counted by outcome, exact reason, origin and page, with the newest examples (spec security §3).
func TestEvidence(t *testing.T) {
	t.Parallel()
	w := countingWorld(t)
	b := w.Browser()
	claimAt(t, w, b, "https://shop.example/cart?email=jane@x.co#x", w.Vouched(ID("42")))
	claimAt(t, w, w.Browser(), "https://shop.example/cart", ID("43"))
	mistaken := ID("44")
	mistaken.Hash = strings.TrimSpace(Sign(w.HashKey(), `{"id": "44"}`)) // with a space
	claimAt(t, w, w.Browser(), "https://shop.example/old", mistaken)
	claimAt(t, w, w.Browser(), "https://shop.example/old", Nothing().Named("Nobody")) // names nobody
	r := evidence(t, w, 24*time.Hour)
	want(t, "all", r.All, nametag.Share{Verified: 1, Claimed: 1, Failed: 1})
	want(t, "reasons", len(r.Reasons), 1)
	want(t, "the reason", r.Reasons[0], nametag.ReasonCount{Reason: nametag.ReasonOf("hash_spacing"), Count: 1})
	want(t, "origins", fmt.Sprint(r.Origins), "[{{https://shop.example } {1 1 1}}]")
	want(t, "pages", fmt.Sprint(r.Pages), "[{{https://shop.example /cart} {1 1 0}} {{https://shop.example /old} {0 0 1}}]")
	want(t, "safe", r.Safe, false)
	want(t, "examples", len(r.Examples), 2)
	for _, e := range r.Examples {
		want(t, "an example's page", e.Path == "/cart" && e.Outcome == nametag.ClaimClaimed || e.Path == "/old" && e.Reason == "hash_spacing", true)
	}
	repeat := nametag.Command{ID: NewCommand(), Claim: ID("42").Claim}
	sent(t, b, repeat)
	sent(t, b, repeat)
	want(t, "sent again it isn't counted again", evidence(t, w, 24*time.Hour).All.Claimed, int64(2))
}

// "Safe to require" is said where nothing would have been refused for a day, and something was proven.
func TestWhenProofCanBeRequired(t *testing.T) {
	t.Parallel()
	w := countingWorld(t)
	want(t, "where nobody claims", evidence(t, w, 24*time.Hour).Safe, false)
	claimAt(t, w, w.Browser(), "", ID("42"))
	w.Clock.Pass(25 * time.Hour)
	claimAt(t, w, w.Browser(), "", w.Vouched(ID("42")))
	r := evidence(t, w, 7*24*time.Hour)
	want(t, "a day later", r.Safe, true)
	want(t, "in the week", r.All.Refused(), int64(1))
	claimAt(t, w, w.Browser(), "", ID("42"))
	want(t, "no more", evidence(t, w, 7*24*time.Hour).Safe, false)
}

// It isn't said where what proved something proves no more: a key that is retired, or a setting that is taken back.
func TestWhatProvedMustStillProve(t *testing.T) {
	t.Parallel()
	w := countingWorld(t)
	old := w.TokenKey()
	confirming := func(on bool) { w.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = on }) }
	confirming(true)
	claimAt(t, w, w.Browser(), "", w.Vouched(ID("42")))
	claimAt(t, w, w.Browser(), "", w.Vouched(Mailed("a@x.co"), EmailVerified(true)))
	want(t, "as it is", evidence(t, w, 24*time.Hour).Safe, true)
	claimAt(t, w, w.Browser(), "", w.Vouched(Mailed("b@x.co")))
	claimAt(t, w, w.Browser(), "", w.Hashed(Mailed("c@x.co")))
	want(t, "by confirmed emails", evidence(t, w, 24*time.Hour).Safe, true)
	confirming(false)
	r := evidence(t, w, 24*time.Hour)
	want(t, "lapsed with the setting", r.Lapsed, int64(2))
	want(t, "safe", r.Safe, false)
	confirming(true)
	want(t, "safe again", evidence(t, w, 24*time.Hour).Safe, true)
	if _, err := w.Service.RetireSigningKey(t.Context(), old.KID, false); err != nil {
		t.Fatal(err)
	}
	r = evidence(t, w, 7*24*time.Hour)
	want(t, "lapsed with the key", r.Lapsed, int64(3))
	want(t, "safe", r.Safe, false)
	confirming(false)
	want(t, "no more than there were", evidence(t, w, 24*time.Hour).Lapsed, int64(4))
	w.Clock.Pass(25 * time.Hour)
	claimAt(t, w, w.Browser(), "", w.HashedID(ID("42")))
	want(t, "a day later", evidence(t, w, 24*time.Hour).Safe, true)
}

// Strangers choose pages: what they choose doesn't grow, and only few examples are kept.
func TestEvidenceIsBounded(t *testing.T) {
	t.Parallel()
	w := countingWorld(t)
	for i := range 1000 {
		claimAt(t, w, w.Browser(), fmt.Sprintf("https://shop.example/%d%s", i, strings.Repeat("x", 300)), ID("42"))
	}
	tally := w.Service.Counter.Take()
	want(t, "kinds", len(tally.Claims) <= 401, true)
	want(t, "examples", len(tally.Examples) <= 100, true)
	if err := w.Store.SaveTally(t.Context(), tally); err != nil {
		t.Fatal(err)
	}
	r := evidence(t, w, 24*time.Hour)
	want(t, "all", r.All.Claimed, int64(1000))
	want(t, "pages", len(r.Pages), 50)
	want(t, "those told apart no more", r.Pages[0].Place, nametag.Place{})
	want(t, "examples kept", len(r.Examples), nametag.EvidenceExamples)
	for _, p := range r.Pages {
		want(t, "path", len(p.Path) <= 200, true)
	}
	w.Clock.Pass(nametag.LeastEvidence + time.Hour)
	if err := w.Store.Sweep(t.Context(), w.Clock.Now(), w.Service.Lives); err != nil {
		t.Fatal(err)
	}
	want(t, "forgotten", evidence(t, w, 30*24*time.Hour).All, nametag.Share{})
}

// A key says how often it proved something, when last, and what rests on it (spec security §2).
func TestWhatKeysDo(t *testing.T) {
	t.Parallel()
	w := countingWorld(t)
	a, b := w.Browser(), w.Browser()
	claimAt(t, w, a, "", w.Vouched(ID("42")))
	w.Clock.Pass(10 * time.Minute)
	claimAt(t, w, b, "", w.Vouched(ID("43")))
	claimAt(t, w, w.Browser(), "", w.Hashed(ID("44")))
	evidence(t, w, time.Hour)
	uses, err := w.Service.KeyUses(t.Context(), w.Site)
	want(t, "error", err, nil)
	at := w.Clock.Now().Truncate(time.Millisecond)
	token := w.TokenKey().KID
	want(t, "tokens", uses[token], nametag.KeyUsage{Count: 2, Last: at, Links: 2})
	b.Reset()
	w.Clock.Pass(55 * time.Minute)
	uses, err = w.Service.KeyUses(t.Context(), w.Site)
	want(t, "error", err, nil)
	want(t, "one is fenced, the other over", uses[token].Links, 0)
	want(t, "hashes", uses[w.HashKey().KID].Links, 1)
	w.Clock.Pass(25 * time.Hour)
	uses, err = w.Service.KeyUses(t.Context(), w.Site)
	want(t, "error", err, nil)
	want(t, "a day later", uses[token], nametag.KeyUsage{Last: at})
}

// What a key verified since a time is found in the ledger, page by page.
func TestWhatAKeyVerified(t *testing.T) {
	t.Parallel()
	w := New(t)
	for i := range 5 {
		w.Browser().Identify(w.Vouched(ID(fmt.Sprint(40 + i))))
		w.Browser().Identify(w.Hashed(ID(fmt.Sprint(40 + i))))
		w.Clock.Pass(time.Hour)
	}
	kid := w.TokenKey().KID
	var times []time.Time
	for from := nametag.Seq(0); ; {
		entries, next, err := w.Service.Proven(t.Context(), w.Site, kid, Noon.Add(2*time.Hour), from, 2)
		want(t, "error", err, nil)
		for _, e := range entries {
			want(t, "key", e.KID, kid)
			times = append(times, e.At)
		}
		if from = next; next == 0 {
			break
		}
	}
	want(t, "entries", len(times), 3)
	want(t, "the first", times[0].Truncate(time.Second), Noon.Add(2*time.Hour))
	_, _, err := w.Service.Proven(t.Context(), w.Elsewhere().Site, kid, Noon, 0, 2)
	want(t, "another site's", err != nil, true)
}

// A site whose proofs fail in masses doesn't keep the others from hearing why theirs do.
func TestOneSitesFailuresLeaveRoomForOthers(t *testing.T) {
	t.Parallel()
	loud := countingWorld(t)
	quiet := loud.Elsewhere()
	fail := func(w *World) {
		said := ID("44")
		said.Hash = Sign(w.HashKey(), `{"id": "44"}`)
		claimAt(t, w, w.Browser(), "", said)
	}
	for range 100 {
		fail(loud)
	}
	fail(quiet)
	r := evidence(t, loud, time.Hour)
	want(t, "all are counted", r.All, nametag.Share{Failed: 100})
	want(t, "some exactly", r.Reasons[1], nametag.ReasonCount{Reason: nametag.ReasonOf("hash_spacing"), Count: 16})
	r = evidence(t, quiet, time.Hour)
	want(t, "elsewhere", len(r.Reasons), 1)
	want(t, "why", r.Reasons[0].Code, "hash_spacing")

	loud.Service.Counter.Take()
	for range 5 {
		fail(loud)
	}
	fail(quiet)
	for range 2 {
		loud.Service.CountFailing(t.Context())
	}
	want(t, "sites take turns", slices.ContainsFunc(loud.Service.Counter.Take().Examples, func(e nametag.ClaimExample) bool {
		return e.Site == quiet.Site.ID
	}), true)
}

// No signing key makes HubSpot's tokens: they are counted as claims only.
func TestHubSpotTokensAreNoKeysUses(t *testing.T) {
	t.Parallel()
	w := countingWorld(t)
	claimAt(t, w, w.Browser(), "", w.HubSpot("gob@bluth.com", "", ""))
	tally := w.Service.Counter.Take()
	want(t, "claims", len(tally.Claims), 1)
	want(t, "uses of keys", len(tally.Keys), 0)
}

// The reason for which most proofs fail is told first.
func TestReasonsAreRanked(t *testing.T) {
	t.Parallel()
	w := countingWorld(t)
	for i, message := range []string{`{"id": "40"}`, "41", "42"} { // with a space, and twice something else
		said := ID(fmt.Sprint(40 + i))
		said.Hash = Sign(w.HashKey(), message)
		claimAt(t, w, w.Browser(), "", said)
	}
	r := evidence(t, w, 24*time.Hour)
	want(t, "reasons", len(r.Reasons), 2)
	want(t, "the first", r.Reasons[0].Count, int64(2))
	want(t, "the last", r.Reasons[1].Code, "hash_spacing")
}

// However often it is written, and however often a key is used around a full hour, the counts are true and bounded.
func TestCountsOverManyWrites(t *testing.T) {
	t.Parallel()
	w := countingWorld(t)
	w.Clock.Pass(time.Hour - time.Second)
	for range 3 {
		claimAt(t, w, w.Browser(), "", w.Vouched(ID("42")))
	}
	w.Clock.Pass(2 * time.Second)
	claimAt(t, w, w.Browser(), "", w.Vouched(ID("42")))
	evidence(t, w, time.Hour)
	uses, err := w.Service.KeyUses(t.Context(), w.Site)
	want(t, "error", err, nil)
	want(t, "uses", uses[w.TokenKey().KID].Count, int64(4))
	for i := range 3 {
		for j := range nametag.EvidenceKinds {
			claimAt(t, w, w.Browser(), fmt.Sprintf("https://shop.example/%d/%d", i, j), ID("42"))
		}
		evidence(t, w, time.Hour)
	}
	kinds, err := w.Store.Evidence(t.Context(), w.Site.ID, Noon)
	want(t, "error", err, nil)
	want(t, "kinds", len(kinds) <= nametag.EvidenceKinds+3, true)
	want(t, "all", evidence(t, w, time.Hour).All.Claimed, int64(3*nametag.EvidenceKinds))
}

// Examples name a visitor and a page: they go with the person, and with time.
func TestExamplesAreForgotten(t *testing.T) {
	t.Parallel()
	w := countingWorld(t)
	examples := func() int { return len(evidence(t, w, 365*24*time.Hour).Examples) }
	jane := w.Browser()
	claimAt(t, w, jane, "https://shop.example/reset/secret", ID("42"))
	want(t, "an example", examples(), 1)
	claimAt(t, w, jane, "https://shop.example/reset/secret", ID("42")) // which isn't written yet
	if err := w.Service.Erase(t.Context(), w.Site, w.Contact("42").ID, agent); err != nil {
		t.Fatal(err)
	}
	want(t, "erased with the person", examples(), 0)
	claimAt(t, w, w.Browser(), "", ID("43"))
	want(t, "another", examples(), 1)
	w.Clock.Pass(w.Service.Lives.Evidence + time.Hour)
	if err := w.Store.Sweep(t.Context(), w.Clock.Now(), w.Service.Lives); err != nil {
		t.Fatal(err)
	}
	want(t, "later", examples(), 0)
}

// A link's token that arrives again, because the page was reloaded, is no claim that failed; nor does developing the site make
// it one. One that isn't made for links fails for what it lacks.
func TestAReloadIsNoFailedClaim(t *testing.T) {
	t.Parallel()
	for _, developing := range []bool{false, true} {
		w := countingWorld(t)
		w.Link()
		if developing {
			w.SetSite(func(s *nametag.Site) { s.DevUntil = Noon.Add(nametag.DevFor) })
		}
		linkToken := func(id string) nametag.Command {
			c := Arriving(HelpCentre, w.Vouched(ID("42"), func(k *proof.Token) {
				k.Audience, k.ID, k.ExpiresAt = []string{HelpCentre}, id, k.IssuedAt.Add(time.Minute)
			}).Token)
			c.Place = nametag.PlaceOf(HelpCentre, HelpCentre+"/returns?x")
			return c
		}
		good, bad := linkToken("j1"), linkToken("")
		for _, c := range []nametag.Command{good, good, bad} {
			c.ID = NewCommand()
			_, err := w.Service.Carry(t.Context(), w.Browser().Browser, c)
			want(t, "error", err, nil)
		}
		r := evidence(t, w, time.Hour)
		want(t, "all", r.All, nametag.Share{Verified: 1, Failed: 1})
		want(t, "why", r.Reasons[0].Code, "link_token")
		want(t, "pages", len(r.Pages), 1)
		want(t, "page", r.Pages[0].Place, nametag.Place{Origin: HelpCentre, Path: "/returns"})
	}
}

// Claims without proof, however many, leave room for the examples of what failed.
func TestEveryReasonHasExamples(t *testing.T) {
	t.Parallel()
	w := countingWorld(t)
	bad := ID("44")
	bad.Hash = Sign(w.HashKey(), `{"id": "44"}`)
	claimAt(t, w, w.Browser(), "", bad)
	for range 100 {
		claimAt(t, w, w.Browser(), "", ID("42"))
	}
	claimAt(t, w, w.Browser(), "", bad)
	failed, claimed := 0, 0
	for _, e := range evidence(t, w, time.Hour).Examples {
		switch e.Reason {
		case "hash_spacing":
			failed++
		default:
			claimed++
		}
	}
	want(t, "failed", failed, 2)
	want(t, "claimed", claimed, nametag.EvidenceExamples)
}
