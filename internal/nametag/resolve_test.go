package nametag

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Who is who in the tables below. Each contact's id is its place in the list.
const (
	nobody = iota
	jane   // 42, verified
	ravi   // 43, claimed
	lead   // this visitor's own: jane@, no id
	free   // jane@, no id, of another visitor
	known  // jane@ verified, no id
	mary   // 44, jane@ claimed
	owner  // 45, jane@ verified
	shaky  // 42 claimed, but secured by its email
	parted // jane@, no id, parted from jane by an agent
)

const me VisitorID = 7

var people = map[ContactID]func(*Contact){
	jane: func(c *Contact) {
		c.ExternalID, c.ExternalTrust, c.SecuredAt, c.Apart = "42", Verified, someday, []Side{1}
	},
	ravi:  func(c *Contact) { c.ExternalID, c.ExternalTrust = "43", Claimed },
	lead:  func(c *Contact) { c.BornOf, c.Email, c.EmailTrust = me, atJane, Claimed },
	free:  func(c *Contact) { c.Email, c.EmailTrust = atJane, Claimed },
	known: func(c *Contact) { c.Email, c.EmailTrust, c.SecuredAt = atJane, Verified, someday },
	mary: func(c *Contact) {
		c.ExternalID, c.ExternalTrust, c.Email, c.EmailTrust = "44", Claimed, atJane, Claimed
	},
	owner: func(c *Contact) {
		c.ExternalID, c.ExternalTrust, c.Email, c.EmailTrust, c.SecuredAt = "45", Verified, atJane, Verified, someday
	},
	shaky: func(c *Contact) {
		c.ExternalID, c.ExternalTrust, c.Email, c.EmailTrust, c.SecuredAt = "42", Claimed, atShaky, Verified, someday
	},
	parted: func(c *Contact) { c.Email, c.EmailTrust, c.Apart = atJane, Claimed, []Side{-1} },
}

var (
	someday = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	atJane  = Email{Folded: "jane@x.co", Shown: "jane@x.co"}
	atShaky = Email{Folded: "shaky@x.co", Shown: "shaky@x.co"}
)

var names = [...]string{"nobody", "jane", "ravi", "lead", "free", "proven", "mary", "owner", "shaky", "parted"}

func person(id ContactID) Found {
	if id == nobody {
		return Found{}
	}
	c := &Contact{ID: id, BornOf: 99}
	people[id](c)
	return Found{Contact: c, Row: c}
}

// How sure a claim is.
type sure int

const (
	claimed sure = iota
	proved       // its id, or without one its email
	both         // its id and its email
)

func said(id, email string, how sure) judged {
	j := judged{id: id}
	if email != "" {
		j.email = Email{Folded: email + "@x.co", Shown: email + "@x.co"}
	}
	j.verified = how > claimed
	j.emailVerified = how == both || how == proved && id == ""
	return j
}

func (r Resolution) spell() string {
	var b strings.Builder
	name := func(f Found) string {
		if f.Contact == nil {
			return "new"
		}
		return names[f.Contact.ID]
	}
	b.WriteString(name(r.X))
	for _, y := range r.Merge {
		b.WriteString(" +" + name(y))
	}
	for _, y := range r.Moves {
		b.WriteString(" email from " + name(y))
	}
	if r.Lost.Contact != nil {
		b.WriteString(" id from " + name(r.Lost))
	}
	switch r.Email {
	case EmailTaken:
		b.WriteString(", email taken")
	case EmailParked:
		b.WriteString(", email parked")
		if r.Holds != 0 {
			b.WriteString(" for " + names[r.Holds])
		}
	}
	if r.Loose {
		b.WriteString(", loosely")
	}
	return b.String()
}

// The cases of spec identity §4, in its order. byEmail are those who hold jane@.
func TestResolve(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule    string
		claim   judged
		linked  ContactID
		byID    ContactID
		byEmail []ContactID
		want    string
	}{
		{"1 another person: neither lead nor link (the caller fences)", said("43", "", claimed), nobody, nobody, nil, "new"},
		{"2 an unproven claim without an id is about the present link", said("", "jane", claimed), jane, nobody, []ContactID{free}, "jane, email parked"},
		{"2 also about a contact that isn't secured", said("", "jane", claimed), ravi, nobody, nil, "ravi, email taken"},
		{"2 but a proven one goes where its email leads", said("", "jane", proved), ravi, nobody, []ContactID{known}, "proven"},

		{"3 by id", said("42", "", claimed), nobody, jane, nil, "jane"},
		{"3 by id before a lead", said("43", "", claimed), lead, ravi, nil, "ravi +lead"},
		{"3 an id that was only claimed gives way to a proof", said("42", "", proved), nobody, shaky, nil, "new id from shaky"},
		{"3 but not where nothing else secures its holder", said("43", "", proved), nobody, ravi, nil, "ravi"},
		{"3 and not to an unproven claim", said("42", "", claimed), nobody, shaky, nil, "shaky"},

		{"4 a verified email: where it is verified", said("42", "jane", both), nobody, nobody, []ContactID{known, free}, "proven +free"},
		{"4 where it is verified, also on somebody with an id", said("", "jane", proved), nobody, nobody, []ContactID{owner}, "owner"},
		{"4 never on somebody with another id, if the claim has one", said("42", "jane", both), nobody, nobody, []ContactID{owner}, "new, email parked for owner"},
		{"4 then this visitor's lead", said("42", "jane", both), lead, nobody, []ContactID{free, lead}, "lead +free, email taken"},
		{"4 then the oldest that is free", said("42", "jane", both), nobody, nobody, []ContactID{free, parted}, "free +parted, email taken"},
		{"4 an unproven email: this visitor's lead", said("42", "jane", claimed), lead, nobody, []ContactID{free, lead}, "lead"},
		{"4 the lead also without an email", said("42", "", claimed), lead, nobody, nil, "lead"},
		{"4 not somebody free, if the claim has an id", said("42", "jane", claimed), nobody, nobody, []ContactID{free}, "new, email taken"},
		{"4 without an id, the oldest that is free", said("", "jane", claimed), nobody, nobody, []ContactID{free, parted}, "free"},
		{"4 without an id, nobody with one", said("", "jane", claimed), nobody, nobody, []ContactID{mary}, "new, email taken"},
		{"4 nor anybody secured", said("", "jane", claimed), nobody, nobody, []ContactID{known}, "new, email taken"},
		{"4 an email that is covered but not confirmed leads nowhere for a claim with an id", said("42", "jane", proved), nobody, nobody, []ContactID{free}, "new, email taken"},

		{"6 without an id and the email verified: merges", said("42", "jane", both), nobody, jane, []ContactID{known, free}, "jane +proven +free, email taken"},
		{"6 the lead merges, whatever its email", said("42", "", proved), lead, jane, nil, "jane +lead"},
		{"6 an unproven claim merges only what isn't secured", said("42", "", claimed), lead, jane, nil, "jane"},
		{"6 an unproven email merges nobody but the lead", said("43", "jane", claimed), lead, ravi, []ContactID{free, lead}, "ravi +lead, email taken"},
		{"6 whom an agent parted stays apart", said("42", "jane", both), nobody, jane, []ContactID{parted}, "jane, email taken"},
		{"6 a proven email moves from somebody who only claimed it", said("42", "jane", both), nobody, jane, []ContactID{mary}, "jane email from mary, email taken"},
		{"6 and is parked where two have proven it", said("42", "jane", both), nobody, jane, []ContactID{owner}, "jane, email parked for owner"},
		{"6 an unproven one is parked where somebody with an id has it", said("43", "jane", claimed), nobody, ravi, []ContactID{mary}, "ravi, email parked for mary"},
		{"6 also beside a proven id", said("42", "jane", proved), nobody, jane, []ContactID{mary}, "jane, email parked for mary"},

		{"7 verified replaces what is there", said("42", "jane", both), nobody, shaky, nil, "new id from shaky, email taken"},
		{"7 claimed, beside a proven id, replaces a blank", said("42", "jane", proved), nobody, jane, nil, "jane, email taken"},
		{"7 but no verified one", said("45", "other", proved), nobody, owner, nil, "owner, email parked"},
		{"7 claimed otherwise: the latest wins", said("44", "other", claimed), nobody, mary, nil, "mary, email taken"},
		{"7 but is parked on a contact that is secured", said("42", "jane", claimed), nobody, jane, nil, "jane, email parked"},
		{"7 what is there already stays", said("44", "jane", claimed), nobody, mary, []ContactID{mary}, "mary"},
		{"7 and rises where it is proven", said("44", "jane", both), nobody, mary, []ContactID{mary}, "mary, email taken"},

		{"a claim of an id that is in nobody's way", said("42", "", claimed), nobody, nobody, nil, "new"},
		{"a verified link that moves to another contact", said("", "jane", proved), jane, nobody, []ContactID{known}, "proven"},
		{"an email added by somebody signed in stays on the contact", said("", "jane", claimed), jane, nobody, []ContactID{owner}, "jane, email parked for owner"},
		{"a lead captured by another account: not once it is secured", said("42", "", claimed), known, nobody, nil, "new"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			f := Facts{Visitor: me, Linked: person(c.linked), ByID: person(c.byID)}
			for _, id := range c.byEmail {
				f.ByEmail = append(f.ByEmail, person(id))
			}
			if got := Resolve(f, c.claim, &Site{Unproven: Latest}).spell(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// Convot's way (spec identity §4.4): an unproven email may lead to anybody, for a link that fills blanks only.
func TestResolveByAnUnprovenEmailWhereTheSiteAllowsIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule    string
		claim   judged
		byEmail []ContactID
		want    string
	}{
		{"to somebody with an id", said("", "jane", claimed), []ContactID{mary}, "mary, loosely"},
		{"to somebody secured", said("", "jane", claimed), []ContactID{owner, free}, "free"},
		{"with an id, to somebody without one", said("42", "jane", claimed), []ContactID{free}, "free, loosely"},
		{"with an id, to nobody who has another", said("42", "jane", claimed), []ContactID{owner}, "new, email parked for owner"},
		{"a proven claim goes the usual way", said("42", "jane", proved), []ContactID{free}, "new, email taken"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			f := Facts{Visitor: me}
			for _, id := range c.byEmail {
				f.ByEmail = append(f.ByEmail, person(id))
			}
			if got := Resolve(f, c.claim, &Site{Unproven: Latest, MatchUnprovenEmail: true}).spell(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestAnotherPersonIsToldFromTheBagAlone(t *testing.T) {
	t.Parallel()
	bag := func(id, email string) Bag {
		j := said(id, email, claimed)
		return Bag{ExternalID: j.id, Email: j.email}
	}
	for _, c := range []struct {
		bag   Bag
		claim judged
		call  Call
		want  bool
	}{
		{bag("1", ""), said("2", "", claimed), CallIdentify, true},
		{bag("1", ""), said("2", "", claimed), CallUpdate, true},
		{bag("1", "a"), said("1", "b", claimed), CallIdentify, false},
		{bag("1", "a"), said("2", "a", claimed), CallIdentify, true},
		{bag("1", "a"), said("", "b", claimed), CallIdentify, true},
		{bag("1", "a"), said("", "b", claimed), CallUpdate, false},
		{bag("", "a"), said("2", "b", claimed), CallIdentify, true},
		{bag("", "a"), said("2", "b", claimed), CallUpdate, true},
		{bag("", "a"), said("", "b", claimed), CallUpdate, false},
		{bag("", "a"), said("2", "", claimed), CallUpdate, false},
		{bag("", "a"), said("2", "", claimed), CallIdentify, false},
		{bag("1", ""), said("", "b", claimed), CallIdentify, false},
		{bag("", ""), said("2", "b", claimed), CallIdentify, false},
	} {
		c.claim.call = c.call
		if got := anotherPerson(c.bag, c.claim); got != c.want {
			t.Errorf("%s: got %v", fmt.Sprint(c.bag, c.claim.id, c.claim.email, c.call), got)
		}
	}
}
