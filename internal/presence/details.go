package presence

import (
	"slices"
	"strings"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Details are what a row says of who the person is. Of an anonymous visitor, they are what its browser has said.
type Details struct {
	Name       string
	Email      string
	ExternalID string
	Company    string
	Tag        string
	Tags       []string        // must not be changed
	Picture    nametag.Picture // what was said; a row knows what of it may be shown
	Since      time.Time       // when the contact was first seen; zero while anonymous

	Integrations []string // "name:id"; must not be changed
}

func detailsOf(c *nametag.Contact) *Details {
	d := detailsFrom(c.ExternalID, c.Email, c.Traits)
	d.Since = c.FirstSeen
	return d
}

// detailsOfBag returns nil for a browser that has said nothing: most have.
func detailsOfBag(b nametag.Bag) *Details {
	d := detailsFrom(b.ExternalID, b.Email, b.Traits)
	if d.equal(&Details{}) {
		return nil
	}
	return d
}

func detailsFrom(externalID string, email nametag.Email, t nametag.Traits) *Details {
	text := func(f nametag.Field) string { return t.Profile[f].Text() }
	name := text(nametag.Name)
	if name == "" {
		name = strings.TrimSpace(text(nametag.FirstName) + " " + text(nametag.LastName))
	}
	return &Details{
		Name: name, Email: email.Shown, ExternalID: externalID,
		Company: text(nametag.Company), Tag: text(nametag.Tag), Tags: t.Profile[nametag.Tags].List(),
		Picture: nametag.PictureOf(t), Integrations: t.Profile[nametag.IntegrationIDs].List(),
	}
}

func (d *Details) equal(o *Details) bool {
	if d == nil || o == nil {
		return d == o
	}
	return d.Name == o.Name && d.Email == o.Email && d.ExternalID == o.ExternalID && d.Company == o.Company &&
		d.Tag == o.Tag && d.Picture == o.Picture && d.Since.Equal(o.Since) && slices.Equal(d.Tags, o.Tags) && slices.Equal(d.Integrations, o.Integrations)
}
