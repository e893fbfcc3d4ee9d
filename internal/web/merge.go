package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// merge answers POST /api/v1/contacts/{id}/merge with what became of the two, or with dry_run what would.
func (s *server) merge(c echo.Context, from caller) error {
	id, err := contactOf(c)
	if err != nil {
		return err
	}
	var asked wire.MergeRequest
	if err := read(c.Request(), jsonBody, &asked); err != nil {
		return err
	}
	if asked.Other == "" {
		return nametag.ErrMissingField.For("other").Saying("Say which contact it merges with.")
	}
	other, err := nametag.ParseContactID(asked.Other)
	if err != nil {
		return nametag.ErrNotFound.For("other")
	}
	if asked.DryRun {
		p, err := s.Service.Merge(c.Request().Context(), from.site, id, other, from.who, true)
		if err != nil {
			return err
		}
		return s.answerMerge(c, from.site, p)
	}
	done, err := s.once(c, from, asked, func() (string, error) {
		p, err := s.Service.Merge(c.Request().Context(), from.site, id, other, from.who, false)
		return p.Merge.String(), err
	})
	if err != nil {
		return err
	}
	merge, err := nametag.ParseMergeID(done)
	if err != nil {
		return err
	}
	p, err := s.Service.MergeDone(c.Request().Context(), from.site, merge)
	if err != nil {
		return err
	}
	return s.answerMerge(c, from.site, p)
}

func (s *server) answerMerge(c echo.Context, site *nametag.Site, p nametag.Preview) error {
	person, err := s.Service.Contact(c.Request().Context(), site, p.Survivor.ID)
	if err != nil {
		return err
	}
	out := wire.Merge{OtherID: p.Other.ID.String(), Changes: wire.SpellChanges(p.Changes)}
	if p.Merge == 0 {
		person.Contact = p.Survivor // as it would be
	} else {
		id := p.Merge.String()
		out.MergeID = &id
	}
	out.Contact = wire.SpellContact(person, site)
	return answer(c, http.StatusOK, out)
}

// unmerge answers POST /api/v1/merges/{id}/undo with both contacts as they are then.
func (s *server) unmerge(c echo.Context, from caller) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	id, err := nametag.ParseMergeID(c.Param("id"))
	if err != nil {
		return err
	}
	if err := readNothing(c); err != nil {
		return err
	}
	_, err = s.once(c, from, nil, func() (string, error) {
		_, _, err := s.Service.Unmerge(c.Request().Context(), from.site, id, from.who)
		return id.String(), err
	})
	if err != nil {
		return err
	}
	p, err := s.Service.MergeDone(c.Request().Context(), from.site, id)
	if err != nil {
		return err
	}
	survivor, err := s.Service.Contact(c.Request().Context(), from.site, p.Survivor.ID)
	if err != nil {
		return err
	}
	other, err := s.Service.Contact(c.Request().Context(), from.site, p.Other.ID)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, wire.Unmerge{
		MergeID: id.String(), Contact: wire.SpellContact(survivor, from.site), Other: wire.SpellContact(other, from.site),
	})
}
