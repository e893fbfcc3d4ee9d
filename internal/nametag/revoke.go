package nametag

import (
	"context"
	"errors"
	"fmt"
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

// subjectOf is whom a proof is about: its external id, or the email of one that has none.
func subjectOf(id, email string) string {
	if id != "" {
		return "id:" + id
	}
	return "email:" + email
}

// revokedKey is under what it is remembered that a subject, or one host session of it, was revoked.
func (s *Site) revokedKey(subject, sid string) string {
	return fmt.Sprintf("revoked:%s:%q:%q", s.ID, subject, sid)
}

// onceKeys are under what something may be remembered of the claim's token: that it was revoked, or used. A hash has none:
// nobody can say when it was made.
func (j *judged) onceKeys(site *Site) []string {
	keys := j.revokedKeys(site)
	if j.arriving && j.jti != "" {
		keys = append(keys, j.usedKey(site))
	}
	return keys
}

// usedKey is under what it is remembered that a token was used which works once.
func (j *judged) usedKey(site *Site) string {
	return fmt.Sprintf("jti:%s:%s:%q", site.ID, j.kid, j.jti)
}

// revokedKeys are under what it may be remembered that the claim's token was revoked.
func (j *judged) revokedKeys(site *Site) []string {
	if j.issued.IsZero() {
		return nil
	}
	subject := subjectOf(j.id, j.email.Folded)
	keys := []string{site.revokedKey(subject, "")}
	if j.sid != "" {
		keys = append(keys, site.revokedKey(subject, j.sid))
	}
	return keys
}

// errTokenRevoked says that a token is older than a revocation. One that was issued in the same second counts as older.
var errTokenRevoked = &proof.Reason{Code: "token_revoked", Message: "The token was issued before its person, or the host session in its sid, was revoked."}

// checkToken looks whether the claim's token was revoked, or used where it works once: it is used now.
func (t *turn) checkToken(j judged) error {
	used := Remembered{Key: j.usedKey(t.site), Value: tokenUsed, Until: j.until.Add(2 * proof.TokenSkew)}
	for _, r := range t.known.Once {
		if r.Key == used.Key && r.Value != "" {
			return proof.ErrTokenUsed
		}
		at, err := time.Parse(time.RFC3339Nano, r.Value)
		if err == nil && !j.issued.After(at) {
			return errTokenRevoked
		}
	}
	if j.arriving && j.jti != "" {
		t.remembers = append(t.remembers, used)
	}
	return nil
}

// revokedFor is how long a revocation must be remembered: no token lives longer.
const revokedFor = proof.TokenLifetime + 2*proof.TokenSkew

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
	family, err := r.Store.Family(ctx, r.site.ID, id, wholeFamily)
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

// revokedAtOnce is how many browsers a decision ends.
const revokedAtOnce = 200

type browserList func(ctx context.Context, before VisitorID) ([]VisitorID, error)

func (r *revoking) linked(ctx context.Context, before VisitorID) ([]VisitorID, error) {
	return r.Store.LivingVisitors(ctx, r.site.ID, r.contact, before, revokedAtOnce)
}

// acting lists who acts as a person whom nobody knows yet.
func (r *revoking) acting(ctx context.Context, before VisitorID) ([]VisitorID, error) {
	if r.id == "" {
		return nil, nil
	}
	return r.Store.ActingAs(ctx, r.site.ID, r.id, before, revokedAtOnce)
}

func (r *revoking) endLinks(ctx context.Context, out *Revocation, list browserList, contact ContactID) error {
	for before := VisitorID(1<<63 - 1); ; {
		ids, err := list(ctx, before)
		if err != nil || len(ids) == 0 {
			return err
		}
		before = ids[len(ids)-1]
		var fenced int
		err = untilCurrent(func() error {
			fenced = 0
			rows, err := r.contactsOf(ctx, ids)
			if err != nil {
				return err
			}
			keys := Keys{Visitors: ids, Contacts: rows}
			return r.decide(ctx, r.site, keys, r.by, func(p *pen, known Known) (err error) {
				fenced, err = r.end(p, known, contact)
				return err
			})
		})
		if err != nil {
			return err
		}
		out.Fenced += fenced
	}
}

// contactsOf are the rows that browsers are linked to.
func (r *revoking) contactsOf(ctx context.Context, ids []VisitorID) ([]ContactID, error) {
	var rows []ContactID
	for _, id := range ids {
		v, err := r.Store.Visitor(ctx, r.site.ID, id)
		switch {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return nil, err
		case v.Link.Contact != 0 && !slices.Contains(rows, v.Link.Contact):
			rows = append(rows, v.Link.Contact)
		}
	}
	return rows, nil
}

// end fences those browsers that are still linked to the contact, or where it is 0 act as nobody known, by a proof, and
// detaches the others. Returns ErrMoved where one was linked to another row meanwhile.
func (r *revoking) end(p *pen, known Known, contact ContactID) (fenced int, err error) {
	for _, v := range known.Visitors {
		if v == nil || v.Fenced() || r.sid != "" && v.Link.SID != r.sid {
			continue
		}
		at := slices.IndexFunc(known.Contacts, func(f Found) bool { return f.Row != nil && f.Row.ID == v.Link.Contact })
		switch {
		case at < 0 && v.Link.Contact != 0:
			return 0, ErrMoved
		case contact == 0 && (v.Link.Contact != 0 || v.Link.Actor == "" || v.Bag.ExternalID != r.id):
			continue
		case contact != 0 && (at < 0 || known.Contacts[at].Contact.ID != contact):
			continue
		}
		var whose Found
		if at >= 0 {
			whose = known.Contacts[at]
		}
		if p.revoke(v, whose) {
			fenced++
		}
	}
	return fenced, nil
}

// revoke fences a browser whose link is proven, and undoes the link of any other.
func (p *pen) revoke(v *Visitor, whose Found) (fenced bool) {
	link := v.Link.At(p.now, p.leaked)
	v = v.Clone()
	v.keepMarks(whose)
	acted := v.Link.Actor != ""
	e := Entry{Kind: Revoked, Visitor: v.ID, Trust: link.Trust, Effect: Effect{Side: sideOf(whose)}}
	if fenced = link.Trust >= Verified; fenced {
		v.FencedAt, v.Successor = p.now, VisitorID(p.IDs.Next(p.now))
		e.Effect.Successor = v.Successor
	} else {
		e.Kind, e.Reason = Detached, string(Revoked)
		e.Effect.Link, e.Effect.Said = &LinkEffect{From: v.Link.Contact}, bagEdits(v.Bag, identifiers{})
		v.Link, v.Bag = Link{}, Bag{}
	}
	if whose.Contact != nil && !acted {
		p.record(e, p.draft(whose.Contact))
	} else {
		p.recordVisitor(e, v)
	}
	p.visitors, p.told = append(p.visitors, v), append(p.told, v)
	return fenced
}
