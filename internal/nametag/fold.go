package nametag

// Fold is contacts and visitors as the entries of the ledger make them, without running the rules again (spec
// identity §7). Entries are added in the order of their numbers.
type Fold struct {
	Contacts map[ContactID]*Contact
	Visitors map[VisitorID]*Visitor

	// KeepsContact and KeepsVisitor narrow what is kept; nil keeps everything. What isn't kept costs no memory.
	KeepsContact func(ContactID) bool
	KeepsVisitor func(VisitorID) bool

	without Seq // a merge that is left out; 0: none
}

// NewFold begins with nothing.
func NewFold() *Fold {
	return &Fold{Contacts: map[ContactID]*Contact{}, Visitors: map[VisitorID]*Visitor{}}
}

// Add carries out an entry.
func (f *Fold) Add(e Entry) {
	if f.isLeftOut(e) {
		return
	}
	if e.Contact != 0 && (f.KeepsContact == nil || f.KeepsContact(e.Contact)) {
		f.addToContact(e)
	}
	if e.Visitor != 0 && (f.KeepsVisitor == nil || f.KeepsVisitor(e.Visitor)) {
		f.addToVisitor(e)
	}
}

func (f *Fold) isLeftOut(e Entry) bool {
	return f.without != 0 && (e.Seq == f.without || e.Kind == Joined && e.Effect.Merge == f.without)
}

func (f *Fold) addToContact(e Entry) {
	if e.Kind == Erased && e.Effect.Other == 0 {
		delete(f.Contacts, e.Contact)
		return
	}
	c := f.Contacts[f.target(e)]
	if c == nil {
		c = newContact(e.Contact, e.Site, e.Visitor)
		f.Contacts[e.Contact] = c
	}
	link := e.Effect.Link
	secures := link != nil && link.To != 0 && link.Trust >= Verified
	for _, edit := range e.Effect.Set {
		c.edit(edit)
		secures = secures || (edit.Key == keyEmail || edit.Key == keyExternalID) && edit.New.Trust >= Verified
	}
	if secures && c.SecuredAt.IsZero() && f.without != 0 { // else the entry says so itself
		c.SecuredAt = e.At
	}
	if link != nil && link.To != 0 && e.Visitor != c.BornOf {
		c.Shared = true
	}
	c.Head = max(c.Head, e.Seq)
}

// target is the contact that an entry is about. Without a merge, that is who the side by which it came leads to; a side
// that isn't there has left since, and took its own with it.
func (f *Fold) target(e Entry) ContactID {
	if f.without == 0 || f.Contacts[e.Effect.Side] == nil {
		return e.Contact
	}
	return f.survivor(e.Effect.Side)
}

// survivor follows the merges of a contact.
func (f *Fold) survivor(id ContactID) ContactID {
	for c := f.Contacts[id]; c != nil && c.MergedInto != 0; c = f.Contacts[id] {
		id = c.MergedInto
	}
	return id
}

func (f *Fold) addToVisitor(e Entry) {
	v := f.Visitors[e.Visitor]
	if v == nil {
		v = &Visitor{ID: e.Visitor, Site: e.Site, FirstSeen: e.Visitor.Time()}
		f.Visitors[e.Visitor] = v
	}
	effect := e.Effect
	if e.Kind == Erased {
		v.Link, v.Bag = Link{}, Bag{}
	}
	if e.Contact == 0 {
		for _, edit := range effect.Set {
			v.Bag.Traits.edit(edit)
		}
		v.Head = e.Seq
	}
	for _, edit := range effect.Said {
		v.Bag.edit(edit)
	}
	if l := effect.Link; l != nil {
		v.Link = Link{Contact: l.To, Trust: l.Trust, Until: l.Until, KID: e.KID, SID: l.SID, Actor: l.Actor, Loose: l.Loose}
		if l.To != 0 && l.Actor == "" || e.Kind == Detached {
			v.Bag.Traits = Traits{}
		}
	}
	if effect.Number != 0 {
		v.Number = effect.Number
	}
	if effect.Successor != 0 {
		v.FencedAt, v.Successor = e.At, effect.Successor
	}
}

// edit carries out what became of an identifier in the bag.
func (b *Bag) edit(e Edit) {
	if e.Key == keyExternalID {
		b.ExternalID = e.New.Text()
		return
	}
	b.Email, _ = ParseEmail(e.New.Text()) // none where it was taken away
}
