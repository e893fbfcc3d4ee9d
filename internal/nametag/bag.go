package nametag

// identifiers are what a bag holds besides traits.
type identifiers struct {
	id    string
	email Email
}

// name is the identifier that a bag holds under a key.
func (b Bag) name(key string) Email {
	if key == keyEmail {
		return b.Email
	}
	return Email{Folded: b.ExternalID, Shown: b.ExternalID}
}

func (b Bag) named() Named { return Named{ExternalID: b.ExternalID, Email: b.Email.Shown} }

func (b Bag) identifiers() identifiers { return identifiers{b.ExternalID, b.Email} }

// saidIn is what the browser will have said after the claim.
func (j *judged) saidIn(b Bag) identifiers {
	said := b.identifiers()
	if j.id != "" {
		said.id = j.id
	}
	if j.email.Folded != "" {
		said.email = j.email
	}
	return said
}

// bagEdits lists what became of the bag's identifiers.
func bagEdits(b Bag, said identifiers) []Edit {
	var edits []Edit
	if b.ExternalID != said.id {
		edits = append(edits, Edit{Key: keyExternalID, Old: quoteOrBlank(b.ExternalID), New: Value{JSON: quoteOrBlank(said.id)}})
	}
	if b.Email != said.email {
		edits = append(edits, Edit{Key: keyEmail, Old: quoteOrBlank(b.Email.Shown), New: Value{JSON: quoteOrBlank(said.email.Shown)}})
	}
	return edits
}
