package nametag

import (
	"slices"
	"time"
)

// pen writes a decision: rows as they become, and the entries that record it. Rows are copied when first changed.
type pen struct {
	*Service
	now       time.Time
	site      *Site
	first     Seq // the ledger's next number when the decision began
	command   CommandID
	actor     Source // the agent or API key that decides; "" for a browser
	leaked    LeakedKeys
	drafts    []*draft
	entries   []Entry
	visitors  []*Visitor
	told      []*Visitor  // those of which the feed hears
	fell      []VisitorID // of which a verified link was undone
	erasure   *Erasure
	merged    []ContactID // whose visitors lead somewhere else by now
	returned  []VisitorID // whose sessions go with them
	remembers []Remembered
}

// draft is a contact's row as a decision changes it.
type draft struct {
	before *Contact // as the last entry left it
	now    *Contact
}

// next is the number of the entry that is recorded next.
func (p *pen) next() Seq { return p.first + Seq(len(p.entries)) }

// draft returns the contact's row as it is by now, to be changed. Maps and lists are still shared: who changes one
// copies it.
func (p *pen) draft(c *Contact) *draft {
	for _, d := range p.drafts {
		if d.now.ID == c.ID {
			return d
		}
	}
	now := *c
	d := &draft{before: c, now: &now}
	p.drafts = append(p.drafts, d)
	return d
}

// latest is a row as it is by now.
func (p *pen) latest(row *Contact) *Contact {
	for _, d := range p.drafts {
		if d.now.ID == row.ID {
			return d.now
		}
	}
	return row
}

// create drafts a new contact, first seen when its visitor was.
func (p *pen) create(v VisitorID) *draft {
	c := newContact(p.IDs.Contact(p.now), p.site.ID, v)
	now := *c
	d := &draft{before: c, now: &now}
	p.drafts = append(p.drafts, d)
	return d
}

func newContact(id ContactID, site SiteID, v VisitorID) *Contact {
	return &Contact{ID: id, Site: site, BornOf: v, FirstSeen: v.Time()}
}

// changed reports whether the draft says something that no entry records yet.
func (p *pen) changed(d *draft) bool {
	return !d.before.standsAs(d.now) || d.before.Traits.differ(d.now.Traits)
}

// record appends an entry to the contact's chain, with what became of the contact since its last entry.
func (p *pen) record(e Entry, d *draft) Seq {
	e = p.begin(e)
	d.now.settle(d.now.holds)
	e.Effect.Set = editsOf(e, d.before, d.now)
	e.Contact, e.Prev, d.now.Head = d.now.ID, d.now.Head, e.Seq
	after := *d.now
	d.before = &after
	p.entries = append(p.entries, e)
	return e.Seq
}

// recordVisitor appends an entry to a visitor's own chain.
func (p *pen) recordVisitor(e Entry, v *Visitor) {
	e = p.begin(e)
	e.Visitor, e.Prev, v.Head = v.ID, v.Head, e.Seq
	p.entries = append(p.entries, e)
}

func (p *pen) begin(e Entry) Entry {
	e.Seq, e.Site, e.At, e.Command, e.Actor = p.next(), p.site.ID, p.now, p.command, string(p.actor)
	return e
}

// writing is how values are written by the entry that is recorded next.
func (p *pen) writing(trust Trust, source Source) *writing {
	return &writing{trust: trust, source: source, seq: p.next(), at: p.now, limit: p.site.CustomDataBytes}
}

// contacts are the rows that are written.
func (p *pen) contacts() []*Contact {
	var rows []*Contact
	for _, d := range p.drafts {
		if d.now.Head >= p.first {
			rows = append(rows, d.now)
		}
	}
	return rows
}

// end makes a visitor one that is over. Returns who comes next.
func (p *pen) end(v *Visitor) (successor VisitorID) {
	v.FencedAt, v.Successor = p.now, p.IDs.Visitor(p.now, v.ID)
	return v.Successor
}

// displace takes an identifier, which was only claimed, from the row that holds it, and parks it there.
func (p *pen) displace(from Found, key string, by VisitorID, to ContactID) {
	row := p.draft(from.Row)
	k := newConflict(p.next(), key, row.now.identifier(key), row.now.identifierTrust(key), to, p.now)
	if !slices.ContainsFunc(from.Contact.Conflicts, k.decidedBy) {
		row.now.park(k)
	}
	p.lose(from, key, Entry{Kind: Displaced, Visitor: by, Trust: Verified, Effect: Effect{Other: to}})
}

// lose takes an identifier from the row that holds it, and from the contact that it led to.
func (p *pen) lose(from Found, key string, e Entry) {
	row := p.draft(from.Row)
	row.now.lose(key)
	p.record(e, row)
	if x := p.draft(from.Contact); key == keyExternalID && x != row {
		x.now.Aliases--
		p.record(e, x)
	}
}

func (c *Contact) identifier(key string) Email {
	if key == keyEmail {
		return c.Email
	}
	return Email{Folded: c.ExternalID, Shown: c.ExternalID}
}

func (c *Contact) identifierTrust(key string) Trust {
	if key == keyEmail {
		return c.EmailTrust
	}
	return c.ExternalTrust
}

// lose takes an identifier away.
func (c *Contact) lose(key string) {
	if key == keyEmail {
		c.Email, c.EmailTrust = Email{}, Anonymous
		return
	}
	c.ExternalID, c.ExternalTrust = "", Anonymous
}
