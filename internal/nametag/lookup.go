package nametag

import (
	"context"
	"crypto/rand"
	"math/big"
	"strings"
	"time"
)

// LookupCodeLife is how long a lookup code lives after it was last asked for (spec widget §2).
const LookupCodeLife = time.Hour

// LookupCode gives the browser's visitor its living code, renewed, or a new one: the visitor reads it to an agent over
// the phone. Returns ErrStale or ErrFenced for a dead token.
func (s *Service) LookupCode(ctx context.Context, b Browser) (string, time.Time, error) {
	v, err := s.look(ctx, b)
	if err != nil {
		return "", time.Time{}, err
	}
	now := s.now()
	until := now.Add(LookupCodeLife)
	code, err := s.Store.LookupCode(ctx, b.Site.ID, b.Visitor, now, until, drawDigits)
	if err != nil {
		return "", time.Time{}, err
	}
	change := Change{Site: b.Site.ID, Visitor: b.Visitor, Number: b.Number, Code: code, At: now}
	if v != nil {
		change.Link, change.Bag = v.Link, v.Bag
		if change.Contact, err = s.whom(ctx, v, &change.Link); err != nil {
			return "", time.Time{}, err
		}
	}
	if change.Contact != nil {
		change.Seq = change.Contact.Head
	}
	s.Feed.Publish(change)
	return code, until, nil
}

// drawDigits draws that many decimal digits, leading zeros included.
func drawDigits(digits int) string {
	var b strings.Builder
	for range digits {
		n, _ := rand.Int(rand.Reader, big.NewInt(10)) // never fails since Go 1.24
		b.WriteByte('0' + byte(n.Int64()))
	}
	return b.String()
}
