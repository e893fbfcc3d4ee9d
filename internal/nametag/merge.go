package nametag

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// MergeID names a merge: the number of the entry that recorded it on the survivor.
type MergeID Seq

func (id MergeID) String() string { return "merge_" + strconv.FormatInt(int64(id), 10) }

// ParseMergeID reads "merge_…". Returns [ErrNotFound] for anything else.
func ParseMergeID(s string) (MergeID, error) {
	text, ok := strings.CutPrefix(s, "merge_")
	n, err := strconv.ParseInt(text, 10, 64)
	if !ok || err != nil || n < 1 || MergeID(n).String() != s {
		return 0, ErrNotFound.For("merge")
	}
	return MergeID(n), nil
}

// merge points y at x and fills x's blanks (spec identity §7). also is what else belongs to the merge, and goes back
// with it.
func (p *pen) merge(x, y *draft, e Entry, also func()) {
	w := p.writing(e.Trust, "")
	joined := e
	e.Kind, e.Effect.Other = Merged, y.now.ID
	w.fill(&x.now.Traits, y.now.Traits)
	x.now.inherit(y.now)
	also()
	id := p.record(e, x)
	y.now.MergedInto = x.now.ID
	joined.Kind, joined.Effect = Joined, Effect{Other: x.now.ID, Merge: id}
	p.record(joined, y)
	p.merged = append(p.merged, y.now.ID)
}

// inherit takes over what a merge brings besides traits: that y is vouched for, has an id, or was parted from others.
func (x *Contact) inherit(y *Contact) {
	x.Brought = x.Brought || y.Secured()
	x.Aliases += y.ids()
	x.Shared = x.Shared || y.Shared || y.BornOf != x.BornOf
	apart := slices.Concat(x.Apart, y.Apart)
	slices.Sort(apart)
	x.Apart = slices.Compact(apart)
}

// Preview is what a merge would do, or did.
type Preview struct {
	Merge    MergeID // 0 of one that was only tried
	Survivor *Contact
	Other    *Contact
	Changes  []Edit // of the survivor
}

// Merge makes two contacts one person, for an agent who knows that they are (spec identity §7). The first survives,
// unless only the other has an external id. Where dry is true nothing is written. Returns ErrNotFound, or ErrBadValue
// if the two are one already.
func (s *Service) Merge(ctx context.Context, site *Site, id, other ContactID, by Source, dry bool) (Preview, error) {
	var preview Preview
	keys := Keys{Contacts: []ContactID{id, other}}
	return preview, s.decide(ctx, site, keys, by, func(p *pen, known Known) error {
		var err error
		if preview, err = p.mergeFound(known.Contacts[0], known.Contacts[1]); err == nil && dry {
			preview.Merge, err = 0, errDry
		}
		return err
	})
}

// MergeDone tells of a merge that was made, by what its entry records. Returns ErrNotFound.
func (s *Service) MergeDone(ctx context.Context, site *Site, id MergeID) (Preview, error) {
	e, err := s.mergeEntry(ctx, site, Seq(id))
	if err != nil {
		return Preview{}, err
	}
	survivor, err := s.Store.Contact(ctx, site.ID, e.Contact)
	if err != nil {
		return Preview{}, err
	}
	return Preview{Merge: id, Survivor: survivor, Other: &Contact{ID: e.Effect.Other}, Changes: e.Effect.Set}, nil
}

// mergeEntry finds the entry of a merge. Returns ErrNotFound for any other.
func (s *Service) mergeEntry(ctx context.Context, site *Site, id Seq) (Entry, error) {
	e, err := s.Store.Entry(ctx, site.ID, id)
	if errors.Is(err, ErrNotFound) || err == nil && e.Kind != Merged {
		err = ErrNotFound.For("merge")
	}
	return e, err
}

// errDry ends a decision that was only tried.
var errDry = errors.New("nametag: only tried")

func (p *pen) mergeFound(a, b Found) (Preview, error) {
	switch {
	case a.Contact == nil:
		return Preview{}, ErrNotFound.For("contact")
	case b.Contact == nil:
		return Preview{}, ErrNotFound.For("other")
	case a.Contact.ID == b.Contact.ID:
		return Preview{}, ErrBadValue.For("other").Saying("The two are one contact already.")
	}
	if !a.Contact.Named() && b.Contact.Named() {
		a, b = b, a
	}
	x, y := p.draft(a.Contact), p.draft(b.Contact)
	was := *y.now
	p.unpart(x.now, y.now)
	p.merge(x, y, Entry{Trust: Attested, Effect: Effect{Side: sideOf(a)}}, func() {})
	e := p.entries[len(p.entries)-2]
	return Preview{Merge: MergeID(e.Seq), Survivor: x.now, Other: &was, Changes: e.Effect.Set}, nil
}

// unpart takes back that two contacts were parted.
func (p *pen) unpart(x, y *Contact) {
	before := x.Apart
	x.Apart = slices.DeleteFunc(slices.Clone(before), func(s Side) bool { return slices.Contains(y.Apart, -s) })
	y.Apart = slices.DeleteFunc(slices.Clone(y.Apart), func(s Side) bool { return slices.Contains(before, -s) })
}

// Unmerge undoes a merge, an agent's or one that a proof brought about (spec identity §7). Both get back what the
// ledger gives without it; from then on nothing but an agent brings them together. Returns ErrNotFound, ErrUndone, or
// ErrBuiltUpon naming the later merge that must be undone first.
func (s *Service) Unmerge(ctx context.Context, site *Site, id MergeID, by Source) (survivor, other *Contact, err error) {
	for range historyTries {
		u, err := s.openUnmerge(ctx, site, Seq(id))
		if err != nil {
			return nil, nil, err
		}
		err = s.decide(ctx, site, u.keys(), by, func(p *pen, known Known) error {
			if !u.isCurrent(known) {
				return ErrMoved
			}
			survivor, other = u.write(p, known)
			return nil
		})
		if !errors.Is(err, ErrMoved) {
			return survivor, other, err
		}
	}
	return nil, nil, ErrUnavailable
}

// historyTries is how often a history is read anew that grew while it was read.
const historyTries = 5

// ErrMoved ends a decision whose facts changed since they were read: it is taken anew.
var ErrMoved = errors.New("nametag: the facts changed meanwhile")

// unmerging is the undoing of one merge, worked out from the history of all whom it concerns.
type unmerging struct {
	merge   Entry
	history []Entry // of the family, oldest first
	heads   map[ContactID]Seq
	folded  *Fold    // without the merge
	x, y    *Contact // as they are then
}

// openUnmerge reads the history, which may be long, before anything is decided.
func (s *Service) openUnmerge(ctx context.Context, site *Site, id Seq) (*unmerging, error) {
	e, err := s.mergeEntry(ctx, site, id)
	if err != nil {
		return nil, err
	}
	u := &unmerging{merge: e, heads: map[ContactID]Seq{}}
	if u.history, err = s.history(ctx, site, e.Contact); err != nil {
		return nil, err
	}
	for _, e := range u.history {
		u.heads[e.Contact] = e.Seq
	}
	return u, u.fold()
}

// history is all of a family's entries, oldest first.
func (s *Service) history(ctx context.Context, site *Site, id ContactID) ([]Entry, error) {
	c, err := s.Store.Contact(ctx, site.ID, id)
	if err != nil {
		return nil, err
	}
	var all []Entry
	for from := Seq(0); ; {
		page, err := s.Store.Entries(ctx, site.ID, c.ID, from, historyPage+1)
		if err != nil {
			return nil, err
		}
		if len(page) <= historyPage {
			all = append(all, page...)
			slices.Reverse(all)
			return all, nil
		}
		all, from = append(all, page[:historyPage]...), page[historyPage].Seq
	}
}

const historyPage = 500

// fold works out both contacts as the ledger gives them without the merge.
func (u *unmerging) fold() error {
	f := NewFold()
	f.without = u.merge.Seq
	for _, e := range u.history {
		f.Add(e)
	}
	if err := u.check(f); err != nil {
		return err
	}
	u.folded = f
	u.x, u.y = f.Contacts[u.merge.Contact], f.Contacts[u.merge.Effect.Other]
	if u.x == nil || u.y == nil { // somebody was erased since
		return ErrNotFound.For("merge")
	}
	blanks := u.x.Traits.forget(u.merge.Seq)
	for _, c := range []*Contact{u.y, u.x} {
		c.recount(f)
	}
	u.refill(f, blanks)
	return nil
}

// ids are how many external ids lead to the contact.
func (c *Contact) ids() int {
	if c.ExternalID != "" {
		return c.Aliases + 1
	}
	return c.Aliases
}

// recount works out anew what the contact has from those who were merged into it.
func (c *Contact) recount(f *Fold) {
	c.Brought, c.Aliases = false, 0
	for _, o := range f.Contacts {
		if o.MergedInto == c.ID {
			o.recount(f)
			c.Brought = c.Brought || o.Secured()
			c.Aliases += o.ids()
		}
	}
}

// check refuses a merge that was undone, or that a later one builds on: one that took its survivor further, or brought
// somebody in by an identifier or visitor of the side that is to leave.
func (u *unmerging) check(f *Fold) error {
	var last Seq
	for _, e := range u.later() {
		if e.Kind == Unmerged && e.Effect.Merge == u.merge.Seq {
			return ErrUndone
		}
		by := f.survivor(e.Effect.Side)
		if e.Kind == Merged && (e.Effect.Other == u.merge.Contact || by == u.merge.Effect.Other) {
			last = e.Seq
		}
	}
	if last != 0 {
		return ErrBuiltUpon.For(MergeID(last).String())
	}
	return nil
}

// later are the entries since the merge, without merges that were undone.
func (u *unmerging) later() []Entry {
	undone := map[Seq]bool{}
	for _, e := range u.history {
		if e.Kind == Unmerged {
			undone[e.Effect.Merge] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(u.history), func(e Entry) bool {
		return e.Seq <= u.merge.Seq || e.Kind == Merged && undone[e.Seq]
	})
}

// refill fills the blanks that the merge leaves from those who merged later and would have filled them.
func (u *unmerging) refill(f *Fold, blanks []string) {
	for _, e := range u.merge.Effect.Set {
		blanks = append(blanks, e.Key)
	}
	for _, e := range u.later() {
		z := f.Contacts[e.Effect.Other]
		if e.Kind != Merged || e.Contact != u.x.ID || z == nil {
			continue
		}
		for _, key := range blanks {
			if v := z.Traits.get(key); v.JSON != "" && u.x.Traits.get(key).JSON == "" {
				v.Seq = e.Seq
				u.x.Traits.edit(Edit{Key: key, New: v})
			}
		}
	}
}

func (u *unmerging) keys() Keys {
	keys := Keys{
		ExternalID: u.y.ExternalID, Email: u.y.Email.Folded, FormerID: u.x.ExternalID, FormerEmail: u.x.Email.Folded,
		Contacts: []ContactID{u.x.ID, u.y.ID},
	}
	for id := range u.heads {
		if id != u.x.ID && id != u.y.ID {
			keys.Contacts = append(keys.Contacts, id)
		}
	}
	return keys
}

// isCurrent reports whether nothing was recorded since the history was read.
func (u *unmerging) isCurrent(known Known) bool {
	for _, found := range known.Contacts {
		if found.Row == nil || found.Row.Head != u.heads[found.Row.ID] {
			return false
		}
	}
	return true
}

// write makes both contacts what they are without the merge, and parts them. An email that somebody else has by now is
// parked instead of given back.
func (u *unmerging) write(p *pen, known Known) (survivor, other *Contact) {
	x, y := p.draft(known.Contacts[0].Row), p.draft(known.Contacts[1].Row)
	x.become(u.x)
	y.become(u.y)
	y.now.Recent = y.now.Recent.WithOthers(x.now.Recent) // either may be asked again for what was done meanwhile
	side := Side(p.next())
	x.now.Apart = append(slices.Clone(x.now.Apart), side)
	y.now.Apart = slices.Insert(slices.Clone(y.now.Apart), 0, -side)
	u.yield(p, y.now, p.next()+1, append([]Found{known.ByID}, known.ByEmail...), x.now)
	u.yield(p, x.now, p.next(), append([]Found{known.ByFormerID}, known.ByFormerEmail...), nil)
	seq := p.record(Entry{Kind: Unmerged, Trust: Attested, Effect: Effect{Other: y.now.ID, Merge: u.merge.Seq}}, x)
	p.record(Entry{Kind: Left, Trust: Attested, Effect: Effect{Other: x.now.ID, Merge: seq}}, y)
	p.merged = append(p.merged, y.now.ID)
	return x.now, y.now
}

// become takes over what a fold gives, keeping what is none of its business.
func (d *draft) become(folded *Contact) {
	head, recent := d.now.Head, d.now.Recent
	*d.now = *folded
	d.now.Head, d.now.Recent = head, recent
}

// yield parks an identifier that another live contact holds by now: rival, or one of the holders. An email that is only
// claimed may be on several.
func (u *unmerging) yield(p *pen, c *Contact, seq Seq, holders []Found, rival *Contact) {
	for _, key := range []string{keyExternalID, keyEmail} {
		mine, trust := c.identifier(key), c.identifierTrust(key)
		if mine.Folded == "" || key == keyEmail && trust < Verified {
			continue
		}
		holds := func(o *Contact) bool {
			return o.identifier(key).Folded == mine.Folded && (key == keyExternalID || o.identifierTrust(key) >= Verified)
		}
		var other ContactID
		if rival != nil && holds(rival) {
			other = rival.ID
		}
		for _, h := range holders {
			if h.Row != nil && u.leadsElsewhere(h, c) && holds(h.Row) {
				other = h.Contact.ID
			}
		}
		if other != 0 {
			c.park(newConflict(seq, key, mine, trust, other, p.now))
			c.lose(key)
		}
	}
}

// leadsElsewhere reports whether a row leads to somebody else once the merge is undone. The two themselves are about to
// change.
func (u *unmerging) leadsElsewhere(h Found, c *Contact) bool {
	leads := h.Contact.ID
	if u.folded.Contacts[h.Row.ID] != nil {
		leads = u.folded.survivor(h.Row.ID)
	}
	return leads != c.ID && h.Row.ID != u.x.ID && h.Row.ID != u.y.ID
}

// forget drops the values that a merge filled, or another's undoing in its name. Returns their keys.
func (t Traits) forget(merge Seq) (keys []string) {
	maps.DeleteFunc(t.Profile, func(f Field, v Value) bool {
		if v.Seq == merge {
			keys = append(keys, string(f))
		}
		return v.Seq == merge
	})
	maps.DeleteFunc(t.Custom, func(key string, v Value) bool {
		if v.Seq == merge {
			keys = append(keys, customKey(key))
		}
		return v.Seq == merge
	})
	slices.Sort(keys)
	return keys
}

// get returns the value under the key of an edit.
func (t Traits) get(key string) Value {
	if custom, ok := strings.CutPrefix(key, keyCustom); ok {
		return t.Custom[custom]
	}
	return t.Profile[Field(key)]
}
