package nametag

import (
	"cmp"
	"context"
	"slices"
)

// Settlement is how an agent settles a conflict.
type Settlement string

const (
	SettleMerge   Settlement = "merge"   // both are one person: the contacts merge
	SettleTake    Settlement = "take"    // it is this contact's: the other one loses it
	SettleDismiss Settlement = "dismiss" // it isn't this contact's
)

// Settle decides an open conflict of a contact, for an agent (spec identity §4.6). how "" merges where another contact
// holds the identifier, and else lets this one have it. Returns ErrNotFound or ErrBadValue.
func (s *Service) Settle(ctx context.Context, site *Site, id ContactID, conflict ConflictID, how Settlement, by Source) (*Contact, error) {
	rows, k, err := s.findConflict(ctx, site, id, conflict)
	if err != nil {
		return nil, err
	}
	keys := Keys{Contacts: append(rows, k.Other)}
	if k.Key == keyEmail {
		keys.Email = k.Value.Folded
	} else {
		keys.ExternalID = k.Value.Folded
	}
	var settled *Contact
	err = s.decide(ctx, site, keys, by, func(p *pen, known Known) error {
		settling := settling{pen: p, known: known, parked: known.Contacts[:len(rows)], other: known.Contacts[len(rows)].Contact, conflict: k}
		settled, err = settling.settle(how)
		return err
	})
	return settled, err
}

// findConflict finds an open conflict in a contact's family: the row on which it is parked, and those on which the same is.
func (s *Service) findConflict(ctx context.Context, site *Site, id ContactID, conflict ConflictID) (rows []ContactID, k Conflict, err error) {
	p, err := s.Contact(ctx, site, id)
	if err != nil {
		return nil, k, err
	}
	open := p.Conflicts()
	i := slices.IndexFunc(open, func(o Conflict) bool { return o.ID == conflict })
	if i < 0 {
		return nil, k, ErrNotFound.For("conflict")
	}
	k = open[i]
	family := append([]*Contact{p.Contact}, p.Aliases...)
	for _, c := range family {
		if slices.ContainsFunc(c.Conflicts, func(o Conflict) bool { return o.ID == conflict }) {
			rows = []ContactID{c.ID}
		}
	}
	for _, c := range family {
		if c.ID != rows[0] && slices.ContainsFunc(c.Conflicts, k.same) {
			rows = append(rows, c.ID)
		}
	}
	return rows, k, nil
}

// same reports whether two conflicts are about one identifier.
func (k Conflict) same(o Conflict) bool { return k.Key == o.Key && k.Value.Folded == o.Value.Folded }

type settling struct {
	*pen
	known    Known
	parked   []Found  // where the conflict is
	other    *Contact // who held what it is about then; nil if nobody in particular, or erased
	conflict Conflict
}

func (s settling) settle(how Settlement) (*Contact, error) {
	at := s.parked[0]
	still := func(o Conflict) bool { return o.equal(s.conflict) }
	if at.Row == nil || !slices.ContainsFunc(at.Row.Conflicts, still) { // settled meanwhile
		return nil, ErrNotFound.For("conflict")
	}
	holders := s.holders(at.Contact)
	switch {
	case how == "" && len(holders) > 0:
		how = SettleMerge
	case how == "":
		how = SettleTake
	}
	switch {
	case how != SettleDismiss && how != SettleMerge && how != SettleTake:
		return nil, ErrBadValue.For("resolution").Saying("A conflict is settled by merge, take or dismiss.")
	case how == SettleMerge && len(holders) == 0:
		return nil, ErrBadValue.For("resolution").Saying("No other contact holds it: take or dismiss it.")
	case how == SettleTake && s.conflict.Key == keyExternalID && at.Contact.Named():
		return nil, ErrBadValue.For("resolution").Saying("The contact has another external id: merge or dismiss it.")
	}
	if how == SettleMerge { // which ends the conflict for as long as it stands
		preview, err := s.mergeFound(at, holders[0])
		return preview.Survivor, err
	}
	x := s.draft(at.Contact)
	for _, parked := range s.parked {
		if parked.Row != nil {
			s.close(s.draft(parked.Row), x, how)
		}
	}
	if how == SettleTake {
		s.take(at, x, holders)
	} else if s.changed(x) {
		s.record(Entry{Kind: Resolved, Trust: Attested, Reason: string(how)}, x)
	}
	return x.now, nil
}

// close ends the conflict on a row. What becomes of x itself is recorded with the rest.
func (s settling) close(row, x *draft, how Settlement) {
	if how == SettleDismiss {
		row.now.dismiss(s.conflict)
	} else {
		row.now.settle(s.conflict.same)
	}
	if row != x {
		s.record(Entry{Kind: Resolved, Trust: Attested, Reason: string(how)}, row)
	}
}

// holders are the other contacts that hold what the conflict is about: the one that held it then first, then where it is
// verified, then the oldest.
func (s settling) holders(x *Contact) []Found {
	holders := slices.DeleteFunc(append([]Found{s.known.ByID}, s.known.ByEmail...), func(y Found) bool {
		return y.Contact == nil || y.Contact.ID == x.ID
	})
	rank := func(y Found) int {
		switch {
		case s.other != nil && y.Contact.ID == s.other.ID:
			return 0
		case y.Row.identifierTrust(s.conflict.Key) >= Verified:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(holders, func(a, b Found) int { return cmp.Or(rank(a)-rank(b), cmp.Compare(a.Contact.ID, b.Contact.ID)) })
	return holders
}

// take gives the contact what it was parked for. Who held it has it no more.
func (s settling) take(at Found, x *draft, holders []Found) {
	for _, y := range holders {
		s.lose(y, s.conflict.Key, Entry{Kind: Displaced, Trust: Attested, Effect: Effect{Other: x.now.ID}})
	}
	if s.conflict.Key == keyExternalID {
		x.now.ExternalID, x.now.ExternalTrust = s.conflict.Value.Folded, Verified
	} else {
		x.now.Email, x.now.EmailTrust = s.conflict.Value, Verified
	}
	if x.now.SecuredAt.IsZero() {
		x.now.SecuredAt = s.now
	}
	s.record(Entry{Kind: Resolved, Trust: Attested, Reason: string(SettleTake), Effect: Effect{Side: sideOf(at)}}, x)
}

// dismiss keeps a conflict as one that was decided.
func (c *Contact) dismiss(conflict Conflict) {
	c.Conflicts = slices.Clone(c.Conflicts)
	for i, k := range c.Conflicts {
		c.Conflicts[i].Dismissed = k.Dismissed || k.same(conflict)
	}
}
