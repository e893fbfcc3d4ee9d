package nametag

import (
	"maps"
	"slices"
	"time"
)

// Contact is one person of a site, known by an external id, an email, or both. A merged contact stays, as an
// alias: MergedInto leads to the one that lives.
type Contact struct {
	ID            ContactID
	Site          SiteID
	ExternalID    string // "" if none
	ExternalTrust Trust
	Email         Email
	EmailTrust    Trust
	SecuredAt     time.Time // by its own identifiers or links; zero: never (spec identity §1)
	Brought       bool      // secured by what was merged into it, while that stands
	BornOf        VisitorID // the visitor that created it; 0 if none did
	Shared        bool      // a visitor other than BornOf was linked to it at some time
	MergedInto    ContactID
	Aliases       int        // how many external ids what was merged into it holds
	Apart         []Side     // on which it was put when agents parted it from others, in order
	Conflicts     []Conflict // identifiers that it said but does not hold, in order
	Traits        Traits
	Head          Seq // its newest ledger entry
	Recent        Recent
	FirstSeen     time.Time
}

// Secured reports whether the contact was ever vouched for.
func (c *Contact) Secured() bool { return !c.SecuredAt.IsZero() || c.Brought }

// Named reports whether the contact has an external id, its own or as an alias.
func (c *Contact) Named() bool { return c.ExternalID != "" || c.Aliases > 0 }

// Side is one of the two sides of a parting: its number, or that with a minus. A contact has those of all who were
// merged into it.
type Side int64

// PartedFrom reports whether an agent decided that the two are two people.
func (c *Contact) PartedFrom(o *Contact) bool {
	return slices.ContainsFunc(c.Apart, func(s Side) bool { return slices.Contains(o.Apart, -s) })
}

// LeadOf reports whether the contact is that visitor's lead (spec identity §1).
func (c *Contact) LeadOf(v VisitorID) bool {
	return c.BornOf == v && !c.Shared && !c.Named() && !c.Secured()
}

// Trust is the higher trust of the contact's identifiers.
func (c *Contact) Trust() Trust {
	trust := Anonymous
	if c.ExternalID != "" {
		trust = c.ExternalTrust
	}
	if c.Email.Folded != "" {
		trust = max(trust, c.EmailTrust)
	}
	return trust
}

// Clone returns a copy that may be changed.
func (c *Contact) Clone() *Contact {
	k := *c
	k.Apart = slices.Clone(c.Apart)
	k.Conflicts = slices.Clone(c.Conflicts)
	k.Traits = c.Traits.Clone()
	k.Recent = c.Recent.Clone()
	return &k
}

// Text returns a profile field that holds text, "" if it is blank.
func (c *Contact) Text(f Field) string { return c.Traits.Profile[f].Text() }

// Field is a profile field (spec identity §2) other than the two identifiers.
type Field string

const (
	Name           Field = "name"
	FirstName      Field = "first_name"
	LastName       Field = "last_name"
	Company        Field = "company"
	Phone          Field = "phone"
	AvatarURL      Field = "avatar_url"
	Tag            Field = "tag"
	Tags           Field = "tags"
	IntegrationIDs Field = "integration_ids"
	Identities     Field = "identities"
)

// Fields are all profile fields in the order in which people expect to read them. Those marked true hold a
// list of texts, the others one text.
var Fields = []struct {
	Field Field
	List  bool
}{
	{Name, false}, {FirstName, false}, {LastName, false}, {Company, false}, {Phone, false}, {AvatarURL, false},
	{Tag, false}, {Tags, true}, {IntegrationIDs, true}, {Identities, true},
}

// Traits are what is known about a person besides the identifiers.
type Traits struct {
	Profile map[Field]Value
	Custom  map[string]Value // the top-level keys of custom_data
}

// Clone returns a copy that may be changed.
func (t Traits) Clone() Traits {
	return Traits{Profile: maps.Clone(t.Profile), Custom: maps.Clone(t.Custom)}
}

// Empty reports whether nothing is known.
func (t Traits) Empty() bool { return len(t.Profile) == 0 && len(t.Custom) == 0 }

// without returns the traits but for those that are said anew.
func (t Traits) without(said traitsSaid) Traits {
	if t.Empty() || said.empty() {
		return t
	}
	t = t.Clone()
	for f := range said.profile {
		delete(t.Profile, f)
	}
	for key := range said.custom {
		delete(t.Custom, key)
	}
	return t
}

// Value is one trait with who said it. The zero Value is a blank.
type Value struct {
	JSON   string // as JSON.stringify would write it
	Trust  Trust
	Source Source
	Seq    Seq // the entry that wrote it
	At     time.Time
}

// Text returns the text of a JSON string, "" for any other value.
func (v Value) Text() string { return textOf(v.JSON) }

// List returns the texts of a JSON array of strings, nil for any other value.
func (v Value) List() []string { return listOf(v.JSON) }
