package nametag

// Fold is contacts and visitors as the entries of the ledger make them, without running the rules again (spec
// identity §7). Entries are added in the order of their numbers.
type Fold struct {
	Contacts map[ContactID]*Contact
	Visitors map[VisitorID]*Visitor

	// KeepsContact and KeepsVisitor narrow what is kept; nil keeps everything. What isn't kept costs no memory.
	KeepsContact func(ContactID) bool
	KeepsVisitor func(VisitorID) bool
}

// NewFold begins with nothing.
func NewFold() *Fold {
	return &Fold{Contacts: map[ContactID]*Contact{}, Visitors: map[VisitorID]*Visitor{}}
}

// Add carries out an entry.
func (f *Fold) Add(e Entry) {
	if e.Contact != 0 && (f.KeepsContact == nil || f.KeepsContact(e.Contact)) {
		f.addToContact(e)
	}
	if e.Visitor != 0 && (f.KeepsVisitor == nil || f.KeepsVisitor(e.Visitor)) {
		f.addToVisitor(e)
	}
}

func (f *Fold) addToContact(e Entry) {
	if e.Kind == Erased && e.Effect.Other == 0 {
		delete(f.Contacts, e.Contact)
		return
	}
	c := f.Contacts[e.Contact]
	if c == nil {
		c = newContact(e.Contact, e.Site, e.Visitor)
		f.Contacts[e.Contact] = c
	}
	for _, edit := range e.Effect.Set {
		c.edit(edit)
	}
	c.Head = e.Seq
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
		v.Link = Link{Contact: l.To, Trust: l.Trust, Until: l.Until, KID: e.keyOf(l), SID: l.SID, Actor: l.Actor, Loose: l.Loose}
		if l.To != 0 && l.Actor == "" {
			v.Bag.Traits = Traits{}
		}
	}
	if e.Kind == Detached {
		v.Bag.Traits = Traits{}
	}
	if effect.Number != 0 {
		v.Number = effect.Number
	}
	if effect.Since != 0 {
		v.Since = effect.Since
	}
	if effect.Journey != 0 {
		v.Journey = effect.Journey
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
