package nametag

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

const (
	carryTokens = "carry token" // the purpose of their keys
	tokenUsed   = "used"        // what is remembered of a token that works once
)

// CarryToken makes a token that lets this browser's identity arrive at another of the site's domains, once and within
// 120 s (spec security §1d). Who the browser is stays on the server. Returns ErrNotLinked, and ErrStale or ErrFenced for a
// dead visitor token.
func (s *Service) CarryToken(ctx context.Context, b Browser, target string) (token string, expires time.Time, err error) {
	now := s.now()
	if !b.Site.CarriesTo(target, now) {
		return "", time.Time{}, ErrNotLinked
	}
	if _, err := s.look(ctx, b); err != nil {
		return "", time.Time{}, err
	}
	t := proof.CarryToken{ID: rand.Text(), Site: b.Site.Key, Origin: target, ExpiresAt: now.Truncate(time.Second).Add(proof.CarryLife)}
	if _, err := s.Store.Once(ctx, carryKey(b.Site, t.ID), b.Visitor.String(), now, t.ExpiresAt); err != nil {
		return "", time.Time{}, err
	}
	return proof.SignCarryToken(s.Keys.Derive(carryTokens, b.Site.ID), t), t.ExpiresAt, nil
}

// CarriesTo reports whether identities may be carried to an origin: a linked domain that may use the site, over https, or
// on localhost while the site is developed.
func (s *Site) CarriesTo(origin string, now time.Time) bool {
	safe := strings.HasPrefix(origin, "https://") || isLocal(origin) && s.Developing(now)
	return safe && slices.Contains(s.LinkedDomains, origin) && s.Allows(origin, now)
}

func carryKey(site *Site, jti string) string { return "carry:" + site.ID.String() + ":" + jti }

// Carry takes in a token that was found in the address of a page of this origin: a carry token, or one that the customer's
// server made for a link. c is its claim, with the origin at which it arrived. A bad, late, used or foreign one changes nothing, and only the ledger hears why. Returns ErrStale
// or ErrFenced for a dead visitor token.
func (s *Service) Carry(ctx context.Context, b Browser, c Command) (out Outcome, err error) {
	origin, token := c.Claim.Arriving, c.Claim.Token
	if !b.Site.CarriesTo(origin, s.now()) {
		return s.refuseCarry(ctx, b, c.ID, errNotLinkedHere)
	}
	if !proof.IsCarryToken(token) {
		return s.carryProof(ctx, b, c)
	}
	t, refused := proof.OpenCarryToken(s.Keys.Derive(carryTokens, b.Site.ID), origin, token, s.now())
	var reason *proof.Reason
	if errors.As(refused, &reason) {
		return s.refuseCarry(ctx, b, c.ID, reason)
	}
	err = untilCurrent(func() error {
		from, err := s.readCarrier(ctx, b.Site, t)
		if err != nil {
			return err
		}
		out, err = s.command(ctx, b, from.keys(b.Site), c.ID, func(turn *turn) error { return turn.takeCarry(from) })
		return err
	})
	return out, err
}

// errNotLinkedHere says that a page may not take in what links carry.
var errNotLinkedHere = &proof.Reason{Code: "not_linked", Message: "The link leads to an origin that identities aren't carried to.", Help: ErrNotLinked.Help}

// refuseCarry changes nothing, and has the ledger know why.
func (s *Service) refuseCarry(ctx context.Context, b Browser, id CommandID, why *proof.Reason) (Outcome, error) {
	return s.command(ctx, b, Keys{}, id, func(t *turn) error {
		t.noteRefusal(why.Code)
		return nil
	})
}

// LinkedNow are the origins to which identities are carried at present.
func (s *Site) LinkedNow(now time.Time) []string {
	return slices.DeleteFunc(slices.Clone(s.LinkedDomains), func(origin string) bool { return !s.CarriesTo(origin, now) })
}

// carryProof takes a token that the customer's server made for a link: a proof like any other, except that it works once
// and that the page hears of no refusal.
func (s *Service) carryProof(ctx context.Context, b Browser, c Command) (Outcome, error) {
	out, err := s.Identify(ctx, b, c)
	if errors.Is(err, ErrProofNeeded) || errors.Is(err, ErrProofRefused) {
		err = nil
	}
	out.Answer.Rejected, out.Answer.Warnings = nil, nil
	return out, err
}

// carrier is who made a carry token.
type carrier struct {
	token proof.CarryToken
	id    VisitorID // 0: the token isn't known
	link  Link
	bag   Bag
}

func (s *Service) readCarrier(ctx context.Context, site *Site, t proof.CarryToken) (carrier, error) {
	c := carrier{token: t}
	said, err := s.Store.Remembered(ctx, carryKey(site, t.ID), s.now())
	if err != nil || said == "" || said == tokenUsed {
		return c, err
	}
	if c.id, err = ParseVisitorID(said); err != nil {
		return c, err
	}
	v, err := s.Store.Visitor(ctx, site.ID, c.id)
	switch {
	case err == nil:
		c.link, c.bag = v.Link, v.Bag
	case errors.Is(err, ErrNotFound): // anonymous, and not worth a row
		err = nil
	}
	return c, err
}

// revokedKeys are under what it may be remembered that the carrier was revoked since: it may not be fenced yet.
func (c carrier) revokedKeys(site *Site) []string {
	return site.revokedKeys(c.bag.ExternalID, c.bag.Email.Folded, c.link.SID)
}

func (c carrier) keys(site *Site) Keys {
	keys := Keys{Once: append([]string{carryKey(site, c.token.ID)}, c.revokedKeys(site)...)}
	if c.id != 0 {
		keys.Visitors = []VisitorID{c.id}
	}
	if c.link.Contact != 0 {
		keys.Contacts = []ContactID{c.link.Contact}
	}
	return keys
}
