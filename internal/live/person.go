package live

import (
	"context"
	"errors"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// opened is the person that an agent looks at: by visitor, by contact, or by a visitor that turned out to be a contact.
// The zero value is nobody.
type opened struct {
	visitor nametag.VisitorID
	contact nametag.ContactID
}

// ledgerLines is how much of a person's ledger a frame holds; the rest is paged over HTTP.
const ledgerLines = 50

// openPerson looks at the person of the frame, if the agent may.
func (a *agentSocket) openPerson(o wire.Open) {
	if !a.opens {
		a.fail(nametag.ErrScope.For("contacts:read"))
		return
	}
	who, err := parseOpen(o)
	if err != nil {
		a.server.lookers.look(a, opened{})
		a.fail(err)
		return
	}
	a.server.lookers.look(a, who)
	a.personChanged()
}

func parseOpen(o wire.Open) (who opened, err error) {
	switch {
	case count(o.Visitor != "", o.Contact != "") != 1:
		err = nametag.ErrBadValue.For("open").Saying("Open takes a visitor or a contact.")
	case o.Visitor != "":
		who.visitor, err = nametag.ParseVisitorID(o.Visitor)
	default:
		who.contact, err = nametag.ParseContactID(o.Contact)
	}
	return who, err
}

// readPerson reads the person that is looked at. Whoever isn't there is told to the agent as an error.
func (a *agentSocket) readPerson() (wire.Person, bool) {
	who := a.server.lookers.by(a)
	if who == (opened{}) {
		return wire.Person{}, false
	}
	ctx, cancel := context.WithTimeout(a.server.ctx, readWithin)
	defer cancel()
	site, err := a.server.config.Service.Site(ctx, a.site.Key) // as it is by now: it says which pictures are shown
	if err != nil {
		a.failUnlessEnding(err)
		return wire.Person{}, false
	}
	person, err := a.server.read(ctx, site, who)
	if err != nil {
		a.failUnlessEnding(err)
		return wire.Person{}, false
	}
	var ledger []nametag.Entry
	var older nametag.Seq
	if c := person.Contact; c != nil {
		if who.contact != c.ID {
			a.server.lookers.goOn(a, who, c.ID)
		}
		if ledger, older, err = a.server.config.Service.Ledger(ctx, site, c.ID, 0, ledgerLines); err != nil {
			a.failUnlessEnding(err)
			return wire.Person{}, false
		}
	}
	return wire.SpellPerson(person, ledger, older, site), true
}

// failUnlessEnding leaves out what fails only because the server is going.
func (a *agentSocket) failUnlessEnding(err error) {
	if a.server.ctx.Err() == nil {
		a.fail(err)
	}
}

// read reads a person. A visitor that was somebody leads there as long as it is linked; after that, the contact alone is
// read.
func (s *Server) read(ctx context.Context, site *nametag.Site, who opened) (nametag.Person, error) {
	if who.visitor == 0 {
		return s.config.Service.Contact(ctx, site, who.contact)
	}
	person, err := s.config.Service.Visitor(ctx, site, who.visitor)
	switch {
	case who.contact != 0 && (err != nil || person.Contact == nil):
		return s.config.Service.Contact(ctx, site, who.contact)
	case errors.Is(err, nametag.ErrNotFound):
		return s.unwritten(site, who.visitor, err)
	}
	return person, err
}

// unwritten is a visitor that is here without having been written down.
func (s *Server) unwritten(site *nametag.Site, id nametag.VisitorID, notFound error) (nametag.Person, error) {
	if _, here := s.config.Presence.Find(site.ID, id); !here {
		return nametag.Person{}, notFound
	}
	return nametag.Unwritten(site, id), nil
}
