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
	SecuredAt     time.Time // zero: never secured (spec identity §1)
	BornOf        VisitorID // the visitor that created it; 0 if none did
	Shared        bool      // a visitor other than BornOf was linked to it at some time
	MergedInto    ContactID
	Apart         []ContactID // parted from these by an agent
	Traits        Traits
	Head          Seq // its newest ledger entry
	Recent        Recent
	FirstSeen     time.Time
}

// Secured reports whether the contact was ever vouched for.
func (c *Contact) Secured() bool { return !c.SecuredAt.IsZero() }

// LeadOf reports whether the contact is that visitor's lead (spec identity §1).
func (c *Contact) LeadOf(v VisitorID) bool {
	return c.BornOf == v && !c.Shared && c.ExternalID == "" && !c.Secured()
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
