package nametag

import (
	"cmp"
	"slices"
)

// anotherPerson reports whether a claim names somebody else than this browser named before (spec identity §5). It is
// decided from the bag alone, so that the answer tells nothing about the store.
func anotherPerson(bag Bag, j judged) bool {
	if bag.ExternalID != "" && j.id != "" {
		return bag.ExternalID != j.id
	}
	if j.call == CallUpdate && j.id == "" {
		return false // who says an email alone may have changed it
	}
	return bag.Email.Folded != "" && j.email.Folded != "" && bag.Email.Folded != j.email.Folded
}

// leaves reports whether a claim takes back the identifier that the browser's link rests on, which is a reset
// (spec identity §2): a page never removes an identifier from a contact.
func leaves(v *Visitor, j judged) bool {
	return v.Link.Linked() && (j.dropsID || j.dropsEmail && v.Bag.ExternalID == "")
}

// Found is a contact, and the row by which it was found: itself, or one that was merged into it. The zero Found is
// nobody.
type Found struct{ Contact, Row *Contact }

// Facts are what the store holds that a claim could be about.
type Facts struct {
	Visitor VisitorID
	Linked  Found   // whom the visitor is linked to; nobody after a fence
	Loose   bool    // that link was found by an unproven email
	ByID    Found   // who holds the claim's id
	ByEmail []Found // who hold the claim's email
}

// Resolution says which contact a claim is about, and what becomes of others (spec identity §4).
type Resolution struct {
	X     Found     // nobody: it is created
	Lost  Found     // whose unproven id gives way to the proven claim
	Merge []Found   // contacts that merge into X
	Moves []Found   // contacts that lose the email, which they only claimed, to X
	Email EmailFate // what becomes of the claim's email on X
	Alias Found     // a contact that was merged into X and holds the email; nobody where X itself does or none
	Holds ContactID // who holds an email that is parked; 0 if nobody in particular
	Loose bool      // X was chosen by an unproven email: it takes no id, and blanks only
}

// EmailFate is what becomes of a claim's email.
type EmailFate uint8

const (
	EmailStays   EmailFate = iota // there is none, or X holds it as surely already
	EmailTaken                    // X takes it
	EmailParked                   // it becomes a conflict on X
	EmailOfAlias                  // it belongs to X as that of a contact that was merged into it
)

// Resolve says which contact a claim is about. Pure: no I/O, no clock.
func Resolve(f Facts, j judged, s *Site) Resolution {
	r := resolving{Facts: f, judged: j, site: s}
	if len(f.ByEmail) > 1 {
		r.ByEmail = slices.Clone(f.ByEmail)
		slices.SortStableFunc(r.ByEmail, func(a, b Found) int { return cmp.Or(a.rank()-b.rank(), cmp.Compare(a.Contact.ID, b.Contact.ID)) })
	}
	r.choose()
	r.others()
	r.email()
	return r.Resolution
}

// rank is 0 for a holder on whom the email is verified, 1 for one without an external id, else 2.
func (f Found) rank() int {
	switch {
	case f.Row.EmailTrust >= Verified:
		return 0
	case !f.Contact.Named():
		return 1
	}
	return 2
}

type resolving struct {
	Facts
	judged
	site *Site
	Resolution
}

// choose finds X, spec identity §4.2 to §4.5.
func (r *resolving) choose() {
	switch {
	case !r.verified && r.id == "" && r.Linked.Contact != nil: // 2. present link
		r.X = r.Linked
		return
	case r.ByID.Contact == nil:
	case r.verified && r.ByID.Row.ExternalTrust < Verified && r.ByID.Contact.Secured(): // 3. nothing unproven stands in the way
		r.Lost = r.ByID
	default: // 3. by id
		r.X = r.ByID
		return
	}
	if r.emailVerified { // 4. by email
		r.X = r.first(func(y Found) bool { return y.Row.EmailTrust == Verified && (r.judged.id == "" || !r.named(y)) })
	}
	if r.X.Contact == nil && r.hasLead() {
		r.X = r.Linked
	}
	if r.X.Contact == nil && (r.emailVerified || r.judged.id == "") {
		r.X = r.first(func(y Found) bool { return !y.Contact.Secured() && !r.named(y) })
	}
	if r.X.Contact == nil && !r.verified && r.site.MatchUnprovenEmail {
		r.X = r.first(func(y Found) bool { return r.judged.id == "" || !r.named(y) })
		r.Resolution.Loose = r.X.Contact != nil
	}
}

func (r *resolving) first(fits func(Found) bool) Found {
	if i := slices.IndexFunc(r.ByEmail, fits); i >= 0 {
		return r.ByEmail[i]
	}
	return Found{}
}

// named reports whether a contact has an external id that this claim leaves to it.
func (r *resolving) named(y Found) bool {
	lost := 0
	if r.Lost.Contact != nil && r.Lost.Contact.ID == y.Contact.ID {
		lost = 1
	}
	return y.Contact.ids() > lost
}

func (r *resolving) hasLead() bool {
	return r.Linked.Contact != nil && r.Linked.Contact.LeadOf(r.Visitor)
}

// others says what becomes of those who hold the email too, and of the visitor's lead (spec identity §4.6).
func (r *resolving) others() {
	seen := []*Contact{r.X.Contact}
	for _, y := range r.inOrder() {
		same := slices.ContainsFunc(seen, func(c *Contact) bool { return c != nil && c.ID == y.Contact.ID })
		switch {
		case same && !r.moves(y):
		case same: // another row of a contact whose email has moved already
			r.Moves = append(r.Moves, y)
		case r.merges(y):
			r.Merge = append(r.Merge, y)
		case !r.named(y):
		case r.emailVerified && y.Row.EmailTrust < Verified:
			r.Moves = append(r.Moves, y)
		case r.Holds == 0:
			r.Holds = y.Contact.ID
		}
		seen = append(seen, y.Contact)
	}
}

// inOrder lists those who hold the email, and the visitor's lead behind those on which it is verified.
func (r *resolving) inOrder() []Found {
	if !r.hasLead() {
		return r.ByEmail
	}
	i := slices.IndexFunc(r.ByEmail, func(y Found) bool { return y.Row.EmailTrust < Verified })
	if i < 0 {
		i = len(r.ByEmail)
	}
	return slices.Insert(slices.Clone(r.ByEmail), i, r.Linked)
}

func (r *resolving) moves(y Found) bool {
	return slices.ContainsFunc(r.Moves, func(m Found) bool { return m.Contact.ID == y.Contact.ID && m.Row.ID != y.Row.ID })
}

func (r *resolving) merges(y Found) bool {
	x := r.X.Contact
	lead := y.Contact.LeadOf(r.Visitor) && r.Linked.Contact != nil && r.Linked.Contact.ID == y.Contact.ID
	return !r.named(y) && (r.emailVerified || lead) &&
		(r.verified || !y.Contact.Secured() && (x == nil || !x.Secured())) &&
		(x == nil || !x.PartedFrom(y.Contact)) &&
		!slices.ContainsFunc(r.Merge, func(m Found) bool { return m.Contact.PartedFrom(y.Contact) })
}

// email says what becomes of the claim's email on X (spec identity §4.6, §4.7).
func (r *resolving) email() {
	email, x := r.judged.email, r.X.Contact
	if x == nil {
		x = &Contact{}
	}
	trust := Claimed
	if r.emailVerified {
		trust = Verified
	}
	mine := x.Email.Folded == email.Folded
	r.Alias = r.alias()
	switch holder := r.verifiedElsewhere(); {
	case email.Folded == "" || r.Resolution.Loose || mine && (x.EmailTrust > trust || x.EmailTrust == trust && x.Email == email):
		r.Email = EmailStays
	case !mine && r.Alias.Row != nil && r.judged.id == "" && x.Email.Folded != "" && (!r.emailVerified || holder == 0):
		r.Email = EmailOfAlias
	case r.emailVerified && holder != 0:
		r.Email, r.Holds = EmailParked, holder
	case r.emailVerified:
		r.Email = EmailTaken
	case mine: // another spelling of it
		r.Email = EmailTaken
	case r.Holds != 0 && (r.judged.id != "" || x.Named() || x.Email.Folded != "" || r.Alias.Row != nil): // else nothing would be known of X
		r.Email = EmailParked
	case r.verified && r.judged.id != "" && x.EmailTrust < Verified:
		r.Email = EmailTaken
	case r.mayRename(x):
		r.Email = EmailTaken
	default:
		r.Email = EmailParked
	}
	if r.Email == EmailParked && r.Alias.Row != nil && r.Alias.Row.EmailTrust >= trust {
		r.Email = EmailStays // X has it, through a merge
	}
	if r.Email == EmailParked {
		r.Moves = nil
	} else {
		r.Holds = 0
	}
}

// alias is a contact that was merged into X and holds the email, nobody where X itself does or none.
func (r *resolving) alias() Found {
	return r.first(func(y Found) bool {
		return r.X.Contact != nil && y.Contact.ID == r.X.Contact.ID && y.Row.ID != y.Contact.ID
	})
}

// Side is the row by which the claim came to x: that of its id, else of its email, else the visitor's, else x itself.
func (f Facts) Side(x *Contact, j judged) *Contact {
	own := func(y Found) bool { return y.Contact != nil && y.Contact.ID == x.ID }
	switch {
	case j.id != "" && own(f.ByID):
		return f.ByID.Row
	case j.id != "" && x.ExternalID == j.id:
		return x
	}
	var surest *Contact
	if j.email.Folded != "" && x.Email.Folded == j.email.Folded {
		surest = x
	}
	for _, y := range f.ByEmail {
		if own(y) && (surest == nil || y.Row.EmailTrust > surest.EmailTrust) {
			surest = y.Row
		}
	}
	switch {
	case surest != nil:
		return surest
	case own(f.Linked):
		return f.Linked.Row
	}
	return x
}

// mayRename reports whether an unproven email may replace what a contact has: on one that isn't secured the latest
// wins, or where the site or the claim says so the first, unless it is the visitor's own.
func (r *resolving) mayRename(x *Contact) bool {
	own := x.ID == 0 || x.BornOf == r.Visitor
	if over := r.Linked.Contact; r.Facts.Loose && over != nil && over.ID == x.ID && x.Email.Folded != "" {
		return false
	}
	return !x.Secured() && (own || x.Email.Folded == "" || r.latestWins(r.site))
}

// verifiedElsewhere is another live contact, one that isn't about to merge into X, on which the email is verified.
func (r *resolving) verifiedElsewhere() ContactID {
	for _, y := range r.ByEmail {
		merging := slices.ContainsFunc(r.Merge, func(m Found) bool { return m.Contact.ID == y.Contact.ID })
		if y.Row.EmailTrust == Verified && !merging && (r.X.Contact == nil || y.Contact.ID != r.X.Contact.ID) {
			return y.Contact.ID
		}
	}
	return 0
}
