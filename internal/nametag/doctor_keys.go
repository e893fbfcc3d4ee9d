package nametag

import (
	"context"

	"github.com/nametag-dev/nametag/internal/proof"
)

// knownKeys are all keys that may have made a proof, their secrets opened: the site's, those still in use first, then the
// other sites'.
func (s *Service) knownKeys(ctx context.Context, site *Site, others []*Site) ([]proof.KnownKey, error) {
	own, err := s.keysOf(ctx, site)
	if err != nil {
		return nil, err
	}
	var known, ended []proof.KnownKey
	for _, k := range own {
		if k.Standing == proof.Active {
			known = append(known, k)
		} else {
			ended = append(ended, k)
		}
	}
	known = append(known, ended...)
	for _, other := range others {
		if other.ID == site.ID {
			continue
		}
		theirs, err := s.keysOf(ctx, other)
		if err != nil {
			return nil, err
		}
		for _, k := range theirs {
			known = append(known, proof.KnownKey{Key: k.Key, Standing: proof.Elsewhere, Site: other.Name})
		}
	}
	return known, nil
}

// keysOf are a site's keys, oldest first.
func (s *Service) keysOf(ctx context.Context, site *Site) ([]proof.KnownKey, error) {
	sealed, err := s.Store.SigningKeys(ctx, site.ID)
	if err != nil {
		return nil, err
	}
	keys := make([]proof.KnownKey, 0, len(sealed))
	for _, k := range sealed {
		key, err := s.openKey(k)
		if err != nil {
			return nil, err
		}
		keys = append(keys, proof.KnownKey{Key: key, Standing: k.standing()})
	}
	return keys, nil
}

func (k *SigningKey) standing() proof.Standing {
	switch {
	case k.Active():
		return proof.Active
	case k.Leaked:
		return proof.Leaked
	}
	return proof.Retired
}
