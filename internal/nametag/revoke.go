package nametag

import (
	"context"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

// Revocation says what became of one.
type Revocation struct {
	Fenced int // browsers
	// Durable is false where the site takes hashes: they have no time in them, so that one of before still counts.
	Durable bool
}

// Revoke ends what proofs of a person have brought about (spec identity §5): every browser with a verified or acting link
// is fenced, merely claimed links are undone without a word, and tokens issued by now are refused. With a sid it does so
// for that host session only. Returns ErrNotFound.
func (s *Service) Revoke(ctx context.Context, site *Site, id ContactID, sid string, by Source) (Revocation, error) {
	r := revoking{Service: s, site: site, sid: sid, by: by}
	if err := r.checkSID(); err != nil {
		return Revocation{}, err
	}
	if err := r.readFamily(ctx, id); err != nil {
		return Revocation{}, err
	}
	return r.run(ctx)
}

// RevokeExternalID is [Service.Revoke] of whoever has an external id. Tokens about an id that nobody has yet are refused
// too. Returns ErrBadExternalID.
func (s *Service) RevokeExternalID(ctx context.Context, site *Site, externalID, sid string, by Source) (Revocation, error) {
	r := revoking{Service: s, site: site, sid: sid, by: by}
	if err := r.checkSID(); err != nil {
		return Revocation{}, err
	}
	var err error
	if r.id, err = ParseExternalID(externalID); err != nil {
		return Revocation{}, err
	}
	r.subjects = []string{subjectOf(r.id, "")}
	found, err := s.Store.Contacts(ctx, site.ID, ContactQuery{ExternalID: r.id, Limit: 1})
	if err == nil && len(found) > 0 {
		err = r.readFamily(ctx, found[0].ID)
	}
	if err != nil {
		return Revocation{}, err
	}
	return r.run(ctx)
}

// revoking is a revocation under way.
type revoking struct {
	*Service
	site     *Site
	id       string   // that was revoked, where nobody may have it
	sid      string   // "": all of the person's
	subjects []string // what the person's tokens may be about
	contact  ContactID
	by       Source
}

func (r *revoking) checkSID() error {
	if len(r.sid) > ExternalIDBytes {
		return ErrTooLarge.For("sid").Over(ExternalIDBytes)
	}
	return nil
}

// readFamily finds what else the person is known by.
func (r *revoking) readFamily(ctx context.Context, id ContactID) error {
	family, err := r.Store.Family(ctx, r.site.ID, id, WholeFamily)
	if err != nil {
		return err
	}
	r.contact = family[0].ID
	for _, c := range family {
		if c.ExternalID != "" {
			r.subjects = append(r.subjects, subjectOf(c.ExternalID, ""))
		}
		if c.EmailTrust >= Verified {
			r.subjects = append(r.subjects, subjectOf("", c.Email.Folded))
		}
	}
	return nil
}

// run refuses tokens from here on, before it looks for browsers: none slips in between.
func (r *revoking) run(ctx context.Context) (Revocation, error) {
	keys, err := r.Store.SigningKeys(ctx, r.site.ID)
	if err != nil {
		return Revocation{}, err
	}
	out := Revocation{Durable: !slices.ContainsFunc(keys, (*SigningKey).signsHashes)}
	if err := r.refuseTokens(ctx); err != nil {
		return Revocation{}, err
	}
	if r.contact != 0 {
		if err := r.endLinks(ctx, &out, r.linked, r.contact); err != nil {
			return out, err
		}
	}
	return out, r.endLinks(ctx, &out, r.acting, 0)
}

// signsHashes reports whether the key may prove something without a time in it.
func (k *SigningKey) signsHashes() bool {
	return k.Active() && !slices.Contains(k.Uses, proof.UseToken)
}

func (r *revoking) refuseTokens(ctx context.Context) error {
	keys := Keys{}
	if r.contact != 0 {
		keys.Contacts = []ContactID{r.contact}
	}
	return r.decide(ctx, r.site, keys, r.by, func(p *pen, known Known) error {
		for _, subject := range slices.Compact(slices.Sorted(slices.Values(r.subjects))) {
			p.remembers = append(p.remembers, Remembered{
				Key: r.site.revokedKey(subject, r.sid), Value: p.now.Format(time.RFC3339Nano), Until: p.now.Add(revokedFor),
			})
		}
		if len(known.Contacts) > 0 && known.Contacts[0].Contact != nil {
			p.record(Entry{Kind: Revoked}, p.draft(known.Contacts[0].Contact))
		}
		return nil
	})
}
