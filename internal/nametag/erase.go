package nametag

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// Erasure is what a decision takes away for good.
type Erasure struct {
	Contacts []ContactID // whose rows go, and sessions that stayed with them
	Visitors []VisitorID // whose sessions go
	Entries  []Entry     // as they are from here on, under their old numbers
}

// Erase forgets a person for good (spec identity §7): the contact and all that were merged into it, what their browsers
// said and did, and their values in the ledger, in conflicts and in merges of others. Browsers that are linked are
// fenced. Only that there was somebody remains. Returns ErrNotFound.
func (s *Service) Erase(ctx context.Context, site *Site, id ContactID, by Source) error {
	return s.eraseIf(ctx, site, id, func(*erasing) bool { return true }, by, "")
}

// eraseIf erases a person of whom is holds; of others it leaves all as it is.
func (s *Service) eraseIf(ctx context.Context, site *Site, id ContactID, is func(*erasing) bool, by Source, reason string) error {
	return untilCurrent(func() error {
		e, err := s.openErasing(ctx, site, id)
		if err != nil || !is(e) {
			return err
		}
		keys := Keys{Contacts: e.ids(), Visitors: e.browsers(), RivalsOf: e.familyIDs()}
		return s.decide(ctx, site, keys, by, func(p *pen, known Known) error {
			if !e.isCurrent(known) {
				return ErrMoved
			}
			e.write(p, reason)
			return nil
		})
	})
}

// erasing is all that is known of a person, and of others in whose entries the person is named.
type erasing struct {
	family   []*Contact
	visitors []*Visitor
	own      map[VisitorID][]Entry    // what the visitors' own chains hold
	history  []Entry                  // of the family
	strays   []*Visitor               // browsers that were the person's once: what they said then goes too
	rivals   []*Visitor               // browsers of others that named the person: that goes
	whose    map[VisitorID][]*Contact // whom strays and rivals are linked to, with all who were merged into them
	others   []*Contact
	theirs   map[ContactID][]Entry // histories of the others
	had      nameSet               // what the person is or was known by
	said     nameSet               // that, and what else browsers called the person
}

// openErasing reads all of it before anything is decided: it may be much.
func (s *Service) openErasing(ctx context.Context, site *Site, id ContactID) (*erasing, error) {
	e := &erasing{own: map[VisitorID][]Entry{}, theirs: map[ContactID][]Entry{}, whose: map[VisitorID][]*Contact{}}
	var err error
	if e.family, err = s.Store.Family(ctx, site.ID, id, WholeFamily); err != nil {
		return nil, err
	}
	if e.visitors, err = s.Store.VisitorsOf(ctx, site.ID, e.family[0].ID, WholeFamily); err != nil {
		return nil, err
	}
	for _, v := range e.visitors {
		if e.own[v.ID], err = s.Store.Chain(ctx, site.ID, v.Head); err != nil {
			return nil, err
		}
	}
	for _, c := range e.family {
		chain, err := s.Store.Chain(ctx, site.ID, c.Head)
		if err != nil {
			return nil, err
		}
		e.history = append(e.history, chain...)
	}
	e.gatherNames()
	if err := e.readStrays(ctx, s, site); err != nil {
		return nil, err
	}
	if err := e.readOthers(ctx, s, site); err != nil {
		return nil, err
	}
	return e, e.readRivals(ctx, s, site)
}

// readStrays finds the browsers that were the person's once and are linked to somebody else by now, or to nobody, with what
// they said before they were.
func (e *erasing) readStrays(ctx context.Context, s *Service, site *Site) error {
	seen, last := map[VisitorID]bool{}, map[VisitorID]Seq{}
	for _, v := range e.visitors {
		seen[v.ID] = true
	}
	for _, entry := range e.history {
		last[entry.Visitor] = max(last[entry.Visitor], entry.Seq)
	}
	for _, entry := range e.history {
		if entry.Visitor == 0 || seen[entry.Visitor] {
			continue
		}
		seen[entry.Visitor] = true
		if err := e.readVisitor(ctx, s, site, entry.Visitor, &e.strays); err != nil {
			return err
		}
	}
	for _, v := range e.strays {
		chain, err := s.Store.Chain(ctx, site.ID, v.Head)
		if err != nil {
			return err
		}
		e.own[v.ID] = slices.DeleteFunc(chain, func(own Entry) bool { return own.Seq > last[v.ID] })
	}
	return nil
}

func (e *erasing) readVisitor(ctx context.Context, s *Service, site *Site, id VisitorID, into *[]*Visitor) error {
	v, err := s.Store.Visitor(ctx, site.ID, id)
	if errors.Is(err, ErrNotFound) { // forgotten
		return nil
	}
	if err != nil {
		return err
	}
	*into = append(*into, v)
	e.whose[id], err = s.Store.Family(ctx, site.ID, v.Link.Contact, WholeFamily)
	if errors.Is(err, ErrNotFound) { // nobody's
		return nil
	}
	return err
}

// readRivals finds the browsers of others that named the person.
func (e *erasing) readRivals(ctx context.Context, s *Service, site *Site) error {
	seen := map[VisitorID]bool{}
	for _, v := range append(slices.Clone(e.visitors), e.strays...) {
		seen[v.ID] = true
	}
	for _, c := range e.others {
		words := scrubbing{erasing: e, of: c}
		for _, entry := range e.theirs[c.ID] {
			if !seen[entry.Visitor] && slices.ContainsFunc(entry.Effect.Said, func(said Edit) bool { return words.isTheirs(said.Key, said.New.JSON) }) {
				seen[entry.Visitor] = true
				if err := e.readVisitor(ctx, s, site, entry.Visitor, &e.rivals); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// readOthers finds those who were in conflict with the person, or merged once.
func (e *erasing) readOthers(ctx context.Context, s *Service, site *Site) error {
	var ids []ContactID
	for _, entry := range e.history {
		ids = append(ids, entry.Effect.Other, entry.Effect.Side)
	}
	rivals, err := s.Store.Rivals(ctx, site.ID, e.familyIDs())
	if err != nil {
		return err
	}
	for _, id := range append(ids, rivals...) {
		if id == 0 || e.theirs[id] != nil || e.isFamily(id) {
			continue
		}
		row, err := s.Store.Row(ctx, site.ID, id)
		if errors.Is(err, ErrNotFound) { // erased before
			continue
		}
		if err != nil {
			return err
		}
		chain, err := s.Store.Chain(ctx, site.ID, row.Head)
		if err != nil {
			return err
		}
		e.others, e.theirs[id] = append(e.others, row), chain
	}
	return nil
}

func (e *erasing) isFamily(id ContactID) bool {
	return slices.ContainsFunc(e.family, func(c *Contact) bool { return c.ID == id })
}

func (e *erasing) familyIDs() []ContactID {
	var ids []ContactID
	for _, c := range e.family {
		ids = append(ids, c.ID)
	}
	return ids
}

// ids are all contacts that are touched, the family first.
func (e *erasing) ids() []ContactID {
	ids := e.familyIDs()
	for _, c := range e.others {
		ids = append(ids, c.ID)
	}
	return ids
}

// browsers are all visitors that are touched.
func (e *erasing) browsers() []VisitorID {
	var ids []VisitorID
	for _, v := range slices.Concat(e.visitors, e.strays, e.rivals) {
		ids = append(ids, v.ID)
	}
	return ids
}

// isCurrent reports whether nothing that was read has changed since, and nobody came to it.
func (e *erasing) isCurrent(known Known) bool {
	unread := func(id ContactID) bool { return !e.isFamily(id) && e.theirs[id] == nil }
	if slices.ContainsFunc(known.Rivals, unread) {
		return false
	}
	for i, v := range slices.Concat(e.visitors, e.strays, e.rivals) {
		is := known.Visitors[i]
		if is == nil || is.Head != v.Head || is.Number != v.Number || is.Link != v.Link || !is.FencedAt.Equal(v.FencedAt) || is.Bag.identifiers() != v.Bag.identifiers() {
			return false
		}
	}
	rows := append(slices.Clone(e.family), e.others...)
	for i, found := range known.Contacts {
		if found.Row == nil || found.Row.Head != rows[i].Head {
			return false
		}
	}
	return true
}

func (e *erasing) write(p *pen, reason string) {
	erasure := &Erasure{}
	for _, c := range e.family {
		erasure.Contacts = append(erasure.Contacts, c.ID)
		p.entries = append(p.entries, p.begin(Entry{Kind: Erased, Contact: c.ID, Prev: c.Head, Trust: Attested, Reason: reason}))
	}
	for _, entry := range e.history {
		erasure.Entries = append(erasure.Entries, entry.blank())
	}
	for _, v := range e.visitors {
		erasure.Visitors = append(erasure.Visitors, v.ID)
		for _, entry := range e.own[v.ID] {
			erasure.Entries = append(erasure.Entries, entry.blank())
		}
		gone := p.eraseVisitor(v)
		p.visitors, p.told = append(p.visitors, gone), append(p.told, gone)
	}
	for _, v := range e.strays {
		for _, entry := range e.own[v.ID] {
			erasure.Entries = append(erasure.Entries, entry.blank())
		}
	}
	for _, v := range e.strays {
		p.visitors = append(p.visitors, p.forgetNames(v, e.said, e.whose[v.ID]))
	}
	for _, v := range e.rivals {
		p.visitors = append(p.visitors, p.forgetNames(v, e.had, e.whose[v.ID]))
	}
	for _, c := range e.others {
		e.scrub(p, c, erasure)
	}
	p.erasure = erasure
}

// nameSet are identifiers, folded, by key.
type nameSet map[string]map[string]bool

func (n nameSet) add(edit Edit, json string) {
	if edit.Key != keyExternalID && edit.Key != keyEmail {
		return
	}
	if value := foldedAs(edit.Key, json); value != "" {
		if n[edit.Key] == nil {
			n[edit.Key] = map[string]bool{}
		}
		n[edit.Key][value] = true
	}
}

// foldedAs is an identifier as an edit spells it, folded.
func foldedAs(key, json string) string {
	text := textOf(json)
	if key == keyEmail {
		email, _ := ParseEmail(text) // none where it is blank
		return email.Folded
	}
	return text
}

// gatherNames notes what the person was known by, and what else browsers called the person.
func (e *erasing) gatherNames() {
	e.had, e.said = nameSet{}, nameSet{}
	for _, entry := range e.history {
		for _, edit := range entry.Effect.Set {
			for _, json := range []string{edit.Old, edit.New.JSON} {
				e.had.add(edit, json)
				e.said.add(edit, json)
			}
		}
		for _, edit := range entry.Effect.Said {
			e.said.add(edit, edit.New.JSON)
		}
	}
}

// blank leaves of an entry only that there was one: no values, and no words that a person could be known by.
func (e Entry) blank() Entry {
	effect := Effect{
		Created: e.Effect.Created, Side: e.Effect.Side, Number: e.Effect.Number, Successor: e.Effect.Successor,
		Other: e.Effect.Other, Merge: e.Effect.Merge, Since: e.Effect.Since, Journey: e.Effect.Journey,
	}
	if l := e.Effect.Link; l != nil {
		effect.Link = &LinkEffect{From: l.From, To: l.To, Trust: l.Trust, KID: l.KID}
	}
	e.Effect = effect
	return e
}

// eraseVisitor ends a visitor and empties its row. The row stays for as long as its token could be honoured.
func (p *pen) eraseVisitor(v *Visitor) *Visitor {
	gone := &Visitor{
		ID: v.ID, Site: v.Site, Number: v.Number, FencedAt: v.FencedAt, Successor: v.Successor, Head: v.Head, FirstSeen: v.FirstSeen, Since: v.Since, Journey: v.Journey,
	}
	e := Entry{Kind: Erased, Trust: Attested}
	if !v.Fenced() {
		p.end(gone)
		e.Effect.Successor = gone.Successor
	}
	p.recordVisitor(e, gone)
	return gone
}

// forgetNames takes names out of a browser's bag, but for those of whom it is by now. What is empty or stays is recorded
// too: what said so may have been blanked.
func (p *pen) forgetNames(v *Visitor, names nameSet, whose []*Contact) *Visitor {
	v = v.Clone()
	var said []Edit
	for _, key := range []string{keyExternalID, keyEmail} {
		name := v.Bag.name(key)
		theirs := func(c *Contact) bool { return c.identifier(key).Folded == name.Folded }
		switch {
		case name.Folded == "":
			said = append(said, Edit{Key: key})
		case names[key][name.Folded] && slices.ContainsFunc(whose, theirs):
			said = append(said, Edit{Key: key, New: Value{JSON: quoteOrBlank(name.Shown)}})
		case names[key][name.Folded]:
			said = append(said, Edit{Key: key})
			v.Bag.edit(Edit{Key: key})
		}
	}
	p.recordVisitor(Entry{Kind: Noted, Trust: Attested, Effect: Effect{Said: said}}, v)
	return v
}

// scrub takes the person's values out of somebody else's history: conflicts between the two, identifiers that this one
// claimed and lost, and what came with a merge that was undone since.
func (e *erasing) scrub(p *pen, c *Contact, erasure *Erasure) {
	d := p.draft(c)
	d.now.settle(func(k Conflict) bool { return e.isFamily(k.Other) })
	if p.changed(d) {
		p.record(Entry{Kind: Erased, Trust: Attested, Effect: Effect{Other: e.family[0].ID}}, d)
		last := &p.entries[len(p.entries)-1] // what it takes away isn't told again
		for i := range last.Effect.Set {
			last.Effect.Set[i].Old = ""
		}
	}
	s := scrubbing{erasing: e, of: c, touched: map[string]bool{}}
	for _, entry := range slices.Backward(e.theirs[c.ID]) { // oldest first
		if scrubbed, changed := s.entry(entry); changed {
			erasure.Entries = append(erasure.Entries, scrubbed)
		}
	}
}

// scrubbing goes through the history of somebody who was merged with the person once, or in conflict.
type scrubbing struct {
	*erasing
	of      *Contact
	touched map[string]bool // keys that held the person's values since the merge
}

func (s *scrubbing) entry(e Entry) (Entry, bool) {
	with := s.isFamily(e.Effect.Other)
	came := s.isFamily(e.Effect.Side) || with && (e.Kind == Merged || e.Kind == Joined)
	undone := with && (e.Kind == Unmerged || e.Kind == Left)
	kept := make([]Edit, 0, len(e.Effect.Set))
	changed := false
	for _, edit := range e.Effect.Set {
		before := edit
		if s.isTheirs(edit.Key, edit.Old) {
			edit.Old = ""
		}
		if s.isTheirs(edit.Key, edit.New.JSON) {
			edit.New = Value{}
		}
		switch {
		case came && !edit.Inner():
			if s.touched[edit.Key] {
				edit.Old = ""
			}
			s.touched[edit.Key] = true
			edit.New = Value{} // what this one had of its own is gone from here on, and stands where it comes back
		case s.touched[edit.Key]:
			edit.Old = ""
			delete(s.touched, edit.Key)
		}
		changed = changed || edit != before
		if edit.Old != "" || edit.New != (Value{}) || before == edit {
			kept = append(kept, edit)
		}
	}
	if undone {
		clear(s.touched)
	}
	e.Effect.Set, e.Effect.Said = kept, slices.Clone(e.Effect.Said)
	for i, said := range e.Effect.Said {
		if s.isTheirs(said.Key, said.Old) {
			e.Effect.Said[i].Old, changed = "", true
		}
		if s.isTheirs(said.Key, said.New.JSON) {
			e.Effect.Said[i].New, changed = Value{}, true
		}
	}
	return e, changed
}

// isTheirs reports whether a value is a conflict with the person, or an identifier of the person that this contact claimed
// and doesn't hold.
func (s *scrubbing) isTheirs(key, json string) bool {
	if json == "" {
		return false
	}
	if name, ok := strings.CutPrefix(key, keyConflict); ok {
		id, _ := ParseConflictID(name)
		k, known := parseConflict(id, json)
		return known && s.isFamily(k.Other)
	}
	if key != keyEmail && key != keyExternalID {
		return false
	}
	value := foldedAs(key, json)
	return value != "" && value != s.of.identifier(key).Folded && s.had[key][value]
}
