package nametag

import "context"

// Amendment is what an agent or a customer's backend says of a contact: the site itself (spec identity §6). Identifiers are
// verified by that, values attested.
type Amendment struct {
	ExternalID  Said
	Email       Said
	Profile     map[Field]Words
	Custom      map[string]string
	ClearCustom bool
}

// Edit changes a contact as the site says. All of it lands, or nothing: returns ErrNotFound, ErrTaken for an identifier
// that another contact holds, ErrTooLarge for custom_data, or what is wrong with a field.
func (s *Service) Edit(ctx context.Context, site *Site, id ContactID, a Amendment, by Source) (*Contact, error) {
	j, err := judge(CallUpdate, a.claim(), site.CustomDataBytes)
	if err == nil && len(j.rejected) > 0 {
		err = j.rejected[0].asError()
	}
	if err != nil {
		return nil, err
	}
	var edited *Contact
	keys := Keys{ExternalID: j.id, Email: j.email.Folded, Contacts: []ContactID{id}}
	err = s.decide(ctx, site, keys, by, func(p *pen, known Known) error {
		if known.Contacts[0].Contact == nil {
			return ErrNotFound.For("contact")
		}
		x := p.draft(known.Contacts[0].Contact)
		edited = x.now
		if err := p.setIdentifiers(x.now, j, known); err != nil {
			return err
		}
		w := p.writing(Attested, by)
		w.profile(&x.now.Traits, j.profile)
		if size, fits := w.custom(&x.now.Traits, j.custom, j.clearCustom); !fits {
			return ErrTooLarge.For("custom_data").Over(w.limit).Saying("custom_data would weigh %d bytes.", size)
		}
		if p.changed(x) {
			p.record(Entry{Kind: Edited, Trust: Attested, Effect: Effect{Side: sideOf(known.Contacts[0])}}, x)
		}
		return nil
	})
	return edited, err
}

func (a Amendment) claim() Claim {
	return Claim{ExternalID: a.ExternalID, Email: a.Email, Profile: a.Profile, Custom: a.Custom, ClearCustom: a.ClearCustom}
}

// asError makes what would be left out of a browser's claim refuse an edit.
func (r Rejection) asError() *Error {
	switch r.Reason {
	case "bad_email":
		return ErrBadEmail
	case "too_large", "too_long", "too_many":
		return ErrTooLarge.For(r.Field).Over(r.Limit)
	}
	return ErrBadValue.For(r.Field)
}

// setIdentifiers writes identifiers as the site says they are. Others who only claimed the email lose it.
func (p *pen) setIdentifiers(x *Contact, j judged, known Known) error {
	switch holder := known.ByID.Contact; {
	case j.dropsID:
		x.ExternalID, x.ExternalTrust = "", Anonymous
	case j.id == "":
	case holder != nil && holder.ID != x.ID:
		return ErrTaken.For(keyExternalID)
	case holder != nil && known.ByID.Row.ID != x.ID: // an alias of its own
		if row := p.draft(known.ByID.Row); row.now.ExternalTrust < Verified {
			row.now.ExternalTrust = Verified
			p.record(Entry{Kind: Edited, Trust: Attested}, row)
		}
	default:
		x.ExternalID, x.ExternalTrust = j.id, Verified
	}
	if j.dropsEmail {
		x.Email, x.EmailTrust = Email{}, Anonymous
	}
	if j.email.Folded != "" {
		if err := p.giveEmail(x, j.email, known.ByEmail); err != nil {
			return err
		}
	}
	if (j.id != "" || j.email.Folded != "") && x.SecuredAt.IsZero() {
		x.SecuredAt = p.now
	}
	return nil
}

// giveEmail makes an email the contact's, verified. Returns ErrTaken if it is so on another.
func (p *pen) giveEmail(x *Contact, email Email, holders []Found) error {
	for _, y := range holders {
		switch {
		case y.Contact.ID == x.ID:
		case y.Row.EmailTrust >= Verified:
			return ErrTaken.For(keyEmail)
		case y.Contact.Named():
			p.displace(y, keyEmail, 0, x.ID)
		}
	}
	x.Email, x.EmailTrust = email, Verified
	return nil
}
