package nametag

import (
	"context"
	"errors"
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
	x.now.Recent = x.now.Recent.WithOthers(y.now.Recent)
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
