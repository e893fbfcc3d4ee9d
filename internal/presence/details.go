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
	Tags       []string  // must not be changed
	Avatar     string    // an address on https that somebody who may say so has said; "" shows initials
	Since      time.Time // when the contact was first seen; zero while anonymous

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
		Avatar: avatarOf(t.Profile[nametag.AvatarURL]), Integrations: t.Profile[nametag.IntegrationIDs].List(),
	}
}

// avatarOf is a picture's address that agents' browsers may load (spec security §6): what a stranger says would let him
// watch who watches him.
func avatarOf(v nametag.Value) string {
	if address := v.Text(); v.Trust >= nametag.Verified && strings.HasPrefix(address, "https://") {
		return address
	}
	return ""
}

func (d *Details) equal(o *Details) bool {
	if d == nil || o == nil {
		return d == o
	}
	return d.Name == o.Name && d.Email == o.Email && d.ExternalID == o.ExternalID && d.Company == o.Company &&
		d.Tag == o.Tag && d.Avatar == o.Avatar && d.Since.Equal(o.Since) && slices.Equal(d.Tags, o.Tags) && slices.Equal(d.Integrations, o.Integrations)
}
