package nametag

// anotherPerson reports whether a claim names somebody else than this browser named before (spec identity §5). It is
// decided from the bag alone, so that the answer tells nothing about the store.
func anotherPerson(bag Bag, j judged) bool {
	if bag.ExternalID != "" && j.id != "" {
		return bag.ExternalID != j.id
	}
	if j.call == CallUpdate {
		return false
	}
	return bag.Email.Folded != "" && j.email.Folded != "" && bag.Email.Folded != j.email.Folded
}

// leaves reports whether a claim takes back the identifier that the browser's link rests on, which is a reset
// (spec identity §2): a page never removes an identifier from a contact.
func leaves(v *Visitor, j judged) bool {
	linked := v.Link.Contact != 0
	return linked && (j.dropsID || j.dropsEmail && v.Bag.ExternalID == "")
}

// Resolve says which contact an unproven claim is about (spec identity §4), nil for one that is yet to be created.
// linked is whom the visitor is linked to, nil after a fence. Pure: the same answer for the same arguments.
func Resolve(visitor VisitorID, linked, byID *Contact, byEmail Holders, j judged) *Contact {
	lead := linked
	if lead != nil && !lead.LeadOf(visitor) {
		lead = nil
	}
	switch {
	case j.id == "" && linked != nil: // 2. present link
		return linked
	case j.id != "" && byID != nil: // 3. by id
		return byID
	case lead != nil: // 4. by email: this visitor's lead takes the id
		return lead
	case j.id == "": // 4. only a claim without an id chooses by an unproven email
		return byEmail.Free
	}
	return nil // 5. create
}
