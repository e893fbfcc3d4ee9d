package nametag_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
)

// linked is a world whose site has a help centre on another origin.
func linked(t *testing.T) *World {
	t.Helper()
	w := New(t)
	w.Link()
	return w
}

func carryToken(t *testing.T, w *World, b *Browser) string {
	t.Helper()
	token, expires, err := w.Service.CarryToken(t.Context(), b.Copy().Browser, HelpCentre)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "lives", expires.Sub(w.Clock.Now().Truncate(time.Second)), proof.CarryLife)
	return token
}

// arrive has a browser arrive at an origin with a token; the test ends if that fails.
func arrive(t *testing.T, w *World, b *Browser, origin, token string) nametag.Answer {
	t.Helper()
	out, err := w.Service.Carry(t.Context(), b.Browser, Arriving(origin, token))
	if err != nil {
		t.Fatal(err)
	}
	b.Browser = out.Browser
	return out.Answer
}

// An identity arrives as it is: at its trust, with its end, its key and its session, and with what the browser said
// (spec security §1d). The arriving browser gets another token.
func TestAnIdentityIsCarried(t *testing.T) {
	t.Parallel()
	w := linked(t)
	w.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
	for name, said := range map[string]Said{
		"verified": w.Vouched(ID("42").Mailed("jane@x.co"), inSession("s1")),
		"claimed":  ID("43").Mailed("ravi@x.co"),
		"acting":   w.Vouched(ID("42").Mailed("jane@x.co"), ActedBy("Sam")),
	} {
		shop, help := w.Browser(), w.Browser()
		shop.Identify(said)
		help.Update(Nothing().Named("Nobody"))
		before := help.Copy()
		a := arrive(t, w, help, HelpCentre, carryToken(t, w, shop))
		want(t, name+"'s trust", a.Trust, name)
		want(t, "switched", a.Switched, false)
		want(t, "same visitor", help.Visitor, before.Visitor)
		from, to := w.Visitor(shop.Visitor), w.Visitor(help.Visitor)
		want(t, "link", to.Link, from.Link)
		want(t, "id", to.Bag.ExternalID, from.Bag.ExternalID)
		want(t, "email", to.Bag.Email, from.Bag.Email)
		want(t, "journey", to.Journey, shop.Visitor)
		_, err := before.Send(nametag.Command{ID: NewCommand(), Claim: Nothing().Named("x").Claim})
		want(t, "the older token", errors.Is(err, nametag.ErrStale), true)
		want(t, "says more", help.Update(Nothing().Profile(nametag.Company, "Acme")).Trust, name)
	}
	want(t, "what the browser said before isn't stitched", w.Contact("42").Text(nametag.Name), "")
	want(t, "entry", w.Ledger(w.Contact("43").ID)[1].Kind, nametag.Carried)
}

// An anonymous browser carries only a mark, and the other keeps its visitor and token.
func TestAJourneyIsCarried(t *testing.T) {
	t.Parallel()
	w := linked(t)
	shop, help, jane := w.Browser(), w.Browser(), w.Browser()
	a := arrive(t, w, help, HelpCentre, carryToken(t, w, shop))
	want(t, "trust", a.Trust, "anonymous")
	want(t, "number", help.Number, int64(0))
	want(t, "journey", w.Visitor(help.Visitor).Journey, shop.Visitor)
	jane.Identify(w.Vouched(ID("42")))
	arrive(t, w, jane, HelpCentre, carryToken(t, w, shop))
	want(t, "who is somebody stays so", jane.Link.Trust, nametag.Verified)
	want(t, "without a mark", w.Visitor(jane.Visitor).Journey, nametag.VisitorID(0))
}

// Somebody else's token fences first, so that nothing of the two mixes.
func TestCarryingAnotherPersonFences(t *testing.T) {
	t.Parallel()
	w := linked(t)
	shop, help := w.Browser(), w.Browser()
	shop.Identify(w.Vouched(ID("42")))
	help.Identify(w.Vouched(ID("43")))
	before := help.Copy()
	a := arrive(t, w, help, HelpCentre, carryToken(t, w, shop))
	want(t, "answer", a.Switched && a.Trust == "verified", true)
	want(t, "another visitor", help.Visitor != before.Visitor, true)
	want(t, "dead", isDead(before), true)
	want(t, "Ravi's", len(must(w.Store.VisitorsOf(t.Context(), w.Site.ID, w.Contact("43").ID, 9))), 1)
	want(t, "Jane's", w.Visitor(help.Visitor).Link.Contact, w.Contact("42").ID)
}

// What two browsers said may not tell two people apart: an email alone, and an id alone. Who is proven to be one contact
// isn't made another in silence, by either kind of token; who only says so isn't told whether they are the same.
func TestCarryingSurelyAnotherContactFences(t *testing.T) {
	t.Parallel()
	w := linked(t)
	shop := w.Browser()
	shop.Identify(w.Vouched(ID("42")))
	forLink := func(k *proof.Token) {
		k.Audience, k.ID, k.ExpiresAt = []string{HelpCentre}, string(NewCommand()), k.IssuedAt.Add(proof.LinkTokenLife)
	}
	mailed := w.Vouched(Mailed("ravi@x.co"), EmailVerified(true))
	for _, c := range []struct {
		name   string
		token  func() string
		here   Said
		fences bool
	}{
		{"a carry token", func() string { return carryToken(t, w, shop) }, mailed, true},
		{"a link's token", func() string { return w.Vouched(ID("42"), forLink).Token }, mailed, true},
		{"a link's token of somebody new", func() string { return w.Vouched(ID("new"), forLink).Token }, mailed, true},
		{"over a claim", func() string { return carryToken(t, w, shop) }, Mailed("ravi@y.co"), false},
		{"a link's token over a claim", func() string { return w.Vouched(ID("42"), forLink).Token }, Mailed("ravi@z.co"), false},
		{"a link's token that names the contact", func() string {
			return w.Vouched(ID("43").Mailed("ravi@x.co"), EmailVerified(true), forLink).Token
		}, mailed, false},
		{"a link's token by which two contacts are one", func() string {
			w.Browser().Identify(w.Vouched(ID("44")))
			return w.Vouched(ID("44").Mailed("kim@x.co"), EmailVerified(true), forLink).Token
		}, w.Vouched(Mailed("kim@x.co"), EmailVerified(true)), false},
	} {
		help := w.Browser()
		help.Identify(c.here)
		before := help.Visitor
		a := arrive(t, w, help, HelpCentre, c.token())
		want(t, c.name, a.Trust, "verified")
		want(t, c.name+" fences", a.Switched, c.fences)
		want(t, c.name+" makes another visitor", help.Visitor != before, c.fences)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Who is there already stays as sure as before, with another token.
func TestCarryingTheSamePersonAgain(t *testing.T) {
	t.Parallel()
	w := linked(t)
	shop, help := w.Browser(), w.Browser()
	shop.Identify(ID("42"))
	help.Identify(w.Vouched(ID("42")))
	before := help.Copy()
	a := arrive(t, w, help, HelpCentre, carryToken(t, w, shop))
	want(t, "answer", a.Trust, "verified")
	want(t, "number", help.Number, before.Number+1)
	want(t, "sessions stay", w.Visitor(help.Visitor).Since, nametag.SessionID(0))
}

// A bad token changes nothing, and only the ledger says why (spec security §1d).
func TestBadCarryTokensChangeNothing(t *testing.T) {
	t.Parallel()
	w := linked(t)
	const docs = "https://docs.shop.example"
	w.SetSite(func(s *nametag.Site) {
		s.Origins, s.LinkedDomains = append(s.Origins, docs), append(s.LinkedDomains, docs)
	})
	elsewhere := w.Elsewhere()
	shop := w.Browser()
	shop.Identify(w.Vouched(ID("42")))
	used := carryToken(t, w, shop)
	arrive(t, w, w.Browser(), HelpCentre, used)
	late, good := carryToken(t, w, shop), ""
	w.Clock.Pass(proof.CarryLife + time.Second)
	signedOut := w.Browser()
	signedOut.Identify(w.Hashed(ID("42")))
	dead := carryToken(t, w, signedOut)
	signedOut.Reset()
	good = carryToken(t, w, shop)
	for name, c := range map[string]struct{ token, origin, reason string }{
		"used":              {used, HelpCentre, "carry_expired"},
		"late":              {late, HelpCentre, "carry_expired"},
		"at another domain": {good, docs, "carry_origin"},
		"at another page":   {good, "https://shop.example", "not_linked"},
		"at no page":        {good, "", "not_linked"},
		"tampered":          {good[:len(good)-2] + "xx", HelpCentre, "carry_forged"},
		"of a dead one":     {dead, HelpCentre, "carry_used"},
		"junk":              {"junk", HelpCentre, "token_malformed"},
		"a long token":      {w.Vouched(ID("42"), func(t *proof.Token) { t.Audience, t.ID = []string{HelpCentre}, "j" }).Token, HelpCentre, "link_token"},
	} {
		b := w.Browser()
		b.Identify(ID("9"))
		a := arrive(t, w, b, c.origin, c.token)
		want(t, name+": trust", a.Trust, "claimed")
		want(t, name+": switched", a.Switched, false)
		want(t, name+": link", w.Visitor(b.Visitor).Link.Contact, w.Contact("9").ID)
		want(t, name+": the ledger says why", w.Ledger(w.Contact("9").ID)[0].Reason, c.reason)
	}
	b := elsewhere.Browser()
	want(t, "at another site", arrive(t, elsewhere, b, HelpCentre, good).Trust, "anonymous")
	want(t, "the good one is good still", arrive(t, w, w.Browser(), HelpCentre, good).Trust, "verified")
	want(t, "once", arrive(t, w, w.Browser(), HelpCentre, good).Trust, "anonymous")
}

// Sent again, because the answer was lost, the same command answers the same.
func TestArrivingIsSentAgain(t *testing.T) {
	t.Parallel()
	w := linked(t)
	shop, help := w.Browser(), w.Browser()
	shop.Identify(w.Vouched(ID("42")))
	arriving, before := Arriving(HelpCentre, carryToken(t, w, shop)), help.Browser
	for range 2 {
		out, err := w.Service.Carry(t.Context(), before, arriving)
		want(t, "error", err, nil)
		want(t, "trust", out.Answer.Trust, "verified")
		want(t, "number", out.Browser.Number, int64(1))
	}
}

// Tokens are made for linked domains alone, that may use the site, and are safe from being read on their way.
func TestWhereIdentitiesAreCarried(t *testing.T) {
	t.Parallel()
	w := linked(t)
	w.SetSite(func(s *nametag.Site) {
		s.Origins = append(s.Origins, "https://other.example", "http://localhost:8080")
		s.LinkedDomains = []string{HelpCentre, "https://notallowed.example", "http://localhost:8080"}
	})
	b := w.Browser()
	to := func(origin string) error {
		_, _, err := w.Service.CarryToken(t.Context(), b.Browser, origin)
		return err
	}
	want(t, "the help centre", to(HelpCentre), nil)
	for _, origin := range []string{"https://other.example", "https://notallowed.example", "http://localhost:8080", "null", ""} {
		want(t, origin, errors.Is(to(origin), nametag.ErrNotLinked), true)
	}
	w.SetSite(func(s *nametag.Site) { s.DevUntil = Noon.Add(nametag.DevFor) })
	b = w.Browser()
	want(t, "localhost in development mode", to("http://localhost:8080"), nil)
	for _, domain := range []string{"https://*.shop.example", "null", "http://help.example", "help"} {
		err := w.TrySite(func(s *nametag.Site) { s.LinkedDomains = []string{domain} })
		want(t, domain, errors.Is(err, nametag.ErrBadValue), true)
	}
}

// Where proof is required, a claim isn't carried either; it fences who is another (spec identity §3).
func TestClaimsAreNotCarriedWhereProofIsRequired(t *testing.T) {
	t.Parallel()
	w := linked(t)
	claimed, sure, help, other := w.Browser(), w.Browser(), w.Browser(), w.Browser()
	claimed.Identify(ID("42"))
	sure.Identify(w.Vouched(ID("42")))
	other.Identify(w.Vouched(ID("43")))
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	for _, b := range []*Browser{claimed, sure, help, other} {
		b.Site = w.Site
	}
	want(t, "a claim", arrive(t, w, help, HelpCentre, carryToken(t, w, claimed)).Trust, "anonymous")
	a := arrive(t, w, other, HelpCentre, carryToken(t, w, claimed))
	want(t, "a claim to be another", a.Switched && a.Trust == "anonymous", true)
	want(t, "a proof", arrive(t, w, w.Browser(), HelpCentre, carryToken(t, w, sure)).Trust, "verified")
}

// A token of the customer's own server arrives in a link as well, once (spec security §1d).
func TestATokenOfTheCustomersArrivesInALink(t *testing.T) {
	t.Parallel()
	w := linked(t)
	forLink := func(k *proof.Token) {
		k.Audience, k.ID, k.ExpiresAt = []string{HelpCentre}, "j1", k.IssuedAt.Add(proof.LinkTokenLife)
	}
	token := w.Vouched(ID("42").Named("Jane"), forLink).Token
	b := w.Browser()
	b.Update(Nothing().Named("Nobody"))
	before := b.Copy()
	want(t, "trust", arrive(t, w, b, HelpCentre, token).Trust, "verified")
	want(t, "name", w.Contact("42").Text(nametag.Name), "Jane")
	want(t, "earlier sessions stay nobody's", w.Visitor(b.Visitor).Since != 0 && b.Visitor == before.Visitor, true)
	want(t, "again", arrive(t, w, w.Browser(), HelpCentre, token).Trust, "anonymous")
	again := b.Number
	other := w.Vouched(ID("42"), forLink, func(k *proof.Token) { k.ID = "j2" }).Token
	arrive(t, w, b, HelpCentre, other)
	want(t, "each arrival gives another token", b.Number, again+1)
	for name, change := range map[string]func(*proof.Token){
		"no jti": func(k *proof.Token) { k.ID = "" }, "a long jti": func(k *proof.Token) { k.ID = strings.Repeat("j", 256) },
		"no aud": func(k *proof.Token) { k.Audience = nil }, "two": func(k *proof.Token) { k.Audience = []string{HelpCentre, w.Site.Key} },
		"the site as aud": func(k *proof.Token) { k.Audience = []string{w.Site.Key} },
		"too long":        func(k *proof.Token) { k.ExpiresAt = k.ExpiresAt.Add(time.Second) },
	} {
		want(t, name, arrive(t, w, w.Browser(), HelpCentre, w.Vouched(ID("42"), forLink, func(k *proof.Token) { k.ID = "j3" }, change).Token).Trust, "anonymous")
	}
	_, err := w.Browser().Send(nametag.Command{ID: NewCommand(), Claim: nametag.Claim{Token: w.Vouched(ID("42"), forLink).Token}})
	want(t, "at the other door", errors.Is(err, nametag.ErrProofRefused), true)
}

// Where nothing is carried to any more, nothing arrives: neither of ours nor of the customer's own server.
func TestNothingArrivesWhereNothingIsCarriedTo(t *testing.T) {
	t.Parallel()
	w := linked(t)
	shop := w.Browser()
	shop.Identify(w.Vouched(ID("42")))
	ours := carryToken(t, w, shop)
	theirs := w.Vouched(ID("42"), func(k *proof.Token) {
		k.Audience, k.ID, k.ExpiresAt = []string{HelpCentre}, "j1", k.IssuedAt.Add(time.Minute)
	}).Token
	w.SetSite(func(s *nametag.Site) { s.LinkedDomains = nil })
	for name, token := range map[string]string{"ours": ours, "theirs": theirs} {
		b := w.Browser()
		b.Identify(ID("9"))
		want(t, name, arrive(t, w, b, HelpCentre, token).Trust, "claimed")
		want(t, name+": the ledger says why", w.Ledger(w.Contact("9").ID)[0].Reason, "not_linked")
	}
	want(t, "linked now", len(w.Site.LinkedNow(w.Clock.Now())), 0)
}
