package nametag

import (
	"context"
	"time"
)

// KeyUsage is what a signing key does at present.
type KeyUsage struct {
	Count int64     // of proofs, in the time that was asked for
	Last  time.Time // zero: never
	Links int       // living ones that rest on it, at most [MaxLinks]
}

// MaxLinks is how many of a key's links are counted.
const MaxLinks = 10_000

// KeyUses says of a site's keys what each did in the last 24 hours (spec security §2). What happened in the last seconds may
// not be in it yet.
func (s *Service) KeyUses(ctx context.Context, site *Site) (map[string]KeyUsage, error) {
	return s.keyUses(ctx, site, MaxLinks)
}

func (s *Service) keyUses(ctx context.Context, site *Site, links int) (map[string]KeyUsage, error) {
	now := s.now()
	return s.Store.KeyUses(ctx, site.ID, now.Add(-24*time.Hour).Truncate(time.Hour), now, links)
}

// SigningKey finds a key of the site. Returns ErrNotFound.
func (s *Service) SigningKey(ctx context.Context, site *Site, kid string) (*SigningKey, error) {
	k, err := s.Store.SigningKey(ctx, kid)
	if err == nil && k.Site != site.ID {
		err = ErrNotFound.For("kid")
	}
	return k, err
}

// Proven lists what a key verified since a time (spec security §2), oldest first, for who has to look at it after a leak:
// from an entry on (0: the first), and where the next page begins (0: there is none). Returns ErrNotFound or ErrBadValue.
func (s *Service) Proven(ctx context.Context, site *Site, kid string, since time.Time, from Seq, limit int) ([]Entry, Seq, error) {
	if limit < 1 || limit > MaxPage {
		return nil, 0, ErrBadValue.For("limit").Over(MaxPage)
	}
	if _, err := s.SigningKey(ctx, site, kid); err != nil {
		return nil, 0, err
	}
	return s.Store.Proven(ctx, site.ID, kid, since, from, limit)
}
