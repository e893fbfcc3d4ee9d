package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// doctor answers POST /api/v1/doctor: why a proof isn't accepted (spec security §4). It changes nothing, but is guarded
// like what does: a page of another site has no business asking.
func (s *server) doctor(c echo.Context, from caller) error {
	if _, err := queryOf(c, "site"); err != nil {
		return err
	}
	var q wire.Question
	if err := read(c.Request(), jsonBody, &q); err != nil {
		return err
	}
	claim, err := wire.ParseQuestion(q)
	if err != nil {
		return err
	}
	snippet, err := s.snippetOf(q)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	others, err := s.sitesOf(ctx, from)
	if err != nil {
		return err
	}
	done, err := s.consulting.enter(ctx, from.site.ID)
	if err != nil {
		return err
	}
	defer done()
	report, err := s.Service.Diagnose(ctx, from.site, others, claim)
	if err != nil {
		return err
	}
	out := wire.SpellDiagnosis(report)
	if snippet != nil {
		out.Code = snippet.For(string(report.UseFor(claim)))
	}
	return answer(c, http.StatusOK, out)
}

// snippetOf is the code in the language that was asked for; nil where none was.
func (s *server) snippetOf(q wire.Question) (Snippet, error) {
	if q.Language == nil || *q.Language == "" {
		return nil, nil
	}
	snippet, known := s.Snippet(*q.Language)
	if !known {
		return nil, nametag.ErrBadValue.For("language").Saying("There is no code in that language here.")
	}
	return snippet, nil
}

// sitesOf are the sites that the caller may see: of an API key its own, of an agent those of the account.
func (s *server) sitesOf(ctx context.Context, from caller) ([]*nametag.Site, error) {
	if from.account == nil {
		return []*nametag.Site{from.site}, nil
	}
	all, err := s.Service.Sites(ctx)
	if err != nil {
		return nil, err
	}
	var theirs []*nametag.Site
	for _, site := range all {
		if from.account.May(int64(site.ID)) {
			theirs = append(theirs, site)
		}
	}
	return theirs, nil
}
