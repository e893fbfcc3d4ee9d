package nametag

import "slices"

// apart is what the ledger gives of contacts without the merges that were undone (spec identity §7): what came later goes
// to the side by whose identifier or visitor it came. Entries are added in the order of their numbers.
type apart struct {
	contacts map[ContactID]*Contact
	owners   map[held]ContactID      // to whom an identifier belongs here that an entry gave a contact
	bags     map[VisitorID]*Bag      // what browsers have said by then
	strayed  map[VisitorID]ContactID // browsers whose link led to another contact than it does here
	undone   map[Seq]bool
	limit    int // bytes of custom_data
}

// held is the place of an identifier: a contact and the key.
type held struct {
	by  ContactID
	key string
}

func newApart(limit int) *apart {
	return &apart{contacts: map[ContactID]*Contact{}, owners: map[held]ContactID{}, bags: map[VisitorID]*Bag{}, strayed: map[VisitorID]ContactID{}, undone: map[Seq]bool{}, limit: limit}
}

func (a *apart) add(e Entry) {
	if a.contacts[e.Contact] == nil {
		a.contacts[e.Contact] = newContact(e.Contact, e.Site, e.Visitor)
	}
	a.hear(e)
	switch {
	case e.Kind == Erased && e.Effect.Other == 0:
		delete(a.contacts, e.Contact)
	case e.Kind == Merged && !a.undone[e.Seq]:
		a.merge(e)
	case e.Kind == Merged, e.Kind == Joined && a.undone[e.Effect.Merge]:
	case e.Kind == Unmerged, e.Kind == Left:
		a.part(e)
	default:
		a.change(e)
	}
}

// side is the contact that an entry is about here: whom the side leads to by which it came. One that isn't there was
// erased, and took its own with it.
func (a *apart) side(e Entry) *Contact {
	if e.Effect.Side != 0 {
		return a.contacts[a.survivor(e.Effect.Side)]
	}
	for _, key := range []string{keyExternalID, keyEmail} {
		if o := a.contacts[a.owners[held{e.Contact, key}]]; e.Kind.isClaim() && o != nil && o.ID != e.Contact && o.isNamedIn(a.bags[e.Visitor], key) {
			return a.contacts[a.survivor(o.ID)]
		}
	}
	return a.contacts[e.Contact]
}

// isClaim reports whether such an entry records what a browser said of a person.
func (k Kind) isClaim() bool { return k == Identified || k == Updated }

// hear notes what a browser says of itself.
func (a *apart) hear(e Entry) {
	if e.Visitor == 0 {
		return
	}
	if a.bags[e.Visitor] == nil {
		a.bags[e.Visitor] = &Bag{}
	}
	for _, said := range e.Effect.Said {
		a.bags[e.Visitor].edit(said)
	}
}

// isNamedIn reports whether it is by this identifier of the contact that a browser is it: its email counts where it said
// no id.
func (c *Contact) isNamedIn(b *Bag, key string) bool {
	switch {
	case b == nil:
		return false
	case key == keyExternalID:
		return b.ExternalID != "" && b.ExternalID == c.ExternalID
	}
	return b.ExternalID == "" && b.Email.Folded != "" && b.Email.Folded == c.Email.Folded
}

// survivor follows the merges of a contact.
func (a *apart) survivor(id ContactID) ContactID {
	for c := a.contacts[id]; c != nil && c.MergedInto != 0; c = a.contacts[id] {
		id = c.MergedInto
	}
	return id
}

func (a *apart) change(e Entry) {
	c := a.side(e)
	if c == nil {
		return
	}
	link := e.Effect.Link
	switch {
	case link == nil:
	case e.Effect.Side == 0 && c.ID != e.Contact:
		a.strayed[e.Visitor] = c.ID
	default:
		delete(a.strayed, e.Visitor)
	}
	secures := link != nil && link.To != 0 && link.Trust >= Verified
	for _, edit := range e.Effect.Set {
		at := held{e.Contact, edit.Key}
		switch edit.Key {
		case keyAliases, keyBrought, keyApart: // follow from who is merged with whom
		case keyExternalID, keyEmail:
			has := c
			if edit.New.JSON == "" {
				has = a.loser(at, edit, c)
			} else {
				a.owners[at] = c.ID
			}
			if has.edit(edit); e.Kind == Displaced {
				c = has // on which it is parked, too
			}
			secures = secures || edit.New.Trust >= Verified
		case keySecured:
			if c.SecuredAt.IsZero() || edit.New.JSON == "" {
				c.edit(edit)
			}
		default:
			c.edit(edit)
		}
	}
	if secures && c.SecuredAt.IsZero() {
		c.SecuredAt = e.At
	}
	if link != nil && link.To != 0 && e.Visitor != c.BornOf {
		c.Shared = true
	}
	c.settle(c.holds)
}

// loser is who has the identifier here that a contact lost; c where nobody else does.
func (a *apart) loser(at held, edit Edit, c *Contact) *Contact {
	for _, id := range []ContactID{a.owners[at], at.by} {
		if o := a.contacts[id]; o != nil && o.identifier(at.key).Shown == textOf(edit.Old) {
			return o
		}
	}
	return c
}

// merge carries out a merge between what both are here: other blanks may be filled than were then.
func (a *apart) merge(e Entry) {
	x, y := a.side(e), a.contacts[e.Effect.Other]
	if x == nil || y == nil {
		return
	}
	own := e
	own.Effect.Set = nil
	w := writing{seq: e.Seq, limit: a.limit}
	for _, edit := range e.Effect.Set {
		switch v := y.Traits.get(edit.Key); {
		case edit.Key == keyShared:
		case !edit.isTrait():
			own.Effect.Set = append(own.Effect.Set, edit)
		case v.JSON != "" && x.Traits.get(edit.Key).JSON == "": // it fitted then
			x.Traits.edit(Edit{Key: edit.Key, New: w.refilled(v)})
		}
	}
	w.fill(&x.Traits, y.Traits)
	x.Shared = x.Shared || y.Shared || y.BornOf != x.BornOf
	a.lift(x, y)
	a.change(own)
}

// part notes that two were parted. What else the undoing of their merge did follows from leaving the merge out, but for
// identifiers that somebody else had by then: those stay parked.
func (a *apart) part(e Entry) {
	c, side := a.contacts[e.Contact], Side(e.Seq)
	if e.Kind == Left {
		side = -Side(e.Effect.Merge)
		if a.contacts[e.Effect.Other] == nil { // erased since: nothing else tells what came while both were one
			a.change(e)
		}
	}
	c.Apart = append(c.Apart, side)
	parked, _ := e.Conflicts()
	for _, k := range parked {
		if c.identifier(k.Key).Folded == k.Value.Folded {
			c.park(k)
			c.lose(k.Key)
		}
	}
}

// lift takes back that two were parted who merge again.
func (a *apart) lift(x, y *Contact) {
	xs, ys := a.family(x), a.family(y)
	for _, c := range xs {
		c.Apart = slices.DeleteFunc(c.Apart, func(s Side) bool {
			return slices.ContainsFunc(ys, func(o *Contact) bool {
				i := slices.Index(o.Apart, -s)
				if i >= 0 {
					o.Apart = slices.Delete(o.Apart, i, i+1)
				}
				return i >= 0
			})
		})
	}
}

// family are a contact and all that are merged into it here.
func (a *apart) family(x *Contact) []*Contact {
	family := []*Contact{x}
	for id, c := range a.contacts {
		if c != x && a.survivor(id) == x.ID {
			family = append(family, c)
		}
	}
	return family
}
