package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// edit answers PATCH /api/v1/contacts/{id} with the contact as it is then.
func (s *server) edit(c echo.Context, from caller) error {
	id, err := contactOf(c)
	if err != nil {
		return err
	}
	var body wire.Raw
	if err := read(c.Request(), jsonBody, &body); err != nil {
		return err
	}
	if body.Kind() != '{' {
		return nametag.ErrWrongType
	}
	amendment, err := wire.ParseAmendment(body)
	if err != nil {
		return err
	}
	contact, err := s.Service.Edit(c.Request().Context(), from.site, id, amendment, from.who)
	if err != nil {
		return err
	}
	return s.answerContact(c, from.site, contact.ID)
}

// contactOf reads the id of an address that takes no parameters but the site.
func contactOf(c echo.Context) (nametag.ContactID, error) {
	if _, err := queryOf(c, "site"); err != nil {
		return 0, err
	}
	return nametag.ParseContactID(c.Param("id"))
}

func (s *server) answerContact(c echo.Context, site *nametag.Site, id nametag.ContactID) error {
	p, err := s.Service.Contact(c.Request().Context(), site, id)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, wire.SpellContact(p, site))
}
