package nametag_test

import (
	"errors"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// Eve plants a token of hers in Jane's browser, where Jane proves who she is. Eve's earlier commands, which she sends again
// with her token, answered her the token of since then: that of a browser that is Jane.
func TestACommandOfBeforeARiseLeadsToNoLaterToken(t *testing.T) {
	t.Parallel()
	for name, said := range map[string]Said{
		"one that wrote":              Nothing().Named("Eve"),
		"one that changed nothing":    Nothing(),
		"one that renewed the token":  ID("42"),
		"one that is on the contact":  ID("42").Named("Jane"),
		"one that was partly refused": Nothing().Custom("junk", `"`+string(make([]byte, 2000))+`"`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			eve := w.Browser()
			first := eve.Copy()
			hers := sent(t, eve, nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: said.Claim})
			planted, jane := eve.Copy(), eve.Copy()
			proves := nametag.Command{ID: NewCommand(), Claim: w.Hashed(ID("42")).Claim}
			sent(t, jane, proves)
			for _, token := range []*Browser{first, planted} {
				thief := token.Copy()
				again(t, w, thief, hers)
				want(t, "knows the newer token", thief.Number == jane.Number, false)
				want(t, "hears who is there now", thief.Link, nametag.Link{})
				_, err := thief.Send(nametag.Command{ID: NewCommand(), Claim: Nothing().Named("Eve").Claim})
				want(t, "is shut out", errors.Is(err, nametag.ErrStale), true)
			}
			late := planted.Copy() // Jane's own page, whose answer was lost
			again(t, w, late, proves)
			want(t, "who proved it has the token", late.Number, jane.Number)
			want(t, "and is Jane", late.Link.Trust, nametag.Verified)
		})
	}
}

// Several commands of one batch may renew the token: sent again as a whole it leads to where it led.
func TestABatchThatRenewsTwiceSentAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	lost := b.Copy()
	batch := []nametag.Command{
		{ID: NewCommand(), Claim: ID("42").Claim},
		{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named("Jane").Claim},
		{ID: NewCommand(), Claim: w.Hashed(ID("42")).Claim},
		{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named("Joan").Claim},
	}
	for _, c := range batch {
		sent(t, b, c)
	}
	for _, c := range batch {
		again(t, w, lost, c)
	}
	want(t, "number", lost.Number, b.Number)
	want(t, "trust", lost.Link.Trust, nametag.Verified)
}

// Who proves to be another contact than the browser was proven to be, without naming another person, shares no token with
// whoever used it before.
func TestAProofOfAnotherContactRenewsTheToken(t *testing.T) {
	t.Parallel()
	w := New(t)
	eve := w.Browser()
	eve.Identify(w.Vouched(Mailed("eve@example.com"), EmailVerified(true)))
	planted, jane := eve.Copy(), eve.Copy()
	jane.Identify(w.Hashed(ID("42")))
	want(t, "it moved", w.Visitor(jane.Visitor).Link.Contact, w.Contact("42").ID)
	_, err := planted.Send(nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named("Eve").Claim})
	want(t, "the planted token is dead", errors.Is(err, nametag.ErrStale), true)
}
