package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// contacts answers GET /api/v1/contacts: newest first, all of them, those that external_id, email or q find, or those
// with open conflicts.
func (s *server) contacts(c echo.Context, site *nametag.Site) error {
	q, err := queryOf(c, "site", "external_id", "email", "q", "conflicts", "cursor", "limit")
	if err != nil {
		return err
	}
	wanted, err := contactQuery(q)
	if err != nil {
		return err
	}
	var people []nametag.Person
	var before nametag.ContactID
	if q.has("conflicts") {
		people, before, err = s.Service.Conflicted(c.Request().Context(), site, wanted.Before, wanted.Limit)
	} else {
		people, before, err = s.Service.Contacts(c.Request().Context(), site, wanted)
	}
	if err != nil {
		return err
	}
	list := wire.ContactList{Contacts: make([]wire.Contact, 0, len(people))}
	for _, p := range people {
		list.Contacts = append(list.Contacts, wire.SpellContact(p, site))
	}
	if before != 0 {
		list.Next = next(before.String())
	}
	return answer(c, http.StatusOK, list)
}

func contactQuery(q query) (wanted nametag.ContactQuery, err error) {
	asked := 0
	for _, name := range []string{"external_id", "email", "q", "conflicts"} {
		if q.has(name) {
			asked++
		}
	}
	switch {
	case asked > 1:
		return wanted, nametag.ErrBadValue.For("q").Saying("Only one of external_id, email, q and conflicts can be asked for at a time.")
	case q.has("conflicts") && q.get("conflicts") != "open":
		return wanted, nametag.ErrBadValue.For("conflicts").Saying("Conflicts that can be asked for are open.")
	case q.has("external_id"):
		wanted.ExternalID, err = nametag.ParseExternalID(q.get("external_id"))
	case q.has("email"):
		var email nametag.Email
		email, err = nametag.ParseEmail(q.get("email"))
		wanted.Email = email.Folded
	case q.has("q"):
		wanted.Prefix, err = prefix(q.get("q"))
	}
	if err != nil {
		return wanted, err
	}
	if wanted.Limit, err = q.limit(); err != nil {
		return wanted, err
	}
	wanted.Before, err = contactCursor(q)
	return wanted, err
}

func prefix(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > nametag.ExternalIDBytes {
		return "", nametag.ErrBadValue.For("q").Saying("q is the beginning of an external id or of an email: 1 to %d bytes.", nametag.ExternalIDBytes).
			Over(nametag.ExternalIDBytes)
	}
	return text, nil
}

func contactCursor(q query) (nametag.ContactID, error) {
	place, err := q.cursor()
	if err != nil || place == "" {
		return 0, err
	}
	id, err := nametag.ParseContactID(place)
	if err != nil {
		return 0, errBadCursor()
	}
	return id, nil
}

// contact answers GET /api/v1/contacts/{id}.
func (s *server) contact(c echo.Context, site *nametag.Site) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	id, err := nametag.ParseContactID(c.Param("id"))
	if err != nil {
		return err
	}
	p, err := s.Service.Contact(c.Request().Context(), site, id)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, wire.SpellContact(p, site))
}
